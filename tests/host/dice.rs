//! Everything by chance, and all of it from one seed.

use std::net::SocketAddr;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use uuid::Uuid;

use crate::room::{EventId, Name, Sign, Text, Title};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;

/// The names that people want. Some differ only in how they are written, or could be taken for each other.
const NAMES: [&str; 10] = ["Ada", "ada", "Bo", "Cleo", "Dora", "Emil", "Fay", "Gus", "G us", "Hal"];

/// Where people come from: two of one address, three of one part of the network, two of one IPv6 site.
const ADDRESSES: [&str; 7] = [
    "10.0.0.1:1",
    "10.0.0.1:2",
    "10.0.0.2:1",
    "10.0.9.1:1",
    "172.16.0.1:1",
    "[2001:db8:1:1::1]:1",
    "[2001:db8:1:2::1]:1",
];

/// What rooms are called. Two of them could be taken for each other.
const TITLES: [&str; 6] = ["Kitchen", "kitchen", "Workshop", "Attic", "Cellar", "Garden"];

const SIGNS: [&str; 4] = ["👍", "❤️", "🎉", "👀"];

/// The most keys that there are. The first is the host's.
pub const KEYS: u8 = 7;

/// Chance.
pub struct Dice(StdRng);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// From 0 to below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0.random_range(0..end.max(1))
    }

    pub fn in_hundred(&mut self, chances: u64) -> bool {
        self.below(100) < chances
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        let index = usize::try_from(self.below(of.len() as u64)).unwrap();
        of.get(index).cloned()
    }

    /// One of these, each as often as its number says.
    pub fn weighted<T: Copy>(&mut self, of: &[(u64, T)]) -> T {
        let mut at = self.below(of.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in of {
            if at < *weight {
                return *one;
            }
            at -= weight;
        }
        of[0].1
    }

    pub fn id(&mut self) -> EventId {
        EventId(Uuid::from_u128(self.0.random()))
    }

    pub fn name(&mut self) -> Name {
        Name::parse(self.pick(&NAMES).unwrap()).unwrap()
    }

    pub fn title(&mut self) -> Title {
        Title::parse(self.pick(&TITLES).unwrap()).unwrap()
    }

    pub fn sign(&mut self) -> Sign {
        Sign::parse(self.pick(&SIGNS).unwrap()).unwrap()
    }

    pub fn text(&mut self) -> Text {
        Text::parse(&format!("word {}", self.below(1000))).unwrap()
    }

    pub fn address(&mut self) -> Origin {
        Origin::Network(self.pick(&ADDRESSES).unwrap().parse::<SocketAddr>().unwrap())
    }
}

/// One of the keys.
pub fn key(number: u8) -> Fingerprint {
    Fingerprint([number + 1; 32])
}
