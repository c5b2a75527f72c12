//! This program's one mDNS daemon. Whoever announces and whoever looks share it, and it runs for as long as one of them does.
//!
//! It is a thread of the crate `mdns-sd`, beside whatever answers for this computer on the same port. It follows changes of
//! networks and sees that the computer slept. What it hears it keeps for as long as the sender likes, whoever that is: so
//! its keeper looks from time to time how much that is, and where it is too much, begins anew.

use std::sync::Arc;
use std::time::Duration;

use mdns_sd::{IfKind, MDNS_PORT, ServiceDaemon};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::local_network::Reach;

/// What houses are announced as.
pub const SERVICE: &str = "_parlor._tcp.local.";

/// How often the daemon looks for changes of networks, in seconds.
const NETWORKS: u32 = 2;

/// How often its keeper looks after it.
const CHECK: Duration = Duration::from_secs(5);

/// How much it may keep: far more than a network of honest computers says.
const RECORDS: i64 = 8192;
const TIMERS: i64 = 100_000;

/// How long it may take to end.
const END: Duration = Duration::from_secs(1);

/// The daemon at work, and what looks after it.
#[derive(Debug)]
pub struct Running {
    daemon: watch::Receiver<Option<Arc<Daemon>>>,
    worn_out: Arc<Notify>,
    _keeper: JoinSet<()>,
}

impl Running {
    pub fn start(reach: Reach) -> Self {
        let (sender, daemon) = watch::channel(Daemon::start(reach));
        let worn_out = Arc::new(Notify::new());
        let mut keeper = JoinSet::new();
        keeper.spawn(keep(reach, sender, Arc::clone(&worn_out)));
        Self { daemon, worn_out, _keeper: keeper }
    }

    /// The daemon, which may be another one later; nothing while there is none. What was asked of the one before is to be
    /// asked of the next.
    pub fn daemon(&self) -> watch::Receiver<Option<Arc<Daemon>>> {
        self.daemon.clone()
    }

    /// The daemon was told too much: it is to forget all of it.
    pub fn renew(&self) {
        self.worn_out.notify_one();
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
        let Ok(Ok(metrics)) = timeout(END, asked.recv_async()).await else { return true };
        let records: i64 = metrics.iter().filter(|(name, _)| name.starts_with("cached-")).map(|(_, count)| count).sum();
        records > RECORDS || metrics.get("timer").is_some_and(|timers| *timers > TIMERS)
    }

    /// Ends it, and waits until it did.
    async fn end(&self) {
        if let Ok(ended) = self.0.shutdown() {
            let _ = timeout(END, ended.recv_async()).await;
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
async fn keep(reach: Reach, daemon: watch::Sender<Option<Arc<Daemon>>>, worn_out: Arc<Notify>) {
    loop {
        let asked = tokio::select! {
            () = sleep(CHECK) => false,
            () = worn_out.notified() => true,
        };
        let now = daemon.borrow().clone();
        let Some(old) = now else {
            if let Some(new) = Daemon::start(reach) {
                daemon.send_replace(Some(new));
            }
            continue;
        };
        if asked || old.is_worn_out().await {
            tracing::warn!("mDNS was told too much, and begins anew");
            daemon.send_replace(None);
            // What it says at its end must not come after what the next one says first.
            old.end().await;
            daemon.send_replace(Daemon::start(reach));
        }
    }
}
