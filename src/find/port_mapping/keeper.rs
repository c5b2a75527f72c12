//! The task that keeps a port open: asks, renews, asks anew where the network is another, and withdraws at the end.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::asking::{ask, renew};
use super::granted::Granted;
use super::router::{Router, Surroundings};
use super::{MappingState, NotOpen};

/// How long a question that is on its way at the end may still take, so that nothing is opened behind one's back.
const LAST_ANSWER: Duration = Duration::from_secs(1);

/// How often it did not work before it is taken for lasting.
const SOME_TIMES: usize = 5;

/// Keeps a port open.
pub struct Keeper {
    router: Router,
    bound: SocketAddr,
    told: watch::Sender<MappingState>,
    lives: watch::Receiver<()>,
    held: Option<Granted>,
    /// How often in a row it did not work.
    failures: usize,
}

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
        Self { router, bound, told, lives, held: None, failures: 0 }
    }

    /// Until nobody wants it any more.
    pub async fn keep(mut self) {
        loop {
            let at = self.look().await;
            let Some(wait) = self.turn(at).await else { break };
            match self.wait(wait, at).await {
                Next::Due => {}
                Next::Moved => {
                    self.tell(MappingState::Asking);
                    self.failures = 0;
                    // The same router may still lead to the address this computer had.
                    if let Some(held) = self.held.take() {
                        let _ = timeout(LAST_ANSWER, held.withdraw()).await;
                    }
                }
                Next::End => break,
            }
        }
        if let Some(held) = self.held.take() {
            held.withdraw().await;
        }
    }

    /// Where the router is, if it leads to the place.
    async fn look(&self) -> Result<Surroundings, NotOpen> {
        let at = self.router.look().await?;
        let ip = self.bound.ip();
        if ip.is_unspecified() || ip == at.own || ip.is_loopback() { Ok(at) } else { Err(NotOpen::Elsewhere) }
    }

    /// Asks once and tells what came of it. How long that is good for; nothing at the end.
    async fn turn(&mut self, at: Result<Surroundings, NotOpen>) -> Option<Duration> {
        let asked = match at {
            Ok(at) => self.ask(&at).await?,
            Err(why) => Err(why),
        };
        let pace = self.router.pace();
        match asked {
            Ok(granted) => {
                self.failures = 0;
                self.tell(granted.state());
                let wait = (granted.lasts / 2).clamp(pace.shortest, pace.longest);
                self.held = Some(granted);
                Some(wait)
            }
            Err(why) => {
                self.failures += 1;
                // One answer that got lost closes nothing.
                if self.held.is_none() || self.failures > 1 {
                    self.held = None;
                    self.tell(MappingState::Not(why));
                }
                let [first, then, later] = pace.again;
                Some(match self.failures {
                    1 => first,
                    2..=SOME_TIMES => then,
                    _ => later,
                })
            }
        }
    }

    /// Asks, anew where what was granted is not renewed. Nothing at the end, where nothing was opened meanwhile.
    async fn ask(&mut self, at: &Surroundings) -> Option<Result<Granted, NotOpen>> {
        let port = NonZeroU16::new(self.bound.port())?;
        let held = self.held.as_ref();
        let asking = async {
            if let Some(held) = held
                && let Ok(granted) = renew(at, held).await
            {
                return Ok(granted);
            }
            ask(at, port).await
        };
        // Its state is large, and lives here for hours.
        let mut asking = Box::pin(asking);
        tokio::select! {
            asked = &mut asking => return Some(asked),
            () = ended(&mut self.lives) => {}
        }
        let last = timeout(LAST_ANSWER, asking).await;
        if let Ok(Ok(granted)) = last {
            self.held = Some(granted);
        }
        None
    }

    /// Waits so long, or until the network is another. Where the computer slept, its own time stood still and that of the
    /// world did not.
    async fn wait(&mut self, wait: Duration, at: Result<Surroundings, NotOpen>) -> Next {
        let (since, began) = (Instant::now(), SystemTime::now());
        loop {
            let left = wait.saturating_sub(since.elapsed());
            if left.is_zero() || began.elapsed().is_ok_and(|passed| passed >= wait) {
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

/// Waits until nobody wants the port any more.
async fn ended(lives: &mut watch::Receiver<()>) {
    while lives.changed().await.is_ok() {}
}
