//! How others are got in: by the link of the place, or by a room's own invite.

use iced::Task;

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::invite::Invite;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::page::Page;
use crate::app::screen::room::page::room_settings::{INVITEE, Section};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{ask, open_dialog, open_page};
use crate::app::texts::manage as texts;
use crate::app::widget::focus;

/// The card that hands out the link of the place.
pub(super) fn open(screen: &mut Room) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let invite = Invite::new(&hosting.invite());
    let known = known(screen, hosting.only_here);
    open_dialog::open(screen, Dialog::Invite(Box::new(invite))).with(known)
}

/// Someone came, maybe by what the card hands out: it shows who, and a code that is not used.
pub(super) fn refresh(screen: &Room) -> Action {
    match (&screen.visit.hosting, screen.overlay.dialog()) {
        (Some(hosting), Some(Dialog::Invite(_))) => Action::Run(known(screen, hosting.only_here)),
        _ => Action::None,
    }
}

/// The router opened the port for people elsewhere, or closed it: the link that is shown leads there, or no longer.
pub(super) fn follow_router(screen: &mut Room) {
    let Some(hosting) = &screen.visit.hosting else { return };
    let Some(Dialog::Invite(card)) = screen.overlay.dialog_mut() else { return };
    let shown = card.shown.and_then(|shown| card.given.iter().find(|line| line.invite == shown));
    let link = shown.map_or_else(|| hosting.invite(), |line| hosting.link_of(line));
    let which = shown.map(|line| line.invite);
    card.show(&link, which);
}

/// What the card has to ask for. A code is of no use where nobody else can reach the place.
fn known(screen: &Room, only_here: bool) -> Task<Message> {
    let code = if only_here { Task::none() } else { ask::of_code(screen, false) };
    Task::batch([ask::of_invites(screen), code])
}

/// Where not everyone can join the room, the link to the place would lead to its door only: whom to let in is chosen.
pub(super) fn to_room(screen: &mut Room) -> Action {
    if screen.invites_by_name() {
        let opened = open_page::open(screen, Page::settings_at(Section::Access));
        return opened.with(focus(INVITEE));
    }
    open(screen)
}

pub(super) fn renew(screen: &Room) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let house = hosting.house.clone();
    Action::Run(Task::perform(async move { house.new_invite().await }, |made| match made {
        Ok(_) => Message::Tell(texts::INVITE_MADE.to_owned()),
        Err(error) => Message::Wrong(error.to_string()),
    }))
}
