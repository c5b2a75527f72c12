//! Manage, which is its host's: a page. Who can join, who asks to, who is here and who is banned, the rooms, and where the
//! place is found.

use std::net::SocketAddr;
use std::sync::Arc;

use super::people_filter::{PeopleFilter, Shown};
use crate::guest::Crowd;
use crate::host::PlainDoors;
use crate::room::{Author, RoomNo};
use crate::wire::account::{Admission, RequestLine};
use crate::wire::invites::InviteLine;
use crate::wire::people::{BanLine, PersonLine};

/// A section of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Who can join.
    Access,
    /// Who asks to.
    Requests,
    /// Who is here.
    People,
    /// The rooms.
    Rooms,
    /// Who is banned.
    Bans,
    /// The links that were given out, and who came by each.
    Invites,
    /// Where the place is found, and by which key.
    Network,
    /// In which languages people can join.
    Doors,
}

/// Whether others can reach the place, as far as that was found out.
#[derive(Clone, Debug, Default)]
pub enum Reached {
    /// It was not asked yet.
    #[default]
    Unasked,
    /// People who are here are asked.
    Asking,
    /// They said so, at this time, in milliseconds since 1970.
    Known(u64, Vec<SocketAddr>),
    /// Nobody could say, and why.
    Unknown(String),
}

/// The page, while it is open.
#[derive(Clone, Debug, Default)]
pub struct Manage {
    /// The section that was opened.
    pub section: Option<Section>,
    /// What is known.
    pub admission: Admission,
    pub bans: Vec<BanLine>,
    /// The newest first.
    pub invites: Vec<InviteLine>,
    pub people: Vec<PersonLine>,
    /// How many are here.
    pub total: u64,
    /// Who of them is listed.
    pub filter: PeopleFilter,
    /// Whether it will be asked for anew in a moment, and how often it was asked for: an answer to an earlier question that
    /// comes late says nothing any more.
    pub stale: bool,
    pub asked: u64,
    pub reached: Reached,
    /// The password that is being typed, and whether it can be read.
    pub password: String,
    pub password_shown: bool,
    pub told: Option<String>,
    pub trouble: Option<String>,
}

/// What happens on it.
#[derive(Clone, Debug)]
pub enum Message {
    Open(Option<Section>),
    /// What is known may be otherwise by now.
    Stale,
    /// It was asked for a moment ago. Whoever left a room a moment before the place is gone from that, too, by now.
    Settled,
    Known(Arc<Known>),
    Words(String),
    Show(Shown),
    Person(Box<PersonLine>),
    Room(RoomNo),
    Admission(Admission),
    Password(String),
    ShowPassword,
    /// Asks for the password that was typed from now on.
    SetPassword,
    /// Asks whether to ask for none.
    DropPassword,
    /// The same, asked.
    NoPassword,
    /// It asks for a password from now on, or for none.
    PasswordSet(bool, Result<(), String>),
    Answer(u64, bool),
    AnswerAll,
    Answered(Result<(), String>),
    /// Lets someone join again: a room, or the place.
    Unban(Author, Option<RoomNo>),
    NewInvite,
    /// Opens the card that hands out links.
    GiveOut,
    /// Withdraws one of those that were given out.
    Revoke(u64),
    /// Whether the place is announced on the network, from now on.
    Announce(bool),
    /// Which languages are let in without TLS, from now on.
    Doors(PlainDoors),
    /// Finds out whether others can reach the place.
    Check,
    /// It was found out.
    Checked(Result<Vec<SocketAddr>, String>),
    OpenFolder,
    Copy(String),
}

/// What only the host is told.
#[derive(Clone, Debug)]
pub struct Known {
    /// Which question of the page it answers, counted from none.
    pub asked: u64,
    pub admission: Admission,
    pub requests: Vec<RequestLine>,
    pub bans: Vec<BanLine>,
    pub invites: Vec<InviteLine>,
    pub people: Crowd,
}

impl Manage {
    /// Opened at a section.
    #[must_use]
    pub fn at(section: Section) -> Self {
        Self { section: Some(section), ..Self::default() }
    }
}
