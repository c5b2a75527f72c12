//! What the doctor is asked about: a place that can't be reached, or this computer itself.

use crate::guest::Known;
use crate::wire::{Address, Fingerprint, Invite};

/// What is to be examined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Where the place is said to be, the likeliest first. None where this computer alone is meant.
    pub addresses: Vec<Address>,
    /// The key it should have, where one is known.
    pub key: Option<Expected>,
}

/// The key a place should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The key.
    pub key: Fingerprint,
    /// Whose word that is.
    pub by: KeyBy,
}

/// By what a key is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyBy {
    /// A link names it.
    Link,
    /// It was there at a visit before.
    Visit,
}

impl Subject {
    /// This computer: whether others could reach a place on it.
    #[must_use]
    pub fn this_computer() -> Self {
        Self::default()
    }

    /// A place at an address. Its key is the one that was there at the last visit, if there was one.
    #[must_use]
    pub fn address(address: Address, known: Option<&Known>) -> Self {
        let house = known.and_then(|known| known.at(&address));
        let key = house.map(|house| Expected { key: house.key, by: KeyBy::Visit });
        Self { addresses: vec![address], key }
    }

    /// A place that a link leads to.
    #[must_use]
    pub fn invite(invite: &Invite) -> Self {
        let key = Some(Expected { key: invite.key, by: KeyBy::Link });
        Self { addresses: invite.addresses.clone(), key }
    }

    /// Whether this computer is meant and no place elsewhere.
    #[must_use]
    pub const fn is_here(&self) -> bool {
        self.addresses.is_empty()
    }
}
