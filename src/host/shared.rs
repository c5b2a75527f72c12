//! What everyone who works in the house shares: its settings, its log, and the ways to the hall, the gate and the ledger.

use std::sync::{Arc, PoisonError, RwLock};

use super::gate::Gate;
use super::hall::Hall;
use super::ledger::{Ledger, Note};
use super::room::Room;
use super::settings::Limits;
use crate::log::Log;
use crate::room::{NameRule, RoomNo, Title};
use crate::wire::Secret;
use crate::wire::frame::RoomName;
use crate::wire::tls::Reception;

/// What every session of the house shares.
pub(super) struct Shared {
    pub(super) title: Title,
    pub(super) names: NameRule,
    pub(super) password: Option<String>,
    pub(super) limits: Limits,
    pub(super) log: Arc<dyn Log>,
    pub(super) hall: Arc<Hall>,
    pub(super) gate: Arc<Gate>,
    pub(super) ledger: Option<Ledger>,
    pub(super) reception: Reception,
    pub(super) secrets: RwLock<Vec<Secret>>,
}

impl Shared {
    /// The room that a guest means.
    pub(super) fn find_room(&self, name: Option<&RoomName>) -> Option<Arc<Room>> {
        match name {
            None => self.hall.rooms().into_iter().next(),
            Some(RoomName::No(no)) => self.hall.room(*no),
            Some(RoomName::Title(title)) => {
                let wanted = Title::parse(title).ok()?.key();
                let is_it = |room: &Arc<Room>| self.title_of(room).key() == wanted;
                let numbered = || title.trim().parse().ok().and_then(|no| self.hall.room(RoomNo(no)));
                self.hall.rooms().into_iter().find(is_it).or_else(numbered)
            }
        }
    }

    /// A room's title. Every room gets one with its first event; where that is lost, the house lends its own.
    pub(super) fn title_of(&self, room: &Room) -> Title {
        room.state().title.clone().unwrap_or_else(|| self.title.clone())
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
