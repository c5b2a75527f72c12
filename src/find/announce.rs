//! A house announces itself by DNS-SD, so that others on the same network see it without typing an address.
//! What it tells of itself is a notice; a secret is never in it.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use mdns_sd::{DaemonEvent, IfKind, Receiver, ServiceInfo};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

use super::answering::{answer_probes, bind};
use super::local_network::LocalNetwork;
use super::mdns::{Daemon, Running, SERVICE, State};
use super::notice::{Notice, first_bytes};
use crate::room::Title;
use crate::wire::Fingerprint;

/// How often what is announced changes at most: people come and go all the time, and everyone on the network is told. On
/// this computer alone it disturbs nobody.
const fn pace(here: bool) -> Duration {
    Duration::from_millis(if here { 500 } else { 5000 })
}

/// How long the daemon may take to answer.
const ANSWER: Duration = Duration::from_secs(1);

/// How many bytes of the title are in the name of the announcement, which has 63, with the beginning of the key.
const NAME_BYTES: usize = 40;

/// What is to be announced.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// The house's key.
    pub key: Fingerprint,
    /// Its title.
    pub title: Title,
    /// Whether it asks for a password.
    pub asks_password: bool,
    /// Where it listens.
    pub bound: SocketAddr,
    /// How many people are there, as they come and go.
    pub people: watch::Receiver<u32>,
    /// The numbers of the spoken codes that are open, as they come and go.
    pub codes: watch::Receiver<Vec<u8>>,
}

/// Whether others on the network can see a house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is on its way.
    Starting,
    /// It was announced on at least one network. A firewall may still keep that from everyone.
    Announced,
    /// It is not announced, and can be joined all the same.
    Not(NotAnnounced),
}

/// Why a house is not announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnnounced {
    /// It listens where only this computer reaches it.
    #[error("Only this computer can reach this place, so it is not announced on the network.")]
    OnlyHere,
    /// There is no network, or none that can be announced on.
    #[error(
        "This place can't be announced: there is no network, or the system allows no multicast on UDP port 5353. \
         Give others its address or an invite."
    )]
    NoNetwork,
    /// Someone says so much on the network that nobody can be heard.
    #[error(
        "Someone floods the network with announcements, so this place is not announced for a while. Give others its \
         address or an invite."
    )]
    Flooded,
}

/// A house is announced for as long as this is held.
#[derive(Debug)]
pub struct Announcer {
    title: watch::Sender<Title>,
    presence: watch::Receiver<Presence>,
    task: JoinSet<()>,
    /// Until the end, so that what is said last is said twice.
    _running: Option<Arc<Running>>,
}

impl Announcer {
    /// Announces a house. Needs a tokio runtime around it.
    #[must_use]
    pub fn start(network: &LocalNetwork, announcement: Announcement) -> Self {
        let (title, titles) = watch::channel(announcement.title.clone());
        let mut task = JoinSet::new();
        if announcement.bound.ip().to_canonical().is_loopback() && !network.reach().is_here() {
            let (_, presence) = watch::channel(Presence::Not(NotAnnounced::OnlyHere));
            return Self { title, presence, task, _running: None };
        }
        let (told, presence) = watch::channel(Presence::Starting);
        let running = network.run();
        if let Some(port) = network.reach().probes() {
            let (what, titles) = (announcement.clone(), titles.clone());
            match bind(port) {
                Ok(socket) => {
                    task.spawn(answer_probes(socket, what.bound, move || what.notice(&titles.borrow())));
                }
                Err(error) => tracing::debug!(%error, "probes are not answered"),
            }
        }
        let worker = Worker { what: announcement, pace: pace(network.reach().is_here()), titles, told, said: 0 };
        task.spawn(worker.work(running.state()));
        Self { title, presence, task, _running: Some(running) }
    }

    /// Whether others can see it, as that changes.
    #[must_use]
    pub fn presence(&self) -> watch::Receiver<Presence> {
        self.presence.clone()
    }

