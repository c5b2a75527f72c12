//! What everyone who works in the house shares: its settings, its log, and the ways to the hall, the connection limit and the ledger.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::blocking::BlockingPool;
use super::bots::Bots;
use super::channels::Channels;
use super::connection_limit::ConnectionLimit;
use super::hall::Hall;
use super::happenings::Onlooker;
use super::house_password::HousePassword;
use super::ledger::{Ledger, Note};
use super::passwords::PasswordThrottle;
use super::plain_doors::OpenDoors;
use super::queries::QueryTurns;
use super::rate_limits::RateLimits;
use super::reach_checks::ReachChecks;
use super::settings::{Clock, Limits};
use super::spoken_codes::SpokenCodes;
use super::standing_invite::StandingInvite;
use super::view::{RoomView, RoomViews, Roster};
use crate::log::Log;
use crate::room::{Author, NameRule, Title};
use crate::wire::Fingerprint;
use crate::wire::tls::Reception;

/// What every session of the house shares.
pub struct HouseContext {
    /// The house's title.
    pub title: Title,
    /// The house's key.
    pub key: Fingerprint,
    /// What its host chose about who comes in.
    pub entry: EntryRules,
    /// The bounds.
    pub limits: Limits,
    /// Where events are kept.
    pub log: Arc<dyn Log>,
    /// The rooms, as far as they are kept.
    pub rooms: Arc<RoomViews>,
    /// Who is in the house.
    pub roster: Arc<Roster>,
    /// The way to the hall.
    pub hall: Arc<Hall>,
    /// How many may be here.
    pub connections: Arc<ConnectionLimit>,
    /// The ledger, if there is one.
    pub ledger: Option<Ledger>,
    /// Whoever keeps the house and looks on, if they do.
    pub onlooker: Onlooker,
    /// What speaks TLS with whoever comes.
    pub reception: Reception,
    /// Which languages are let in without TLS.
    pub doors: OpenDoors,
    /// What IRC guests call the rooms.
    pub channels: Channels,
    /// Who says that they are a program.
    pub bots: Bots,
    /// How fast people may go on.
    pub rates: Arc<RateLimits>,
    /// How often passwords may be tried.
    pub throttle: PasswordThrottle,
    /// Whether others can reach the house, while that is being found out.
    pub reach_checks: ReachChecks,
    /// Reading from the log beside the hall.
    pub reading: Reading,
    /// The clock that dates events.
    pub clock: Clock,
    /// Counts sessions and seats.
    pub numbers: AtomicU64,
}

/// Reading from the log beside the hall: places of their own for questions and for cursors that lag, so that news need not
/// wait for questions.
#[derive(Default)]
pub struct Reading {
    /// Whose questions are worked on.
    pub turns: QueryTurns,
    /// For questions.
    pub queries: BlockingPool,
    /// For cursors that lag.
    pub cursors: BlockingPool,
}

/// Who may come in, as far as the door decides it.
pub struct EntryRules {
    /// What names may be.
    pub names: NameRule,
    /// The password guests have to know, if any.
    pub password: HousePassword,
    /// The key of whoever hosts the house.
    pub host_key: Option<Fingerprint>,
    /// The standing invite.
    pub standing: Arc<StandingInvite>,
    /// The codes that were said to others.
    pub codes: Arc<SpokenCodes>,
}

impl HouseContext {
    /// A room's title; of a direct talk, the name of the other. Every room gets one with its first event; where that is
    /// lost, the house lends its own.
    pub fn title_of(&self, room: &RoomView, direct: Option<&Author>) -> Title {
        let other = direct.and_then(|other| Title::parse(other.name.as_str()).ok());
        other.or_else(|| room.state().title.clone()).unwrap_or_else(|| self.title.clone())
    }

    /// A number that no session and no seat has yet.
    pub fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Tells what happened at the door: the ledger, and whoever looks on, if there are such.
    pub fn note(&self, note: impl FnOnce() -> Note) {
        if self.ledger.is_none() && !self.onlooker.is_there() {
            return;
        }
        let note = note();
        if let Note::Door(entry) = &note {
            self.onlooker.tell(entry);
        }
        if let Some(ledger) = &self.ledger {
            ledger.note(note);
        }
    }
}
