//! A room as it is told across the wire: a line in the list of a house, and what a guest meets on coming in.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::room::strict::or_default;
use crate::room::{Access, Author, Memory, Name, PersonId, Pins, Rank, RoomNo, Seq, State, Title, Topic};

/// A room as a person names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RoomName {
    /// By its number.
    No(RoomNo),
    /// By its title.
    Title(String),
}

/// One room in the list of a house.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomLine {
    /// Its number.
    pub room: RoomNo,
    /// Its title. Of a direct talk, the name of the other.
    pub title: Title,
    /// How many are in it.
    pub people: u64,
    /// Its topic.
    #[serde(default, skip_serializing_if = "Topic::is_empty")]
    pub topic: Topic,
    /// Who may come in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub access: Access,
    /// Whether it can only be read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub archived: bool,
    /// Its newest event.
    #[serde(default)]
    pub head: Seq,
    /// The other, where it is a direct talk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<Author>,
    /// What the guest has in it, once they joined it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yours: Option<Yours>,
}

/// What someone has in a room that they joined, on whichever device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Yours {
    /// How far they read.
    pub read: Seq,
    /// Whether they want to hear nothing of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub quiet: bool,
    /// Of what they want to be notified there; as everywhere else where left out.
    #[serde(default, deserialize_with = "known", skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
}

/// Of what someone wants to be notified in one room, whatever they chose for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notify {
    /// Of everything that is said.
    Everything,
    /// Of what mentions them.
    Mentions,
}

/// Reads what a newer host may say in a way that is not known here: that is as if it were left out.
fn known<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(serde_json::from_value(value).ok())
}

/// What a guest wants a new room to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewRoom {
    /// Its title.
    pub title: Title,
    /// Its topic.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Topic::is_empty")]
    pub topic: Topic,
    /// Who may come in.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_default")]
    pub access: Access,
}

/// A room, as a guest meets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entered {
    /// Its number.
    pub room: RoomNo,
    /// Its title.
    pub title: Title,
    /// Its topic.
    #[serde(default)]
    pub topic: Topic,
    /// Its newest event.
    pub head: Seq,
    /// The cursor: the events that follow begin right after it.
    pub after: Seq,
    /// How many people are in it.
    pub people: u64,
    /// What it keeps.
    #[serde(default)]
    pub memory: Memory,
    /// The oldest event that is still kept, or will be the next.
    #[serde(default = "State::beginning")]
    pub first: Seq,
    /// What the guest is here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rank: Rank,
    /// How the room is kept.
    #[serde(flatten)]
    pub order: Order,
    /// What is pinned.
    #[serde(default, skip_serializing_if = "Pins::is_empty")]
    pub pinned: Pins,
    /// The other, where it is a direct talk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<Author>,
    /// What the guest has in it.
    #[serde(default)]
    pub yours: Yours,
    /// The number of the question, where it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<u64>,
}

/// How many of a list one frame names.
const LISTED: usize = 128;

/// How many bytes of a frame one list of people with their names may take.
const NAMED_BYTES: usize = 20_000;

/// How a room is kept in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Who may come in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub access: Access,
    /// Seconds that each waits between two messages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub slow: u32,
    /// Whether only operators may speak.
    #[serde(default, skip_serializing_if = "is_default")]
    pub locked: bool,
    /// Whether it can only be read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub archived: bool,
    /// Its operators, the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operators: Vec<Author>,
    /// Those who may not speak, and until when; the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub muted: Vec<(PersonId, Option<u64>)>,
    /// Those who deleted their account; the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<PersonId>,
    /// Those who were invited; the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invited: Vec<Author>,
}

impl Order {
    /// Of a room as it stands.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self {
            access: state.access,
            slow: state.slow,
            locked: state.locked,
            archived: state.archived,
            operators: named(state.operators.iter()),
            muted: state.muted.iter().map(|(who, mute)| (*who, mute.until)).take(LISTED).collect(),
            gone: state.gone.keys().copied().take(LISTED).collect(),
            invited: named(state.invited.iter()),
        }
    }
}

/// The first of some people. Names may be long, and all that is told of a room has to fit a frame.
fn named<'a>(people: impl Iterator<Item = (&'a PersonId, &'a Name)>) -> Vec<Author> {
    let mut bytes = 0;
    // What is written around a name takes about so much, and a letter of it two bytes at most where it has to be escaped.
    let fit = people.take(LISTED).take_while(|(_, name)| {
        bytes += 2 * name.as_str().len() + 40;
        bytes <= NAMED_BYTES
    });
    fit.map(|(who, name)| Author { who: *who, name: name.clone() }).collect()
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
