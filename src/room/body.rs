//! What can happen in a room. An event this version does not know is carried through untouched,
//! so an older guest neither loses nor falsifies what a newer host keeps.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value};

use super::act::Act;
use super::author::Author;
use super::door::Door;
use super::ids::{EventId, PersonId};
use super::kinds::kinds;
use super::memory::Memory;
use super::name::Name;
use super::sign::Sign;
use super::strict::{self, only_object};
use super::text::Text;
use super::title::{Title, Topic};

kinds! {
    /// What happened.
    pub enum Body {
        /// The room got its title.
        Titled as "titled" {
            /// The new title.
            title: Title,
        },
        /// The room got its topic.
        Topic as "topic" {
            /// The new topic; empty where it was taken away.
            topic: Topic,
        },
        /// It was declared what the room keeps.
        Memory as "memory" {
            /// What it keeps from now on.
            memory: Memory,
        },
        /// Someone took another name. The author of the event has the name they had.
        Named as "named" {
            /// What they are called from now on.
            name: Name,
        },
        /// Someone said something.
        Said as "said" {
            /// What.
            text: Text,
        },
        /// Someone did something, told as their name and these words: “Ada waves”.
        Did as "did" {
            /// What, without the name.
            text: Text,
        },
        /// Someone answered a message.
        Replied as "replied" {
            /// The message.
            to: EventId,
            /// What they said.
            text: Text,
        },
        /// Someone answered a message with a sign alone, or took that back.
        Reacted as "reacted" {
            /// The message.
            of: EventId,
            /// The sign.
            sign: Sign,
            /// Whether they took it back.
            #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "std::ops::Not::not")]
            off: bool,
        },
        /// Someone put a message of theirs differently. What was said stays said, and what was done stays done.
        Edited as "edited" {
            /// The message.
            of: EventId,
            /// What it says now.
            text: Text,
        },
        /// Someone took a message of theirs back.
        Withdrawn as "withdrawn" {
            /// The message.
            of: EventId,
        },
        /// Here stood something that was withdrawn. Its words are gone from the log.
        Erased as "erased" {
            /// The message, where this was an edit of it.
            #[serde(skip_serializing_if = "Option::is_none")]
            of: Option<EventId>,
            /// Who removed it, where that was not its author.
            #[serde(skip_serializing_if = "Option::is_none")]
            by: Option<Author>,
        },
        /// Here stands something that can't be read any more: what the host keeps is damaged. Its log has no such event, but
        /// whoever reads it is told one in its place.
        Damaged as "damaged" {},
        /// People came in, left or were cut off. All of one second share one event.
        People as "people" (People),
        /// This room is the direct talk of two.
        Direct as "direct" {
            /// The two.
            between: [Author; 2],
        },
        /// Someone deleted their account. What they said stays under the name they had.
        Gone as "gone" {},
    } else {
        /// Someone keeps the room in order.
        Act(Act),
        /// Something a newer version knows.
        Other(Map<String, Value>),
    }
}

/// Who came and who went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct People {
    /// Came in.
    #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "Vec::is_empty")]
    pub came: Vec<Author>,
    /// Said goodbye and left.
    #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Author>,
    /// Lost the connection.
    #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Author>,
    /// By which door those came in who came by another than Parlor's own.
    #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub doors: BTreeMap<PersonId, Door>,
}

only_object!(People);

impl People {
    /// How many moves this tells of.
    #[must_use]
    pub fn len(&self) -> usize {
        self.came.len() + self.left.len() + self.lost.len()
    }

    /// What is said beside someone's coming about their door, where there is anything to say.
    #[must_use]
    pub fn door_label(&self, who: PersonId) -> Option<&'static str> {
        self.doors.get(&who).and_then(|door| door.label())
    }

    /// Whether nobody moved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Body {
    /// Its kind, as it is written.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Act(act) => act.kind(),
            Self::Other(map) => map.get("kind").and_then(Value::as_str).unwrap_or_default(),
            known => known.written(),
        }
    }

    /// The words said, where these are words.
    #[must_use]
    pub fn text(&self) -> Option<&Text> {
        match self {
            Self::Said { text } | Self::Did { text } | Self::Replied { text, .. } | Self::Edited { text, .. } => {
                Some(text)
            }
            _ => None,
        }
    }

    /// Whether this is a message: something its author may put differently and take back.
    #[must_use]
    pub const fn is_message(&self) -> bool {
        matches!(self, Self::Said { .. } | Self::Did { .. } | Self::Replied { .. })
    }

    /// Whether it brings words that were not there before.
    #[must_use]
    pub const fn has_new_words(&self) -> bool {
        self.is_message() || matches!(self, Self::Edited { .. } | Self::Topic { .. })
    }

    /// The earlier event this one speaks of.
    #[must_use]
    pub const fn of(&self) -> Option<EventId> {
        match self {
            Self::Edited { of, .. } | Self::Withdrawn { of } | Self::Reacted { of, .. } => Some(*of),
            Self::Erased { of, .. } => *of,
            _ => None,
        }
    }

    /// The message that this one concerns in any way: that it changes, reacts to, answers or pins.
    #[must_use]
    pub const fn about(&self) -> Option<EventId> {
        match self {
            Self::Act(act) => act.of(),
            Self::Replied { to, .. } => Some(*to),
            body => body.of(),
        }
    }

    /// The message this one answers.
    #[must_use]
    pub const fn to(&self) -> Option<EventId> {
        match self {
            Self::Replied { to, .. } => Some(*to),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let fields = strict::map(from)?;
        let Some(Value::String(kind)) = fields.get("kind") else {
            return Err(de::Error::missing_field("kind"));
        };
        // A kind we know must be right; only one we don't know may be anything.
        let read = if Self::knows(kind) {
            Self::read(fields)
        } else if Act::knows(kind) {
            Act::read(fields).map(Self::Act)
        } else {
            return Ok(Self::Other(fields));
        };
        read.map_err(de::Error::custom)
    }
}
