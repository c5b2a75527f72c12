//! Where one writes, and what stands above it: who else does, what is meant by what was typed, and what it replies to.

use std::cell::Cell;
use std::rc::Rc;

use iced::widget::{column, container, row, space, text};
use iced::{Alignment, Length, Padding, Pixels, Rectangle};

use crate::app::screen::room::entry;
use crate::app::screen::room::menu::About;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::or_nothing;
use crate::app::screen::room::view_context::ViewContext;
use crate::app::texts::{list, room as texts};
use crate::app::theme::{Element, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{
    Anchor, Heard, Kind, Pressable, Side, entry_frame, glyph, glyph_in, icon_button, tipped, truncated,
};

/// In a window less wide than this, Send is an icon alone.
const WORDS_FROM: f32 = 560.0;

/// How wide Send is, with its word.
const SEND: f32 = 95.0;

/// Where the picker of emoji opens for a button at this place: a little above the frame that it stands in, and in line
/// with Send, which is so wide.
fn as_wide(button: Rectangle, send: f32) -> Rectangle {
    let Rectangle { x, y, width, height } = button;
    Rectangle { x, y: y - 12.0, width: width + 4.0 + 8.0 + send, height: height + 16.0 }
}

/// What stands above the entry.
pub(super) fn above(screen: &Room) -> Option<Element<'_, Message>> {
    if screen.closed().is_some() {
        return None;
    }
    let suggestions = screen.rooms.shown.writing.entry.view_suggestions().map(|view| view.map(Message::Entry));
    let names: Vec<&str> = screen.rooms.shown.typing.iter().map(|(author, _)| author.name.as_str()).collect();
    let line = text::LineHeight::Absolute(Pixels(16.0));
    let typing = text(list::typing(&names)).size(12).line_height(line).class(Ink::Soft);
    Some(column![typing, suggestions].spacing(4).into())
}

/// The entry, in one frame with what it replies to or changes.
pub(super) fn view<'a>(screen: &'a Room, context: &ViewContext) -> Element<'a, Message> {
    let writing = &screen.rooms.shown.writing;
    let focused = Rc::new(Cell::new(false));
    let field = writing.entry.view(&writing.hint, context.enter_sends, Rc::clone(&focused)).map(Message::Entry);
    let counted = writing.entry.counter();
    let counter = counted.map(|(left, over)| {
        let ink = if over > 0 { Ink::Danger } else { Ink::Faint };
        let words = text(texts::left(left, over)).size(12).font(MEDIUM).class(ink);
        container(words).height(38).align_y(Alignment::Center)
    });
    let too_long = counted.is_some_and(|(_, over)| over > 0);
    let line = row![container(field).width(Length::Fill), counter]
        .push(view_emoji(screen, context))
        .spacing(8)
        .align_y(Alignment::End);
    let heard = |heard| match heard {
        Heard::Menu(at) => Message::OpenMenu(About::Entry, Anchor { at, side: Side::Left }),
        Heard::Paste => Message::Entry(entry::Message::PasteSelected),
        Heard::LetGo => Message::Entry(entry::Message::LetGo),
    };
    let frame = entry_frame(container(column![or_nothing(view_strip(screen)), line]).padding(1), focused, heard);
    let sends = (!too_long).then_some(Message::Send);
    let editing = writing.entry.editing().is_some();
    let (icon, word) = if editing { (Icon::Check, texts::SAVE_EDIT) } else { (Icon::SendHorizontal, texts::SEND) };
    let word_shown = (context.width >= WORDS_FROM).then(|| text(word).font(MEDIUM).class(Ink::Around));
    let content = row![glyph(icon)].push(word_shown).spacing(10).align_y(Alignment::Center);
    let send = Pressable::new(container(content).center_y(Length::Fill), sends)
        .kind(Kind::Primary)
        .padding([0, if context.width >= WORDS_FROM { 16 } else { 11 }])
        .height(40)
        .named(if context.width >= WORDS_FROM { "" } else { word })
        .id("send");
    row![container(frame).width(Length::Fill), send].spacing(8).align_y(Alignment::End).into()
}

/// The button that opens the picker of emoji, at the right end of the field.
fn view_emoji<'a>(screen: &'a Room, context: &ViewContext) -> Element<'a, Message> {
    let send = if context.width >= WORDS_FROM { SEND } else { 40.0 };
    let kind = if screen.overlay.picks_for_entry() { Kind::IconOn } else { Kind::Icon };
    let button = icon_button(Icon::Smile, texts::EMOJI, None)
        .kind(kind)
        .id(entry::EMOJI)
        .opens(move |at| Message::PickEmoji(Anchor { at: as_wide(at, send), side: Side::Right }));
    container(tipped(button, texts::EMOJI, "")).padding(Padding::from(3)).into()
}

/// What is replied to, or that a message is changed.
fn view_strip(screen: &Room) -> Option<Element<'_, Message>> {
    let writing = &screen.rooms.shown.writing;
    let small = |words: &'static str| text(words).size(13).class(Ink::Soft);
    let content: Element<'_, Message> = if writing.entry.editing().is_some() {
        let cancel = Pressable::new(small(texts::CANCEL).font(MEDIUM), Some(Message::Entry(entry::Message::Escape)));
        row![
            glyph_in(Icon::Pencil, 16.0, Ink::Link),
            text(texts::EDITING).size(13).font(STRONG).class(Ink::Plain).width(Length::Fill),
            cancel.kind(Kind::Quiet).padding([4, 8]),
        ]
        .spacing(10)
        .align_y(Alignment::Center)
        .into()
    } else if let Some(parts) = writing.entry.parts() {
        let send = Pressable::new(text(texts::send_parts(parts.len())).size(13).font(MEDIUM), Some(Message::SendParts));
        row![
            glyph_in(Icon::Info, 16.0, Ink::Soft),
            small(texts::TOO_LONG).width(Length::Fill),
            send.kind(Kind::Quiet).padding([4, 8]),
        ]
        .spacing(10)
        .align_y(Alignment::Center)
        .into()
    } else {
        let reply = writing.reply.as_ref()?;
        let name = reply.by.as_ref().map_or(list::HOST, |by| by.name.as_str());
        let ink = reply.by.as_ref().map_or(Ink::Plain, |by| Ink::Person(by.who));
        let close = icon_button(Icon::X, texts::NO_REPLY, Some(Message::NoReply)).width(28).height(28);
        let to = row![
            glyph_in(Icon::Reply, 16.0, Ink::Link),
            small(texts::REPLY_TO).wrapping(text::Wrapping::None),
            container(truncated(name).size(13.0).font(STRONG).class(ink)).max_width(160).clip(true),
            container(truncated(&reply.words).size(13.0).class(Ink::Soft)).width(Length::Fill).clip(true),
        ];
        let to = container(to.spacing(10).align_y(Alignment::Center)).width(Length::Fill).clip(true);
        row![to, tipped(close, texts::NO_REPLY, "Esc")].spacing(10).align_y(Alignment::Center).into()
    };
    let strip = container(content).padding(Padding::from([0, 12]).right(6)).height(36).align_y(Alignment::Center);
    Some(column![strip, container(space().width(Length::Fill).height(1)).class(Ground::Line)].into())
}
