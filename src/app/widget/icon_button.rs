//! A button that is an icon, with a tooltip that tells its name and its key.

use std::time::Duration;

use iced::widget::{container, row, text, tooltip};
use iced::{Length, Pixels};

use super::glyph::{SMALL, glyph, glyph_in};
use super::pressable::{Kind, Pressable};
use crate::app::theme::{Element, Ground, Icon, Ink, MEDIUM};

/// How large such a button is.
const SIZE: f32 = 32.0;

/// The same in a line of small words.
const IN_LINE: f32 = 24.0;

/// How long the pointer rests on it before it is named.
const REST: Duration = Duration::from_millis(500);

/// An icon to press, with its name.
pub fn icon_button<'a, Message: Clone + 'a>(
    icon: Icon,
    name: &'a str,
    on_press: Option<Message>,
) -> Pressable<'a, Message> {
    let content = container(glyph(icon)).center(Length::Fill);
    Pressable::new(content, on_press).kind(Kind::Icon).padding(0).width(SIZE).height(SIZE).named(name)
}

/// The same in a line of small words.
pub fn small_icon_button<'a, Message: Clone + 'a>(
    icon: Icon,
    name: &'a str,
    on_press: Option<Message>,
) -> Pressable<'a, Message> {
    let content = container(glyph_in(icon, SMALL, Ink::Around)).center(Length::Fill);
    Pressable::new(content, on_press).kind(Kind::Icon).padding(0).width(IN_LINE).height(IN_LINE).named(name)
}

/// Anything, with its name and its key in a tooltip.
pub fn tipped<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    name: &'a str,
    key: &'a str,
) -> Element<'a, Message> {
    tooltip(content, tip(name, key), tooltip::Position::Bottom)
        .gap(4)
        .padding(0)
        .delay(REST)
        .snap_within_viewport(true)
        .into()
}

/// What stands in a tooltip.
fn tip<'a, Message: 'a>(name: &'a str, key: &'a str) -> Element<'a, Message> {
    let small =
        |words: &'a str| text(words).size(12).line_height(text::LineHeight::Absolute(Pixels(16.0))).font(MEDIUM);
    let key = (!key.is_empty()).then(|| small(key).class(Ink::TipKey));
    container(row![small(name)].push(key).spacing(8)).class(Ground::Tip).padding([4, 8]).into()
}
