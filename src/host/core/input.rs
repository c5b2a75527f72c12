//! What is asked of the core, as values: no channel, no connection, nothing from the disk.

use std::net::SocketAddr;

use crate::room::{Author, Body, EventId, Name, PersonId, RoomNo, Seq};
use crate::wire::account::Admission;
use crate::wire::carriage::Origin;
use crate::wire::frame::{NewRoom, Notify, RoomName};
use crate::wire::invites::NewInvite;
use crate::wire::people::{Away, Door};
use crate::wire::{Fingerprint, Secret};

/// The number of a session. No two in a house are the same.
pub type SessionNo = u64;

/// The number of a seat: a session's place in one room. No two in a house are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatNo(u64);

impl SeatNo {
    /// How many seats one session takes before their numbers begin anew.
    const COUNTED: u32 = 24;

    /// One of a session's seats. It says whose it is, so that those of a session that is over can be found.
    pub const fn of(session: SessionNo, count: u32) -> Self {
        Self(session << Self::COUNTED | count as u64 & ((1 << Self::COUNTED) - 1))
    }

    /// Whether it is a seat of this session.
    pub const fn is_of(self, session: SessionNo) -> bool {
        self.0 >> Self::COUNTED == session
    }
}

/// The number of someone who waits at the door for the host's decision.
pub type Ticket = u64;

/// Something that is asked of the core.
#[derive(Clone, Debug)]
pub enum Input {
    /// Someone at the door wants a name.
    Claim(Claimant),
    /// Someone at the door wants to register a name: may they come in, once their password is hashed?
    MayRegister(Claimant),
    /// Someone at the door shows an invite: would it get them in? Nothing is spent by asking.
    MayUse(Claimant),
    /// Someone at the door waits no longer for the host's decision.
    GiveUp(Ticket),
    /// A session that has a name comes into the house.
    Arrive {
        /// Whose.
        who: PersonId,
        /// The session.
        session: SessionInfo,
    },
    /// A session is over.
    Depart {
        /// Whose.
        who: PersonId,
        /// The session.
        session: SessionNo,
    },
    /// A session comes into a room.
    Enter(Enter),
    /// A session leaves a room, or is cut off.
    LeaveSeat {
        /// The room.
        room: RoomNo,
        /// The seat.
        seat: SeatNo,
        /// Whose session.
        who: PersonId,
        /// Whether it said goodbye.
        goodbye: bool,
    },
    /// Someone adds an event to a room.
    Say(Say),
    /// Someone in the house wants something that is no event of one room.
    Do {
        /// Who.
        who: PersonId,
        /// Their session.
        session: SessionNo,
        /// The number of the question, for the answer; 0 where there is no answer.
        ask: u64,
        /// What.
        request: GuestRequest,
    },
    /// The host withdraws the standing invite and wants a new one, with this secret.
    RenewInvite(Secret),
    /// The host wants the house to ask for a password from now on, or for none.
    AskPassword(bool),
    /// Some of those who are here are to find out whether others can reach the house at these addresses.
    AskToDial {
        /// The number of the question.
        check: u64,
        /// The addresses.
        addresses: Vec<SocketAddr>,
    },
    /// Someone guessed a spoken code right, and gets an invite for it.
    InviteByCode {
        /// Who made the code.
        by: Author,
        /// Its number.
        number: u8,
        /// The secret of the invite.
        secret: Secret,
    },
}

impl Input {
    /// Whether it tells what happened, and asks for nothing.
    pub const fn happened_anyway(&self) -> bool {
        matches!(self, Self::Depart { .. } | Self::LeaveSeat { .. } | Self::GiveUp(_))
    }
}

/// Someone at the door who wants a name.
#[derive(Clone, Debug)]
pub struct Claimant {
    /// The name.
    pub name: Name,
    /// Their key. Whoever has none has the name only for as long as they are connected, unless a password proves that
    /// it is theirs.
    pub key: Option<Fingerprint>,
    /// Where they come from.
    pub from: Origin,
    /// Whether they knew the password of the name's account.
    pub proved: bool,
    /// Whether they register the name.
    pub register: Registration,
    /// The invite they show.
    pub invite: Option<ShownInvite>,
}

/// An invite that someone at the door shows.
#[derive(Clone, Debug)]
pub struct ShownInvite {
    /// Its secret.
    pub secret: Secret,
    /// Whether they come in by it, and would not without.
    pub needed: bool,
}

/// What someone at the door wants with their name beyond having it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Nothing.
    No,
    /// An account with a password that is not hashed yet.
    Wanted,
    /// An account, with the hash of its password.
    With(String),
}

