//! Where else a house may be, asked for while it can't be reached. A guest does not know how that is found out: whoever
//! makes the visit does.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

use crate::wire::{Address, Fingerprint};

/// How many addresses are gone to at once, as soon as they are heard of, in one absence. Anyone on the network can tell of
/// any number.
const AT_ONCE: usize = 32;

/// Looks for the house with a key, for as long as the receiver is held, which has the addresses known by now. Each of them
/// is only a place to try: whoever is there has to have the key.
#[derive(Clone)]
pub struct Lookout(Arc<Look>);

type Look = dyn Fn(Fingerprint) -> watch::Receiver<Vec<Address>> + Send + Sync;

impl Lookout {
    /// One that looks in this way.
    pub fn new(look: impl Fn(Fingerprint) -> watch::Receiver<Vec<Address>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(look))
    }

    pub(super) fn look(&self, key: Fingerprint) -> Sightings {
        Sightings { addresses: self.watch(key), seen: HashSet::new() }
    }

    /// The addresses at which the house is sighted just now, as that changes.
    pub(super) fn watch(&self, key: Fingerprint) -> watch::Receiver<Vec<Address>> {
        (self.0)(key)
    }
}

impl fmt::Debug for Lookout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookout")
    }
}

/// Where else a house is looked for while one goes there.
#[derive(Debug)]
pub(super) enum Elsewhere {
    /// Nowhere.
    Nowhere,
    /// It was missed already, and this is where it was sighted.
    Sighted(Sightings),
    /// It is looked for once it is not where it should be, or takes long to answer.
    Later(Lookout, Fingerprint),
}

impl Elsewhere {
    /// Begins to look, where that is still to be.
    pub(super) fn begin(&mut self) {
        if let Self::Later(lookout, key) = self {
            *self = Self::Sighted(lookout.look(*key));
        }
    }

    /// Whether it is still to be begun.
    pub(super) const fn is_later(&self) -> bool {
        matches!(self, Self::Later(..))
    }

    /// All places it was sighted at by now.
    pub(super) fn all(&mut self) -> Vec<Address> {
        if let Self::Sighted(sightings) = self { sightings.all() } else { Vec::new() }
    }

    /// More of them, as soon as there are any; never where nobody looks.
    pub(super) async fn next(&mut self) -> Vec<Address> {
        match self {
            Self::Sighted(sightings) => sightings.next().await,
            Self::Nowhere | Self::Later(..) => std::future::pending().await,
        }
    }
}

/// Where the house was sighted in one absence.
#[derive(Clone, Debug)]
pub(super) struct Sightings {
    addresses: watch::Receiver<Vec<Address>>,
    seen: HashSet<Address>,
}

impl Sightings {
    /// Where it was sighted and not told of before, by now.
    fn unseen(&mut self) -> Vec<Address> {
        let room = AT_ONCE.saturating_sub(self.seen.len());
        let all = self.addresses.borrow_and_update();
        let new: Vec<Address> = all.iter().filter(|address| !self.seen.contains(address)).take(room).cloned().collect();
        drop(all);
        self.seen.extend(new.iter().cloned());
        new
    }

    /// The same, as soon as there is any. Never comes back where there will be none.
    pub(super) async fn next(&mut self) -> Vec<Address> {
        loop {
            let new = self.unseen();
            if !new.is_empty() {
                return new;
            }
            if self.addresses.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// All of it by now, told of before or not.
    fn all(&mut self) -> Vec<Address> {
        let all: Vec<Address> = self.addresses.borrow_and_update().iter().take(AT_ONCE).cloned().collect();
        self.seen.extend(all.iter().cloned());
        all
    }
}
