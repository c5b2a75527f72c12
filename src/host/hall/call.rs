//! What the rest of the house asks of the hall, and where the answers go.

use std::sync::Arc;

use tokio::sync::oneshot;

use crate::host::core::{Answer, Input, SessionInfo, Ticket};
use crate::host::mailbox::Mailbox;
use crate::host::no::No;
use crate::host::registry::accounts::Account;
use crate::room::{Author, EventId, Name, PersonId, RoomNo};
use crate::wire::Fingerprint;
use crate::wire::frame::RoomName;

/// Something asked of the hall.
#[derive(Debug)]
pub enum Call {
    /// Something that the core decides.
    Input(Input, ReplyTo),
    /// A session comes into the house. Its mailbox is known from then on.
    Arrive {
        /// Whose.
        who: PersonId,
        /// The session.
        session: SessionInfo,
        /// The way to it.
        mailbox: Arc<Mailbox>,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Answer, No>>,
    },
    /// What a password at the door is compared with: the account that a name leads to.
    Account {
        /// The name.
        name: Name,
        /// The key of whoever comes, if any.
        key: Option<Fingerprint>,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Option<Account>, No>>,
    },
    /// The hash that the password of someone's account is compared with.
    AccountHash {
        /// Whose.
        who: PersonId,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Option<String>, No>>,
    },
    /// The hash that a room's password is compared with.
    RoomHash {
        /// The room, as someone names it.
        room: Option<RoomName>,
        /// Who.
        who: PersonId,
        /// Where the answer goes; nothing where they see no such room.
        reply: oneshot::Sender<Result<Option<RoomPasswordHash>, No>>,
    },
    /// The house closes.
    Close,
}

/// A room and the hash of its password, where it has one.
pub type RoomPasswordHash = (RoomNo, Option<String>);

/// Where an answer goes.
#[derive(Debug)]
pub enum ReplyTo {
    /// Nobody waits.
    Nobody,
    /// To a session, about something it said.
    Said {
        /// Its mailbox.
        mailbox: Arc<Mailbox>,
        /// The room.
        room: RoomNo,
        /// The id.
        id: EventId,
    },
    /// To a session, about a question.
    Asked {
        /// Its mailbox.
        mailbox: Arc<Mailbox>,
        /// The question's number.
        ask: u64,
    },
    /// To whoever waits for it.
    Waiter(oneshot::Sender<Result<Answer, No>>),
    /// To someone at the door.
    Door(oneshot::Sender<Result<DoorReply, No>>),
}

/// What someone at the door is answered.
#[derive(Debug)]
pub enum DoorReply {
    /// They may come in.
    Welcome,
    /// They may, under this name, which is theirs.
    Named(Author),
    /// The host is asked.
    Waits(PendingDecision),
}

/// The host's decision about someone at the door, once there is one.
#[derive(Debug)]
pub struct PendingDecision {
    /// The number of whoever waits.
    pub ticket: Ticket,
    /// The decision: whether they are to ask again and come in.
    pub decided: oneshot::Receiver<bool>,
}
