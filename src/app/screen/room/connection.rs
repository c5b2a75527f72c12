//! Whether there is a connection to the house, and what is known of it where there is none.

use crate::app::clock;
use crate::guest::Ended;
use crate::wire::frame::Code;

/// The connection.
#[derive(Debug)]
pub(super) struct Connection {
    state: State,
    /// Why the one ended that was there last.
    lost: Option<String>,
    /// Up to when what is shown is known, where there was none since it was opened.
    copy: Option<u64>,
}

/// Whether there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// There is.
    Open,
    /// It is being made.
    Connecting,
    /// The host of the house is asked whether one may come in.
    Asking(String),
    /// There is none; another try comes.
    Offline(String),
    /// There is none, and none will come.
    Over(Over),
}

/// Why there is no connection any more, and what would bring one back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Over {
    pub(super) why: String,
    /// The same for the program; nothing where the house had no say in it.
    pub(super) code: Option<Code>,
    /// When a ban ends, where it does.
    pub(super) until: Option<u64>,
}

impl Over {
    /// Whether one was logged out.
    pub(super) fn is_logged_out(&self) -> bool {
        self.code == Some(Code::Login)
    }
}

impl Connection {
    /// There is one.
    pub(super) const fn open() -> Self {
        Self { state: State::Open, lost: None, copy: None }
    }

    /// There was none yet: what is shown is what this computer had, up to then.
    pub(super) const fn copy(until: u64) -> Self {
        Self { state: State::Connecting, lost: None, copy: Some(until) }
    }

    /// Up to when, in milliseconds since 1970, what is shown is known, where it is a copy and its host is away.
    pub(super) const fn copy_until(&self) -> Option<u64> {
        match self.state {
            State::Connecting | State::Offline(_) => self.copy,
            State::Open | State::Asking(_) | State::Over(_) => None,
        }
    }

    /// Whether there was none since the room was opened.
    pub(super) const fn is_copy(&self) -> bool {
        self.copy.is_some()
    }

    pub(super) const fn state(&self) -> &State {
        &self.state
    }

    pub(super) const fn is_open(&self) -> bool {
        matches!(self.state, State::Open)
    }

    /// Whether the visit is over.
    pub(super) const fn is_over(&self) -> bool {
        matches!(self.state, State::Over(_))
    }

    /// Whether it is, because one was logged out.
    pub(super) fn is_logged_out(&self) -> bool {
        matches!(&self.state, State::Over(over) if over.is_logged_out())
    }

    /// It is being made.
    pub(super) fn connecting(&mut self) {
        self.state = State::Connecting;
    }

    /// The host of the house is asked.
    pub(super) fn asking(&mut self, why: String) {
        self.state = State::Asking(why);
    }

    /// There is none for now. Why it ended says more than why the house can't be reached again.
    pub(super) fn offline(&mut self, why: String) {
        self.state = State::Offline(self.lost.get_or_insert(why).clone());
    }

    /// The visit is over.
    pub(super) fn end(&mut self, ended: Ended) {
        let until = ended.wait.map(clock::after);
        self.state = State::Over(Over { why: ended.why, code: ended.code, until });
    }
}
