//! Looks for houses that announce themselves on the local networks, or answer probes there. One search serves all who look,
//! since the daemon knows only one; it goes on for as long as one of them does.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mdns_sd::{Receiver, ResolvedService, ServiceEvent};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::mdns::{Daemon, Running, SERVICE};
use super::notice::Notice;
use super::places::{Found, Kept, Places, usable};
use super::probing::{self, Answer};
use super::reach::Reach;

/// How often the list changes at most, so that a flood of announcements is no flood of changes.
const PACE: Duration = Duration::from_millis(250);

/// How long what changed waits for more of the same: a house is heard on each kind of address by itself.
const SETTLING: Duration = Duration::from_millis(100);

/// How many announcements may come up within a minute. More are a flood.
const FLOOD: u32 = 512;
const MINUTE: Duration = Duration::from_secs(60);

/// How long nothing is listened to after a flood, and how long at most where it goes on.
const REST: Duration = Duration::from_secs(2);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How many answers to probes may wait. The others come again.
const ANSWERS: usize = 64;

/// How long what was found may take to be heard again after the search began anew.
const HEARD_AGAIN: Duration = Duration::from_secs(3);

/// The one search.
#[derive(Debug)]
pub struct Browsing {
    pub(super) found: watch::Receiver<Arc<[Found]>>,
    _search: JoinSet<()>,
}

impl Browsing {
    pub(super) fn start(reach: Reach, running: Arc<Running>) -> Self {
        let (told, found) = watch::channel(Arc::from([]));
        let (tell, answers) = mpsc::channel(ANSWERS);
        let mut tasks = JoinSet::new();
        if let Some(port) = reach.probes() {
            tasks.spawn(probing::ask(port, reach.is_here(), tell));
        }
        let search = Search {
            running,
            here: reach.is_here(),
            places: Places::default(),
            told,
            due: None,
            told_at: None,
            doubted: None,
            answers,
            answered: BTreeMap::new(),
            flood: Flood::default(),
        };
        tasks.spawn(search.work());
        Self { found, _search: tasks }
    }
}

struct Search {
    running: Arc<Running>,
    /// Whether this computer alone is meant.
    here: bool,
    places: Places,
    told: watch::Sender<Arc<[Found]>>,
    /// When the list is to be told next, where it changed.
    due: Option<Instant>,
    told_at: Option<Instant>,
    /// When what was not heard again is gone.
    doubted: Option<Instant>,
    /// What answered probes, and until when it counts as found.
    answers: mpsc::Receiver<Answer>,
    answered: BTreeMap<String, Instant>,
    flood: Flood,
}

/// Asks a daemon. Dropped, it asks no more, and the daemon forgets what it was told.
struct Asking(Arc<Daemon>);

impl Drop for Asking {
    fn drop(&mut self) {
        // It may be gone.
        let _ = self.0.0.stop_browse(SERVICE);
    }
}

impl Search {
    async fn work(mut self) {
        let mut mdns = self.running.state();
        loop {
            let daemon = mdns.borrow_and_update().daemon();
            let flooded = tokio::select! {
                // The daemon may have ended since another took its place.
                () = self.listen(daemon) => !mdns.has_changed().unwrap_or(true),
                renewed = mdns.changed() => if renewed.is_ok() { false } else { return },
            };
            // What answers probes has its own time.
            self.places.doubt(|name| self.answered.contains_key(name));
            self.doubted = Some(Instant::now() + HEARD_AGAIN);
            if flooded {
                self.running.renew();
                let rest = self.flood.rest();
                tracing::warn!(?rest, "a flood of announcements is not listened to for a while");
                sleep(rest).await;
                self.doubted = Some(Instant::now() + HEARD_AGAIN);
            }
        }
    }

