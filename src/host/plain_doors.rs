//! The plain doors: whether whoever speaks text or IRC without TLS is let in. The host says so, and may change it while
//! people are there. Over TLS both need no such word.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

/// Which languages are let in without TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlainDoors {
    /// Plain text.
    pub text: bool,
    /// IRC.
    pub irc: bool,
}

/// The same, as it is now.
#[derive(Debug, Default)]
pub struct OpenDoors {
    text: AtomicBool,
    irc: AtomicBool,
}

impl OpenDoors {
    /// As the host chose.
    pub fn new(chosen: PlainDoors) -> Self {
        let doors = Self::default();
        doors.set(chosen);
        doors
    }

    /// As the host chose.
    pub fn set(&self, PlainDoors { text, irc }: PlainDoors) {
        self.text.store(text, Ordering::Relaxed);
        self.irc.store(irc, Ordering::Relaxed);
    }

    /// What the host chose.
    pub fn get(&self) -> PlainDoors {
        PlainDoors { text: self.text.load(Ordering::Relaxed), irc: self.irc.load(Ordering::Relaxed) }
    }
}

impl PlainDoors {
    /// Whether either is open.
    pub const fn any(self) -> bool {
        self.text || self.irc
    }
}
