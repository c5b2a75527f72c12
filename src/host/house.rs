//! The house: everything that one host keeps, opened, visited, served and closed.

use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use super::bots::Bots;
use super::channels::Channels;
use super::connection_limit::ConnectionLimit;
use super::context::{EntryRules, HouseContext, Reading};
use super::core::{HousePolicy, Input};
use super::door::{self, Newcomer, Speaks};
use super::error::HostError;
use super::hall::{Call, Hall, ReplyTo, Setup};
use super::happenings::{self, Happenings, Onlooker};
use super::house_password::HousePassword;
use super::ledger::{Ledger, Note};
use super::no::No;
use super::opening::{Opened, Opening};
use super::passwords::PasswordThrottle;
use super::plain_doors::{OpenDoors, PlainDoors};
use super::rate_limits::RateLimits;
use super::reach_checks::{self, ReachChecks};
use super::registry::{self, Registry};
use super::settings::Settings;
use super::view::{FanOut, RoomViews, Roster};
use crate::log::{DirLock, Log, LogError, SqliteLog};
use crate::room::{Memory, Name, Title};
use crate::wire::carriage::{self, Carriage};
use crate::wire::frame::Code;
use crate::wire::tls::Reception;
use crate::wire::{Fingerprint, Identity, Secret};

/// How long a closing house waits for everyone's goodbye.
const CLOSING: Duration = Duration::from_millis(1500);

/// How long it then waits for its disk.
const WRITING: Duration = Duration::from_millis(400);

/// How long guests may take to knock at the house's addresses.
const DIALLING: Duration = Duration::from_secs(5);

/// What everyone is told when the house closes by a fault.
const FAULT: &str = "Parlor crashed on the host's computer. All messages that were sent are kept. Rejoin once it is open \
                     again.";

/// A house that is open. Dropping the last one ends everything without a goodbye; [`House::close`] is the polite way.
#[derive(Clone)]
pub struct House {
    pub(super) shared: Arc<HouseContext>,
    own: Arc<Own>,
}

