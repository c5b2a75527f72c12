//! What hosting a house and going to one have in common: the visit begins, and its room is entered.

use std::path::PathBuf;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::hosting::Hosting;
use super::opened::{Closed, Opened, let_go};
use super::plan::JoinPlan;
use crate::app::drafts::Drafts;
use crate::guest::{Arrival, Ended, Guest, HouseCopy, Lookout, Own, Update, Updates, Visit};
use crate::paths::Paths;
use crate::room::Name;
use crate::wire::frame::Code;
use crate::wire::{Fingerprint, Identity};

/// How much of what was said comes by itself. The rest is read when it is looked at.
pub(super) const FIRST: u64 = 256;

/// How long the host may take to answer before what is here of the house is opened instead, if that will do.
const AT_ONCE: Duration = Duration::from_secs(1);

/// A visit whose room is entered, or what is here of it opened.
pub(super) struct Begun {
    guest: Guest,
    updates: Updates,
    pub(super) arrival: Arrival,
    waiting: Vec<Own>,
    /// What is here of the house, where that was opened.
    copy: Option<HouseCopy>,
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
        let Self { guest, updates, arrival, waiting, copy } = self;
        let draft = drafts.read(arrival.room.room).await;
        Opened { guest, updates, arrival, waiting, copy, hosting, plan, key, name, folder, drafts, draft }
    }

    /// Whether the house was reached.
    pub(super) const fn is_live(&self) -> bool {
        self.copy.is_none()
    }
}

pub(super) fn because(error: impl std::error::Error) -> Closed {
    Closed::Because(error.to_string())
}

/// Nobody answers as a house does.
pub(super) fn no_way(error: impl std::error::Error) -> Closed {
    Closed::NoWay(error.to_string())
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

/// Begins a visit and waits until the room is entered. `asked` hears that the host of the house is asked about it. Where
/// the host is away and `copy` is true, what is here of the house is opened, if anything is.
pub(super) async fn enter(
    visit: Visit,
    lookout: Option<Lookout>,
    copy: bool,
    asked: impl FnMut(),
) -> Result<Begun, Closed> {
    let join = move || match lookout {
        Some(lookout) => Guest::join_with(visit, lookout),
        None => Guest::join(visit),
    };
    let (guest, mut updates) = blocking(move || join().map_err(because)).await?;
    let known = guest.replica().house().filter(|_| copy);
    let known = known.and_then(|copy| Some((copy.arrival()?, copy.clone())));
    let mut waiting = Vec::new();
    match entered(&mut updates, &mut waiting, known, asked).await {
        Ok((arrival, copy)) => Ok(Begun { guest, updates, arrival, waiting, copy }),
        Err(closed) => {
            let_go(guest).await;
            Err(closed)
        }
    }
}

async fn entered(
    updates: &mut Updates,
    waiting: &mut Vec<Own>,
    mut known: Option<(Arrival, HouseCopy)>,
    mut asked: impl FnMut(),
) -> Result<(Arrival, Option<HouseCopy>), Closed> {
    let at_once = Instant::now() + AT_ONCE;
    loop {
        let update = match known.take() {
            None => updates.next().await,
            Some(copy) => match timeout_at(at_once, updates.next()).await {
                Ok(Some(Update::Offline { .. })) | Err(_) => return Ok((copy.0, Some(copy.1))),
                // The host is there, and thinks about it.
                Ok(update @ Some(Update::Waiting { .. })) => update,
                Ok(update) => {
                    known = Some(copy);
                    update
                }
            },
        };
        match update {
            Some(Update::Entered(arrival)) => return Ok((*arrival, None)),
            Some(Update::Own(own)) => waiting.push(own),
            Some(Update::Waiting { .. }) => asked(),
            Some(Update::Offline { why, .. }) => return Err(Closed::NoWay(why)),
            Some(Update::Ended(Ended { code, why, suggest, .. })) => {
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
