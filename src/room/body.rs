//! What can happen in a room. An event this version does not know is carried through untouched,
//! so an older guest neither loses nor falsifies what a newer host keeps.

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value};

use super::act::{ACTS, Act};
use super::{Author, EventId, Memory, Name, Sign, Text, Title, Topic};

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Body {
    /// The room got its title.
    Titled {
        /// The new title.
        title: Title,
    },
    /// The room got its topic.
    Topic {
        /// The new topic; empty where it was taken away.
        topic: Topic,
    },
    /// It was declared what the room keeps.
    Memory {
        /// What it keeps from now on.
        memory: Memory,
    },
    /// Someone took another name. The author of the event has the name they had.
    Named {
        /// What they are called from now on.
        name: Name,
    },
    /// Someone said something.
    Said {
        /// What.
        text: Text,
    },
    /// Someone did something, told as their name and these words: “Ada waves”.
    Did {
        /// What, without the name.
        text: Text,
    },
    /// Someone answered a message.
    Replied {
        /// The message.
        to: EventId,
        /// What they said.
        text: Text,
    },
    /// Someone answered a message with a sign alone, or took that back.
    Reacted {
        /// The message.
        of: EventId,
        /// The sign.
        sign: Sign,
        /// Whether they took it back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        off: bool,
    },
    /// Someone put a message of theirs differently. What was said stays said, and what was done stays done.
    Edited {
        /// The message.
        of: EventId,
        /// What it says now.
        text: Text,
    },
    /// Someone took a message of theirs back.
    Withdrawn {
        /// The message.
        of: EventId,
    },
    /// Here stood something that was withdrawn. Its words are gone from the log.
    Erased {
        /// The message, where this was an edit of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<EventId>,
        /// Who removed it, where that was not its author.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<Author>,
    },
    /// People came in, left or were cut off. All of one second share one event.
    People(People),
    /// This room is the direct talk of two.
    Direct {
        /// The two.
        between: [Author; 2],
    },
    /// Someone deleted their account. What they said stays under the name they had.
    Gone {},
    /// Someone keeps the room in order.
    #[serde(untagged)]
    Act(Act),
    /// Something a newer version knows.
    #[serde(untagged)]
    Other(Map<String, Value>),
}

/// Who came and who went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub came: Vec<Author>,
    /// Said goodbye and left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Author>,
    /// Lost the connection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Author>,
}

impl People {
    /// How many moves this tells of.
    #[must_use]
    pub fn len(&self) -> usize {
        self.came.len() + self.left.len() + self.lost.len()
    }

    /// Whether nobody moved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Body {
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

    /// The message this one answers.
    #[must_use]
    pub const fn to(&self) -> Option<EventId> {
        match self {
            Self::Replied { to, .. } => Some(*to),
            _ => None,
        }
    }
}

/// The kinds this version knows, as they are written. Every other kind is [`Body::Other`].
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Known {
    Titled {
        title: Title,
    },
    Topic {
        topic: Topic,
    },
    Memory {
        memory: Memory,
    },
    Named {
        name: Name,
    },
    Said {
        text: Text,
    },
    Did {
        text: Text,
    },
    Replied {
        to: EventId,
        text: Text,
    },
    Reacted {
        of: EventId,
        sign: Sign,
        #[serde(default)]
        off: bool,
    },
    Edited {
        of: EventId,
        text: Text,
    },
    Withdrawn {
        of: EventId,
    },
    Erased {
        of: Option<EventId>,
        by: Option<Author>,
    },
    People(People),
    Direct {
        between: [Author; 2],
    },
    Gone {},
}

const KNOWN: [&str; 14] = [
    "titled",
    "topic",
    "memory",
    "named",
    "said",
    "did",
    "replied",
    "reacted",
    "edited",
    "withdrawn",
    "erased",
    "people",
    "direct",
    "gone",
];

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = Map::deserialize(deserializer)?;
        let Some(Value::String(kind)) = map.get("kind") else {
            return Err(de::Error::missing_field("kind"));
        };
        // A kind we know must be right; only one we don't know may be anything.
        if ACTS.contains(&kind.as_str()) {
            return Act::deserialize(Value::Object(map)).map(Self::Act).map_err(de::Error::custom);
        }
        if !KNOWN.contains(&kind.as_str()) {
            return Ok(Self::Other(map));
        }
        Known::deserialize(Value::Object(map)).map(Self::from).map_err(de::Error::custom)
    }
}

impl From<Known> for Body {
    fn from(known: Known) -> Self {
        match known {
            Known::Titled { title } => Self::Titled { title },
            Known::Topic { topic } => Self::Topic { topic },
            Known::Memory { memory } => Self::Memory { memory },
            Known::Named { name } => Self::Named { name },
            Known::Said { text } => Self::Said { text },
            Known::Did { text } => Self::Did { text },
            Known::Replied { to, text } => Self::Replied { to, text },
            Known::Reacted { of, sign, off } => Self::Reacted { of, sign, off },
            Known::Edited { of, text } => Self::Edited { of, text },
            Known::Withdrawn { of } => Self::Withdrawn { of },
            Known::Erased { of, by } => Self::Erased { of, by },
            Known::People(people) => Self::People(people),
            Known::Direct { between } => Self::Direct { between },
            Known::Gone {} => Self::Gone {},
        }
    }
}
