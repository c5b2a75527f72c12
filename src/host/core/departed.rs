//! Who left a moment ago, of those who came by text or IRC, where nobody has to show a key, and from which address. Coming
//! again from there is no way around a mute, and leaving is none around a ban.

use std::collections::VecDeque;
use std::net::IpAddr;

use crate::host::subnet::address_of;
use crate::room::PersonId;
use crate::wire::carriage::Origin;

/// How many are remembered; of more, the first are forgotten. A restart forgets all.
const MOST: usize = 1000;

/// Those who left, and where they were, the last at the end.
#[derive(Debug, Default)]
pub struct Departed(VecDeque<(IpAddr, PersonId)>);

impl Departed {
    /// Someone left.
    pub fn note(&mut self, from: Origin, who: PersonId) {
        let Some(address) = address_of_one(from) else { return };
        // Whoever comes and goes again and again is remembered once.
        self.0.retain(|known| *known != (address, who));
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back((address, who));
    }

    /// Who left from where someone comes from.
    pub fn from(&self, from: Origin) -> impl Iterator<Item = PersonId> {
        let from = address_of_one(from);
        self.0.iter().filter(move |(address, _)| Some(*address) == from).map(|(_, who)| *who)
    }

    /// Who left from where someone did, they themselves too.
    pub fn beside(&self, who: PersonId) -> impl Iterator<Item = PersonId> {
        let is_there = move |address: IpAddr| self.addresses(who).any(|there| there == address);
        self.0.iter().filter(move |(address, _)| is_there(*address)).map(|(_, who)| *who)
    }

    /// Where someone was.
    pub fn addresses(&self, who: PersonId) -> impl Iterator<Item = IpAddr> {
        self.0.iter().filter(move |(_, left)| *left == who).map(|(address, _)| *address)
    }
}

/// An address that stands for one computer. All who are on the host's own, or come by a relay, would be one.
pub fn address_of_one(from: Origin) -> Option<IpAddr> {
    match from {
        Origin::Network(address) if !address.ip().to_canonical().is_loopback() => address_of(from),
        Origin::Network(_) | Origin::Here | Origin::Relay => None,
    }
}
