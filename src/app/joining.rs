//! Going to a house, as a task of the window: what is said at its door meanwhile is told in the lobby.

use iced::Task;
use iced::futures::SinkExt as _;
use iced::futures::channel::mpsc;

use super::disk::Disk;
use super::message::Message;
use super::opening::{self, Destination, JoinPlan};
use super::screen::lobby;
use super::take_once::TakeOnce;
use crate::find::LocalNetwork;
use crate::paths::Paths;

/// Goes to a house. What it says at the door while its host is asked is told in the lobby.
pub fn join(paths: Paths, disk: Disk, network: LocalNetwork, plan: JoinPlan, title: Option<String>) -> Task<Message> {
    let told = iced::stream::channel(4, async move |mut lobby: mpsc::Sender<Message>| {
        let mut plan = plan;
        if let Destination::Code(code, at) = plan.to.clone() {
            match opening::invite_by_code(network.clone(), code, at).await {
                Ok(invite) => {
                    // The code is used now: whoever has to try again has the invite.
                    let led = lobby::Message::Led(invite.to_string());
                    let _ = lobby.send(Message::Lobby(led)).await;
                    plan.to = Destination::Invite(Box::new(invite));
                }
                Err(closed) => {
                    let refused = Message::Opened(Some(Box::new(plan)), title, TakeOnce::new(Err(closed)));
                    let _ = lobby.send(refused).await;
                    return;
                }
            }
        }
        let kept = Box::new(plan.clone());
        let mut door = lobby.clone();
        let asked = move |house| {
            // A lobby that takes nothing more was told already.
            let _ = door.try_send(Message::Lobby(lobby::Message::Asked(house)));
        };
        let opened = opening::join(paths, disk, network, plan, asked).await;
        let _ = lobby.send(Message::Opened(Some(kept), title, TakeOnce::new(opened))).await;
    });
    Task::stream(told)
}
