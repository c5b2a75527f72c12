//! A visit: where to, as whom, and how to get there.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::backoff::Backoff;
use super::error::{GRAVEST, GuestError};
use super::lookout::Elsewhere;
use super::over_relay;
use super::over_tcp::{CONNECT, reach_one};
use crate::room::Name;
use crate::wire::account::Account;
use crate::wire::carriage::Carriage;
use crate::wire::frame::{RoomName, Since};
use crate::wire::tls::Pin;
use crate::wire::{Address, Fingerprint, Identity, RelayAddress, Secret};

/// How many ways are tried at most, in all: an invite or a name may lead to any number.
const WAYS: usize = 16;

/// How long a way has the field to itself before the next is tried beside it.
const HEAD_START: Duration = Duration::from_millis(250);

/// How long a house may take to answer before it is looked for elsewhere.
const LOOK: Duration = Duration::from_millis(700);

/// How long a house that is not where it was may take to be sighted elsewhere.
const SIGHTING: Duration = Duration::from_secs(2);

/// Where to and as whom.
#[derive(Clone, Debug)]
pub struct Visit {
    /// How to get there.
    pub way: Way,
    /// Who one is.
    pub me: Identity,
    /// What one would like to be called.
    pub name: Name,
    /// The password, where the house asks for one.
    pub password: Option<String>,
    /// The account that the name belongs to, or will. Once one is in, one's key leads there.
    pub account: Option<Account>,
    /// The secret of an invite, which serves instead.
    pub secret: Option<Secret>,
    /// The room; the house's first where left out.
    pub room: Option<RoomName>,
    /// How much of what was said comes first.
    pub since: Since,
    /// Where the replica and the outbox are kept.
    pub keep: Keep,
    /// The waits between tries.
    pub backoff: Backoff,
}

/// How to get to a house.
#[derive(Clone)]
pub enum Way {
    /// Across a network, to whichever of these answers first and has this key.
    Network {
        /// The addresses, the likeliest first.
        addresses: Vec<Address>,
        /// The relay, for when none of the addresses answers soon. Without the feature `anywhere` it is of no use.
        relay: Option<RelayAddress>,
        /// The key.
        key: Fingerprint,
    },
    /// To a house in this very program. It gives a new carriage each time, or nothing when it is closed.
    Here(Arc<dyn Fn() -> Option<Carriage> + Send + Sync>),
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network { addresses, relay, key } => {
                let mut network = f.debug_struct("Network");
                network.field("addresses", addresses).field("relay", relay).field("key", key).finish()
            }
            Self::Here(_) => f.write_str("Here"),
        }
    }
}

/// Where the replica and the outbox are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In this folder.
    In(PathBuf),
    /// Nowhere: for as long as the visit lasts.
    Nowhere,
}

impl Way {
    pub(super) async fn go(&self, me: &Identity, elsewhere: Elsewhere) -> Result<Carriage, GuestError> {
        match self {
            Self::Network { addresses, relay, key } => {
                let to = (&addresses[..], relay.as_ref());
                reach(to, elsewhere, me, Pin::To(*key), |_, carriage| std::future::ready(Ok(carriage))).await
            }
            Self::Here(enter) => {
                enter().ok_or(GuestError::Refused("It is not open any more. Host it again.".to_owned()))
            }
        }
    }
}