    /// Listens to what this daemon hears, until that is too much, and to what answers probes.
    async fn listen(&mut self, daemon: Option<Arc<Daemon>>) {
        let asking = daemon.map(Asking);
        // Where it can't be asked it is ending, and another follows.
        let events = asking.as_ref().and_then(|asking| asking.0.0.browse(SERVICE).ok());
        loop {
            let expiry = self.answered.values().min().copied();
            tokio::select! {
                event = next(events.as_ref()) => match event {
                    Some(event) => self.hear(event),
                    // It ended, or gave up since there was more than could be told.
                    None => return,
                },
                Some(answer) = self.answers.recv() => self.answer(answer),
                () = at(expiry) => self.forget_silent(),
                () = at(self.due) => self.tell(),
                () = at(self.doubted) => {
                    self.doubted = None;
                    if self.places.forget_doubted() {
                        self.change();
                    }
                }
            }
            if self.flood.is_too_much() {
                return;
            }
        }
    }

    fn hear(&mut self, event: ServiceEvent) {
        match event {
            ServiceEvent::ServiceFound(..) => self.flood.count(),
            ServiceEvent::ServiceResolved(service) => match self.resolved(&service) {
                Kept::Changed => self.change(),
                Kept::Same => {}
                Kept::Dropped => self.flood.count(),
            },
            ServiceEvent::ServiceRemoved(_, name) => self.removed(&name),
            _ => {}
        }
    }

    fn removed(&mut self, name: &str) {
        let Some(gone) = self.places.forget(name) else { return };
        // What withdraws its announcement does not answer any more either.
        self.answered.retain(|answered, _| {
            let same = self.places.key_of(answered) == Some(gone);
            if same {
                self.places.forget(answered);
            }
            !same
        });
        self.change();
    }

    fn answer(&mut self, Answer { from, port, notice }: Answer) {
        let name = format!("probe {from} {}", notice.key);
        let kept = self.places.hear(&name, Some(notice), usable([from], port, self.here));
        if kept != Kept::Dropped {
            self.answered.insert(name, Instant::now() + probing::holds(self.here));
        }
        if kept == Kept::Changed {
            self.change();
        }
    }

    /// What has not answered for long is gone.
    fn forget_silent(&mut self) {
        let now = Instant::now();
        self.answered.retain(|name, until| {
            let holds = *until > now;
            if !holds {
                self.places.forget(name);
            }
            holds
        });
        self.change();
    }

    fn resolved(&mut self, service: &ResolvedService) -> Kept {
        let notice = Notice::read(|name| service.get_property_val_str(name));
        let ips = service.get_addresses().iter().map(mdns_sd::ScopedIp::to_ip_addr);
        self.places.hear(service.get_fullname(), notice, usable(ips, service.get_port(), self.here))
    }

    /// What was found is to be told soon.
    fn change(&mut self) {
        let soon = Instant::now() + SETTLING;
        let soonest = self.told_at.map_or(soon, |told_at| soon.max(told_at + PACE));
        self.due.get_or_insert(soonest);
    }

    fn tell(&mut self) {
        let list = self.places.list();
        self.told.send_if_modified(|told| {
            let other = **told != *list;
            if other {
                *told = list.into();
            }
            other
        });
        (self.due, self.told_at) = (None, Some(Instant::now()));
    }
}

/// The next event, where events come; nothing after the last.
async fn next(events: Option<&Receiver<ServiceEvent>>) -> Option<ServiceEvent> {
    match events {
        Some(events) => events.recv_async().await.ok(),
        None => std::future::pending().await,
    }
}

/// Waits until then, or for ever.
async fn at(then: Option<Instant>) {
    match then {
        Some(then) => sleep_until(then).await,
        None => std::future::pending().await,
    }
}

/// How much came up lately.
#[derive(Default)]
struct Flood {
    since: Option<Instant>,
    count: u32,
    rest: Duration,
}

impl Flood {
    fn count(&mut self) {
        if self.since.is_none_or(|since| since.elapsed() > MINUTE) {
            if self.since.is_some() && self.count < FLOOD / 2 {
                self.rest = Duration::ZERO;
            }
            (self.since, self.count) = (Some(Instant::now()), 0);
        }
        self.count += 1;
    }

    const fn is_too_much(&self) -> bool {
        self.count > FLOOD
    }

    /// How long nothing is to be listened to: longer each time.
    fn rest(&mut self) -> Duration {
        (self.since, self.count) = (None, 0);
        self.rest = (self.rest * 2).clamp(REST, LONGEST_REST);
        self.rest
    }
}
