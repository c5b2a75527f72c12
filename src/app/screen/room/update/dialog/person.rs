//! What is done with a person.

use std::sync::Arc;

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::account::Account;
use crate::app::screen::room::dialog::moderate::{Moderate, What};
use crate::app::screen::room::dialog::person::Message;
use crate::app::screen::room::dialog::rename::Rename;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{open_dialog, people};
use crate::app::texts::person as texts;
use crate::room::{Act, Body, EventId};

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let Some(Dialog::Person(person)) = screen.overlay.dialog_mut() else { return Action::None };
    person.trouble = None;
    let line = person.line.clone();
    let whom = line.person.clone();
    match message {
        Message::Talk => people::talk(screen, whom.who),
        Message::Ignore => {
            let ignore = !screen.rooms.ignored.contains_key(&whom.who);
            people::set_ignored(screen, whom, ignore)
        }
        Message::Invite(room) => {
            screen.overlay.close_dialog();
            let guest = Arc::clone(&screen.visit.guest);
            let told = texts::invited(whom.name.as_str());
            let invite = Body::Act(Act::Invited { whom });
            let invited = async move { guest.add_to(Some(room), EventId::fresh(), invite).await };
            screen.ask(invited, |_| Some(told))
        }
        Message::Op(true) => act(screen, Act::Opped { whom }),
        Message::Op(false) => act(screen, Act::Deopped { whom }),
        Message::Unmute => act(screen, Act::Unmuted { whom }),
        Message::Moderate => {
            let first = if line.muted { What::Kick } else { What::Mute };
            open_dialog::open(screen, Dialog::Moderate(Box::new(Moderate::new(line, first))))
        }
        Message::Rename => {
            let rename = Rename::from(&screen.me.author.name);
            open_dialog::open(screen, Dialog::Rename(rename))
        }
        Message::Account => open_dialog::open(screen, Dialog::Account(Account::default())),
    }
}

fn act(screen: &mut Room, act: Act) -> Action {
    screen.overlay.close_dialog();
    Action::Run(screen.add(EventId::fresh(), Body::Act(act), String::new()))
}
