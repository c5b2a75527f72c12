//! What the screens are put together from.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use iced::alignment::Horizontal;
use iced::widget::{Id, column, container, opaque, row, scrollable, space, stack, text, text_input};
use iced::{Alignment, Length, Padding, Pixels};

use crate::app::convert::whole;
use crate::app::texts::parts as texts;
use crate::app::theme::{Element, Field, FieldClass, Ground, ICONS, Icon, Ink, LINE, MEDIUM, STRONG, TEXT};
use crate::app::widget::{
    Kind, Mark, Pressable, SMALL, apart, beside, field_ring, footed, glyph, glyph_in, icon_button, inert, press_maybe,
    steady_card, steady_caret_line, tipped, width_of,
};

/// Below this width there is one column.
pub const NARROW: f32 = 640.0;

/// How high a row on a card is at least, and how far what stands in it is from its ends.
const ROW: f32 = 56.0;
const ROW_EDGE: f32 = 16.0;

/// What the words of a row need at least beside what stands at its end.
const WORDS: f32 = 132.0;

/// Up to how many are counted.
const TOLD: usize = 99;

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
    text(words).size(16).line_height(absolute(24.0)).font(STRONG).class(Ink::Plain).into()
}

/// A line of this height.
pub const fn absolute(height: f32) -> text::LineHeight {
    text::LineHeight::Absolute(Pixels(height))
}

/// Small words below a field, or below a title.
pub fn small<'a, Message: 'a>(words: impl text::IntoFragment<'a>) -> Element<'a, Message> {
    text(words).size(13).line_height(absolute(18.0)).class(Ink::Faint).into()
}

/// A sentence.
pub fn sentence<'a, Message: 'a>(words: impl text::IntoFragment<'a>) -> Element<'a, Message> {
    text(words).line_height(text::LineHeight::Absolute(LINE.into())).class(Ink::Soft).into()
}

/// What is wrong, in a sentence.
pub fn wrong<'a, Message: 'a>(words: impl text::IntoFragment<'a>) -> Element<'a, Message> {
    let words = text(words).size(13).line_height(absolute(18.0)).class(Ink::Danger);
    row![container(glyph_in(Icon::CircleAlert, SMALL, Ink::Danger)).padding([1, 0]), words].spacing(6).into()
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

/// What stands in a field of one line beside the words.
pub enum Beside<Message> {
    /// Nothing.
    Nothing,
    /// An icon before them.
    Icon(Icon),
    /// An eye behind them that shows what is secret, or hides it again.
    Eye(Message),
}

impl<'a, Message: Clone + 'a> OneLine<'a, Message> {
    /// The field, and below it what is wrong with what stands in it.
    pub fn view(self) -> Element<'a, Message> {
        self.view_beside(Beside::Nothing)
    }

    /// The same, with something beside the words.
    pub fn view_beside(self, beside: Beside<Message>) -> Element<'a, Message> {
        let focused: Rc<Cell<bool>> = Rc::default();
        let class = if self.wrong.is_some() { Field::Wrong } else { self.ground };
        let mut input = text_input(&hint(self.hint), self.value)
            .id(Id::new(self.id))
            .secure(self.secret)
            .on_input(self.on_input)
            .on_submit(self.on_submit)
            .padding(Padding::from([8, 12]).right(if matches!(beside, Beside::Eye(_)) { 36.0 } else { 12.0 }))
            .size(14)
            .line_height(absolute(LINE))
            .class(FieldClass::new(class, Rc::clone(&focused)));
        if let Beside::Icon(icon) = &beside {
            input = input.icon(text_input::Icon {
                font: ICONS,
                code_point: icon.glyph().chars().next().unwrap_or(' '),
                size: Some(Pixels(SMALL)),
                spacing: 8.0,
                side: text_input::Side::Left,
            });
        }
        let field = field_ring(steady_caret_line(input), focused);
        let field: Element<'a, Message> = match beside {
            Beside::Eye(on_press) => {
                let (icon, name) =
                    if self.secret { (Icon::Eye, texts::SHOW_PASSWORD) } else { (Icon::EyeOff, texts::HIDE_PASSWORD) };
                let eye = tipped(icon_button(icon, name, Some(on_press)).width(28).height(28), name, "");
                stack![field, container(eye).align_right(Length::Fill).padding(4)].into()
            }
            Beside::Nothing | Beside::Icon(_) => field,
        };
        column![field].push(self.wrong.map(wrong)).spacing(4).into()
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
    layered(base, None, dialog.map(|dialog| veiled(dialog, width)))
}

/// A page over everything else, if one is open, and over that a question or what is open beside something. What lies
/// behind each stays in its place, and keeps its caret.
pub fn layered<'a, Message: 'a>(
    base: impl Into<Element<'a, Message>>,
    page: Option<Element<'a, Message>>,
    top: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let asked = top.is_some();
    stack![inert(base, asked || page.is_some())].push(page.map(|page| inert(page, asked))).push(top).into()
}

/// A question on a veil over all there is.
pub fn veiled<'a, Message: 'a>(dialog: Element<'a, Message>, width: f32) -> Element<'a, Message> {
    let card = container(dialog).class(Ground::Dialog).max_width(width).width(Length::Fill);
    let veil = container(steady_card(card)).class(Ground::Veil).padding(16).width(Length::Fill).height(Length::Fill);
    opaque(veil)
}

/// Something over everything else that is as large as the window, such as a popover; what lies behind keeps its caret.
pub fn over_all<'a, Message: 'a>(
    base: impl Into<Element<'a, Message>>,
    top: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    layered(base, None, Some(top.into()))
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
    on_foot(said, trouble, buttons)
}

/// Anything, above what is wrong and the buttons at the right, which are seen however far the rest is scrolled.
pub fn foot<'a, Message: Clone + 'a>(
    said: impl Into<Element<'a, Message>>,
    trouble: Option<&'a str>,
    buttons: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    on_foot(said, trouble, apart(space(), buttons, 8.0))
}

fn on_foot<'a, Message: Clone + 'a>(
    said: impl Into<Element<'a, Message>>,
    trouble: Option<&'a str>,
    buttons: Element<'a, Message>,
) -> Element<'a, Message> {
    let foot = stacked([trouble.map(wrong), Some(buttons)], 10.0);
    // The bar beside it begins below the round corner.
    let said = scrollable(container(said).padding(Padding::from(EDGE).top(EDGE[0] - CORNER).bottom(4)));
    footed(container(said).padding(Padding::ZERO.top(CORNER)), container(foot).padding(Padding::from(EDGE).top(16)))
}

/// What kind of place it is, or what can be done there: an icon on a square.
pub fn sign<'a, Message: 'a>(icon: Icon) -> Element<'a, Message> {
    container(glyph(icon)).class(Ground::Sign).center(36).into()
}

