//! The state of a visit: everything about it that outlives a connection.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::copy::HouseCopy;
use super::error::GuestError;
use super::owner::{Command, Leaving, Owner};
use super::read_marks::ReadMarks;
use super::replica::Replica;
use super::update::{Own, OwnState, Update};
use crate::room::{Author, RoomNo, Seq, State};
use crate::wire::frame::FromGuest;
use crate::wire::people::Away;

/// A room one is in.
#[derive(Clone, Debug)]
pub(super) struct JoinedRoom {
    /// The last event seen.
    pub(super) cursor: Seq,
    /// The newest event when one came in. The names told up to there are no newer than the welcome's.
    pub(super) head_on_entering: Seq,
    /// What the room was when one came in, before the first of its events that are kept.
    pub(super) beginning: State,
}

/// What outlives a connection. What is done with it on one is in files by subject.
pub(super) struct VisitState {
    pub(super) owner: Owner,
    pub(super) replica: Arc<Replica>,
    /// The room that was wanted first, once it was entered.
    pub(super) room: Option<RoomNo>,
    /// The rooms one is in.
    pub(super) rooms: BTreeMap<RoomNo, JoinedRoom>,
    /// Those of which one was banned, until one is in them again.
    pub(super) banned_from: BTreeSet<RoomNo>,
    /// Who one is here, and what one is called by now: under that name one comes back.
    pub(super) me: Option<Author>,
    /// How far one read each room, and whether one is away: what the host is told again on coming back.
    pub(super) seen: ReadMarks,
    pub(super) away: Option<Away>,
    /// What is known of the house for when there is no connection, and whether it is another than was kept.
    pub(super) copy: Option<HouseCopy>,
    pub(super) copy_changed: bool,
    /// Rung when the owner does not want to wait for the next try.
    pub(super) hurry: Arc<Notify>,
    /// When one last knocked at addresses for the host.
    pub(super) dialled: Option<Instant>,
    /// Set once the owner wants to leave.
    pub(super) leaving: Option<Leaving>,
}

impl VisitState {
    /// Does what can be done without a connection. Something where the owner wants to leave.
    pub(super) async fn do_offline(&mut self, command: Command) -> Option<Leaving> {
        match command {
            Command::Ask { answer, .. } => {
                // Whoever asked may have given up.
                let _ = answer.send(Err(GuestError::Offline));
                None
            }
            Command::Leave { within, answer } => Some(Leaving { until: Instant::now() + within, answer }),
            Command::TryAgain => {
                self.hurry.notify_one();
                None
            }
            command => {
                self.change_outbox(command).await;
                None
            }
        }
    }

    /// Remembers what the host is told again on coming back.
    pub(super) fn remember(&mut self, frame: &FromGuest) {
        match frame {
            FromGuest::Seen { room, seq, unread } => {
                self.seen.say(*room, *seq, *unread);
                if let Some(copy) = &mut self.copy {
                    copy.read(*room, *seq);
                }
            }
            FromGuest::Away { away } => self.away.clone_from(away),
            _ => {}
        }
    }

    /// Keeps what is known of the house, if it is another than was kept.
    pub(super) async fn keep_copy(&mut self) {
        if !std::mem::take(&mut self.copy_changed) {
            return;
        }
        if let Some(copy) = self.copy.clone()
            && let Err(error) = self.replica.keep_copy(copy).await
        {
            tracing::warn!(%error, "what is known of the house was not kept");
        }
    }

    /// Does what concerns the outbox. True where there may be more to send.
    pub(super) async fn change_outbox(&mut self, command: Command) -> bool {
        let done = match command {
            Command::Add { room, id, body, answer } => {
                let room = room.or(self.room);
                let kept = self.replica.add(room, id, body.clone()).await;
                let fine = kept.is_ok();
                let _ = answer.send(kept.map_err(GuestError::from));
                if fine {
                    self.owner.tell(Update::Own(Own { id, room, body, state: OwnState::Sending }));
                }
                return fine;
            }
            Command::Retry(id) => self.replica.retry(id).await,
            Command::Discard(id) => self.replica.remove(id).await,
            Command::Tell(frame) => {
                self.remember(&frame);
                return false;
            }
            Command::Typing(_) | Command::Ask { .. } | Command::Leave { .. } | Command::TryAgain => return false,
        };
        if let Err(error) = &done {
            tracing::warn!(%error, "the outbox could not be written");
        }
        done.is_ok()
    }
}
