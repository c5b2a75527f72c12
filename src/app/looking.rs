//! Looking for places on the local network, for as long as the lobby is shown.

use std::hash::{Hash, Hasher};

use iced::futures::{SinkExt as _, Stream};
use iced::{Subscription, stream};

use super::message::Message;
use super::screen::lobby;
use crate::find::{Browser, LocalNetwork};

/// What is found, as it comes and goes.
pub fn for_places(network: &LocalNetwork) -> Subscription<Message> {
    Subscription::run_with(Looking(network.clone()), look)
}

/// There is one search: whoever looks again goes on with it.
struct Looking(LocalNetwork);

impl Hash for Looking {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "places on the network".hash(state);
    }
}

fn look(looking: &Looking) -> impl Stream<Item = Message> + use<> {
    let network = looking.0.clone();
    stream::channel(1, async move |mut lobby: iced::futures::channel::mpsc::Sender<Message>| {
        let mut browser = Browser::start(&network);
        loop {
            let found = browser.next().await;
            if lobby.send(Message::Lobby(lobby::Message::Found(found))).await.is_err() {
                return;
            }
        }
    })
}
