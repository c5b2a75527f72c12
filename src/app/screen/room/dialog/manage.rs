//! The house, for its host: who is in it, who may come in, who asks to and who may not, its rooms, where it is found.

use std::sync::Arc;

use crate::guest::Crowd;
use crate::room::{Author, RoomNo};
use crate::wire::account::{Admission, RequestLine};
use crate::wire::people::{BanLine, PersonLine};

/// What the host sees to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Door,
    People,
    Rooms,
    Bans,
    JoinedRoom,
}

/// What is known of the house.
#[derive(Clone, Debug, Default)]
pub struct Manage {
    pub part: Part,
    pub admission: Admission,
    pub bans: Vec<BanLine>,
    pub people: Vec<PersonLine>,
    /// How many are in the house.
    pub total: u64,
    /// Who is looked for.
    pub words: String,
    pub trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Part(Part),
    Known(Arc<Known>),
    Words(String),
    Person(Box<PersonLine>),
    Room(RoomNo),
    Admission(Admission),
    Answer(u64, bool),
    Answered(Result<(), String>),
    Unban(Author),
    NewInvite,
}

/// What only the host is told.
#[derive(Clone, Debug)]
pub struct Known {
    pub admission: Admission,
    pub requests: Vec<RequestLine>,
    pub bans: Vec<BanLine>,
    pub people: Crowd,
}
