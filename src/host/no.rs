//! The one "no": why something is not done, why someone is not let in, and why a session ends.
//! Each subject makes its own in its own file; here is only what all of them share.

use std::time::Duration;

use crate::log::LogError;
use crate::room::{Author, EventId, Name, Refusal, RoomNo, RuleName};
use crate::wire::frame::{Code, FromHost, Refused};

/// Why not: for the program, and for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct No {
    /// For the program.
    pub code: Code,
    /// For the person: what happened, and what to do.
    pub why: String,
    /// How long to wait before trying again, where that helps.
    pub wait: Option<Duration>,
    /// A free name near the one that was wanted.
    pub suggest: Option<Name>,
    /// Whether the same helps later, where the code does not tell.
    pub again: Option<bool>,
    /// Who did it, where someone did.
    pub by: Option<Author>,
    /// The rule of the room that says no, where it is one that has a name.
    pub rule: Option<RuleName>,
    /// The name that was tried at the door, for the host: nobody else is told.
    pub tried: Option<Name>,
}

impl No {
    /// A plain no.
    pub fn new(code: Code, why: impl Into<String>) -> Self {
        Self { code, why: why.into(), wait: None, suggest: None, again: None, by: None, rule: None, tried: None }
    }

    /// That a rule of the room says no.
    pub fn by_rule(refusal: &Refusal) -> Self {
        let (again, rule) = (Some(refusal.passes()), refusal.rule());
        Self { again, rule, wait: refusal.wait(), ..Self::new(Code::Rules, refusal.to_string()) }
    }

    /// The same, done by someone.
    pub fn by(self, by: &Author) -> Self {
        Self { by: Some(by.clone()), ..self }
    }

    /// The same, to someone who wanted to come in under this name.
    pub fn tried(self, name: Option<Name>) -> Self {
        Self { tried: name, ..self }
    }

    /// The same, with the time after which it helps to try again.
    pub fn wait(self, wait: Duration) -> Self {
        Self { wait: Some(wait), ..self }
    }

    /// The same, where it helps to try again at some time; now it is `clock`. Both in milliseconds since 1970.
    pub fn until(self, until: Option<u64>, clock: u64) -> Self {
        let wait = until.map(|until| Duration::from_millis(until.saturating_sub(clock)));
        Self { wait, ..self }
    }

    /// What could not be written.
    pub fn not_kept(error: &LogError) -> Self {
        tracing::warn!(%error, "something was not kept");
        Self::new(Code::Storage, format!("Not saved: {}", trouble_of_host(error)))
    }

    /// What could not be read.
    pub fn not_read(error: &LogError) -> Self {
        tracing::warn!(%error, "something could not be read");
        Self::new(Code::Storage, format!("This can't be read: {}", trouble_of_host(error)))
    }

    /// The house closes, and nobody answers any more.
    pub fn closing() -> Self {
        Self::new(Code::Closing, "The host is closing.")
    }

    /// That someone was put out of a room, for whoever was.
    pub fn out(self, room: RoomNo) -> FromHost {
        let wait_ms = self.wait_ms();
        FromHost::Out { room, code: self.code, why: self.why, wait_ms, by: self.by }
    }

    /// As the answer to something a guest asked for.
    pub fn refused(self, id: Option<EventId>, ask: Option<u64>, room: Option<RoomNo>) -> FromHost {
        let wait_ms = self.wait_ms();
        let Self { code, why, again, rule, .. } = self;
        FromHost::Refused(Refused { id, ask, room, code, why, wait_ms, again, rule })
    }

    /// As the last word to a guest.
    pub fn bye(self) -> FromHost {
        let wait_ms = self.wait_ms();
        FromHost::Bye { code: self.code, why: self.why, wait_ms, suggest: self.suggest }
    }

    /// Rounded up: whoever waits that long has waited long enough.
    fn wait_ms(&self) -> Option<u64> {
        self.wait.map(|wait| u64::try_from(wait.as_micros().div_ceil(1000)).unwrap_or(u64::MAX).saturating_add(1))
    }
}

/// What is wrong with the host's store, for a guest: whose it is, and who can mend it.
const fn trouble_of_host(error: &LogError) -> &'static str {
    match error {
        LogError::Full => "the host's disk is full. Ask the host to free some space.",
        LogError::ReadOnly => "the host's disk can't be written to. Ask the host to check it.",
        LogError::Failing => "the host's disk is failing. Ask the host to check it.",
        LogError::Damaged(_) => "the host's data is damaged. Ask the host to run parlor verify.",
        LogError::Index => "the host's search index is damaged and is being rebuilt. Try again.",
        _ => "something went wrong on the host's computer. Try again, or ask the host.",
    }
}

/// So many seconds, in words and rounded up.
pub fn seconds(wait: Duration) -> String {
    count(wait.as_millis().div_ceil(1000).max(1), "second")
}

/// So many minutes.
pub fn minutes(wait: Duration) -> String {
    count(u128::from(wait.as_secs().div_ceil(60).max(1)), "minute")
}

fn count(count: u128, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
