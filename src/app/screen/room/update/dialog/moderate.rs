//! Someone is moderated.

use crate::app::clock;
use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::moderate::{Message, What};
use crate::app::screen::room::entry;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::room::{Body, EventId};

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let Some(Dialog::Moderate(moderate)) = screen.overlay.dialog_mut() else { return Action::None };
    moderate.trouble = None;
    match message {
        Message::What(what) => {
            moderate.what = what;
            // Nothing that is not seen is done.
            if what != What::Ban {
                (moderate.everywhere, moderate.address) = (false, false);
            }
        }
        Message::Everywhere(everywhere) => moderate.everywhere = everywhere,
        Message::Span(span) => moderate.span = span,
        Message::Address(address) => moderate.address = address,
        Message::Why(why) => moderate.why = why,
        Message::Do => match moderate.act(clock::now()) {
            Ok(act) => {
                screen.overlay.close_dialog();
                let done = screen.add(EventId::fresh(), Body::Act(act), String::new());
                return Action::Run(iced::Task::batch([done, iced::widget::operation::focus(entry::ID)]));
            }
            Err(why) => moderate.trouble = Some(why),
        },
    }
    Action::None
}
