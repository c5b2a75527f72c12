//! The house: everything that one host keeps, opened, visited, served and closed.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::HostError;
use super::gate::Gate;
use super::hall::{Call, Hall, Setup};
use super::ledger::{Ledger, Note};
use super::mailbox::Dismissal;
use super::registry::Registry;
use super::room::Room;
use super::settings::{Limits, Settings};
use super::{door, listener};
use crate::log::{DirLock, Log, SqliteLog};
use crate::room::{NameRule, RoomNo, Title};
use crate::wire::carriage::{self, Carriage};
use crate::wire::frame::{Code, RoomName};
use crate::wire::tls::Reception;
use crate::wire::{Fingerprint, Identity, Secret};

/// How long a closing house waits for everyone's goodbye.
const CLOSING: Duration = Duration::from_millis(1500);

/// A house that is open. Dropping the last one ends everything without a goodbye; [`House::close`] is the polite way.
#[derive(Clone)]
pub struct House {
    inner: Arc<Inner>,
}

/// What every session of the house shares.
pub(super) struct Inner {
    pub(super) title: Title,
    pub(super) names: NameRule,
    pub(super) password: Option<String>,
    pub(super) limits: Limits,
    pub(super) log: Arc<dyn Log>,
    pub(super) hall: Arc<Hall>,
    pub(super) gate: Arc<Gate>,
    pub(super) ledger: Option<Ledger>,
    pub(super) reception: Reception,
    identity: Identity,
    secrets: RwLock<Vec<Secret>>,
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
        let Settings { title, data, names, password, ledger, limits, clock } = settings;
        let lock = DirLock::take(&data)?;
        let log = make(SqliteLog::open(&data.join("log.db"))?);
        let registry = Registry::open(&data.join("house.db"))?;
        let identity = Identity::keep(&data.join("house.key"))?;
        let reception = Reception::new(&identity)?;
        if registry.title()?.as_deref() != Some(title.as_str()) {
            registry.set_title(title.as_str())?;
        }
        let mut secrets = registry.invites()?;
        if secrets.is_empty()
            && let Some(secret) = Secret::fresh()
        {
            registry.invite(&secret, clock())?;
            secrets.push(secret);
        }
        let ledger = ledger.map(|path| Ledger::open(&path, Arc::clone(&log), Arc::clone(&clock))).transpose()?;
        let setup = Setup { log: Arc::clone(&log), registry, clock, grace: limits.grace, names, title: title.clone() };
        let (hall, thread) = Hall::open(setup, &Handle::current())?;
        let gate = Gate::new(limits.guests, limits.per_address);
        let inner = Inner {
            title,
            names,
            password,
            limits,
            log,
            hall: Arc::new(hall),
            gate,
            ledger,
            reception,
            identity,
            secrets: RwLock::new(secrets),
            thread: Mutex::new(Some(thread)),
            _lock: lock,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Takes in guests who come to `listener`, until `shutdown` ends. Those who are in stay in.
    pub async fn serve(&self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = listener::listen(&self.inner, &listener) => {}
            () = shutdown => {}
        }
    }

    /// Takes in a guest of this very program. The answer is the guest's end.
    ///
    /// # Errors
    /// The house is closed.
    pub fn visit(&self, guest: Fingerprint) -> Result<Carriage, HostError> {
        let (near, far) = carriage::pipe(guest, self.fingerprint());
        let pass = self.inner.gate.arrive(far.from).ok_or(HostError::Closed)?;
        door::open(&self.inner, far, pass);
        Ok(near)
    }

    /// The house's title.
    #[must_use]
    pub fn title(&self) -> &Title {
        &self.inner.title
    }

    /// The house's key, by its fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.inner.identity.fingerprint()
    }

    /// How many guests are in the house.
    #[must_use]
    pub fn guests(&self) -> usize {
        self.inner.gate.guests()
    }

    /// The secret of the newest invite.
    #[must_use]
    pub fn secret(&self) -> Option<Secret> {
        self.inner.secrets.read().unwrap_or_else(PoisonError::into_inner).last().cloned()
    }

    /// Withdraws every invite, and makes a new one.
    ///
    /// # Errors
    /// The new one could not be kept, and the old ones still hold.
    pub async fn new_invite(&self) -> Result<Secret, HostError> {
        let (answer, made) = oneshot::channel();
        self.inner.hall.call(Call::NewInvite { answer }).await;
        let secret = made.await.map_err(|_| HostError::Closed)??;
        *self.inner.secrets.write().unwrap_or_else(PoisonError::into_inner) = vec![secret.clone()];
        Ok(secret)
    }

    /// Opens the ledger's file anew, after someone moved the old one away.
    pub fn reopen_ledger(&self) {
        if let Some(ledger) = &self.inner.ledger {
            ledger.note(Note::Reopen);
        }
    }

    /// Says goodbye to everyone, writes everything, and closes. Takes two seconds at most.
    pub async fn close(self) {
        let why = "The host closed this house. What was said is kept.".to_owned();
        self.inner.gate.close(&Dismissal { code: Code::Closing, why });
        if tokio::time::timeout(CLOSING, self.inner.gate.empty()).await.is_err() {
            self.inner.gate.clear();
        }
        self.inner.hall.call(Call::Close).await;
        let thread = self.inner.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // It ends by itself; a panic in it was reported where it happened.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
        if let Some(ledger) = &self.inner.ledger {
            ledger.close().await;
        }
    }
}

impl Inner {
    /// The room that a guest means.
    pub(super) fn find_room(&self, name: Option<&RoomName>) -> Option<Arc<Room>> {
        match name {
            None => self.hall.rooms().into_iter().next(),
            Some(RoomName::No(no)) => self.hall.room(*no),
            Some(RoomName::Title(title)) => {
                let wanted = Title::parse(title).ok()?.key();
                let is_it = |room: &Arc<Room>| self.title_of(room).key() == wanted;
                let numbered = || title.trim().parse().ok().and_then(|no| self.hall.room(RoomNo(no)));
                self.hall.rooms().into_iter().find(is_it).or_else(numbered)
            }
        }
    }

    /// A room's title. Every room gets one with its first event; where that is lost, the house lends its own.
    pub(super) fn title_of(&self, room: &Room) -> Title {
        room.state().title.clone().unwrap_or_else(|| self.title.clone())
    }

    /// Whether an invite's secret holds.
    pub(super) fn invites(&self, secret: &Secret) -> bool {
        self.secrets.read().unwrap_or_else(PoisonError::into_inner).contains(secret)
    }

    pub(super) fn note(&self, note: impl FnOnce() -> Note) {
        if let Some(ledger) = &self.ledger {
            ledger.note(note());
        }
    }
}
