//! What was found: places by their keys, as far as they fit. Anyone on the network can announce anything, so that all of it
//! is bounded. What comes first stays: a flood does not drive out what is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::notice::Notice;
use crate::room::Title;
use crate::wire::{Address, Fingerprint};

/// How many places are found at most.
pub const PLACES: usize = 64;

/// How many addresses of a place are found at most.
pub const PLACE_ADDRESSES: usize = 16;

/// How many announcements with the same key are kept: a house may be announced on more than one network.
const ANNOUNCEMENTS: usize = 4;

/// A place that was found on the local network. All of it is what someone says: that the key is there shows when one goes
/// there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The key it says it has. Places with the same title and other keys are others.
    pub key: Fingerprint,
    /// Its title.
    pub title: Title,
    /// Where it is, the likeliest first. At least one.
    pub addresses: Vec<Address>,
    /// How many people are there.
    pub people: u32,
    /// Whether it asks for a password.
    pub asks_password: bool,
    /// The version of the protocol it speaks.
    pub version: u32,
    /// The numbers of the spoken codes that are open there.
    pub codes: Vec<u8>,
}

/// All that was found, by the names of the announcements.
#[derive(Default)]
pub struct Places {
    by_name: BTreeMap<String, Heard>,
    heard: u64,
}

/// One announcement.
struct Heard {
    /// Counts announcements in the order they came.
    order: u64,
    notice: Notice,
    addresses: Vec<Address>,
    /// Whether it is from before the search began anew, and was not heard since.
    doubted: bool,
}

/// What became of an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is new, or tells something else than before.
    Changed,
    /// It tells nothing new.
    Same,
    /// It has no room, or is no notice.
    Dropped,
}

impl Places {
    /// An announcement is heard. Without a notice that can be read, or an address, it is none.
    pub fn hear(&mut self, name: &str, notice: Option<Notice>, addresses: Vec<Address>) -> Kept {
        let Some(notice) = notice.filter(|_| !addresses.is_empty()) else {
            return if self.forget(name).is_some() { Kept::Changed } else { Kept::Dropped };
        };
        if let Some(heard) = self.by_name.get_mut(name).filter(|heard| heard.notice.key == notice.key) {
            heard.doubted = false;
            let same = heard.notice == notice && heard.addresses == addresses;
            (heard.notice, heard.addresses) = (notice, addresses);
            return if same { Kept::Same } else { Kept::Changed };
        }
        let went = self.forget(name).is_some();
        let same_key = self.by_name.values().filter(|heard| heard.notice.key == notice.key).count();
        let fits = if same_key == 0 { self.keys() < PLACES } else { same_key < ANNOUNCEMENTS };
        if !fits {
            return if went { Kept::Changed } else { Kept::Dropped };
        }
        self.heard += 1;
        self.by_name.insert(name.to_owned(), Heard { order: self.heard, notice, addresses, doubted: false });
        Kept::Changed
    }

    /// An announcement is withdrawn, or was not repeated in time. The key it had, if it was there.
    pub fn forget(&mut self, name: &str) -> Option<Fingerprint> {
        self.by_name.remove(name).map(|heard| heard.notice.key)
    }

    /// The key of an announcement.
    pub fn key_of(&self, name: &str) -> Option<Fingerprint> {
        self.by_name.get(name).map(|heard| heard.notice.key)
    }

    /// The search begins anew: what is not heard again by the next [`Places::forget_doubted`] is gone, but what is certain.
    pub fn doubt(&mut self, is_certain: impl Fn(&str) -> bool) {
        self.by_name.iter_mut().for_each(|(name, heard)| heard.doubted = !is_certain(name));
    }

    /// Forgets what was not heard since it was doubted. Whether there was any.
    pub fn forget_doubted(&mut self) -> bool {
        let before = self.by_name.len();
        self.by_name.retain(|_, heard| !heard.doubted);
        self.by_name.len() < before
    }

    /// One place for each key, by title. What it says of itself is what was said first; its addresses are taken from all
    /// that announce it in turn, so that none of them can crowd out another's.
    pub fn list(&self) -> Vec<Found> {
        let mut by_key: BTreeMap<Fingerprint, Vec<&Heard>> = BTreeMap::new();
        for heard in self.by_name.values() {
            by_key.entry(heard.notice.key).or_default().push(heard);
        }
        let mut list: Vec<Found> = by_key
            .into_values()
            .filter_map(|mut heard| {
                heard.sort_by_key(|heard| heard.order);
                let Notice { version, key, title, people, asks_password, codes } = heard.first()?.notice.clone();
                let mut addresses: Vec<Address> = Vec::new();
                let most = heard.iter().map(|heard| heard.addresses.len()).max()?;
                for address in (0..most).flat_map(|at| heard.iter().filter_map(move |heard| heard.addresses.get(at))) {
                    if addresses.len() < PLACE_ADDRESSES && !addresses.contains(address) {
                        addresses.push(address.clone());
                    }
                }
                Some(Found { key, title, addresses, people, asks_password, version, codes })
            })
            .collect();
        list.sort_by(|a, b| (&a.title, a.key).cmp(&(&b.title, b.key)));
        list
    }

    fn keys(&self) -> usize {
        self.by_name.values().map(|heard| heard.notice.key).collect::<BTreeSet<_>>().len()
    }
}

/// Addresses that someone announces, as far as they can be gone to: the likeliest first, and not too many. Addresses of this
/// computer alone are left out unless `here`; so are those of a single link in IPv6, which lead nowhere without the
/// number of an interface, and that is another one on each computer.
pub fn usable(ips: impl IntoIterator<Item = IpAddr>, port: u16, here: bool) -> Vec<Address> {
    if port == 0 {
        return Vec::new();
    }
    let mut ips: Vec<(u8, IpAddr)> =
        ips.into_iter().filter_map(|ip| rank(ip.to_canonical(), here).map(|rank| (rank, ip.to_canonical()))).collect();
    ips.sort_unstable();
    ips.dedup();
    ips.truncate(PLACE_ADDRESSES);
    ips.into_iter().map(|(_, ip)| Address::from((ip, port))).collect()
}

fn rank(ip: IpAddr, here: bool) -> Option<u8> {
    if ip.is_loopback() {
        return here.then_some(9);
    }
    if ip.is_unspecified() || ip.is_multicast() {
        return None;
    }
    match ip {
        IpAddr::V4(v4) if v4.is_broadcast() => None,
        IpAddr::V4(v4) if v4.is_private() => Some(0),
        // Two computers on one cable have only these.
        IpAddr::V4(v4) if v4.is_link_local() => Some(4),
        IpAddr::V4(_) => Some(1),
        IpAddr::V6(v6) if v6.is_unicast_link_local() => None,
        IpAddr::V6(v6) if v6.is_unique_local() => Some(2),
        IpAddr::V6(_) => Some(3),
    }
}
