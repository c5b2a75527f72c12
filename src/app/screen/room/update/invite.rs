//! How others are got in: by the link of the place, or by a room's own invite.

use iced::Task;

use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::page::Page;
use crate::app::screen::room::page::room_settings::{INVITEE, Section};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::open_page;
use crate::app::texts::manage as texts;
use crate::app::texts::told;
use crate::app::widget::focus;

pub(super) fn copy(screen: &mut Room) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let invite = hosting.invite().to_string();
    let words = if hosting.only_here { told::INVITE_ONLY_HERE } else { told::INVITE_COPIED };
    screen.tell(words.to_owned()).with(iced::clipboard::write(invite))
}

/// Where not everyone can join the room, the link to the place would lead to its door only: whom to let in is chosen.
pub(super) fn to_room(screen: &mut Room) -> Action {
    if screen.invites_by_name() {
        let opened = open_page::open(screen, Page::settings_at(Section::Access));
        return opened.with(focus(INVITEE));
    }
    copy(screen)
}

pub(super) fn renew(screen: &Room) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let house = hosting.house.clone();
    Action::Run(Task::perform(async move { house.new_invite().await }, |made| match made {
        Ok(_) => Message::Tell(texts::INVITE_MADE.to_owned()),
        Err(error) => Message::Wrong(error.to_string()),
    }))
}
