//! The door: how guests reach the house. One port for all, where the first bytes tell what a guest speaks; each language
//! has a file or a folder of its own, and all of them come in by the same entrance.

mod code;
mod entrance;
mod first_words;
mod irc;
mod listener;
mod native;
mod reception;
#[cfg(feature = "anywhere")]
mod relay;
mod stay;
mod text;
mod turned_away;

#[cfg(test)]
#[path = "../../tests/host/door.rs"]
mod tests;

use std::sync::Arc;

use super::connection_limit::Permit;
use super::context::HouseContext;

pub use first_words::Speaks;
pub use listener::{BindError, bind, listen};
pub use stay::Newcomer;

/// What a guest speaks who comes by plain text.
#[cfg(fuzzing)]
pub fn text_language(house: crate::room::Title) -> Box<dyn super::language::Language> {
    Box::new(text::language(house))
}

#[cfg(fuzzing)]
pub use irc::fuzzing::{nick_leads_back as irc_nick_leads_back, reads as irc_reads};

/// Serves a guest who has reached the door, in a task of its own: what came before is freed.
pub fn open(house: &Arc<HouseContext>, comer: Newcomer, speaks: Speaks, pass: Permit) {
    let house = Arc::clone(house);
    pass.serve(move |pass| async move {
        match speaks {
            Speaks::Native => native::meet(house, comer, pass).await,
            Speaks::Text => text::meet(house, comer, pass).await,
            Speaks::Irc => irc::meet(house, comer, pass).await,
            // The reception answered that.
            Speaks::Http => {}
        }
    });
}
