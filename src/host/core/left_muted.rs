//! Who was muted when they left, of those who came by text or IRC, where nobody has to show a key. Whoever comes so from there
//! next may be the same, and coming again is no way around a mute.

use std::collections::VecDeque;
use std::net::IpAddr;

use crate::host::subnet::address_of;
use crate::room::PersonId;
use crate::wire::carriage::Origin;

/// How many are remembered; of more, the first are forgotten. A restart forgets all.
const MOST: usize = 1000;

/// Those who left muted, and where they were.
#[derive(Debug, Default)]
pub struct LeftMuted(VecDeque<(IpAddr, PersonId)>);

impl LeftMuted {
    /// Someone left who is muted in a room.
    pub fn note(&mut self, from: Origin, who: PersonId) {
        let Some(address) = shared_by_few(from) else { return };
        // Whoever comes and goes again and again is remembered once.
        self.0.retain(|known| *known != (address, who));
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back((address, who));
    }

    /// Who left from where someone comes from.
    pub fn from(&self, from: Origin) -> impl Iterator<Item = PersonId> {
        let from = shared_by_few(from);
        self.0.iter().filter(move |(address, _)| Some(*address) == from).map(|(_, who)| *who)
    }
}

/// An address that stands for one computer. All who are on the host's own, or come by a relay, would be one.
pub fn shared_by_few(from: Origin) -> Option<IpAddr> {
    match from {
        Origin::Network(address) if !address.ip().to_canonical().is_loopback() => address_of(from),
        Origin::Network(_) | Origin::Here | Origin::Relay => None,
    }
}