/// A session, as it came into the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its number.
    pub number: SessionNo,
    /// The key it came with.
    pub key: Option<Fingerprint>,
    /// Where from.
    pub from: Origin,
    /// Through which door.
    pub door: Door,
    /// Since when, in milliseconds since 1970.
    pub since: u64,
}

impl SessionInfo {
    /// Whether it came through a door where nobody has to show a key.
    pub const fn needs_no_key(&self) -> bool {
        matches!(self.door, Door::Text | Door::Irc)
    }
}

/// A session that wants to come into a room.
#[derive(Clone, Debug)]
pub struct Enter {
    /// The room; the first where left out.
    pub room: Option<RoomName>,
    /// Whose session.
    pub who: PersonId,
    /// The session.
    pub session: SessionNo,
    /// The seats it has already: whoever enters a room they are in only reads it again from elsewhere.
    pub seats: Vec<(RoomNo, SeatNo)>,
    /// The number of the seat it takes otherwise.
    pub seat: SeatNo,
    /// Whether it knows the room's password.
    pub proved: bool,
}

/// An event that someone wants to add.
#[derive(Clone, Debug)]
pub struct Say {
    /// The room.
    pub room: RoomNo,
    /// Who.
    pub who: PersonId,
    /// The id they chose.
    pub id: EventId,
    /// What.
    pub body: Body,
}

/// What someone in the house wants that is no event of one room.
#[derive(Clone, Debug)]
pub enum GuestRequest {
    /// A list of rooms.
    Rooms {
        /// After which it goes on.
        after: Option<RoomNo>,
    },
    /// Another name, told in all rooms they are in.
    Rename {
        /// The name.
        name: Name,
    },
    /// A room of their own making, with the hash of its password where it has one.
    Make {
        /// What it is.
        new: NewRoom,
        /// The hash.
        hash: Option<String>,
    },
    /// To talk with someone directly.
    Talk {
        /// With whom.
        with: PersonId,
    },
    /// Another password for a room.
    RoomPassword {
        /// The room.
        room: RoomNo,
        /// The hash of the password.
        hash: String,
    },
    /// A room gone, with all that was said in it.
    Delete {
        /// The room.
        room: RoomNo,
    },
    /// To be noted as having read so far.
    Seen {
        /// The room.
        room: RoomNo,
        /// How far.
        seq: Seq,
        /// Whether what comes after it is unread again.
        unread: bool,
    },
    /// To hear nothing of a room, or to hear of it again.
    Quiet {
        /// The room.
        room: RoomNo,
        /// Whether nothing.
        quiet: bool,
    },
    /// To be notified of this in a room.
    Notify {
        /// The room.
        room: RoomNo,
        /// Of what; as everywhere else where there is nothing.
        notify: Option<Notify>,
    },
    /// To have left a room for good.
    Leave {
        /// The room.
        room: RoomNo,
    },
    /// To see nothing of someone, or to see them again.
    Ignore {
        /// Whom.
        whom: PersonId,
        /// Whether nothing.
        ignore: bool,
    },
    /// To be away, or back.
    Away {
        /// Away, and why.
        away: Option<Away>,
    },
    /// To know who is called so.
    Whois {
        /// What they are in this room.
        room: Option<RoomNo>,
        /// The name.
        name: Name,
    },
    /// To know who may not come in.
    Bans {
        /// To which room; to the house where left out.
        room: Option<RoomNo>,
        /// Only those before the ban with this number.
        before: Option<u64>,
        /// Only those who were banned under this name.
        name: Option<String>,
    },
    /// An account for the name they have, or another password for it.
    Account {
        /// The hash of the password.
        hash: String,
        /// Whether it is a new account.
        new: bool,
    },
    /// Their name to be reached from this device no longer, or from none.
    Logout {
        /// Whether from none.
        everywhere: bool,
    },
    /// To have no account any more.
    Unregister,
    /// To say who may come in.
    Admission(Admission),
    /// To know who asks to come in.
    Requests,
    /// To know the invites and who came by them.
    Invites {
        /// Those before this one; the newest where left out.
        before: Option<u64>,
    },
    /// A new invite.
    MakeInvite {
        /// What it is to be.
        new: NewInvite,
        /// Its secret.
        secret: Secret,
    },
    /// An invite withdrawn.
    WithdrawInvite {
        /// Its number.
        invite: u64,
    },
    /// To say yes or no to someone who asks to come in.
    Admit {
        /// The number of their request.
        request: u64,
        /// Whether yes.
        yes: bool,
    },
}