/// Tries all ways there are, each with a little head start before the next, and takes the first that is the house and of
/// which `then` comes to something: it has the address, and the line to it. Where the house is sighted elsewhere meanwhile,
/// it is tried there too, and by a relay where there is one.
pub(super) async fn reach<T, F>(
    (addresses, relay): (&[Address], Option<&RelayAddress>),
    mut elsewhere: Elsewhere,
    me: &Identity,
    pin: Pin,
    then: fn(String, Carriage) -> F,
) -> Result<T, GuestError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, GuestError>> + Send + 'static,
{
    let mut looks_first = false;
    let ways = Arc::new(AtomicUsize::new(WAYS));
    let mut race = Race { me, pin, then, ways, tries: JoinSet::new(), failure: None };
    race.enter(addresses, Word::Ours);
    if let Some(relay) = relay {
        over_relay::enter(&mut race.tries, relay, addresses.is_empty(), me, pin, then);
    }
    let others = |sighted: Vec<Address>| -> Vec<Address> {
        sighted.into_iter().filter(|sighted| !addresses.contains(sighted)).collect()
    };
    race.enter(&others(elsewhere.all()), Word::Anyones);
    let (look, patience) = (Instant::now() + LOOK, Instant::now() + SIGHTING);
    loop {
        if race.tries.is_empty() {
            let failure = race.failure.take().unwrap_or(GuestError::Offline);
            // Its address may be another's by now, and it may be about to be sighted: also where nobody looked for it before.
            let is_first = elsewhere.is_later();
            looks_first |= is_first;
            elsewhere.begin();
            let waits = looks_first || failure.gravity() >= GRAVEST && !matches!(elsewhere, Elsewhere::Nowhere);
            if !waits || Instant::now() >= patience {
                return Err(failure);
            }
            race.failure = Some(failure);
            if is_first {
                race.enter(&others(elsewhere.all()), Word::Anyones);
                continue;
            }
        }
        let is_later = elsewhere.is_later();
        tokio::select! {
            Some(tried) = race.tries.join_next() => match tried {
                // The other tries end with the set.
                Ok(Ok(reached)) => return Ok(reached),
                Ok(Err(Some(error))) => note(&mut race.failure, error),
                Ok(Err(None)) | Err(_) => {}
            },
            sighted = elsewhere.next() => race.enter(&others(sighted), Word::Anyones),
            () = sleep_until(look), if is_later => {
                looks_first = true;
                elsewhere.begin();
                race.enter(&others(elsewhere.all()), Word::Anyones);
            }
            () = sleep_until(patience), if race.tries.is_empty() => {}
        }
    }
}

/// Whose word it is that a house is at an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// One's own, or an invite's: what goes wrong there is told.
    Ours,
    /// Of anyone on the network: that another key is there means nothing.
    Anyones,
}

/// All ways that are tried at the same time.
struct Race<'a, T, F> {
    me: &'a Identity,
    pin: Pin,
    then: fn(String, Carriage) -> F,
    /// How many ways may still be tried.
    ways: Arc<AtomicUsize>,
    tries: JoinSet<Result<T, Option<GuestError>>>,
    failure: Option<GuestError>,
}

impl<T, F> Race<'_, T, F>
where
    T: Send + 'static,
    F: Future<Output = Result<T, GuestError>> + Send + 'static,
{
    /// More addresses are tried, each a little after the one before: a name that nobody knows holds up none of the others.
    fn enter(&mut self, addresses: &[Address], word: Word) {
        for (address, wait) in addresses.iter().take(WAYS).zip(head_starts()) {
            let (address, me, pin, then) = (address.clone(), self.me.clone(), self.pin, self.then);
            let ways = Arc::clone(&self.ways);
            self.tries.spawn(async move {
                sleep(wait).await;
                try_all(address, me, pin, then, &ways).await.map_err(|error| (word == Word::Ours).then_some(error))
            });
        }
    }
}

/// How long each way waits, from the first on.
fn head_starts() -> impl Iterator<Item = Duration> {
    (0..).map(|at| HEAD_START * at)
}

/// Tries everything that an address leads to: of a name there may be many. The first that comes to something counts.
async fn try_all<T, F>(
    address: Address,
    me: Identity,
    pin: Pin,
    then: fn(String, Carriage) -> F,
    ways: &AtomicUsize,
) -> Result<T, GuestError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, GuestError>> + Send + 'static,
{
    let name = address.to_string();
    let Ok(Ok(found)) = timeout(CONNECT, lookup_host((address.host.as_str(), address.port))).await else {
        return Err(GuestError::NoSuchName { name: address.host });
    };
    let mut tries = JoinSet::new();
    let is_left = || ways.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
    for (at, wait) in found.take_while(|_| is_left()).zip(head_starts()) {
        let (name, me) = (name.clone(), me.clone());
        tries.spawn(async move {
            sleep(wait).await;
            let carriage = reach_one(&name, at, &me, pin).await?;
            then(name, carriage).await
        });
    }
    let mut failure = None;
    while let Some(tried) = tries.join_next().await {
        match tried {
            Ok(Ok(reached)) => return Ok(reached),
            Ok(Err(error)) => note(&mut failure, error),
            Err(_) => {}
        }
    }
    Err(failure.unwrap_or(GuestError::NoSuchName { name: address.host }))
}

/// Another key is the gravest news, and a wrong answer graver than none.
fn note(failure: &mut Option<GuestError>, error: GuestError) {
    if failure.as_ref().is_none_or(|failure| error.gravity() > failure.gravity()) {
        *failure = Some(error);
    }
}
