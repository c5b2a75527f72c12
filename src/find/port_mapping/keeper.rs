//! The task that keeps a port open: asks, renews, asks anew where the network is another, and withdraws at the end.

use std::mem;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::asking::{self, ask, renew};
use super::granted::Granted;
use super::router::{Router, Surroundings};
use super::{MappingState, NotOpen, WITHDRAWING};

/// How long a question that is on its way at the end may still take, so that nothing is opened behind one's back.
const LAST_ANSWER: Duration = Duration::from_secs(1);

/// How often it did not work before it is taken for lasting.
const SOME_TIMES: usize = 5;

/// How many ports are remembered, with those on routers that this computer left.
const HELD: usize = 8;

/// Keeps a port open.
pub struct Keeper {
    router: Router,
    bound: SocketAddr,
    told: watch::Sender<MappingState>,
    lives: watch::Receiver<()>,
    /// What was opened and is not over, one for each router and own address, the newest first. Without its nonce, a router
    /// refuses to open or to close the port again as long as it lasts.
    held: Vec<Held>,
    /// How often in a row it did not work.
    failures: usize,
}

/// A port that was opened.
struct Held {
    granted: Granted,
    at: Surroundings,
    since: Since,
}

/// A moment. Where the computer slept, its own time stood still and that of the world did not.
#[derive(Clone, Copy)]
struct Since(Instant, SystemTime);

/// What a wait ended with.
enum Next {
    /// It is time to ask again.
    Due,
    /// The network is another.
    Moved,
    /// The port is to be closed.
    End,
}

impl Keeper {
    pub fn new(
        router: Router,
        bound: SocketAddr,
        told: watch::Sender<MappingState>,
        lives: watch::Receiver<()>,
    ) -> Self {
        Self { router, bound, told, lives, held: Vec::new(), failures: 0 }
    }

    /// Until nobody wants it any more.
    pub async fn keep(mut self) {
        let mut at;
        loop {
            at = self.look().await;
            let Some(wait) = self.turn(at).await else { break };
            match self.wait(wait, at).await {
                Next::Due => {}
                Next::Moved => {
                    self.tell(MappingState::Asking);
                    self.failures = 0;
                }
                Next::End => break,
            }
        }
        // What another router has can't be closed from here.
        if let Ok(at) = at {
            self.withdraw(|held| held.at.gateway == at.gateway, WITHDRAWING).await;
        }
    }

    /// Has these ports closed, each within so long. What the router does not hear stays held.
    async fn withdraw(&mut self, which: impl Fn(&Held) -> bool, patience: Duration) {
        for held in mem::take(&mut self.held) {
            let closed = which(&held) && timeout(patience, asking::withdraw(&held.granted)).await.unwrap_or(false);
            if !closed {
                self.held.push(held);
            }
        }
    }

    fn hold(&mut self, granted: Granted, at: Surroundings) {
        self.held.retain(|held| held.at != at);
        self.held.insert(0, Held { granted, at, since: Since::now() });
        self.held.truncate(HELD);
    }

    /// Where the router is, if it leads to the place.
    async fn look(&self) -> Result<Surroundings, NotOpen> {
        let at = self.router.look().await?;
        let ip = self.bound.ip();
        if ip.is_unspecified() || ip == at.own || ip.is_loopback() { Ok(at) } else { Err(NotOpen::Elsewhere) }
    }

    /// Asks once and tells what came of it. How long that is good for; nothing at the end.
    async fn turn(&mut self, at: Result<Surroundings, NotOpen>) -> Option<Duration> {
        self.held.retain(|held| !held.is_over() || held.granted.is_for_good());
        let asked = match &at {
            Ok(at) => {
                // The same router may still lead to the address this computer had.
                let left = |held: &Held| held.at.gateway == at.gateway && held.at.own != at.own;
                self.withdraw(left, LAST_ANSWER).await;
                self.ask(at).await?.map(|granted| (granted, *at))
            }
            Err(why) => Err(*why),
        };
        let pace = self.router.pace();
        match asked {
            Ok((granted, at)) => {
                self.failures = 0;
                self.tell(granted.state());
                let wait = (granted.lasts / 2).clamp(pace.shortest, pace.longest);
                self.hold(granted, at);
                Some(wait)
            }
            Err(why) => {
                self.failures += 1;
                let [first, then, later] = pace.again;
                let wait = match self.failures {
                    1 => first,
                    2..=SOME_TIMES => then,
                    _ => later,
                };
                // Answers that got lost close nothing before its time is over. Without a public address, it leads nowhere.
                let held = self.held.iter().find(|held| at == Ok(held.at) && !held.is_over());
                match held.filter(|_| !matches!(why, NotOpen::Shared | NotOpen::NoAddress)) {
                    Some(held) => {
                        self.tell(held.granted.state());
                        Some(wait.min(held.left()))
                    }
                    None => {
                        self.tell(MappingState::Not(why));
                        Some(wait)
                    }
                }
            }
        }
    }

    /// Asks, anew where what was granted is not renewed. Nothing at the end, where nothing was opened meanwhile.
    async fn ask(&mut self, at: &Surroundings) -> Option<Result<Granted, NotOpen>> {
        let port = NonZeroU16::new(self.bound.port())?;
        let before = self.held.iter().find(|held| held.at == *at).map(|held| &held.granted);
        let asking = async {
            if let Some(before) = before
                && let Ok(granted) = renew(at, before).await
            {
                return Ok(granted);
            }
            ask(at, port, before).await
        };
        // Its state is large, and lives here for hours.
        let mut asking = Box::pin(asking);
        tokio::select! {
            asked = &mut asking => return Some(asked),
            () = ended(&mut self.lives) => {}
        }
        let last = timeout(LAST_ANSWER, asking).await;
        if let Ok(Ok(granted)) = last {
            self.hold(granted, *at);
        }
        None
    }

    /// Waits so long, or until the network is another.
    async fn wait(&mut self, wait: Duration, at: Result<Surroundings, NotOpen>) -> Next {
        let since = Since::now();
        loop {
            let left = wait.saturating_sub(since.elapsed());
            if left.is_zero() {
                return Next::Due;
            }
            tokio::select! {
                () = sleep(left.min(self.router.pace().look)) => {}
                () = ended(&mut self.lives) => return Next::End,
            }
            if self.look().await != at {
                return Next::Moved;
            }
        }
    }

    fn tell(&self, state: MappingState) {
        self.told.send_if_modified(|told| {
            let other = *told != state;
            *told = state;
            other
        });
    }
}

impl Held {
    /// How long it stays open, by the router's word.
    fn left(&self) -> Duration {
        self.granted.lasts.saturating_sub(self.since.elapsed())
    }

    fn is_over(&self) -> bool {
        self.left().is_zero()
    }
}

impl Since {
    fn now() -> Self {
        Self(Instant::now(), SystemTime::now())
    }

    fn elapsed(self) -> Duration {
        self.0.elapsed().max(self.1.elapsed().unwrap_or_default())
    }
}

/// Waits until nobody wants the port any more.
async fn ended(lives: &mut watch::Receiver<()>) {
    while lives.changed().await.is_ok() {}
}