    /// It has another title.
    pub fn rename(&self, title: Title) {
        self.title.send_if_modified(|now| {
            let other = *now != title;
            *now = title;
            other
        });
    }

    /// Tells everyone that it is gone, and waits until that is said. Dropping the announcer tells them too, and does not wait.
    pub async fn withdraw(&mut self) {
        let (title, _) = watch::channel(self.title.borrow().clone());
        // Without its titles the worker ends in good order.
        drop(std::mem::replace(&mut self.title, title));
        let _ = timeout(ANSWER, self.task.join_next()).await;
        self.task.abort_all();
    }
}

impl Announcement {
    /// What is told now.
    fn notice(&self, title: &Title) -> Notice {
        Notice::ours(self.key, title.clone(), *self.people.borrow(), self.asks_password, &self.codes.borrow())
    }
}

/// The task that keeps the announcement true.
struct Worker {
    what: Announcement,
    pace: Duration,
    titles: watch::Receiver<Title>,
    told: watch::Sender<Presence>,
    /// How many announcements there were. Each says its number, so that none is like one before: a cache that is told anew what
    /// it was told already may keep showing what came between.
    said: u32,
}

/// What is announced by a daemon. Dropped, it is withdrawn.
struct Registered {
    daemon: Arc<Daemon>,
    name: String,
}

impl Registered {
    /// Withdraws it, and waits until that was said.
    async fn withdraw(&self) {
        if let Ok(withdrawn) = self.daemon.0.unregister(&self.name) {
            let _ = withdrawn.recv_async().await;
        }
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        // It may be withdrawn already, or the daemon gone.
        let _ = self.daemon.0.unregister(&self.name);
    }
}

