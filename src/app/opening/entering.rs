//! What hosting a house and going to one have in common: the visit begins, and its room is entered.

use std::path::PathBuf;

use super::hosting::Hosting;
use super::opened::{Closed, Opened, let_go};
use super::plan::JoinPlan;
use crate::app::drafts::Drafts;
use crate::guest::{Arrival, Ended, Guest, Own, Update, Updates, Visit};
use crate::paths::Paths;
use crate::room::Name;
use crate::wire::frame::Code;
use crate::wire::{Fingerprint, Identity};

/// How much of what was said comes by itself. The rest is read when it is looked at.
pub(super) const FIRST: u64 = 256;

/// A visit whose room is entered.
pub(super) struct Begun {
    guest: Guest,
    updates: Updates,
    pub(super) arrival: Arrival,
    waiting: Vec<Own>,
}

impl Begun {
    /// The same, with what the window needs beside it.
    pub(super) async fn opened(
        self,
        hosting: Option<Hosting>,
        plan: Option<JoinPlan>,
        key: Fingerprint,
        name: Name,
        folder: PathBuf,
        drafts: Drafts,
    ) -> Opened {
        let Self { guest, updates, arrival, waiting } = self;
        let draft = drafts.read(arrival.room.room).await;
        Opened { guest, updates, arrival, waiting, hosting, plan, key, name, folder, drafts, draft }
    }
}

pub(super) fn because(error: impl std::error::Error) -> Closed {
    Closed::Because(error.to_string())
}

/// Does what waits for a disk or the system on a thread that nobody else waits for.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Closed> + Send + 'static,
) -> Result<T, Closed> {
    let gone = |_| Err(Closed::Because("Something went wrong here. Try again.".to_owned()));
    tokio::task::spawn_blocking(work).await.unwrap_or_else(gone)
}

/// Who one is on this computer.
pub(super) fn identity(paths: &Paths) -> Result<Identity, Closed> {
    Identity::keep(&paths.guest_key()).map_err(because)
}

/// Begins a visit and waits until the room is entered. `asked` hears that the host of the house is asked about it.
pub(super) async fn enter(visit: Visit, asked: impl FnMut()) -> Result<Begun, Closed> {
    let (guest, mut updates) = blocking(move || Guest::join(visit).map_err(because)).await?;
    match entered(&mut updates, asked).await {
        Ok((arrival, waiting)) => Ok(Begun { guest, updates, arrival, waiting }),
        Err(closed) => {
            let_go(guest).await;
            Err(closed)
        }
    }
}

async fn entered(updates: &mut Updates, mut asked: impl FnMut()) -> Result<(Arrival, Vec<Own>), Closed> {
    let mut waiting = Vec::new();
    loop {
        match updates.next().await {
            Some(Update::Entered(arrival)) => return Ok((*arrival, waiting)),
            Some(Update::Own(own)) => waiting.push(own),
            Some(Update::Waiting { .. }) => asked(),
            Some(Update::Offline { why, .. }) => return Err(Closed::Because(why)),
            Some(Update::Ended(Ended { code, why, suggest })) => {
                return Err(match code {
                    Some(Code::Taken) => Closed::Taken { why, suggest },
                    Some(Code::Password) => Closed::Password(why),
                    Some(Code::Login) => Closed::Login(why),
                    Some(Code::Account) => Closed::Account(why),
                    _ => Closed::Because(why),
                });
            }
            // Nothing else comes before the room is entered.
            Some(_) => {}
            None => return Err(Closed::Because("The visit ended before it began. Try again.".to_owned())),
        }
    }
}
