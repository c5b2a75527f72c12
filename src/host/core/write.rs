//! What is to be written in the registry, as values. The core decides it; `registry` knows how.

use crate::room::{Author, Label, Name, NameKey, PersonId, Reason, RoomNo, Seq};
use crate::wire::account::Admission;
use crate::wire::frame::Notify;
use crate::wire::{Fingerprint, Secret};

/// One change of the registry.
#[derive(Clone, Debug)]
pub enum RegistryWrite {
    /// A new person. `seen` is when they were last here.
    Person { who: PersonId, name: Name, seen: u64 },
    /// A name leads to someone, whoever had it before.
    Name { key: NameKey, who: PersonId },
    /// Someone is called so from now on.
    Called { who: PersonId, name: Name },
    /// Someone was here until now.
    Seen { who: PersonId, at: u64 },
    /// The key of a device leads to someone.
    Device { key: Fingerprint, who: PersonId, at: u64 },
    /// The key of a device leads to someone no longer; none does, where there is no key.
    ForgetDevice { who: PersonId, key: Option<Fingerprint> },
    /// Someone hosts this house.
    Owner { who: PersonId },
    /// Someone has an account, or another password.
    Account { who: PersonId, hash: String, at: u64 },
    /// Someone has no account any more.
    DeleteAccount { who: PersonId, at: u64 },
    /// Someone joined a room.
    Joined { who: PersonId, room: RoomNo, read: Seq },
    /// Someone left a room for good.
    Left { who: PersonId, room: RoomNo },
    /// Someone read a room so far.
    Read { who: PersonId, room: RoomNo, seq: Seq },
    /// Someone set a room back: what comes after this event is unread again.
    Unread { who: PersonId, room: RoomNo, seq: Seq },
    /// Someone wants to hear nothing of a room, or to hear of it again.
    Quiet { who: PersonId, room: RoomNo, quiet: bool },
    /// Someone wants to be notified of this in a room; as everywhere else where there is nothing.
    Notify { who: PersonId, room: RoomNo, notify: Option<Notify> },
    /// Someone sees nothing of someone, or sees them again.
    Ignore { who: PersonId, whom: Author, ignore: bool },
    /// Someone may not come in.
    Ban(Ban),
    /// Someone may come in again.
    Unban { room: Option<RoomNo>, who: PersonId },
    /// Who may come into the house.
    Admission(Admission),
    /// Whether the house asks for a password. The password itself is kept nowhere.
    AsksPassword(bool),
    /// What whoever hosts the house chose to be called.
    HostName(Name),
    /// The port that it keeps.
    Port(u16),
    /// Someone asks to come in.
    Request { number: u64, key: Fingerprint, name: Name, net: Option<String>, at: u64 },
    /// Someone who asks already does so under another name.
    RequestName { key: Fingerprint, name: Name },
    /// Someone asks no longer.
    RequestGone { key: Fingerprint },
    /// Someone was let in by the host.
    Approved { key: Fingerprint, at: u64 },
    /// The number of the next room.
    NextRoom(u32),
    /// A room has a password, or another one.
    RoomPassword { room: RoomNo, hash: String },
    /// Everything of a room that was deleted is forgotten.
    ForgetRoom { room: RoomNo },
    /// A new invite.
    Invite(Box<InviteRecord>),
    /// An invite gets nobody in any more.
    InviteWithdrawn { invite: u64, at: u64 },
    /// Someone came by an invite.
    CameBy { invite: u64, by: Author, at: u64 },
}

/// Someone who may not come in.
#[derive(Clone, Debug)]
pub struct Ban {
    /// To which room; to the house where left out.
    pub room: Option<RoomNo>,
    /// Who.
    pub whom: Author,
    /// The parts of the network that it reaches as well, as they are written.
    pub nets: Vec<String>,
    /// Until when.
    pub until: Option<u64>,
    /// Why.
    pub why: Option<Reason>,
    /// Who says so.
    pub by: Name,
    /// When.
    pub at: u64,
}

/// A new invite.
#[derive(Clone, Debug)]
pub struct InviteRecord {
    /// Its number.
    pub invite: u64,
    /// Its secret.
    pub secret: Secret,
    /// What it is for.
    pub label: Label,
    /// Who made it; nobody where the house itself did.
    pub by: Option<Author>,
    /// When.
    pub at: u64,
    /// Whether it is for one person only.
    pub once: bool,
    /// Until when.
    pub until: Option<u64>,
    /// Whether it takes the place of the standing one.
    pub standing: bool,
}
