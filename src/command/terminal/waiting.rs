//! That something waits to be sent. On a terminal that is edited on, a line that was typed goes away and comes back when
//! it was said: where that takes long, it shows that it waits.

use std::future::pending;
use std::time::Duration;

use parlor::room::{Body, EventId};
use tokio::time::sleep_until;

use super::screen::Screen;
use parlor::wording;

/// What takes longer than this is told to wait.
const LONG: Duration = Duration::from_secs(1);

impl<M: FnMut(&str)> Screen<M> {
    /// Something is on its way. Without a connection, it waits for certain.
    pub(super) fn hold(&mut self, id: EventId, body: &Body) {
        if self.printer.is_edited() && self.in_once && body.is_message() {
            self.unsent.add(id, wording::beginning(body));
            if !self.online {
                self.tell_unsent();
            }
        }
    }

    /// Waits until something has been on its way for long.
    pub fn unsent_for_long(&self) -> impl Future<Output = ()> + use<M> {
        let until = self.unsent.since().map(|since| since + LONG);
        async move {
            match until {
                Some(until) => sleep_until(until).await,
                None => pending().await,
            }
        }
    }

    /// Tells what waits.
    pub fn tell_unsent(&mut self) {
        for words in self.unsent.take() {
            self.printer.tell(format_args!("Waiting to be sent: {words}"));
        }
    }
}