/// What concerns only the house as a whole.
struct Own {
    thread: Mutex<Option<JoinHandle<()>>>,
    /// Whether it ended by a fault.
    fault: watch::Receiver<bool>,
    /// What whoever hosts it chose to be called.
    host_name: Option<Name>,
    /// The port that was chosen for it.
    port: Option<u16>,
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
        let opening = Opening::of(&settings);
        let Settings { title, data, names, password, host_key, ledger, plain, limits, clock, .. } = settings;
        let lock = DirLock::take(&data)?;
        let log = make(SqliteLog::open(&data.join("log.db"))?);
        let registry = Registry::open(&data.join("house.db"))?;
        let Opened { standing, host_name, port } = opening.write(&registry, clock())?;
        let identity = Identity::keep(&data.join("house.key"))?;
        let reception = Reception::new(&identity)?;
        let was = registry::house::title(registry.db())?.and_then(|was| Title::parse(&was).ok());
        let ledger = ledger.map(|path| Ledger::open(&path, Arc::clone(&log), Arc::clone(&clock))).transpose()?;
        let (rooms, roster) = (Arc::new(RoomViews::new(FanOut::start())), Arc::new(Roster::default()));
        let connections = ConnectionLimit::new(limits.guests, limits.per_address);
        let setup = Setup {
            log: Arc::clone(&log),
            registry,
            clock: Arc::clone(&clock),
            policy: HousePolicy { names, renames: limits.renames, grace: limits.grace, host_key },
            title: title.clone(),
            was,
            rooms: Arc::clone(&rooms),
            roster: Arc::clone(&roster),
            standing: Arc::clone(&standing),
        };
        let (faulted, fault) = watch::channel(false);
        let on_fault = {
            let connections = Arc::clone(&connections);
            move || {
                connections.close(&No::new(Code::Closing, FAULT));
                faulted.send_replace(true);
            }
        };
        let (hall, thread) = Hall::open(setup, data, Box::new(on_fault))?;
        let rates = RateLimits::new(limits.paces());
        let shared = HouseContext {
            title,
            key: identity.fingerprint(),
            entry: EntryRules {
                names,
                password: HousePassword::new(password),
                host_key,
                standing,
                codes: Arc::default(),
            },
            limits,
            log,
            rooms,
            roster,
            hall: Arc::new(hall),
            connections,
            ledger,
            onlooker: Onlooker::default(),
            reception,
            doors: OpenDoors::new(plain),
            channels: Channels::default(),
            bots: Bots::default(),
            rates,
            throttle: PasswordThrottle::default(),
            reach_checks: ReachChecks::default(),
            reading: Reading::default(),
            clock,
            numbers: AtomicU64::new(1),
        };
        let own = Own { thread: Mutex::new(Some(thread)), fault, host_name, port, _lock: lock };
        Ok(Self { shared: Arc::new(shared), own: Arc::new(own) })
    }

    /// Takes in guests who come to `listener`, until `shutdown` ends. Those who are in stay in.
    pub async fn serve(&self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = door::listen(&self.shared, &listener) => {}
            () = shutdown => {}
        }
    }

    /// Takes in a guest of this very program. The answer is the guest's end.
    ///
    /// # Errors
    /// The house is closed.
    pub fn visit(&self, guest: Fingerprint) -> Result<Carriage, HostError> {
        let (near, far) = carriage::pipe(guest, self.fingerprint());
        let pass = self.shared.connections.arrive(far.from).ok_or(HostError::Closed)?;
        let comer =
            Newcomer { stream: far.stream, key: Some(far.peer), from: far.from, secure: true, said: Vec::new() };
        door::open(&self.shared, comer, Speaks::Native, pass);
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
        self.shared.key
    }

    /// How many guests are in the house.
    #[must_use]
    pub fn guests(&self) -> usize {
        self.shared.connections.guests()
    }

    /// How many people are in the house, as they come and go. Whoever is there with several guests is one.
    #[must_use]
    pub fn people(&self) -> watch::Receiver<u32> {
        self.shared.roster.count()
    }

    /// Whether whoever comes without an invite is asked for a password.
    #[must_use]
    pub fn asks_password(&self) -> bool {
        self.shared.entry.password.get().is_some()
    }

    /// Asks whoever comes without an invite for this password from now on, or for none. Those who are in stay in.
    ///
    /// # Errors
    /// That it asks for one could not be kept, and it is as before.
    pub async fn set_password(&self, password: Option<String>) -> Result<(), HostError> {
        let password = password.filter(|password| !password.is_empty());
        let (reply, kept) = oneshot::channel();
        let ask = Input::AskPassword(password.is_some());
        self.shared.hall.call(Call::Input(ask, ReplyTo::Waiter(reply))).await;
        kept.await.map_err(|_| HostError::Closed)?.map_err(|no| HostError::Refused(no.why))?;
        self.shared.entry.password.set(password);
        Ok(())
    }

    /// What whoever hosts the house chose to be called, now or at an earlier time.
    #[must_use]
    pub fn host_name(&self) -> Option<&Name> {
        self.own.host_name.as_ref()
    }

    /// The port that was chosen for it, now or at an earlier time.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.own.port
    }

    /// Which languages are let in without TLS.
    #[must_use]
    pub fn plain_doors(&self) -> PlainDoors {
        self.shared.doors.get()
    }

    /// Lets these languages in without TLS from now on. Those who are in stay in.
    pub fn open_plain_doors(&self, doors: PlainDoors) {
        self.shared.doors.set(doors);
    }

    /// The secret of the standing invite, which never expires and is for everyone. Nothing where its host withdrew it: the
    /// next opening of the house, or [`House::new_invite`], makes another.
    #[must_use]
    pub fn secret(&self) -> Option<Secret> {
        self.shared.entry.standing.secret()
    }

    /// The numbers of the spoken codes that are open, as that changes: by them whoever was told one finds this house.
    #[must_use]
    pub fn code_numbers(&self) -> watch::Receiver<Vec<u8>> {
        self.shared.entry.codes.numbers()
    }

    /// Asks guests on other computers to knock at these addresses of this house, and waits for what they say: those at which
    /// it was reached, of those it makes sense to ask about.
    ///
    /// # Errors
    /// There is nobody to ask, or nobody answered.
    pub async fn check_reach(&self, addresses: &[SocketAddr]) -> Result<Vec<SocketAddr>, HostError> {
        let addresses: Vec<SocketAddr> = addresses.iter().take(reach_checks::ADDRESSES).copied().collect();
        let mut check = self.shared.reach_checks.begin();
        let (reply, asked) = oneshot::channel();
        let ask = Input::AskToDial { check: check.number, addresses: addresses.clone() };
        self.shared.hall.call(Call::Input(ask, ReplyTo::Waiter(reply))).await;
        asked.await.map_err(|_| HostError::Closed)?.map_err(|no| HostError::Refused(no.why))?;
        let (mut reached, mut answered) = (Vec::new(), false);
        let answers = async {
            while let Some(more) = check.next().await {
                answered = true;
                reached.extend(more.into_iter().filter(|address| addresses.contains(address)));
                if addresses.iter().all(|address| reached.contains(address)) {
                    return;
                }
            }
        };
        let _ = tokio::time::timeout(DIALLING, answers).await;
        if !answered {
            return Err(HostError::Refused("Nobody who is here answered. Try again in a moment.".to_owned()));
        }
        reached.sort_unstable();
        reached.dedup();
        Ok(reached)
    }

    /// Withdraws the standing invite, and makes a new one. Invites that were made one by one still hold.
    ///
    /// # Errors
    /// The new one could not be kept, and the old one still holds.
    pub async fn new_invite(&self) -> Result<Secret, HostError> {
        let secret = Secret::fresh().ok_or(HostError::Log(LogError::Randomness))?;
        let (reply, made) = oneshot::channel();
        let ask = Input::RenewInvite(secret.clone());
        self.shared.hall.call(Call::Input(ask, ReplyTo::Waiter(reply))).await;
        made.await.map_err(|_| HostError::Closed)?.map_err(|no| HostError::Refused(no.why))?;
        Ok(secret)
    }

    /// Waits until the house closes by a fault in the program: everyone is told already, and a crash report lies in its
    /// folder. Never comes back where there is none.
    pub async fn fault(&self) {
        let mut fault = self.own.fault.clone();
        if fault.wait_for(|faulted| *faulted).await.is_err() {
            // The hall ended in good order.
            std::future::pending::<()>().await;
        }
    }

    /// What happens in the house from now on, at its door and in its rooms, for whoever keeps it. Of direct talks there is
    /// nothing. Whoever asks again looks on instead of whoever did before. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// The log can't be read.
    pub fn happenings(&self) -> Result<Happenings, HostError> {
        let HouseContext { log, rooms, roster, clock, title, onlooker, .. } = &*self.shared;
        let source = happenings::Source {
            log: Arc::clone(log),
            rooms: Arc::clone(rooms),
            roster: Arc::clone(roster),
            clock: Arc::clone(clock),
            title: title.clone(),
        };
        Ok(happenings::look_on(onlooker, source)?)
    }

    /// Opens the ledger's file anew, after someone moved the old one away.
    pub fn reopen_ledger(&self) {
        if let Some(ledger) = &self.shared.ledger {
            ledger.note(Note::Reopen);
        }
    }

    /// Says goodbye to everyone, writes everything, and closes. Takes two seconds at most.
    pub async fn close(self) {
        let forgets = self.shared.rooms.any(|room| room.state().memory == Memory::WhileOpen);
        let kept = if forgets { "Messages that were kept until then are deleted." } else { "Messages are kept." };
        let why = format!("The host closed {}. {kept}", self.shared.title);
        self.shared.connections.close(&No::new(Code::Closing, why));
        if tokio::time::timeout(CLOSING, self.shared.connections.empty()).await.is_err() {
            self.shared.connections.clear();
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
