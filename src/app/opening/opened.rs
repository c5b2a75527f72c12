//! What comes of opening a house: its room, entered, or why there is no way in.

use std::path::PathBuf;
use std::time::Duration;

use super::hosting::Hosting;
use super::plan::JoinPlan;
use crate::app::drafts::Drafts;
use crate::guest::{Arrival, Guest, HouseCopy, Own, Updates};
use crate::room::Name;
use crate::wire::Fingerprint;

/// A room that was entered.
pub struct Opened {
    /// The visit.
    pub guest: Guest,
    /// What happens on it.
    pub updates: Updates,
    /// The house and the room.
    pub arrival: Arrival,
    /// What of one's own waits from before.
    pub waiting: Vec<Own>,
    /// What is here of the house, where its host is away: then that is shown, until they are back.
    pub copy: Option<HouseCopy>,
    /// The house, where it is one's own.
    pub hosting: Option<Hosting>,
    /// Where it is, for the list of recent ones; nothing where it is one's own.
    pub plan: Option<JoinPlan>,
    /// Its key.
    pub key: Fingerprint,
    /// Under which name one came: what is kept of the visit is kept under it, whatever one is called later.
    pub name: Name,
    /// Where that is.
    pub folder: PathBuf,
    /// What was being written in its rooms.
    pub drafts: Drafts,
    /// The same of the room that was entered.
    pub draft: String,
}

impl Opened {
    /// Leaves at once: nobody waits for it any more.
    pub async fn give_up(self) {
        self.guest.leave(Duration::ZERO).await;
        let_go(self.guest).await;
        if let Some(hosting) = self.hosting {
            hosting.close().await;
        }
    }
}

/// Why there is no way into a room.
#[derive(Clone, Debug, PartialEq)]
pub enum Closed {
    /// In a sentence, with what to do.
    Because(String),
    /// There is no way to it, or what answers is no house: in a sentence. What is in the way can be found out.
    NoWay(String),
    /// Someone else has the name. This one is free.
    Taken {
        /// In a sentence.
        why: String,
        /// A free one.
        suggest: Option<Name>,
    },
    /// A password is needed, or another one.
    Password(String),
    /// The name and the password of the account do not go together, or the name has an account.
    Login(String),
    /// An account is needed, or can't be made like this.
    Account(String),
    /// The house is met for the first time: its key has to be agreed to.
    New(Fingerprint),
    /// The house has another key than before.
    Changed {
        /// The key it had.
        known: Fingerprint,
        /// The key it shows now.
        found: Fingerprint,
    },
    /// The port is taken; this one is free.
    Port {
        /// In a sentence.
        why: String,
        /// A free one.
        free: u16,
    },
}

/// Lets go of a visit: what is kept of it is closed away from the threads that others wait for, and free afterwards.
pub async fn let_go(guest: impl Send + 'static) {
    // A panic in it was reported where it happened.
    let _ = tokio::task::spawn_blocking(move || drop(guest)).await;
}
