//! What was seen, before anything is concluded from it. Made by `gather`, read by `judge`.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::subject::Subject;
use crate::find::{Found, Multicast};
use crate::wire::{Address, Fingerprint};

/// All that was seen so far. What is not there yet is still being looked at, until it is `closed`.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    pub subject: Subject,
    pub own: Option<Vec<Own>>,
    pub port: Option<OwnPort>,
    pub firewall: Option<Firewall>,
    pub proxy: Option<bool>,
    /// Seconds since 1970, by the clock of this computer.
    pub clock: Option<u64>,
    /// The inner nothing: it can't be listened for.
    pub multicast: Option<Option<Multicast>>,
    pub places: Option<Vec<Found>>,
    pub gateway: Option<Gateway>,
    /// What the names of the subject lead to.
    pub names: Vec<(Address, Lookup)>,
    pub targets: Vec<Target>,
    /// Nothing more will be seen.
    pub closed: bool,
}

/// An address of this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    pub ip: IpAddr,
    pub prefix: u8,
    /// What the system calls the way out with this address.
    pub name: String,
}

/// Who has Parlor's port on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnPort {
    Free,
    Parlor,
    Other,
    NotAllowed,
}

/// What can be told of a firewall of this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firewall {
    /// What people know it as.
    pub name: &'static str,
    /// Whether it is on. Nothing: that can't be told.
    pub on: Option<bool>,
}

/// The router of this network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gateway {
    pub ip: Option<IpAddr>,
    pub presence: Presence,
    /// Whether a connection to it came to something, if only to a no.
    pub connects: bool,
}

/// What a name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    Found(Vec<SocketAddr>),
    NotFound,
    NoAnswer,
}

/// One address that the subject may be at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// As it was given.
    pub address: Address,
    pub at: SocketAddr,
    /// The own address by which traffic leaves to it. The inner nothing: there is no way.
    pub source: Option<Option<IpAddr>>,
    pub tcp: Option<Tcp>,
    /// Whether this computer lets connections to this port out, unless one to itself shows that it does not.
    pub outgoing: Option<bool>,
    pub answer: Option<Answer>,
    pub presence: Option<Presence>,
}

/// What became of connecting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tcp {
    Connected(Duration),
    Refused(Duration),
    /// Someone on the way, or the system, says that it can't be reached.
    TurnedAway,
    /// Nothing came back.
    Silent,
    /// This computer has no way there.
    NoRoute,
    /// This computer does not let it out.
    Denied,
}

/// Who answers where a connection came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Parlor(Fingerprint),
    /// A web server, and where it sends people.
    Web {
        status: u16,
        sends_to: Option<String>,
    },
    /// Something that speaks TLS, and not Parlor.
    OtherTls,
    /// Something that says anything else.
    Other,
    /// Something that says nothing.
    Nothing,
    /// It hangs up at once.
    HungUp,
}

/// Whether a computer is there at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It answered within this time.
    Answered(Duration),
    /// The system sees it on the local link.
    Seen,
    /// The system looked for it on the local link, in vain.
    Absent,
    /// It can't be told.
    #[default]
    Unknown,
}

/// Something was seen.
#[derive(Clone, Debug)]
pub enum Fact {
    Own(Vec<Own>),
    Port(OwnPort),
    Firewall(Firewall),
    Proxy(bool),
    Clock(u64),
    Multicast(Option<Multicast>),
    Places(Vec<Found>),
    Gateway(Gateway),
    Name(Address, Lookup),
    Target(SocketAddr, News),
}

/// Something was seen of a target.
#[derive(Clone, Debug)]
pub enum News {
    Source(Option<IpAddr>),
    Outgoing(bool),
    Tcp(Tcp),
    Answer(Answer),
    Presence(Presence),
}

impl Evidence {
    pub fn of(subject: Subject) -> Self {
        Self { subject, ..Self::default() }
    }

    /// One thing more was seen.
    pub fn take(&mut self, fact: Fact) {
        match fact {
            Fact::Own(own) => self.own = Some(own),
            Fact::Port(port) => self.port = Some(port),
            Fact::Firewall(firewall) => self.firewall = Some(firewall),
            Fact::Proxy(is_set) => self.proxy = Some(is_set),
            Fact::Clock(now) => self.clock = Some(now),
            Fact::Multicast(heard) => self.multicast = Some(heard),
            Fact::Places(places) => self.places = Some(places),
            Fact::Gateway(gateway) => self.gateway = Some(gateway),
            Fact::Name(address, lookup) => self.resolve(address, lookup),
            Fact::Target(at, news) => {
                if let Some(target) = self.targets.iter_mut().find(|target| target.at == at) {
                    match news {
                        News::Source(source) => target.source = Some(source),
                        News::Outgoing(works) => target.outgoing = Some(works),
                        News::Tcp(tcp) => target.tcp = Some(tcp),
                        News::Answer(answer) => target.answer = Some(answer),
                        News::Presence(presence) => target.presence = Some(presence),
                    }
                }
            }
        }
    }

    fn resolve(&mut self, address: Address, lookup: Lookup) {
        if let Lookup::Found(found) = &lookup {
            for at in found {
                if self.targets.iter().all(|target| target.at != *at) {
                    self.targets.push(Target::new(address.clone(), *at));
                }
            }
        }
        self.names.push((address, lookup));
    }
}

impl Target {
    pub const fn new(address: Address, at: SocketAddr) -> Self {
        Self { address, at, source: None, tcp: None, outgoing: None, answer: None, presence: None }
    }
}

impl Own {
    /// Whether an address is on the same network as this one.
    pub fn shares_network(&self, other: IpAddr) -> bool {
        match (self.ip, other) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differ = own.to_bits() ^ other.to_bits();
                self.prefix > 0 && differ.leading_zeros() >= u32::from(self.prefix)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differ = own.to_bits() ^ other.to_bits();
                self.prefix > 0 && differ.leading_zeros() >= u32::from(self.prefix)
            }
            _ => false,
        }
    }

    /// Whether traffic that leaves here goes into a VPN, as far as its name tells.
    pub fn is_vpn(&self) -> bool {
        const BEGIN: [&str; 13] = [
            "tun",
            "tap",
            "wg",
            "ppp",
            "utun",
            "ipsec",
            "tailscale",
            "zt",
            "nordlynx",
            "proton",
            "mullvad",
            "gpd",
            "cscotun",
        ];
        const HAVE: [&str; 4] = ["vpn", "wireguard", "tap-windows", "anyconnect"];
        let name = self.name.to_lowercase();
        BEGIN.iter().any(|begin| name.starts_with(begin)) || HAVE.iter().any(|part| name.contains(part))
    }

    /// Whether people mean Wi-Fi by it, as far as its name tells.
    pub fn is_wifi(&self) -> bool {
        let name = self.name.to_lowercase();
        // A Mac calls its Wi-Fi as others call a cable, and has more often the one than the other.
        let mac = cfg!(target_os = "macos") && name.starts_with("en");
        mac || name.starts_with("wl") || ["wi-fi", "wifi", "wireless"].iter().any(|part| name.contains(part))
    }

    /// What people call the way out with this address.
    pub fn medium(&self) -> String {
        if self.name.starts_with("wl") { format!("Wi-Fi ({})", self.name) } else { self.name.clone() }
    }
}
