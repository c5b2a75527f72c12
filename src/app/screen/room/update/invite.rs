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
use crate::find::MappingState;

/// The card that hands out the link of the place.
pub(super) fn open(screen: &mut Room) -> Action {
    open_with_code(screen, false)
}

/// The same, with another code to say than before.
pub(super) fn open_with_code(screen: &mut Room, another: bool) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let invite = Invite::new(&hosting.invite());
    let known = known(screen, hosting.only_here, another);
    open_dialog::open(screen, Dialog::Invite(Box::new(invite))).with(known)
}

/// Someone came, maybe by what the card hands out: it shows who. That a code was used is told by itself.
pub(super) fn refresh(screen: &Room) -> Action {
    match screen.overlay.dialog() {
        Some(Dialog::Invite(_)) => Action::Run(ask::of_invites(screen)),
        _ => Action::None,
    }
}

/// The router answered, or its answer changed. That people elsewhere can't join is told at once: they were meant to.
pub(super) fn follow_router(screen: &mut Room) -> Action {
    let followed = follow_hosting(screen);
    let state = screen.visit.hosting.as_ref().and_then(|hosting| hosting.mapping_state());
    if let Some(MappingState::Not(why)) = state { followed.beside(screen.wrong(why.to_string())) } else { followed }
}

/// The router opened the port for people elsewhere, or closed it, or a code was used or ended: the card shows the link that
/// leads there now, and a code that is good.
pub(super) fn follow_hosting(screen: &mut Room) -> Action {
    let Some(hosting) = &screen.visit.hosting else { return Action::None };
    let Some(Dialog::Invite(card)) = screen.overlay.dialog_mut() else { return Action::None };
    let shown = card.shown.and_then(|shown| card.given.iter().find(|line| line.invite == shown));
    let link = shown.map_or_else(|| hosting.invite(), |line| hosting.link_of(line));
    let which = shown.map(|line| line.invite);
    if card.link != link.to_string() {
        card.show(&link, which);
    }
    let open = hosting.house.code_numbers();
    let is_over = card.spoken.is_some_and(|spoken| !open.borrow().contains(&spoken.code.number()));
    Action::Run(if is_over { ask::of_code(screen, false) } else { Task::none() })
}

/// What the card has to ask for. A code is of no use where nobody else can reach the place.
fn known(screen: &Room, only_here: bool, another: bool) -> Task<Message> {
    let code = if only_here { Task::none() } else { ask::of_code(screen, another) };
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
