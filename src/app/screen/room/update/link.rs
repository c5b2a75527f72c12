//! A link is followed.

use iced::Task;

use crate::app::screen::room::message::{Action, Message};
use crate::wire::invite::SCHEME;

/// Opens a link with whatever this computer opens links with. An invite is for this program: it is copied for the lobby.
pub(super) fn follow(link: String) -> Action {
    if link.starts_with(SCHEME) {
        let told = "This is an invite, and it is copied now. Paste it into the lobby to go there.".to_owned();
        return Action::Run(Task::batch([iced::clipboard::write(link), Task::done(Message::Tell(told))]));
    }
    let opened = async move { tokio::task::spawn_blocking(move || open::that_detached(link)).await };
    Action::Run(Task::perform(opened, |opened| match opened {
        Ok(Ok(())) => Message::TypingOver,
        _ => Message::Wrong("This computer does not know how to open that. Copy the address instead.".to_owned()),
    }))
}
