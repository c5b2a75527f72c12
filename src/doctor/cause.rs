//! A cause: why a place can't be reached, and what to do. Which it is, is concluded in `causes`.

use std::net::{IpAddr, SocketAddr};

use super::checked::ids;
use super::subject::KeyBy;

/// Why a place can't be reached, or can't be joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Which it is.
    pub id: CauseId,
    /// What it is.
    pub title: String,
    /// The same as a heading: it says where it is not certain.
    pub heading: String,
    /// What to do.
    pub advice: String,
    /// What can be sent to the host, for them to do what only they can. Nothing where they can do nothing.
    pub for_host: Option<String>,
}

ids! {
    /// Which cause it is.
    CauseId {
        /// The place, or its link, has another key.
        OtherKey = "other-key",
        /// This program is too old for the place.
        TooOld = "too-old",
        /// The network wants a login first.
        LoginPage = "login-page",
        /// A web server is at that port.
        WebServer = "web-server",
        /// Some other program is at that port.
        OtherProgram = "other-program",
        /// What is there says nothing.
        Mute = "mute",
        /// What is there hangs up.
        HangsUp = "hangs-up",
        /// The place is at another address now.
        Moved = "moved",
        /// The place is at another port.
        OtherPort = "other-port",
        /// Nobody hosts there.
        NotOpen = "not-open",
        /// This computer does not let it out.
        OwnFirewall = "own-firewall",
        /// This computer is on no network.
        NoNetwork = "no-network",
        /// The name leads nowhere.
        NameUnknown = "name-unknown",
        /// This computer has no address of that kind.
        OtherKind = "other-kind",
        /// This network leads nowhere else.
        NoInternet = "no-internet",
        /// Both are on different networks.
        OtherNetwork = "other-network",
        /// A VPN takes the traffic.
        Vpn = "vpn",
        /// A firewall on the host's computer keeps it out.
        HostFirewall = "host-firewall",
        /// The network keeps its devices apart.
        Apart = "apart",
        /// No computer has that address.
        ComputerOff = "computer-off",
        /// The host's router, or a firewall on the way, does not let it in.
        HostRouter = "host-router",
        /// Nothing comes back, and no more can be told.
        NoAnswer = "no-answer",
        /// Another program has Parlor's port on this computer.
        PortTaken = "port-taken",
        /// This computer does not hear the local network.
        NotHeard = "not-heard",
    }
}

/// What stands in the way, and the figures to say it with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Particulars<'a> {
    /// The address that was tried.
    pub at: Option<SocketAddr>,
    /// The own address.
    pub own: Option<IpAddr>,
    pub name: Option<&'a str>,
    /// The other address, or the other port.
    pub moved_to: Option<SocketAddr>,
    pub key_by: Option<KeyBy>,
    /// Whether the network may keep its devices apart.
    pub maybe_apart: bool,
    /// Whether the address is this computer's own.
    pub is_here: bool,
    /// What the VPN is called.
    pub vpn: Option<&'a str>,
    /// Whether a router on the way, or a firewall, says so, and not silence.
    pub turned_away: bool,
}
