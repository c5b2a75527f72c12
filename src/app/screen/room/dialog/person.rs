//! A person: who they are, and what can be done with and to them here. Only what would be allowed is offered.

use crate::room::{Act, Deed, Reach, Reason, RoomNo};
use crate::wire::people::PersonLine;

pub const MINUTE: u64 = 60_000;

/// A person who is looked at.
#[derive(Clone, Debug)]
pub struct Person {
    pub line: PersonLine,
    pub why: String,
    pub span: Option<u64>,
    pub trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Why(String),
    Span(Option<u64>),
    Talk,
    Ignore,
    Do(PersonAction),
    /// Lets them come into a room.
    Invite(RoomNo),
}

/// What is done to someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonAction {
    Op,
    Deop,
    Mute,
    Unmute,
    Kick,
    Ban,
    BanAddress,
    BanFromHouse,
}

impl Person {
    /// A person is looked at.
    #[must_use]
    pub const fn new(line: PersonLine) -> Self {
        Self { line, why: String::new(), span: Some(10 * MINUTE), trouble: None }
    }

    /// More is known of them.
    pub fn is(&mut self, line: PersonLine) {
        if line.person.who == self.line.person.who {
            self.line = line;
        }
    }

    /// The act, or what is wrong with its reason.
    pub fn act(&self, action: PersonAction, now: u64) -> Result<Act, String> {
        let (whom, why) = (self.line.person.clone(), reason(&self.why)?);
        let until = self.span.map(|span| now + span);
        let ban = |reach, house| Act::Banned { whom: whom.clone(), until, why: why.clone(), reach, house };
        Ok(match action {
            PersonAction::Op => Act::Opped { whom },
            PersonAction::Deop => Act::Deopped { whom },
            PersonAction::Mute => Act::Muted { whom, until, why },
            PersonAction::Unmute => Act::Unmuted { whom },
            PersonAction::Kick => Act::Kicked { whom, why },
            PersonAction::Ban => ban(Reach::Person, false),
            PersonAction::BanAddress => ban(Reach::Address, false),
            PersonAction::BanFromHouse => ban(Reach::Person, true),
        })
    }
}

impl PersonAction {
    pub const fn deed(self) -> Deed {
        match self {
            Self::Op => Deed::Op,
            Self::Deop => Deed::Deop,
            Self::Mute | Self::Unmute => Deed::Mute,
            Self::Kick => Deed::Kick,
            Self::Ban | Self::BanAddress => Deed::Ban,
            Self::BanFromHouse => Deed::BanFromHouse,
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Op => "Make operator",
            Self::Deop => "Remove as operator",
            Self::Mute => "Mute",
            Self::Unmute => "Unmute",
            Self::Kick => "Kick",
            Self::Ban => "Ban",
            Self::BanAddress => "Ban, also this address",
            Self::BanFromHouse => "Ban from all rooms",
        }
    }
}

/// A reason that was typed, if any was; or what is wrong with it.
fn reason(typed: &str) -> Result<Option<Reason>, String> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Reason::parse(typed).map(Some).map_err(|error| error.to_string())
}
