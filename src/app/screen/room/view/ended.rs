//! What is told of a visit that is over.

use iced::widget::row;

use crate::app::screen::parts::{question, sentence};
use crate::app::screen::room::connection::Over;
use crate::app::screen::room::dialog;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::banner::banner;
use crate::app::theme::{Element, Ink};
use crate::app::widget::{Kind, Pressable, press};

fn log_in(screen: &Room) -> Option<Pressable<'_, Message>> {
    screen.may_log_in().then(|| press("Log in", Message::LogIn).kind(Kind::Primary))
}

/// The line above the entry.
pub(super) fn view<'a>(screen: &'a Room, over: &'a Over) -> Element<'a, Message> {
    let leave = press("Leave", Message::Leave).padding([5, 12]);
    banner(
        over.why.clone(),
        Ink::Danger,
        Some(row![leave, log_in(screen).map(|log_in| log_in.padding([5, 12]))].spacing(8).into()),
    )
}

/// What stands where one's account would be.
pub(super) fn view_account<'a>(screen: &'a Room, over: &'a Over) -> Element<'a, Message> {
    let close = press("Close", Message::Dialog(dialog::Message::Close)).into();
    let buttons = [close].into_iter().chain(log_in(screen).map(Into::into));
    question("Your account", [sentence(over.why.as_str())], None, buttons)
}
