//! What the screens are put together from.

use iced::alignment::Horizontal;
use iced::widget::{Id, column, container, opaque, row, scrollable, space, stack, text, text_input};
use iced::{Length, Padding};

use crate::app::theme::{Element, Field, Ground, Ink, LINE, MEDIUM, STRONG};
use crate::app::widget::{Kind, apart, footed, inert, press, steady_card, steady_caret_line};

/// How far what stands in a dialog is from its edge.
const EDGE: [f32; 2] = [20.0, 22.0];

/// How far a corner of it is round.
const CORNER: f32 = 14.0;

/// Small words above a field or a list.
pub fn label<'a, Message: 'a>(words: &'a str) -> Element<'a, Message> {
    text(words).size(12).line_height(1.5).font(MEDIUM).class(Ink::Soft).into()
}

/// A title in a card.
pub fn heading<'a, Message: 'a>(words: impl text::IntoFragment<'a>) -> Element<'a, Message> {
    text(words).size(17).font(STRONG).class(Ink::Plain).into()
}

/// A sentence.
pub fn sentence<'a, Message: 'a>(words: impl text::IntoFragment<'a>) -> Element<'a, Message> {
    text(words).line_height(text::LineHeight::Absolute(LINE.into())).class(Ink::Soft).into()
}

/// What is wrong, in a sentence.
pub fn wrong<'a, Message: 'a>(words: impl text::IntoFragment<'a>) -> Element<'a, Message> {
    text(words).size(13).class(Ink::Danger).into()
}

/// A field of one line.
pub struct OneLine<'a, Message> {
    /// By what it is found.
    pub id: &'static str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// What stands in it.
    pub value: &'a str,
    /// Whether it is a secret.
    pub secret: bool,
    /// What is wrong with it.
    pub wrong: Option<&'a str>,
    /// What it stands on.
    pub ground: Field,
    /// What follows from typing.
    pub on_input: fn(String) -> Message,
    /// What Enter does.
    pub on_submit: Message,
}

impl<'a, Message: Clone + 'a> OneLine<'a, Message> {
    /// The field, and below it what is wrong with what stands in it.
    pub fn view(self) -> Element<'a, Message> {
        let class = if self.wrong.is_some() { Field::Wrong } else { self.ground };
        let input = text_input(&hint(self.hint), self.value)
            .id(Id::new(self.id))
            .secure(self.secret)
            .on_input(self.on_input)
            .on_submit(self.on_submit)
            .padding([10, 12])
            .size(14)
            .line_height(text::LineHeight::Absolute(18.into()))
            .class(class);
        column![steady_caret_line(input)].push(self.wrong.map(wrong)).spacing(4).into()
    }
}

/// What stands in an empty field, a little to the right: its first letter is not under the caret.
pub fn hint(words: &str) -> String {
    format!("\u{2009}{words}")
}

/// A field with a label above it.
pub fn labelled<'a, Message: 'a>(words: &'a str, field: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    column![label(words), field.into()].spacing(4).into()
}

/// A question over everything else, if there is one.
pub fn over<'a, Message: 'a>(
    base: impl Into<Element<'a, Message>>,
    dialog: Option<Element<'a, Message>>,
    width: f32,
) -> Element<'a, Message> {
    // With a question or without: what lies behind it stays in its place, and keeps its caret.
    let Some(dialog) = dialog else { return stack![inert(base, false)].into() };
    let card = container(dialog).class(Ground::Dialog).max_width(width).width(Length::Fill);
    let veil = container(steady_card(card)).class(Ground::Veil).padding(16).width(Length::Fill).height(Length::Fill);
    stack![inert(base, true), opaque(veil)].into()
}

/// Something over everything else that is as large as the window, such as a popover; what lies behind keeps its caret.
pub fn over_all<'a, Message: 'a>(
    base: impl Into<Element<'a, Message>>,
    top: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    stack![inert(base, true), top.into()].into()
}

/// A title, some sentences, and what can be done.
pub fn question<'a, Message: Clone + 'a>(
    title: impl text::IntoFragment<'a>,
    body: impl IntoIterator<Item = Element<'a, Message>>,
    left: Option<Element<'a, Message>>,
    right: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    troubled(title, body, None, left, right)
}

/// The same, and what is wrong. That and the buttons are seen however far the rest is scrolled.
pub fn troubled<'a, Message: Clone + 'a>(
    title: impl text::IntoFragment<'a>,
    body: impl IntoIterator<Item = Element<'a, Message>>,
    trouble: Option<&'a str>,
    left: Option<Element<'a, Message>>,
    right: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    let left = left.unwrap_or_else(|| space().into());
    let buttons = apart(left, row(right).spacing(8).wrap().align_x(Horizontal::Right), 8.0);
    let said = column![heading(title), column(body).spacing(10)].spacing(10).width(Length::Fill);
    let foot = stacked([trouble.map(wrong), Some(buttons)], 10.0);
    // The bar beside it begins below the round corner.
    let said = scrollable(container(said).padding(Padding::from(EDGE).top(EDGE[0] - CORNER).bottom(4)));
    footed(container(said).padding(Padding::ZERO.top(CORNER)), container(foot).padding(Padding::from(EDGE).top(12)))
}

/// What stands below each other, of which some may be missing. Each keeps its place among the others whatever comes and
/// goes, and with it the focus and the caret.
pub fn stacked<'a, Message: 'a>(
    parts: impl IntoIterator<Item = Option<Element<'a, Message>>>,
    spacing: f32,
) -> Element<'a, Message> {
    let mut above = 0.0;
    let parts = parts.into_iter().map(|part| match part {
        Some(part) => container(part).padding(Padding::ZERO.top(std::mem::replace(&mut above, spacing))).into(),
        // What has no size at all would be left out.
        None => container(space()).into(),
    });
    column(parts).into()
}

/// One of several, of which one is chosen.
pub fn choices<'a, T: PartialEq + Copy + 'a, Message: Clone + 'a>(
    all: &'a [(T, &'static str)],
    chosen: T,
    on_choose: impl Fn(T) -> Message + 'a,
) -> Element<'a, Message> {
    row(all.iter().map(|(value, words)| {
        let kind = if *value == chosen { Kind::Chosen } else { Kind::Quiet };
        press(*words, on_choose(*value)).kind(kind).padding([6, 12]).into()
    }))
    .spacing(4)
    .wrap()
    .into()
}

/// Something that is either so or not.
pub fn switch<'a, Message: Clone + 'a>(
    words: &'static str,
    on: bool,
    on_change: impl Fn(bool) -> Message,
) -> Element<'a, Message> {
    let state = text(if on { "On" } else { "Off" }).font(MEDIUM).class(if on { Ink::Link } else { Ink::Faint });
    let line = row![text(words).class(Ink::Plain).width(Length::Fill), state].spacing(12);
    crate::app::widget::Pressable::new(line, Some(on_change(!on)))
        .kind(Kind::Quiet)
        .padding([6, 12])
        .width(Length::Fill)
        .into()
}
