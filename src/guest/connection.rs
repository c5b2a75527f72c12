//! A connection to the house, and what is known only as long as it lasts.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::pin::Pin;

use tokio::time::Instant;

use super::dialling::Dialling;
use super::handshake::Heard;
use super::owner::Answer;
use crate::room::{Body, EventId, RoomNo, Seq};
use crate::wire::frame::{FromGuest, FromHost, Since};
use crate::wire::link::Link;

/// How much of one's own may be under way at a time. After the host asked for patience it is one, and grows again
/// with each that is kept.
pub(super) const IN_FLIGHT: usize = 16;

/// A connection on which the room was entered.
pub(super) struct Connection {
    pub(super) link: Link<FromHost>,
    pub(super) room: RoomNo,
    /// How much of a room that one is asked into comes first.
    pub(super) since: Since,
    /// The rooms that were asked into on it, by themselves.
    pub(super) entered: BTreeSet<RoomNo>,
    pub(super) rejoining: Rejoining,
    /// What the host said right behind its welcome.
    pub(super) early: Vec<Heard>,
    /// What was sent and not answered.
    pub(super) in_flight: HashMap<EventId, (RoomNo, Body)>,
    /// How much may be under way just now.
    pub(super) window: usize,
    /// The last event of one's own that was kept in each room.
    pub(super) kept: HashMap<RoomNo, Seq>,
    /// Whether the outbox may hold more to send.
    pub(super) more: bool,
    /// The host asked to wait until then.
    pub(super) wait_until: Option<Instant>,
    pub(super) asks: HashMap<u64, Answer>,
    /// Ends once the house is known to have moved to another address.
    pub(super) moved: Pin<Box<dyn Future<Output = ()> + Send>>,
    /// What the host asked to knock at.
    pub(super) dialling: Dialling,
    asked: u64,
}

impl Connection {
    pub(super) fn new(link: Link<FromHost>, room: RoomNo, since: Since, early: Vec<Heard>, dialling: Dialling) -> Self {
        Self {
            link,
            room,
            since,
            entered: BTreeSet::from([room]),
            rejoining: Rejoining::default(),
            early,
            in_flight: HashMap::new(),
            window: IN_FLIGHT,
            kept: HashMap::new(),
            more: true,
            wait_until: None,
            asks: HashMap::new(),
            moved: Box::pin(std::future::pending()),
            dialling,
            asked: 0,
        }
    }

    /// The number of the next question.
    pub(super) const fn next_ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    pub(super) fn say(&mut self, frame: &FromGuest) {
        self.link.say(frame);
    }

    /// The host's answer to a question.
    pub(super) fn answer(&mut self, ask: u64, frame: FromHost) {
        if let Some(answer) = self.asks.remove(&ask) {
            // Whoever asked may have given up.
            let _ = answer.send(Ok(frame));
        }
    }
}

/// The rooms that are still to be entered on this connection.
#[derive(Default)]
pub(super) struct Rejoining {
    pub(super) waiting: VecDeque<RoomNo>,
    pub(super) in_flight: HashMap<u64, RoomNo>,
    /// The question for the rest of the list, where the welcome could not hold it all, and from where on that is.
    pub(super) listing: Option<(u64, RoomNo)>,
    /// Whether that is still to be asked, and from where on.
    pub(super) list_from: Option<RoomNo>,
    /// How far the host knows that one read.
    pub(super) known: HashMap<RoomNo, Seq>,
    /// The host wants patience until then.
    pub(super) wait_until: Option<Instant>,
}
