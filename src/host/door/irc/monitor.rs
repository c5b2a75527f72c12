//! What a client wants to hear of people beside what its rooms tell: the nicks that it monitors.

use std::sync::Weak;

use super::nick::{self, Nick, NickError, folded, nick_of};
use crate::host::mailbox::Mailbox;
use crate::room::{Author, NameKey, PersonId};

/// How many nicks one client may monitor.
pub const MONITORED: usize = 100;

/// What a client wants to hear of people.
pub struct Monitor {
    /// Its number among all who want to hear of people.
    pub number: u64,
    /// Where it hears it.
    pub mailbox: Weak<Mailbox>,
    /// The nicks.
    pub nicks: Vec<Monitored>,
}

/// A nick that is monitored.
pub struct Monitored {
    /// As the client wrote it.
    pub nick: String,
    /// As the house writes it, folded.
    pub folded: String,
    /// The name it stands for, where it can be one.
    pub name: Option<NameKey>,
}

impl Monitor {
    /// One that wants to hear of nobody yet.
    pub const fn new(number: u64, mailbox: Weak<Mailbox>) -> Self {
        Self { number, mailbox, nicks: Vec::new() }
    }

    /// Whether someone is among them.
    pub fn has(&self, person: &Author) -> bool {
        let nick = folded(&nick_of(person));
        self.nicks.iter().any(|monitored| monitored.folded == nick)
    }
}

impl Monitored {
    /// Reads a nick; a mask is none.
    pub fn read(nick: &str) -> Result<Self, NickError> {
        let name = match nick::read(nick)? {
            Nick::Name(name) => Some(name),
            Nick::Person(_) => None,
        };
        let known = name.clone().map_or_else(|| nick.to_owned(), |name| nick_of(&Author { who: PersonId(0), name }));
        Ok(Self { nick: nick.to_owned(), folded: folded(&known), name: name.map(|name| name.key()) })
    }
}
