//! How often passwords may be tried. A try is taken before the password is compared and given back where it was right, so
//! that many at once are no way around it. Those who have to wait for their turn anyway take theirs only when it comes.
//!
//! Each try counts in several places, from what is the guesser's alone to what others share with them, and whoever is
//! refused has paid for all before that. So nobody uses up by refused tries what is someone else's.
//!
//! - **An account, at the door**: by the address; by the address at this account; by this account from wherever. What one
//!   address may is a fifth of what an account bears, so one that guesses without pause keeps nobody out who comes from
//!   elsewhere. Over all addresses together an account is tried wrongly at most 100 times at once and once in 4 seconds:
//!   21,700 times in a day. Five addresses that never pause can use that up, and keep new devices of its owner out
//!   meanwhile; devices that are known need no password.
//! - **One's own, in the house**: by the person alone, and no guesser at the door has a part in it.
//! - **A room's**: by the person; by their key, which may have many names; by the address, generously, since a classroom
//!   may be behind one; and by the room from wherever: 200 at once and one a second.
//!
//! Of the new kind of address (IPv6), everyone has 65,536 and more of what counts as one here, so whoever is assigned them
//! all (a /48) has bounds of their own.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::gate::place;
use super::pace::Pace;
use super::passwords;
use super::tries::Tries;
use crate::room::{PersonId, RoomNo};
use crate::wire::carriage::Origin;
use crate::wire::{Fingerprint, Password};

/// How often one address may be wrong at the door: many people may share it.
const FROM_ADDRESS: Pace = Pace { burst: 10.0, per_second: 0.2 };

/// How often all addresses of one assignment.
const FROM_NET: Pace = Pace { burst: 100.0, per_second: 2.0 };

/// How often an account may be tried wrongly from one address; and how often one person may be wrong in the house.
const OF_ONE: Pace = Pace { burst: 10.0, per_second: 0.05 };

/// How often an account from one assignment of addresses.
const OF_ONE_FROM_NET: Pace = Pace { burst: 30.0, per_second: 0.1 };

/// How often an account from wherever.
const OF_ACCOUNT: Pace = Pace { burst: 100.0, per_second: 0.25 };

/// How often one key may be wrong about rooms, whatever the names it comes with.
const ROOMS_BY_KEY: Pace = Pace { burst: 20.0, per_second: 0.1 };

/// How often one address.
const ROOMS_FROM_ADDRESS: Pace = Pace { burst: 60.0, per_second: 0.2 };

/// How often a room's password may be tried wrongly from wherever.
const OF_ROOM: Pace = Pace { burst: 200.0, per_second: 1.0 };

/// How many passwords the house makes for one address: each costs it work.
const MADE: Pace = Pace { burst: 300.0, per_second: 2.0 };

/// What is tried at the door.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tried {
    /// The account of someone.
    Account(PersonId),
    /// A name, folded, that has no account. It is treated as one that has, so that nobody learns which is which.
    Name(String),
}

/// Someone who is in the house.
#[derive(Clone, Copy, Debug)]
pub struct Inside {
    /// Who.
    pub who: PersonId,
    /// Their key.
    pub key: Fingerprint,
    /// Where they come from.
    pub from: Origin,
}

/// Why a password is not compared now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// Too many were wrong; so long to wait.
    #[error("Too many wrong passwords were tried. Wait {} seconds.", .0.as_secs() + 1)]
    TooMany(Duration),
    /// One of the same person's is at work.
    #[error("Another password of yours is still being compared. Wait for that, then try again.")]
    AtWork,
}

/// Everyone who tried something.
#[derive(Debug)]
pub struct Attempts {
    addresses: Tries<IpAddr>,
    nets: Tries<IpAddr>,
    of_one: Tries<(IpAddr, Tried)>,
    of_one_from_net: Tries<(IpAddr, Tried)>,
    accounts: Tries<Tried>,
    own: Tries<PersonId>,
    rooms_by: Tries<PersonId>,
    rooms_by_key: Tries<Fingerprint>,
    rooms_from: Tries<IpAddr>,
    rooms: Tries<RoomNo>,
    made: Tries<IpAddr>,
    /// Those in the house whose password is being compared, or waits to be.
    at_work: Mutex<HashSet<PersonId>>,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            addresses: Tries::at(FROM_ADDRESS),
            nets: Tries::at(FROM_NET),
            of_one: Tries::at(OF_ONE),
            of_one_from_net: Tries::at(OF_ONE_FROM_NET),
            accounts: Tries::at(OF_ACCOUNT),
            own: Tries::at(OF_ONE),
            rooms_by: Tries::at(OF_ONE),
            rooms_by_key: Tries::at(ROOMS_BY_KEY),
            rooms_from: Tries::at(ROOMS_FROM_ADDRESS),
            rooms: Tries::at(OF_ROOM),
            made: Tries::at(MADE),
            at_work: Mutex::default(),
        }
    }
}

