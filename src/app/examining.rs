//! Finding out why a place can't be reached, as a task of the window: what each check found is told in the lobby.

use iced::Task;
use iced::futures::SinkExt as _;
use iced::futures::channel::mpsc;

use super::message::Message;
use super::opening::Destination;
use super::screen::lobby::{self, doctor};
use crate::doctor::{Doctor, Expected, KeyBy, Subject};
use crate::find::LocalNetwork;
use crate::guest::Known;
use crate::paths::Paths;

/// Examines the way to a place, or this computer and its network where none is meant.
pub fn examine(paths: Paths, network: LocalNetwork, to: Option<Destination>) -> Task<Message> {
    Task::stream(iced::stream::channel(4, async move |mut lobby: mpsc::Sender<Message>| {
        let subject = match to {
            None => Subject::this_computer(),
            // A key that can't be read now was not known.
            Some(to) => tokio::task::spawn_blocking(move || subject(&to, Known::load(&paths.known()).ok().as_ref()))
                .await
                .unwrap_or_default(),
        };
        let mut examination = Doctor::start(subject, &network);
        let told = |message| Message::Lobby(lobby::Message::Doctor(message));
        while let Some(checked) = examination.next().await {
            if lobby.send(told(doctor::Message::Checked(checked))).await.is_err() {
                return;
            }
        }
        let _ = lobby.send(told(doctor::Message::Done)).await;
    }))
}

/// What is to be examined. A code leads to whoever is near by, so with one it is this computer and its network.
fn subject(to: &Destination, known: Option<&Known>) -> Subject {
    match to {
        Destination::Address(address) | Destination::Code(_, Some(address)) => Subject::address(address.clone(), known),
        Destination::Code(_, None) => Subject::this_computer(),
        Destination::Invite(invite) => Subject::invite(invite),
        // It was announced by anyone: only a key that was there at a visit says which is right.
        Destination::Found(place) => {
            let is_known = known.is_some_and(|known| known.has(place.key));
            let key = is_known.then_some(Expected { key: place.key, by: KeyBy::Visit });
            Subject { addresses: place.addresses.clone(), key }
        }
    }
}
