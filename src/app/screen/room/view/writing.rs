//! The entry, and what stands right above it.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use crate::app::screen::room::entry;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view_context::ViewContext;
use crate::app::theme::{Element, Ink};
use crate::app::widget::{Kind, press_maybe};

pub(super) fn above(screen: &Room) -> Option<Element<'_, Message>> {
    let suggestions = screen.rooms.shown.writing.entry.view_suggestions().map(|view| view.map(Message::Entry));
    let about = screen.rooms.shown.writing.entry.view_about().map(|view| view.map(Message::Entry));
    let typing = text(who_types(screen)).size(12).class(Ink::Faint);
    Some(column![suggestions, about, typing].spacing(4).into())
}

pub(super) fn view<'a>(screen: &'a Room, context: &ViewContext) -> Element<'a, Message> {
    let hint = if screen.rooms.shown.out.is_none() { &*screen.rooms.shown.writing.hint } else { entry::CLOSED };
    let field = screen.rooms.shown.writing.entry.view(hint, context.enter_sends).map(Message::Entry);
    let sends = (!screen.connection.is_over()).then_some(Message::Send);
    let send = press_maybe("Send", sends).kind(Kind::Primary).padding([10, 19]).id("send");
    row![container(field).width(Length::Fill), send].spacing(8).align_y(Alignment::End).into()
}

fn who_types(screen: &Room) -> String {
    match screen.rooms.shown.typing.as_slice() {
        [] => String::new(),
        [(one, _)] => format!("{} is typing…", one.name),
        [(one, _), (other, _)] => format!("{} and {} are typing…", one.name, other.name),
        several => format!("{} people are typing…", several.len()),
    }
}
