//! How a house is kept: what its host chose, and the bounds that keep it standing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::plain_doors::PlainDoors;
use super::rate_limits::Paces;
use super::token_bucket::Pace;
use crate::room::{Name, NameRule, Title};
use crate::wire::Fingerprint;
use crate::wire::account::Admission;

/// The clock that dates events, in milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What a host chooses.
#[derive(Clone)]
pub struct Settings {
    /// The house's title, and its first room's.
    pub title: Title,
    /// The folder it is kept in.
    pub data: PathBuf,
    /// Which names are allowed.
    pub names: NameRule,
    /// The password guests have to know, if any.
    pub password: Option<String>,
    /// Whether it may open without a password where it had one before. Whoever forgets the password of a place would open it
    /// to everyone.
    pub may_drop_password: bool,
    /// Who may come in; as it was where left out.
    pub admission: Option<Admission>,
    /// The key of whoever hosts the house, by which they are known across a network as well.
    pub host_key: Option<Fingerprint>,
    /// What whoever hosts the house chose to be called; as before where left out.
    pub host_name: Option<Name>,
    /// The port that it keeps, for whoever opens it again and chooses none; as before where left out.
    pub port: Option<u16>,
    /// A file that gets every event and every coming and going as a line of JSON.
    pub ledger: Option<PathBuf>,
    /// Which languages are let in without TLS.
    pub plain: PlainDoors,
    /// The bounds.
    pub limits: Limits,
    /// The clock that dates events.
    pub clock: Clock,
}

impl Settings {
    /// A house as most people want it.
    #[must_use]
    pub fn new(title: Title, data: PathBuf) -> Self {
        Self {
            title,
            data,
            names: NameRule::Any,
            password: None,
            may_drop_password: false,
            admission: None,
            host_key: None,
            host_name: None,
            port: None,
            ledger: None,
            plain: PlainDoors::default(),
            limits: Limits::default(),
            clock: Arc::new(wall_clock),
        }
    }
}

/// The bounds of a house.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How many guests.
    pub guests: usize,
    /// How many connections from one address. High, since a school may have only one.
    pub per_address: usize,
    /// How long a newcomer may take to say hello.
    pub hello: Duration,
    /// How long a guest may take no byte of what waits for it.
    pub stall: Duration,
    /// How long a cut stays unnoticed.
    pub grace: Duration,
    /// How long a goodbye is waited for.
    pub parting: Duration,
    /// How fast one guest may speak.
    pub says: Pace,
    /// How fast one guest may ask other things.
    pub asks: Pace,
    /// How fast one person may take other names.
    pub renames: Pace,
    /// How often one guest may be refused before it is abuse.
    pub strikes: Pace,
}

impl Limits {
    /// How fast one guest may go on.
    #[must_use]
    pub(super) const fn paces(&self) -> Paces {
        Paces { says: self.says, asks: self.asks, strikes: self.strikes }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            guests: 10_000,
            per_address: 512,
            hello: Duration::from_secs(10),
            stall: Duration::from_secs(60),
            grace: Duration::from_secs(20),
            parting: Duration::from_secs(1),
            says: Pace { burst: 40.0, per_second: 8.0 },
            asks: Pace { burst: 200.0, per_second: 50.0 },
            renames: Pace { burst: 5.0, per_second: 1.0 / 120.0 },
            strikes: Pace { burst: 400.0, per_second: 4.0 },
        }
    }
}

fn wall_clock() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
