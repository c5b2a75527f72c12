//! How fast a session may go on. What was too fast gets a time of its own at which it may come again, so that whoever
//! waits as long as they are told is not refused twice; and what is said keeps its order.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::host::no::No;
use crate::host::rate_limits::{Action, SessionLimits};
use crate::room::EventId;
use crate::wire::frame::Code;

/// After a say was too fast, how much longer than its wait no other may overtake it. What was under way behind it would
/// otherwise come before it, and what one guest says lose its order.
const OVERTAKING: Duration = Duration::from_secs(2);

/// How many are given a time. Whoever sends more than that without waiting may be refused again.
const GIVEN: usize = 1024;

/// The pace of one session.
pub struct SessionRateLimit {
    limited: SessionLimits,
    /// Whether the session waits in the guest's place, where something is too fast. Then nothing comes again, and nothing
    /// overtakes.
    waits: bool,
    says: Appointments<EventId>,
    asks: Appointments<u64>,
}

impl SessionRateLimit {
    /// Of someone who is limited so. `waits` is whether the session waits in their place.
    pub const fn new(limited: SessionLimits, waits: bool) -> Self {
        Self { limited, waits, says: Appointments::new(), asks: Appointments::new() }
    }

    /// Whether the session waits in the guest's place, where something is too fast.
    pub const fn waits(&self) -> bool {
        self.waits
    }

    /// Something is to be said.
    ///
    /// # Errors
    /// It was too fast: whoever waits as long as it says is not refused again for that.
    pub fn says(&mut self, id: EventId, now: Instant) -> Result<(), No> {
        if self.waits {
            return self.limited.take(Action::Say, now).map_err(too_fast);
        }
        self.says.forget(now, OVERTAKING);
        if let Some(wait) = self.says.wait_behind(&id, now) {
            // Its own time comes after those ahead of it.
            return Err(too_fast(self.says.give(id, wait, self.limited.each(Action::Say), now)));
        }
        self.take(Action::Say, now, id, |pace| &mut pace.says)
    }

    /// Something is asked, or told beside the log. What has no number can't be told from what comes again.
    ///
    /// # Errors
    /// It was too fast.
    pub fn asks(&mut self, ask: Option<u64>, now: Instant) -> Result<(), No> {
        self.asks.forget(now, OVERTAKING);
        match ask {
            Some(ask) if !self.waits => self.take(Action::Ask, now, ask, |pace| &mut pace.asks),
            _ => self.limited.take(Action::Ask, now).map_err(too_fast),
        }
    }

    fn take<K: PartialEq>(
        &mut self,
        kind: Action,
        now: Instant,
        of: K,
        appointments: impl Fn(&mut Self) -> &mut Appointments<K>,
    ) -> Result<(), No> {
        match self.limited.take(kind, now) {
            Ok(()) => {
                if appointments(self).keep(&of, now) {
                    // Waited as told: that it was refused before is no fault.
                    self.limited.forgive();
                }
                Ok(())
            }
            Err(wait) => {
                let each = self.limited.each(kind);
                Err(too_fast(appointments(self).give(of, wait, each, now)))
            }
        }
    }

    /// Something was refused that a guest who behaves does not do often.
    ///
    /// # Errors
    /// It was too much.
    pub fn strike(&self, now: Instant) -> Result<(), No> {
        self.limited.strike(now).map_err(|wait| {
            let why = "You sent too much for too long and were disconnected. Wait a minute, then rejoin.";
            No::new(Code::Abuse, why).wait(wait)
        })
    }
}

/// What was too fast, in the order in which it may come again.
struct Appointments<K>(VecDeque<(K, Instant)>);

impl<K: PartialEq> Appointments<K> {
    const fn new() -> Self {
        Self(VecDeque::new())
    }

    /// Forgets what did not come again in time.
    fn forget(&mut self, now: Instant, patience: Duration) {
        while self.0.pop_front_if(|(_, ready)| *ready + patience < now).is_some() {}
        if self.0.is_empty() {
            self.0.shrink_to_fit();
        }
    }

    /// How long something has to wait since another is ahead of it. Nothing where none is.
    fn wait_behind(&self, of: &K, now: Instant) -> Option<Duration> {
        let (first, ready) = self.0.front()?;
        (first != of).then(|| (*ready + OVERTAKING).saturating_duration_since(now))
    }

    /// Gives something a time. The answer is how long it has to wait.
    fn give(&mut self, of: K, wait: Duration, each: Duration, now: Instant) -> Duration {
        if let Some((_, ready)) = self.0.iter_mut().find(|(known, _)| *known == of) {
            // It came too early, or the one ahead of it did not come: at its time, or when the wait is over.
            let left = ready.saturating_duration_since(now);
            return if left.is_zero() { wait } else { left };
        }
        let after_last = self.0.back().map(|(_, ready)| (*ready).max(now).saturating_duration_since(now) + each);
        let wait = after_last.unwrap_or(wait);
        if self.0.len() < GIVEN
            && let Some(ready) = now.checked_add(wait)
        {
            self.0.push_back((of, ready));
        }
        wait
    }

    /// Something came again and was not too fast. Whether it came at its time, or later.
    fn keep(&mut self, of: &K, now: Instant) -> bool {
        let Some(index) = self.0.iter().position(|(known, _)| known == of) else { return false };
        self.0.remove(index).is_some_and(|(_, ready)| ready <= now)
    }
}

fn too_fast(wait: Duration) -> No {
    let tenths = wait.as_millis().div_ceil(100).max(1);
    let (whole, rest) = (tenths / 10, tenths % 10);
    let words = match (whole, rest) {
        (1, 0) => "1 second".to_owned(),
        (_, 0) => format!("{whole} seconds"),
        _ => format!("{whole}.{rest} seconds"),
    };
    No::new(Code::Slow, format!("That was too fast. Wait {words}.")).wait(wait)
}
