//! What its host does with the house.

use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::dialog::manage::{Known, Message};
use crate::app::screen::room::dialog::{Dialog, Message as Of};
use crate::app::screen::room::message::{Action, Message as RoomMessage};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{invite, people, rooms};
use crate::guest::GuestError;
use crate::room::{Act, Body, EventId};

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let guest = Arc::clone(&screen.visit.guest);
    let Some(Dialog::Manage(manage)) = screen.overlay.dialog_mut() else { return Action::None };
    manage.trouble = None;
    let told = |done: Result<(), GuestError>| {
        RoomMessage::Dialog(Of::Manage(Message::Answered(done.map_err(|error| error.to_string()))))
    };
    match message {
        Message::Part(part) => manage.part = part,
        Message::Known(known) => {
            let Known { admission, requests, bans, people } = Arc::unwrap_or_clone(known);
            (manage.admission, manage.bans, screen.asking) = (admission, bans, requests);
            (manage.people, manage.total) = (people.people, people.total);
        }
        Message::Words(words) => manage.words = words,
        Message::Person(line) => return people::look_at_line(screen, *line),
        Message::Room(room) => {
            screen.rooms.settings_of = Some(room);
            return rooms::go(screen, room);
        }
        Message::Admission(admission) => {
            manage.admission = admission;
            return Action::Run(Task::perform(async move { guest.set_admission(admission).await }, told));
        }
        Message::Answer(request, yes) => {
            screen.asking.retain(|line| line.request != request);
            return Action::Run(Task::perform(async move { guest.admit(request, yes).await }, told));
        }
        Message::Answered(Ok(())) => {}
        Message::Answered(Err(why)) => manage.trouble = Some(why),
        Message::Unban(whom) => {
            manage.bans.retain(|ban| ban.person.who != whom.who);
            let act = Body::Act(Act::Unbanned { whom, house: true });
            return Action::Run(screen.add(EventId::fresh(), act, String::new()));
        }
        Message::NewInvite => {
            screen.overlay.close_dialog();
            return invite::renew(screen);
        }
    }
    Action::None
}