/// A round spot.
pub fn spot<'a, Message: 'a>(ground: Ground) -> Element<'a, Message> {
    container(space().width(8).height(8)).class(ground).into()
}

/// A small button, in a row.
pub fn small_press<'a, Message: Clone + 'a>(
    words: impl text::IntoFragment<'a>,
    on_press: Option<Message>,
) -> Pressable<'a, Message> {
    press_maybe(words, on_press).padding([6, 12])
}

/// A button as wide as all there is.
pub fn wide_press<'a, Message: Clone + 'a>(
    words: impl text::IntoFragment<'a>,
    on_press: Option<Message>,
) -> Pressable<'a, Message> {
    let words = text(words).line_height(absolute(LINE)).font(MEDIUM).class(Ink::Around);
    Pressable::new(container(words).center_x(Length::Fill), on_press).width(Length::Fill)
}

/// What opens or closes what is folded below it.
pub fn fold<'a, Message: Clone + 'a>(
    words: impl text::IntoFragment<'a>,
    open: bool,
    on_press: Message,
) -> Pressable<'a, Message> {
    let chevron = glyph_in(if open { Icon::ChevronDown } else { Icon::ChevronRight }, SMALL, Ink::Around);
    let words = text(words).size(13).font(MEDIUM).class(Ink::Around);
    Pressable::new(row![chevron, words].spacing(6).align_y(Alignment::Center), Some(on_press))
        .kind(Kind::Quiet)
        .padding([5, 8])
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

/// One of a few, in a row of parts of which one is chosen. Where they don't fit, they go on below.
pub fn segmented<'a, T: PartialEq + Copy + 'a, Message: Clone + 'a>(
    all: impl IntoIterator<Item = (T, impl text::IntoFragment<'a>)>,
    chosen: T,
    on_choose: impl Fn(T) -> Message + 'a,
) -> Element<'a, Message> {
    let parts =
        all.into_iter().map(|(value, words)| segment(words, value == chosen, on_choose(value)).padding([0, 12]).into());
    container(row(parts).wrap()).class(Ground::Track).padding(3).into()
}

/// What is free beside the words of such a part, both sides together, where there is neither more nor less place.
const BESIDE: f32 = 16.0;

/// The same as wide as all there is, each part as wide as its words are long.
pub fn segmented_wide<'a, T: PartialEq + Copy + 'a, Message: Clone + 'a>(
    all: impl IntoIterator<Item = (T, impl Into<Cow<'a, str>>)>,
    chosen: T,
    on_choose: impl Fn(T) -> Message + 'a,
) -> Element<'a, Message> {
    let parts = all.into_iter().map(|(value, words)| {
        let words = words.into();
        let portion = u16::try_from(whole(width_of(&words, TEXT, MEDIUM) + BESIDE)).unwrap_or(u16::MAX);
        let part = segment(words, value == chosen, on_choose(value)).padding(0);
        part.width(Length::FillPortion(portion)).into()
    });
    container(row(parts)).class(Ground::Track).padding(3).width(Length::Fill).into()
}

