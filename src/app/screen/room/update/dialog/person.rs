//! What is done with and to a person.

use std::sync::Arc;

use crate::app::clock;
use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::person::Message;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::people;
use crate::room::{Act, Body, EventId};

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let Some(Dialog::Person(person)) = screen.overlay.dialog_mut() else { return Action::None };
    person.trouble = None;
    let who = person.line.person.clone();
    match message {
        Message::Why(why) => person.why = why,
        Message::Span(span) => person.span = span,
        Message::Talk => {
            return people::talk(screen, who.who);
        }
        Message::Ignore => {
            let ignore = !screen.rooms.ignored.contains_key(&who.who);
            return people::set_ignored(screen, who, ignore);
        }
        Message::Invite(room) => {
            screen.overlay.close_dialog();
            let (guest, name) = (Arc::clone(&screen.visit.guest), who.name.clone());
            let told = format!("{name} was invited.");
            let invite = Body::Act(Act::Invited { whom: who });
            let invited = async move { guest.add_to(Some(room), EventId::fresh(), invite).await };
            return screen.ask(invited, |_| Some(told));
        }
        Message::Do(action) => match person.act(action, clock::now()) {
            Ok(act) => {
                screen.overlay.close_dialog();
                return Action::Run(screen.add(EventId::fresh(), Body::Act(act), String::new()));
            }
            Err(why) => person.trouble = Some(why),
        },
    }
    Action::None
}
