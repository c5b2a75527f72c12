//! What a decision must know from the disk. Whoever drives the core looks it up beforehand and hands it in.

use crate::log::Entry;
use crate::room::{Author, Name, PersonId, Rank, RoomNo, Sign};
use crate::wire::Fingerprint;
use crate::wire::account::RequestLine;
use crate::wire::frame::Yours;
use crate::wire::invites::{InviteLine, InviteState};
use crate::wire::people::BanLine;

/// What is known from the disk of one thing that is asked. What does not concern it is left out.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The event that has the id of what is said, if it was kept before.
    pub known: Option<Entry>,
    /// The event that is spoken of.
    pub target: Option<Entry>,
    /// The reactions that whoever reacts has on that message already.
    pub reactions: Vec<Sign>,
    /// Whoever it is done to, or is asked about.
    pub person: Option<PersonRecord>,
    /// What is known of the name that is wanted.
    pub name: Option<Box<NameFacts>>,
    /// What is known of someone at the door.
    pub door: Option<Box<AdmissionFacts>>,
    /// What is known of someone who comes into the house.
    pub arrival: Option<Box<ArrivalFacts>>,
    /// What keeps them out of the house or the room.
    pub banned: Option<Banned>,
    /// Where whoever it is done to is banned.
    pub is_banned: IsBanned,
    /// The keys that a ban of this person reaches.
    pub keys: Vec<Fingerprint>,
    /// The number of the next room, as it is noted.
    pub next_room: u32,
    /// Whether someone can ignore one more.
    pub ignores_fit: bool,
    /// Those of the two of a direct talk who left it.
    pub left_talk: Vec<PersonId>,
    /// With whom someone talks directly who is not here and can't come again: no key leads to them, and they have no account.
    pub never_returns: Option<PersonId>,
    /// Who may not come in.
    pub bans: BanPage,
    /// Who asks to come in.
    pub requests: Vec<RequestLine>,
    /// Whose a request is.
    pub requester: Option<Fingerprint>,
    /// What is known of the invite that someone at the door shows.
    pub invite: Option<InviteFacts>,
    /// The invites that are asked about.
    pub invites: Vec<InviteLine>,
    /// How many invites are open beside the standing one.
    pub invites_open: u32,
}

/// Where someone is banned by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IsBanned {
    /// From the room at hand.
    pub room: bool,
    /// From the whole house.
    pub house: bool,
}

/// Some of those who may not come in, the latest first.
#[derive(Clone, Debug, Default)]
pub struct BanPage {
    /// Who.
    pub lines: Vec<BanLine>,
    /// The number of each of these bans, in the same order.
    pub numbers: Vec<u64>,
    /// The number before which there may be more.
    pub more: Option<u64>,
}

/// Someone who has a name in the house, here or not.
#[derive(Clone, Debug)]
pub struct PersonRecord {
    /// Who.
    pub author: Author,
    /// What they are in the house.
    pub rank: Rank,
    /// Whether they deleted their account.
    pub gone: bool,
}

/// What is known of a name that someone wants.
#[derive(Clone, Debug, Default)]
pub struct NameFacts {
    /// Whose it is.
    pub holder: Option<NameOwner>,
    /// Whether the key of whoever wants it leads to that person.
    pub linked: bool,
    /// How many names the keys of whoever wants it lead to already.
    pub names: u32,
    /// A free name near it, where it is someone else's.
    pub free: Option<Name>,
}

/// Whose a name is.
#[derive(Clone, Debug)]
pub struct NameOwner {
    /// Who.
    pub who: PersonId,
    /// What they are called when they come back under it.
    pub called: Name,
    /// What they were called when they were last here.
    pub was_called: String,
    /// Whether they have an account.
    pub account: bool,
    /// What they are in the house.
    pub rank: Rank,
    /// When they were last here.
    pub seen: u64,
}

/// What is known of someone at the door beyond the name.
#[derive(Clone, Debug, Default)]
pub struct AdmissionFacts {
    /// Whether the host let them in before.
    pub approved: bool,
    /// Whether their key asks to be let in already.
    pub asks: bool,
    /// Who else asks, the first first: the key, and the part of the network.
    pub asking: Vec<(Fingerprint, Option<String>)>,
}

/// What is known of someone who comes into the house.
#[derive(Clone, Debug)]
pub struct ArrivalFacts {
    /// What they are called.
    pub name: Name,
    /// Whether that name still leads to them, and their account is not deleted.
    pub holds_name: bool,
    /// What they are in the house.
    pub rank: Rank,
    /// Whether they have an account.
    pub account: bool,
    /// The rooms they joined, in the order of their numbers.
    pub joined: Vec<(RoomNo, Yours)>,
    /// Those whom they ignore.
    pub ignored: Vec<Author>,
    /// Who else comes or came with the same key.
    pub also: Vec<PersonId>,
}

/// Why someone may not come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banned {
    /// Whether it is only for where they come from.
    pub for_address: bool,
    /// Until when.
    pub until: Option<u64>,
    /// Why.
    pub why: Option<String>,
}

/// What is known of an invite that someone at the door shows.
#[derive(Clone, Debug)]
pub struct InviteFacts {
    /// Its number.
    pub invite: u64,
    /// Whether it still gets anyone in.
    pub state: InviteState,
    /// Whether they came by it before.
    pub came_before: bool,
}
