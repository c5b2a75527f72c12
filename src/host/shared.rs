//! What everyone who works in the house shares: its settings, its log, and the ways to the hall, the gate and the ledger.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::attempts::Attempts;
use super::gate::Gate;
use super::hall::Hall;
use super::ledger::{Ledger, Note};
use super::room::Room;
use super::roster::Roster;
use super::settings::{Clock, Limits};
use crate::log::Log;
use crate::room::{Author, NameRule, PersonId, RoomNo, Title};
use crate::wire::Fingerprint;
use crate::wire::Secret;
use crate::wire::carriage::Origin;
use crate::wire::frame::RoomName;
use crate::wire::tls::Reception;

/// What every session of the house shares.
pub(super) struct Shared {
    pub(super) title: Title,
    pub(super) names: NameRule,
    pub(super) password: Option<String>,
    pub(super) host_key: Option<Fingerprint>,
    pub(super) limits: Limits,
    pub(super) log: Arc<dyn Log>,
    pub(super) hall: Arc<Hall>,
    pub(super) gate: Arc<Gate>,
    pub(super) ledger: Option<Ledger>,
    pub(super) reception: Reception,
    pub(super) secrets: RwLock<Vec<Secret>>,
    pub(super) roster: Arc<Roster>,
    pub(super) attempts: Attempts,
    /// Counts sessions and seats.
    pub(super) numbers: AtomicU64,
    pub(super) clock: Clock,
}

impl Shared {
    /// Whether it is the host in person who comes.
    pub(super) fn is_host(&self, from: Origin, key: Fingerprint) -> bool {
        from == Origin::Here || self.host_key == Some(key)
    }

    /// The room that a guest means. Of direct talks, they see only their own.
    pub(super) fn find_room(&self, name: Option<&RoomName>, who: PersonId) -> Option<Arc<Room>> {
        self.room_named(name).filter(|room| {
            let state = room.state();
            !state.is_direct() || state.is_between(who)
        })
    }

    fn room_named(&self, name: Option<&RoomName>) -> Option<Arc<Room>> {
        match name {
            None => self.hall.first(),
            Some(RoomName::No(no)) => self.hall.room(*no),
            Some(RoomName::Title(title)) => {
                let wanted = Title::parse(title).ok()?.key();
                let is_it = |room: &Arc<Room>| room.is_called(&wanted);
                let numbered = || title.trim().parse().ok().and_then(|no| self.hall.room(RoomNo(no)));
                self.hall.rooms().into_iter().find(is_it).or_else(numbered)
            }
        }
    }

    /// A room's title; of a direct talk, the name of the other. Every room gets one with its first event; where that is lost, the house lends its own.
    pub(super) fn title_of(&self, room: &Room, direct: Option<&Author>) -> Title {
        let other = direct.and_then(|other| Title::parse(other.name.as_str()).ok());
        other.or_else(|| room.state().title.clone()).unwrap_or_else(|| self.title.clone())
    }

    /// A number that no session and no seat has yet.
    pub(super) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether an invite's secret holds.
    pub(super) fn invites(&self, secret: &Secret) -> bool {
        self.secrets.read().unwrap_or_else(PoisonError::into_inner).contains(secret)
    }

    pub(super) fn note(&self, note: impl FnOnce() -> Note) {
        if let Some(ledger) = &self.ledger {
            ledger.note(note());
        }
    }

    /// The secret of the newest invite.
    pub(super) fn secret(&self) -> Option<Secret> {
        self.secrets.read().unwrap_or_else(PoisonError::into_inner).last().cloned()
    }

    /// From now on only this invite holds.
    pub(super) fn only_invite(&self, secret: Secret) {
        *self.secrets.write().unwrap_or_else(PoisonError::into_inner) = vec![secret];
    }
}
