//! Who left, of those who came by text or IRC, where nobody has to show a key, and from which address. Coming again from there
//! is no way around a mute, and leaving is none around a ban.

use std::collections::VecDeque;
use std::net::IpAddr;

use crate::host::subnet::address_of_one;
use crate::room::PersonId;
use crate::room::span::HOUR;
use crate::wire::carriage::Origin;

/// How many are remembered of those who were muted, and of the others; of more, the first are forgotten. A restart forgets all.
const MOST: usize = 1000;

/// How long it is remembered of whoever was not muted. After that, the address may be somebody else's.
const LONG: u64 = HOUR;

/// Those who left, and where they were, the last at the end.
#[derive(Debug, Default)]
pub struct Departed {
    muted: VecDeque<Left>,
    /// Apart, so that many who come and go push out nobody who is muted.
    others: VecDeque<Left>,
}

/// Someone who left.
#[derive(Clone, Copy, Debug)]
struct Left {
    who: PersonId,
    from: IpAddr,
    at: u64,
}

impl Departed {
    /// Someone left, who is muted or not.
    pub fn note(&mut self, from: Origin, who: PersonId, muted: bool, clock: u64) {
        let Some(from) = address_of_one(from) else { return };
        let list = if muted { &mut self.muted } else { &mut self.others };
        // Whoever comes and goes again and again is remembered once.
        list.retain(|left| (left.who, left.from) != (who, from));
        if list.len() == MOST {
            list.pop_front();
        }
        list.push_back(Left { who, from, at: clock });
    }

    /// Who left from where someone comes from.
    pub fn from(&self, from: Origin, clock: u64) -> impl Iterator<Item = PersonId> {
        let from = address_of_one(from);
        self.remembered(clock).filter(move |left| Some(left.from) == from).map(|left| left.who)
    }

    /// Who left from where someone did, they themselves too.
    pub fn beside(&self, who: PersonId, clock: u64) -> impl Iterator<Item = PersonId> {
        let there = self.addresses(who, clock);
        self.remembered(clock).filter(move |left| there.contains(&left.from)).map(|left| left.who)
    }

    /// Where someone was.
    pub fn addresses(&self, who: PersonId, clock: u64) -> Vec<IpAddr> {
        let mut addresses: Vec<IpAddr> =
            self.remembered(clock).filter(|left| left.who == who).map(|left| left.from).collect();
        addresses.sort_unstable();
        addresses.dedup();
        addresses
    }

    fn remembered(&self, clock: u64) -> impl Iterator<Item = &Left> {
        self.muted.iter().chain(self.others.iter().filter(move |left| clock < left.at.saturating_add(LONG)))
    }
}
