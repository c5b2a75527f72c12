//! The house: everything that one host keeps, opened, visited, served and closed.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::HostError;
use super::attempts::Attempts;
use super::gate::Gate;
use super::hall::{Call, Hall, Setup};
use super::ledger::{Ledger, Note};
use super::mailbox::Dismissal;
use super::registry::Registry;
use super::roster::Roster;
use super::settings::Settings;
use super::shared::Shared;
use super::{door, listener};
use crate::log::{DirLock, Log, SqliteLog};
use crate::room::{Memory, Title};
use crate::wire::carriage::{self, Carriage};
use crate::wire::frame::Code;
use crate::wire::tls::Reception;
use crate::wire::{Fingerprint, Identity, Secret};

/// How long a closing house waits for everyone's goodbye.
const CLOSING: Duration = Duration::from_millis(1500);

/// How long it then waits for its disk.
const WRITING: Duration = Duration::from_millis(400);

/// A house that is open. Dropping the last one ends everything without a goodbye; [`House::close`] is the polite way.
#[derive(Clone)]
pub struct House {
    shared: Arc<Shared>,
    own: Arc<Own>,
}

/// What concerns only the house as a whole.
struct Own {
    identity: Identity,
    thread: Mutex<Option<JoinHandle<()>>>,
    _lock: DirLock,
}

impl House {
    /// Opens the house that is kept in the folder, or founds one there. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// The folder is in use, from a newer version, or can't be used.
    pub fn open(settings: Settings) -> Result<Self, HostError> {
        Self::open_with(settings, |log| Arc::new(log))
    }

    /// The same, with a log of one's own making around or instead of the one that is built in.
    ///
    /// # Errors
    /// As for [`House::open`].
    pub fn open_with(settings: Settings, make: impl FnOnce(SqliteLog) -> Arc<dyn Log>) -> Result<Self, HostError> {
        let Settings { title, data, names, password, admission, host_key, ledger, limits, clock } = settings;
        let lock = DirLock::take(&data)?;
        let log = make(SqliteLog::open(&data.join("log.db"))?);
        let registry = Registry::open(&data.join("house.db"))?;
        if let Some(admission) = admission {
            registry.set_admission(admission)?;
            registry.commit()?;
        }
        let identity = Identity::keep(&data.join("house.key"))?;
        let reception = Reception::new(&identity)?;
        let was = registry.title()?.and_then(|was| Title::parse(&was).ok());
        let mut secrets = registry.invites()?;
        if secrets.is_empty()
            && let Some(secret) = Secret::fresh()
        {
            registry.invite(&secret, clock())?;
            secrets.push(secret);
        }
        let ledger = ledger.map(|path| Ledger::open(&path, Arc::clone(&log), Arc::clone(&clock))).transpose()?;
        let roster = Arc::new(Roster::default());
        let setup = Setup {
            log: Arc::clone(&log),
            registry,
            clock: Arc::clone(&clock),
            limits: limits.clone(),
            names,
            title: title.clone(),
            was,
            roster: Arc::clone(&roster),
            host_key,
        };
        let (hall, thread) = Hall::open(setup)?;
        let gate = Gate::new(limits.guests, limits.per_address);
        let shared = Shared {
            title,
            names,
            password,
            host_key,
            limits,
            log,
            hall: Arc::new(hall),
            gate,
            ledger,
            reception,
            secrets: RwLock::new(secrets),
            roster,
            attempts: Attempts::default(),
            numbers: AtomicU64::new(1),
            clock,
        };
        let own = Own { identity, thread: Mutex::new(Some(thread)), _lock: lock };
        Ok(Self { shared: Arc::new(shared), own: Arc::new(own) })
    }

    /// Takes in guests who come to `listener`, until `shutdown` ends. Those who are in stay in.
    pub async fn serve(&self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = listener::listen(&self.shared, &listener) => {}
            () = shutdown => {}
        }
    }

    /// Takes in a guest of this very program. The answer is the guest's end.
    ///
    /// # Errors
    /// The house is closed.
    pub fn visit(&self, guest: Fingerprint) -> Result<Carriage, HostError> {
        let (near, far) = carriage::pipe(guest, self.fingerprint());
        let pass = self.shared.gate.arrive(far.from).ok_or(HostError::Closed)?;
        door::open(&self.shared, far, pass);
        Ok(near)
    }

    /// The house's title.
    #[must_use]
    pub fn title(&self) -> &Title {
        &self.shared.title
    }

    /// The house's key, by its fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.own.identity.fingerprint()
    }

    /// How many guests are in the house.
    #[must_use]
    pub fn guests(&self) -> usize {
        self.shared.gate.guests()
    }

    /// The secret of the newest invite.
    #[must_use]
    pub fn secret(&self) -> Option<Secret> {
        self.shared.secret()
    }

    /// Withdraws every invite, and makes a new one.
    ///
    /// # Errors
    /// The new one could not be kept, and the old ones still hold.
    pub async fn new_invite(&self) -> Result<Secret, HostError> {
        let (answer, made) = oneshot::channel();
        self.shared.hall.call(Call::NewInvite { answer }).await;
        let secret = made.await.map_err(|_| HostError::Closed)??;
        self.shared.only_invite(secret.clone());
        Ok(secret)
    }

    /// Opens the ledger's file anew, after someone moved the old one away.
    pub fn reopen_ledger(&self) {
        if let Some(ledger) = &self.shared.ledger {
            ledger.note(Note::Reopen);
        }
    }

    /// Says goodbye to everyone, writes everything, and closes. Takes two seconds at most.
    pub async fn close(self) {
        let forgets = self.shared.hall.rooms().iter().any(|room| room.state().memory == Memory::WhileOpen);
        let why = if forgets {
            "The host closed this house, and what was kept only while it was open is gone."
        } else {
            "The host closed this house. What was said is kept."
        };
        self.shared.gate.close(&Dismissal { code: Code::Closing, why: why.to_owned() });
        if tokio::time::timeout(CLOSING, self.shared.gate.empty()).await.is_err() {
            self.shared.gate.clear();
        }
        // A disk that hangs must not hold up the end: what was acknowledged is kept already.
        let _ = tokio::time::timeout(WRITING, self.write_all()).await;
    }

    async fn write_all(&self) {
        self.shared.hall.call(Call::Close).await;
        let thread = self.own.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // It ends by itself; a panic in it was reported where it happened.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
        if let Some(ledger) = &self.shared.ledger {
            ledger.close().await;
        }
    }
}
