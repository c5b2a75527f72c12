//! How a visit stands: everything about it that outlives a connection.

use std::sync::Arc;

use tokio::time::Instant;

use super::owner::{Command, Leaving, Owner};
use super::replica::Replica;
use super::{GuestError, Own, OwnState, Update};
use crate::room::{Author, RoomNo, Seq, State};

/// What outlives a connection.
pub(super) struct Standing {
    pub(super) owner: Owner,
    pub(super) replica: Arc<Replica>,
    /// The room, once it was entered.
    pub(super) room: Option<RoomNo>,
    /// Who one is here, and what one is called by now: under that name one comes back.
    pub(super) me: Option<Author>,
    /// What the room was when one came in, before the first of its events that are kept.
    pub(super) begun: State,
    /// The newest event when one came in. The names told up to there are no newer than the welcome's.
    pub(super) met: Seq,
    /// The last event seen there.
    pub(super) cursor: Option<Seq>,
    /// Set once the owner wants to leave.
    pub(super) leaving: Option<Leaving>,
}

impl Standing {
    /// Does what can be done without a line. Something where the owner wants to leave.
    pub(super) async fn do_offline(&mut self, command: Command) -> Option<Leaving> {
        match command {
            Command::Ask { answer, .. } => {
                // Whoever asked may have given up.
                let _ = answer.send(Err(GuestError::Offline));
                None
            }
            Command::Leave { within, answer } => Some(Leaving { until: Instant::now() + within, answer }),
            command => {
                self.note(command).await;
                None
            }
        }
    }

    /// Does what concerns the outbox. True where there may be more to send.
    pub(super) async fn note(&mut self, command: Command) -> bool {
        let done = match command {
            Command::Add { id, body, answer } => {
                let kept = self.replica.add(self.room, id, body.clone()).await;
                let fine = kept.is_ok();
                let _ = answer.send(kept.map_err(GuestError::from));
                if fine {
                    self.owner.tell(Update::Own(Own { id, body, state: OwnState::Sending }));
                }
                return fine;
            }
            Command::Retry(id) => self.replica.retry(id).await,
            Command::Discard(id) => self.replica.remove(id).await,
            Command::Typing | Command::Ask { .. } | Command::Leave { .. } => return false,
        };
        if let Err(error) = &done {
            tracing::warn!(%error, "the outbox could not be written");
        }
        done.is_ok()
    }
}
