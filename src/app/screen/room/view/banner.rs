//! A line above the entry, with what can be done about it at its end.

use iced::Length;
use iced::widget::{container, space, text};

use crate::app::screen::room::message::Message;
use crate::app::theme::{Element, Ground, Ink};
use crate::app::widget::beside;

/// How much of its line a notice needs beside its buttons.
const WORDS: f32 = 220.0;

/// Something to be known, and what can be done about it.
pub(super) fn banner<'a>(words: String, ink: Ink, right: Option<Element<'a, Message>>) -> Element<'a, Message> {
    let words = text(words).size(13).class(ink).wrapping(text::Wrapping::WordOrGlyph);
    let right = right.unwrap_or_else(|| space().into());
    container(beside(words, right, 10.0, WORDS)).class(Ground::Popover).padding([8, 12]).width(Length::Fill).into()
}
