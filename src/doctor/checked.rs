//! A check that is done: which it was, what was found, and what that means.

use super::finding::{Finding, Verdict};
use super::texts;

/// One check, done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Which it was.
    pub id: CheckId,
    /// Whether it is well.
    pub verdict: Verdict,
    /// What was found, in a few words.
    pub title: String,
    /// The same in a sentence, with the figures.
    pub detail: String,
    /// What to do, where it is not well.
    pub advice: Option<String>,
    pub(super) finding: Finding,
}

macro_rules! ids {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $id:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $id,)* }

        impl $name {
            /// As it is written for programs, now and later.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$id => $text,)* }
            }
        }
    };
}
pub(super) use ids;

ids! {
    /// Which check it is.
    CheckId {
        /// Whether the port answers.
        Port = "port",
        /// Who answers there.
        Speaks = "speaks",
        /// Whether they have the key they should have.
        Key = "key",
        /// Whether both understand each other.
        Version = "version",
        /// Whether Parlor is open on that computer.
        Open = "open",
        /// Whether that computer is there.
        There = "there",
        /// Whether the name of that computer leads anywhere.
        Name = "name",
        /// Whether there is a way to it.
        Route = "route",
        /// Whether both are on one network.
        SameNetwork = "same-network",
        /// Whether a VPN takes the traffic away.
        Vpn = "vpn",
        /// Whether the network keeps its devices apart.
        Apart = "apart",
        /// Whether this computer is on a network.
        OwnAddresses = "own-addresses",
        /// Whether a place can be hosted at Parlor's port here.
        OwnPort = "own-port",
        /// Whether a firewall of this computer is in the way.
        Firewall = "firewall",
        /// Whether multicast is heard, by which places are found.
        Multicast = "multicast",
        /// Whether other places are found.
        OtherPlaces = "other-places",
        /// Whether a proxy is set.
        Proxy = "proxy",
        /// Whether the clock can be right.
        Clock = "clock",
    }
}

impl Checked {
    pub(super) fn new(id: CheckId, finding: Finding) -> Self {
        let texts::Words { verdict, title, detail, advice } = texts::words(&finding);
        Self { id, verdict, title, detail, advice, finding }
    }
}
