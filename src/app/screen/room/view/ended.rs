//! What stands where one's account would be, once the visit is over.

use crate::app::screen::parts::{question, sentence};
use crate::app::screen::room::connection::Over;
use crate::app::screen::room::dialog;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::texts::account;
use crate::app::theme::Element;
use crate::app::widget::{Kind, Pressable, press};

fn log_in(screen: &Room) -> Option<Pressable<'_, Message>> {
    screen.may_log_in().then(|| press(account::LOG_IN, Message::LogIn).kind(Kind::Primary))
}

/// What stands where one's account would be.
pub(super) fn view_account<'a>(screen: &'a Room, over: &'a Over) -> Element<'a, Message> {
    let close = press(account::CLOSE, Message::Dialog(dialog::Message::Close)).into();
    let buttons = [close].into_iter().chain(log_in(screen).map(Into::into));
    question(account::TITLE, [sentence(over.why.as_str())], None, buttons)
}
