//! What comes from the house, as messages of the window, for as long as the room is shown.

use std::hash::{Hash, Hasher};

use iced::futures::stream::{self, BoxStream, StreamExt as _};
use iced::{Subscription, Task};

use super::message::Message;
use crate::app::opening::Hosting;
use crate::app::take_once::TakeOnce;
use crate::guest::Updates;

/// One visit, by its number.
struct Visit {
    number: u64,
    updates: TakeOnce<Updates>,
}

impl Hash for Visit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

/// Listens to a visit.
pub(super) fn listen(number: u64, updates: &TakeOnce<Updates>) -> Subscription<Message> {
    Subscription::run_with(Visit { number, updates: updates.clone() }, messages)
}

fn messages(visit: &Visit) -> BoxStream<'static, Message> {
    let Some(updates) = visit.updates.take() else { return stream::empty().boxed() };
    let heard = stream::unfold(updates, |mut updates| async move {
        let update = updates.next().await?;
        Some((Message::Update(TakeOnce::new(update)), updates))
    });
    heard.chain(stream::once(async { Message::Ended })).boxed()
}

/// The changes of what the router does for people elsewhere.
pub(super) fn watch_router(hosting: &Hosting) -> Task<Message> {
    let Some(states) = hosting.mapping_states() else { return Task::none() };
    Task::stream(stream::unfold(states, |mut states| async move {
        states.changed().await.ok()?;
        Some((Message::Mapped, states))
    }))
}