impl Worker {
    async fn work(mut self, mut mdns: watch::Receiver<State>) {
        loop {
            let state = mdns.borrow_and_update().clone();
            let goes_on = match state {
                State::Works(daemon) => tokio::select! {
                    () = self.announce(daemon) => false,
                    changed = mdns.changed() => changed.is_ok(),
                },
                State::Rests | State::None => {
                    let why =
                        if matches!(state, State::Rests) { NotAnnounced::Flooded } else { NotAnnounced::NoNetwork };
                    self.tell(Presence::Not(why));
                    tokio::select! {
                        changed = mdns.changed() => changed.is_ok(),
                        () = closed(&mut self.titles) => false,
                    }
                }
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Announces by this daemon, until it is to be withdrawn.
    async fn announce(&mut self, daemon: Arc<Daemon>) {
        let Ok(news) = daemon.0.monitor() else {
            // It is ending, and another follows.
            return closed(&mut self.titles).await;
        };
        let Some(service) = self.service() else { return };
        let registered = Registered { name: service.get_fullname().to_owned(), daemon };
        let mut service = Some(service);
        let (mut said, mut seen) = (Instant::now(), false);
        loop {
            if let Some(service) = service.take() {
                said = Instant::now();
                if let Err(error) = registered.daemon.0.register(service) {
                    tracing::warn!(%error, "the announcement could not be made");
                }
            }
            if !seen {
                seen = true;
                self.see(&registered, &news).await;
            }
            tokio::select! {
                event = news.recv_async() => match event {
                    Ok(event) => {
                        self.hear(&event);
                        // Where a network is new, it is said once, and may not be carried yet.
                        if matches!(event, DaemonEvent::IpAdd(ip) if self.is_at(ip)) {
                            service = self.service();
                        }
                    }
                    // It ended, and another follows.
                    Err(_) => return closed(&mut self.titles).await,
                },
                changed = self.changed() => {
                    if !changed {
                        registered.withdraw().await;
                        return;
                    }
                    // The newest is what is said once it is time.
                    tokio::select! {
                        () = sleep_until(said + self.pace) => {}
                        () = closed(&mut self.titles) => {}
                    }
                    service = self.service();
                }
            }
        }
    }

    /// Waits until something else is to be told. False where it is to be withdrawn.
    async fn changed(&mut self) -> bool {
        tokio::select! {
            renamed = self.titles.changed() => renamed.is_ok(),
            Ok(()) = self.what.people.changed() => true,
            Ok(()) = self.what.codes.changed() => true,
        }
    }

    /// What is to be announced now.
    fn service(&mut self) -> Option<ServiceInfo> {
        let title = self.titles.borrow_and_update().clone();
        self.what.people.mark_unchanged();
        self.what.codes.mark_unchanged();
        let Announcement { key, bound, .. } = self.what;
        let notice = self.what.notice(&title);
        let mut pairs: HashMap<String, String> =
            notice.pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.said = self.said.wrapping_add(1);
        pairs.insert("n".to_owned(), self.said.to_string());
        let host = format!("parlor-{}.local.", short(key));
        let ip = bound.ip().to_canonical();
        let ips: Vec<IpAddr> = if ip.is_unspecified() { Vec::new() } else { vec![ip] };
        let name = instance(&self.what.title, key);
        let made = ServiceInfo::new(SERVICE, &name, &host, &ips[..], bound.port(), pairs);
        let mut service = made.inspect_err(|error| tracing::warn!(%error, "a house can't be announced")).ok()?;
        if ips.is_empty() {
            service = service.enable_addr_auto();
            if ip.is_ipv4() {
                service.set_interfaces(vec![IfKind::IPv4]);
            }
        }
        // Both names are of the key alone. Nobody else has them, and asking around first takes most of a second.
        service.set_requires_probe(false);
        Some(service)
    }

    /// Sees whether the first announcement went anywhere: by when the daemon answers, it was made.
    async fn see(&self, registered: &Registered, news: &Receiver<DaemonEvent>) {
        if let Ok(answer) = registered.daemon.0.status() {
            let _ = timeout(ANSWER, answer.recv_async()).await;
        }
        let events: Vec<DaemonEvent> = news.try_iter().collect();
        if !events.iter().any(|event| matches!(event, DaemonEvent::Announce(..))) {
            self.tell(Presence::Not(NotAnnounced::NoNetwork));
        }
        events.iter().for_each(|event| self.hear(event));
    }

    fn hear(&self, event: &DaemonEvent) {
        match event {
            DaemonEvent::Announce(..) => self.tell(Presence::Announced),
            // It is announced there by the daemon itself, if it belongs there.
            DaemonEvent::IpAdd(ip) if self.is_at(*ip) => self.tell(Presence::Announced),
            DaemonEvent::IpDel(_) if !self.is_anywhere() => self.tell(Presence::Not(NotAnnounced::NoNetwork)),
            DaemonEvent::Error(error) => tracing::warn!(%error, "mDNS"),
            _ => {}
        }
    }

    /// Whether the house can be reached at this address of this computer.
    fn is_at(&self, ip: IpAddr) -> bool {
        let bound = self.what.bound.ip().to_canonical();
        bound == ip || bound.is_unspecified() && (bound.is_ipv6() || ip.is_ipv4()) && !ip.is_loopback()
    }

    fn is_anywhere(&self) -> bool {
        if_addrs::get_if_addrs().unwrap_or_default().iter().any(|interface| self.is_at(interface.ip()))
    }

    fn tell(&self, presence: Presence) {
        self.told.send_if_modified(|told| {
            let other = *told != presence;
            *told = presence;
            other
        });
    }
}

/// Waits until the announcement is to be withdrawn.
async fn closed(titles: &mut watch::Receiver<Title>) {
    while titles.changed().await.is_ok() {}
}

/// The name of an announcement: of the title, for people who look at the network with other programs, and of the key, so
/// that places with the same title are two. It has no capital letters: mdns-sd says a thing a second time, as it should,
/// only where the name has none.
fn instance(title: &Title, key: Fingerprint) -> String {
    let plain: String = title.as_str().chars().map(|c| if matches!(c, '.' | '\\') { ' ' } else { c }).collect();
    format!("{} {}", first_bytes(&plain.to_lowercase(), NAME_BYTES), short(key))
}

/// The beginning of a key, enough to tell houses on one network apart.
fn short(key: Fingerprint) -> String {
    key.0.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
