//! The link that gets others in.

use iced::Task;

use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::state::Room;
use crate::app::texts::manage as texts;
use crate::app::texts::told;

pub(super) fn copy(screen: &mut Room) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let invite = hosting.invite().to_string();
    let words = if hosting.only_here { told::INVITE_ONLY_HERE } else { told::INVITE_COPIED };
    screen.tell(words.to_owned()).with(iced::clipboard::write(invite))
}

pub(super) fn renew(screen: &Room) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let house = hosting.house.clone();
    Action::Run(Task::perform(async move { house.new_invite().await }, |made| match made {
        Ok(_) => Message::Tell(texts::INVITE_MADE.to_owned()),
        Err(error) => Message::Wrong(error.to_string()),
    }))
}
