//! What comes from the house, as messages of the window, for as long as the room is shown.

use std::hash::{Hash, Hasher};

use iced::Subscription;
use iced::futures::stream::{self, BoxStream, StreamExt as _};

use tokio::sync::watch;

use super::message::Message;
use crate::app::opening::Hosting;
use crate::app::take_once::TakeOnce;
use crate::find::MappingState;
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

/// What becomes of a place that is hosted here: what the router does for people elsewhere, and which codes are open.
pub(super) fn follow(number: u64, hosting: &Hosting) -> Subscription<Message> {
    let (states, codes) = (hosting.mapping_states(), hosting.house.code_numbers());
    Subscription::run_with(Followed { number, states, codes }, changes)
}

/// A place that is hosted on one visit.
struct Followed {
    number: u64,
    states: Option<watch::Receiver<MappingState>>,
    codes: watch::Receiver<Vec<u8>>,
}

impl Hash for Followed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ("hosting", self.number).hash(state);
    }
}

fn changes(followed: &Followed) -> BoxStream<'static, Message> {
    let (mut states, codes) = (followed.states.clone(), followed.codes.clone());
    // What came of it before anyone listened is told, too.
    if let Some(states) = &mut states {
        states.mark_changed();
    }
    let watched = (states, codes);
    let changed = stream::unfold(watched, |(mut states, mut codes)| async move {
        let mapped = async {
            match &mut states {
                Some(states) => states.changed().await,
                None => std::future::pending().await,
            }
        };
        let message = tokio::select! {
            changed = mapped => changed.ok().map(|()| Message::Mapped)?,
            changed = codes.changed() => changed.ok().map(|()| Message::Codes)?,
        };
        Some((message, (states, codes)))
    });
    changed.boxed()
}
