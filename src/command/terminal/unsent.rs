//! What was said and is not kept yet. On a terminal that is edited on, a line that was typed goes away and comes back when
//! it was said: where that takes long, it shows that it waits.

use std::collections::VecDeque;
use std::future::pending;
use std::time::Duration;

use parlor::room::{Body, EventId};
use tokio::time::{Instant, sleep_until};

use super::screen::Screen;
use super::wording;

/// What takes longer than this is told to wait.
const LONG: Duration = Duration::from_secs(1);

/// What was said and is not kept yet, in order.
#[derive(Debug, Default)]
pub struct Unsent(VecDeque<Held>);

#[derive(Debug)]
struct Held {
    id: EventId,
    words: String,
    since: Instant,
}

impl Unsent {
    /// It is kept, or will not be. What was told to wait is held no longer.
    pub fn remove(&mut self, id: EventId) {
        self.0.retain(|held| held.id != id);
    }
}

impl<M: FnMut(&str)> Screen<M> {
    /// Something is on its way. Without a connection, it waits for certain.
    pub(super) fn hold(&mut self, id: EventId, body: &Body) {
        if self.printer.is_edited() && self.in_once && body.is_message() {
            self.unsent.0.push_back(Held { id, words: wording::beginning(body), since: Instant::now() });
            if !self.online {
                self.tell_unsent();
            }
        }
    }

    /// Waits until something has been on its way for long.
    pub fn unsent_for_long(&self) -> impl Future<Output = ()> + use<M> {
        let until = self.unsent.0.front().map(|first| first.since + LONG);
        async move {
            match until {
                Some(until) => sleep_until(until).await,
                None => pending().await,
            }
        }
    }

    /// Tells what waits.
    pub fn tell_unsent(&mut self) {
        for held in std::mem::take(&mut self.unsent.0) {
            self.printer.tell(format_args!("Waiting to be sent: {}", held.words));
        }
    }
}