fn segment<'a, Message: Clone + 'a>(
    words: impl text::IntoFragment<'a>,
    chosen: bool,
    on_choose: Message,
) -> Pressable<'a, Message> {
    let words = text(words).font(MEDIUM).class(Ink::Around).wrapping(text::Wrapping::None);
    Pressable::new(container(words).center_x(Length::Shrink).center_y(Length::Fill), Some(on_choose))
        .kind(if chosen { Kind::SegmentChosen } else { Kind::Segment })
        .height(30)
}

/// What a row on a card is about: a title, and below it in a few words what that means, which may be nothing.
pub fn about<'a, Message: 'a>(title: impl Into<Cow<'a, str>>, means: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
    let means = means.into();
    let title = text(title.into()).line_height(absolute(LINE)).font(MEDIUM).class(Ink::Plain);
    let means = (!means.is_empty()).then(|| small(means));
    column![title].push(means).spacing(1).into()
}

/// A row of at least the usual height, whatever stands in it.
fn tall<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let content = container(content).padding([9.0, ROW_EDGE]).width(Length::Fill);
    row![content, space().height(ROW)].align_y(Alignment::Center).into()
}

/// A row on a card: a title, what that means, which may be nothing, and what changes it.
pub fn setting<'a, Message: 'a>(
    title: impl Into<Cow<'a, str>>,
    means: impl Into<Cow<'a, str>>,
    control: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    tall(beside(about(title, means), control, 16.0, WORDS))
}

/// The same for what is either so or not: all of the row turns it.
pub fn switch_row<'a, Message: Clone + 'a>(
    title: impl Into<Cow<'a, str>>,
    means: impl Into<Cow<'a, str>>,
    on: bool,
    on_change: impl Fn(bool) -> Message,
) -> Element<'a, Message> {
    marked_row(title, means, Mark::Switch(on), on_change(!on))
}

/// One of several on a card, of which one is chosen.
pub fn radio_row<'a, Message: Clone + 'a>(
    title: impl Into<Cow<'a, str>>,
    means: impl Into<Cow<'a, str>>,
    chosen: bool,
    on_choose: Message,
) -> Element<'a, Message> {
    marked_row(title, means, Mark::Radio(chosen), on_choose)
}

fn marked_row<'a, Message: Clone + 'a>(
    title: impl Into<Cow<'a, str>>,
    means: impl Into<Cow<'a, str>>,
    mark: Mark,
    on_press: Message,
) -> Element<'a, Message> {
    let line = row![container(about(title, means)).width(Length::Fill), mark].spacing(16);
    Pressable::new(tall(line.align_y(Alignment::Center)), Some(on_press))
        .kind(Kind::Bare)
        .padding(0)
        .width(Length::Fill)
        .into()
}

/// One of a few with consequences, in a dialog: a card of its own.
pub fn choice_card<'a, Message: Clone + 'a>(
    icon: Icon,
    title: impl Into<Cow<'a, str>>,
    means: impl Into<Cow<'a, str>>,
    chosen: bool,
    on_choose: Message,
) -> Element<'a, Message> {
    let icon = glyph_in(icon, 18.0, if chosen { Ink::Link } else { Ink::Soft });
    let line = row![icon, container(about(title, means)).width(Length::Fill), Mark::Radio(chosen)].spacing(12);
    Pressable::new(line.align_y(Alignment::Center), Some(on_choose))
        .kind(if chosen { Kind::CardChosen } else { Kind::Plain })
        .padding([8, 12])
        .width(Length::Fill)
        .into()
}

/// Small words below a card.
pub fn note<'a, Message: 'a>(words: impl text::IntoFragment<'a>) -> Element<'a, Message> {
    container(small(words)).padding([0.0, ROW_EDGE]).into()
}

/// A number that is to be seen.
pub fn badge<'a, Message: 'a>(number: usize, ground: Ground) -> Element<'a, Message> {
    let words = text(told(number)).size(11).line_height(absolute(18.0)).font(STRONG);
    container(words).class(ground).padding([0, 6]).into()
}

/// A number as it is told: above this one, only that there are more.
pub fn told(number: usize) -> String {
    if number > TOLD { format!("{TOLD}+") } else { number.to_string() }
}

/// A card of rows, with lines between them.
pub fn rows<'a, Message: 'a>(rows: impl IntoIterator<Item = Element<'a, Message>>) -> Element<'a, Message> {
    let mut all = column![].width(Length::Fill);
    for (at, row) in rows.into_iter().enumerate() {
        all = all.push((at > 0).then(line)).push(row);
    }
    container(all).class(Ground::Card).padding(1).width(Length::Fill).into()
}

/// A line across.
pub fn line<'a, Message: 'a>() -> Element<'a, Message> {
    container(space().width(Length::Fill).height(1)).class(Ground::Line).into()
}

/// A line down.
pub fn line_down<'a, Message: 'a>() -> Element<'a, Message> {
    container(space().width(1).height(Length::Fill)).class(Ground::Line).into()
}

/// What belongs together on a page, with a title above it.
pub fn group<'a, Message: 'a>(
    title: impl text::IntoFragment<'a>,
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let title = text(title).size(13).line_height(absolute(LINE)).font(STRONG).class(Ink::Soft);
    column![title, content.into()].spacing(8).into()
}
