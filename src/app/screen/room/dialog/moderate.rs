//! Moderating someone: what, where, for how long and why.

use crate::app::texts::person as texts;
use crate::room::{Act, Deed, Reach, Reason};
use crate::wire::people::PersonLine;

/// By what the field for the reason is found.
pub const REASON: &str = "why";

const MINUTE: u64 = 60_000;

/// For how long something is done, in milliseconds; nothing is forever.
pub const SPANS: [(Option<u64>, &str); 4] = [
    (Some(10 * MINUTE), texts::TEN_MINUTES),
    (Some(60 * MINUTE), texts::ONE_HOUR),
    (Some(24 * 60 * MINUTE), texts::ONE_DAY),
    (None, texts::FOREVER),
];

/// What can be done to someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// They can't write.
    Mute,
    /// They are removed.
    Kick,
    /// The same, and stay out.
    Ban,
}

/// Someone who is about to be moderated.
#[derive(Clone, Debug)]
pub struct Moderate {
    pub line: PersonLine,
    pub what: What,
    /// Whether in all rooms. Only who is banned can be so.
    pub everywhere: bool,
    pub span: Option<u64>,
    /// Whether whoever else joins from their address is kept out too.
    pub address: bool,
    pub why: String,
    pub trouble: Option<String>,
}

/// What is chosen.
#[derive(Clone, Debug)]
pub enum Message {
    What(What),
    Everywhere(bool),
    Span(Option<u64>),
    Address(bool),
    Why(String),
    Do,
}

impl What {
    /// Which of the table of rules decides about it.
    #[must_use]
    pub const fn deed(self) -> Deed {
        match self {
            Self::Mute => Deed::Mute,
            Self::Kick => Deed::Kick,
            Self::Ban => Deed::Ban,
        }
    }

    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mute => texts::MUTE,
            Self::Kick => texts::KICK,
            Self::Ban => texts::BAN,
        }
    }
}

impl Moderate {
    /// Someone is about to be moderated, by this first.
    #[must_use]
    pub const fn new(line: PersonLine, what: What) -> Self {
        let span = Some(60 * MINUTE);
        Self { line, what, everywhere: false, span, address: false, why: String::new(), trouble: None }
    }

    /// What the button says that does it.
    #[must_use]
    pub fn button(&self) -> String {
        let span = SPANS.iter().find(|(span, _)| *span == self.span).map(|(_, words)| *words);
        let span = span.filter(|_| self.what != What::Kick);
        texts::act(self.what.word(), self.line.person.name.as_str(), span)
    }

    /// The act, or what is wrong with its reason.
    pub fn act(&self, now: u64) -> Result<Act, String> {
        let (whom, why) = (self.line.person.clone(), reason(&self.why)?);
        let until = self.span.map(|span| now + span);
        let reach = if self.address { Reach::Address } else { Reach::Person };
        Ok(match self.what {
            What::Mute => Act::Muted { whom, until, why },
            What::Kick => Act::Kicked { whom, why },
            What::Ban => Act::Banned { whom, until, why, reach, house: self.everywhere },
        })
    }
}

/// A reason that was typed, if any was; or what is wrong with it.
fn reason(typed: &str) -> Result<Option<Reason>, String> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Reason::parse(typed).map(Some).map_err(|error| error.to_string())
}
