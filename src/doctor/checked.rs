//! A check that is done: which it was, what was found, and what that means.

use std::net::{IpAddr, SocketAddr};

use super::subject::KeyBy;
use super::texts;
use crate::wire::Fingerprint;

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

/// Whether what was checked is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is not: a cross.
    Bad,
    /// It can't be told from here: a question mark.
    Unknown,
    /// It is: a tick.
    Good,
}

impl Verdict {
    /// As it is written for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Unknown => "unknown",
            Self::Good => "good",
        }
    }
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

/// What was found, for whoever goes on to conclude from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    OnNetwork(Vec<(IpAddr, String)>),
    NoNetwork,
    PortFree(u16),
    PortOurs(u16),
    PortTaken(u16),
    PortNotAllowed(u16),
    FirewallOff(&'static str),
    FirewallOn(&'static str),
    FirewallUnknown(&'static str),
    OutgoingWorks,
    OutgoingDenied,
    OutgoingUnknown,
    HearsOthers(usize),
    HearsOnlyItself,
    HearsNothing,
    CantListen,
    Places(Vec<String>),
    NoPlaces,
    NoProxy,
    Proxy,
    ClockRight,
    ClockBehind,
    Resolves { name: String, ips: Vec<IpAddr> },
    NameUnknown { name: String },
    NameUnanswered { name: String },
    RouteHere,
    Route { to: IpAddr, from: IpAddr, through: String },
    NoRoute { to: IpAddr, other_kind: bool },
    SameNetwork { to: IpAddr, from: IpAddr, through: String },
    OtherNetwork { to: IpAddr, own: Option<IpAddr> },
    Internet { to: IpAddr },
    NoVpn { to: IpAddr, through: String },
    VpnReaches { to: IpAddr, through: String },
    VpnTakes { to: IpAddr, through: String },
    There { ip: IpAddr, ms: Option<u128> },
    Absent { ip: IpAddr },
    ThereUnknown { ip: IpAddr },
    Connects { at: SocketAddr, ms: u128, in_vain: usize },
    Refused { at: SocketAddr },
    TurnedAway { at: SocketAddr },
    Silent { at: SocketAddr },
    NotTried { at: SocketAddr },
    Answers,
    Announced { title: String },
    NotOpen { ip: IpAddr },
    MovedTo { to: SocketAddr },
    OtherPort { ip: IpAddr, port: u16 },
    OpenUnknown,
    Parlor,
    LoginPage { to: Option<String> },
    WebServer,
    OtherTls,
    OtherProgram,
    SaysNothing,
    HangsUp,
    KeyRight(KeyBy),
    KeyOther { by: KeyBy, expected: Fingerprint, found: Fingerprint },
    VersionFits,
    TooOld,
    NotApart,
    MaybeApart { ip: IpAddr },
    ApartUnknown,
}

impl Checked {
    pub(super) fn new(id: CheckId, finding: Finding) -> Self {
        let texts::Words { verdict, title, detail, advice } = texts::words(&finding);
        Self { id, verdict, title, detail, advice, finding }
    }
}
