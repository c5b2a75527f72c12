//! A link is followed, or a folder shown.

use std::path::PathBuf;

use iced::Task;

use crate::app::screen::room::message::{Action, Message};
use crate::app::texts::told;
use crate::wire::invite::SCHEME;

/// Opens a link with whatever this computer opens links with. An invite is for this program: it is copied for the lobby.
pub(super) fn follow(link: String) -> Action {
    if link.starts_with(SCHEME) {
        let told = told::INVITE_PRESSED.to_owned();
        return Action::Run(Task::batch([iced::clipboard::write(link), Task::done(Message::Tell(told))]));
    }
    let opened = async move { tokio::task::spawn_blocking(move || open::that_detached(link)).await };
    Action::Run(Task::perform(opened, |opened| match opened {
        Ok(Ok(())) => Message::TypingOver,
        _ => Message::Wrong(told::CANT_OPEN.to_owned()),
    }))
}

/// Shows a folder with whatever this computer shows folders with.
pub(super) fn open_folder(folder: PathBuf) -> Action {
    let shown = folder.display().to_string();
    let opened = async move { tokio::task::spawn_blocking(move || open::that_detached(folder)).await };
    Action::Run(Task::perform(opened, move |opened| match opened {
        Ok(Ok(())) => Message::TypingOver,
        _ => Message::Wrong(told::cant_show(&shown)),
    }))
}
