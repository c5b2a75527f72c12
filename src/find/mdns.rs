//! This program's one mDNS daemon. Whoever announces and whoever looks share it, and it runs for as long as one of them does.
//!
//! It is a thread of the crate `mdns-sd`, beside whatever answers for this computer on the same port. It follows changes of
//! networks and sees that the computer slept. What it hears it keeps for as long as the sender likes, whoever that is: so
//! its keeper looks every second how much that is, and where it is too much, ends it, rests, and begins anew.

use std::sync::Arc;
use std::time::Duration;

use mdns_sd::{IfKind, MDNS_PORT, ServiceDaemon};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::reach::Reach;

/// What houses are announced as.
pub const SERVICE: &str = "_parlor._tcp.local.";

/// How often the daemon looks for changes of networks, in seconds.
const NETWORKS: u32 = 2;

/// How often its keeper looks after it. In a second, someone who floods the network makes it keep a lot.
const CHECK: Duration = Duration::from_secs(1);

/// The same while someone does.
const CLOSE_CHECK: Duration = Duration::from_millis(100);

/// How much it may keep: far more than a network of honest computers says.
const RECORDS: i64 = 8192;
const TIMERS: i64 = 100_000;

/// How long it may take to answer.
const ANSWER: Duration = Duration::from_secs(1);

/// How long there is none after it was told too much, and how long at most where that happens again and again.
const REST: Duration = Duration::from_secs(2);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How long it has to be well, for the next rest to be a short one.
const WELL: Duration = Duration::from_secs(120);

/// The daemon at work, and what looks after it.
#[derive(Debug)]
pub struct Running {
    state: watch::Receiver<State>,
    worn_out: Arc<Notify>,
    _keeper: JoinSet<()>,
}

impl Running {
    pub fn start(reach: Reach) -> Self {
        let (told, state) = watch::channel(State::start(reach));
        let worn_out = Arc::new(Notify::new());
        let mut keeper = JoinSet::new();
        keeper.spawn(keep(reach, told, Arc::clone(&worn_out)));
        Self { state, worn_out, _keeper: keeper }
    }

    /// The daemon, which may be another one later. What was asked of the one before is to be asked of the next.
    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// The daemon was told too much: it is to forget all of it.
    pub fn renew(&self) {
        self.worn_out.notify_one();
    }
}

/// What there is of a daemon.
#[derive(Clone, Debug)]
pub enum State {
    /// One that works.
    Works(Arc<Daemon>),
    /// The one before was told too much, and the next comes after a rest.
    Rests,
    /// The system gives none.
    None,
}

impl State {
    fn start(reach: Reach) -> Self {
        Daemon::start(reach).map_or(Self::None, Self::Works)
    }

    /// The daemon, where one works.
    pub fn daemon(&self) -> Option<Arc<Daemon>> {
        match self {
            Self::Works(daemon) => Some(Arc::clone(daemon)),
            Self::Rests | Self::None => None,
        }
    }
}

/// One daemon. Dropped, it withdraws what it announced, and ends.
pub struct Daemon(pub ServiceDaemon);

impl std::fmt::Debug for Daemon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Daemon")
    }
}

impl Daemon {
    fn start(reach: Reach) -> Option<Arc<Self>> {
        let (port, here) = match reach {
            Reach::Networks => (MDNS_PORT, false),
            Reach::HereByMdns(port) => (port, true),
            Reach::HereByProbes(_) => return None,
        };
        let set_up = || {
            let daemon = ServiceDaemon::new_with_port(port)?;
            daemon.set_ip_check_interval(NETWORKS)?;
            if here {
                daemon.disable_interface(IfKind::All)?;
                daemon.enable_interface(IfKind::LoopbackV4)?;
            } else {
                // What is only on this computer reaches nobody, and would look as if it did.
                daemon.disable_interface(vec![IfKind::LoopbackV4, IfKind::LoopbackV6])?;
            }
            Ok::<_, mdns_sd::Error>(daemon)
        };
        let started = set_up().inspect_err(|error| tracing::warn!(%error, "no mDNS on this computer"));
        started.ok().map(|daemon| Arc::new(Self(daemon)))
    }

    /// Whether it keeps more than an honest network says, or does not answer any more.
    async fn is_worn_out(&self) -> bool {
        let Ok(asked) = self.0.get_metrics() else { return true };
        let Ok(Ok(metrics)) = timeout(ANSWER, asked.recv_async()).await else { return true };
        let records: i64 = metrics.iter().filter(|(name, _)| name.starts_with("cached-")).map(|(_, count)| count).sum();
        records > RECORDS || metrics.get("timer").is_some_and(|timers| *timers > TIMERS)
    }

    /// Ends it, and waits until it did. While someone floods the network faster than it reads, it hears of nothing else.
    async fn end(&self) {
        loop {
            match self.0.shutdown() {
                Ok(ended) => {
                    let _ = ended.recv_async().await;
                    return;
                }
                // Too much waits for it already.
                Err(mdns_sd::Error::Again) => sleep(CHECK).await,
                Err(_) => return,
            }
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.shutdown();
    }
}

/// Looks after the daemon, and puts another in its place where it was told too much, or where there is none.
async fn keep(reach: Reach, state: watch::Sender<State>, worn_out: Arc<Notify>) {
    let (mut well_since, mut rest) = (Instant::now(), Duration::ZERO);
    loop {
        let is_well = rest.is_zero() || well_since.elapsed() > WELL;
        let asked = tokio::select! {
            () = sleep(if is_well { CHECK } else { CLOSE_CHECK }) => false,
            () = worn_out.notified() => true,
        };
        let now = state.borrow().daemon();
        let Some(old) = now else {
            if let Some(new) = Daemon::start(reach) {
                state.send_replace(State::Works(new));
            }
            continue;
        };
        let too_much = old.is_worn_out().await;
        if !asked && !too_much {
            continue;
        }
        tracing::warn!("mDNS was told too much, and begins anew");
        state.send_replace(State::Rests);
        // What it says at its end must not come after what the next one says first, and two would take twice as much.
        old.end().await;
        if too_much {
            let before = if is_well { Duration::ZERO } else { rest };
            rest = (before * 2).clamp(REST, LONGEST_REST);
            sleep(rest).await;
        }
        state.send_replace(State::start(reach));
        well_since = Instant::now();
    }
}