impl Attempts {
    /// Whether a password at the door is the one that was kept.
    ///
    /// # Errors
    /// How long to wait before the next try.
    pub async fn account(
        &self,
        from: Origin,
        tried: Tried,
        password: Password,
        kept: Option<String>,
    ) -> Result<bool, Duration> {
        let address = address(from);
        let net = address.and_then(net);
        let [here, around] = [address, net].map(|place| place.map(|place| (place, tried.clone())));
        let take = || {
            let now = Instant::now();
            self.take_address(address, now)?;
            here.clone().map_or(Ok(()), |here| self.of_one.take(here, now))?;
            around.clone().map_or(Ok(()), |around| self.of_one_from_net.take(around, now))?;
            self.accounts.take(tried.clone(), now)
        };
        let right = passwords::verify(password, kept, take).await?;
        if right {
            self.give_back_address(address);
            here.iter().for_each(|here| self.of_one.give_back(here));
            around.iter().for_each(|around| self.of_one_from_net.give_back(around));
            self.accounts.give_back(&tried);
        }
        Ok(right)
    }

    /// Whether a password is that of someone's account who is in the house already.
    ///
    /// # Errors
    /// It is not compared now.
    pub async fn own(&self, who: PersonId, password: Password, kept: Option<String>) -> Result<bool, NotNow> {
        let _at_work = self.begin(who)?;
        let take = || self.own.take(who, Instant::now()).map_err(NotNow::TooMany);
        let right = passwords::verify(password, kept, take).await?;
        if right {
            self.own.give_back(&who);
        }
        Ok(right)
    }

    /// Whether a password is a room's.
    ///
    /// # Errors
    /// It is not compared now.
    pub async fn room(
        &self,
        by: Inside,
        room: RoomNo,
        password: Password,
        kept: Option<String>,
    ) -> Result<bool, NotNow> {
        let Inside { who, key, from } = by;
        let _at_work = self.begin(who)?;
        let address = address(from);
        let take = || {
            let now = Instant::now();
            self.rooms_by.take(who, now)?;
            self.rooms_by_key.take(key, now)?;
            address.map_or(Ok(()), |address| self.rooms_from.take(address, now))?;
            self.rooms.take(room, now)
        };
        let right = passwords::verify(password, kept, || take().map_err(NotNow::TooMany)).await?;
        if right {
            self.rooms_by.give_back(&who);
            self.rooms_by_key.give_back(&key);
            address.iter().for_each(|address| self.rooms_from.give_back(address));
            self.rooms.give_back(&room);
        }
        Ok(right)
    }

    /// The house's own password is tried, which `is_right` compares at once.
    ///
    /// # Errors
    /// How long to wait before the next try.
    pub fn house(&self, from: Origin, now: Instant, is_right: impl FnOnce() -> bool) -> Result<bool, Duration> {
        let address = address(from);
        self.take_address(address, now)?;
        let right = is_right();
        if right {
            self.give_back_address(address);
        }
        Ok(right)
    }

    /// A password of someone's own is to be made.
    ///
    /// # Errors
    /// How long to wait before the next.
    pub fn make(&self, from: Origin, now: Instant) -> Result<(), Duration> {
        address(from).map_or(Ok(()), |address| self.made.take(address, now))
    }

    fn take_address(&self, address: Option<IpAddr>, now: Instant) -> Result<(), Duration> {
        let Some(address) = address else { return Ok(()) };
        self.addresses.take(address, now)?;
        net(address).map_or(Ok(()), |net| self.nets.take(net, now))
    }

    fn give_back_address(&self, address: Option<IpAddr>) {
        address.iter().for_each(|address| self.addresses.give_back(address));
        address.and_then(net).iter().for_each(|net| self.nets.give_back(net));
    }

    /// One password of a person is compared at a time, on however many devices they try.
    fn begin(&self, who: PersonId) -> Result<AtWork<'_>, NotNow> {
        let new = self.at_work.lock().unwrap_or_else(PoisonError::into_inner).insert(who);
        if new { Ok(AtWork { all: &self.at_work, who }) } else { Err(NotNow::AtWork) }
    }
}

/// A password of someone is being compared, for as long as this is held.
struct AtWork<'a> {
    all: &'a Mutex<HashSet<PersonId>>,
    who: PersonId,
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.who);
    }
}

/// What counts as one address. The host's own window has none.
pub(super) fn address(from: Origin) -> Option<IpAddr> {
    match from {
        Origin::Here => None,
        Origin::Network(address) => Some(place(address.ip())),
    }
}

/// All addresses that are usually assigned together, where those are more than one.
const fn net(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(_) => None,
        IpAddr::V6(ip) => {
            let [a, b, c, ..] = ip.segments();
            Some(IpAddr::V6(std::net::Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)))
        }
    }
}
