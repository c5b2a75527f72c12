//! What a check found, and whether that is well.

use std::net::{IpAddr, SocketAddr};

use super::subject::KeyBy;
use crate::wire::Fingerprint;

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
    VpnMaybe { to: IpAddr, through: String },
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
    ApartHeard { ip: IpAddr },
    MaybeApart { ip: IpAddr, wifi: bool },
    ApartUnknown,
}
