//! Finding out why a place can't be reached: the likeliest cause with what to do, and what each check found.

use std::time::Instant;

use iced::task::Handle;
use iced::widget::{column, container, row, scrollable, text};
use iced::{Alignment, Length, Padding};

use crate::app::opening::Destination;
use crate::app::screen::parts::{NARROW, about, rows, sentence};
use crate::app::texts::doctor as texts;
use crate::app::theme::{Element, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{Kind, Pressable, SMALL, glyph_in, icon_button, press, tipped};
use crate::doctor::{Cause, Checked, Verdict, causes, is_well};

/// By what the button is found that finds it out anew.
pub const AGAIN: &str = "doctor-again";

/// How wide the page is at most.
const WIDTH: f32 = 720.0;

/// The page, while it is open.
pub struct Page {
    /// What is examined; this computer and its network where nothing is.
    to: Option<Destination>,
    checks: Vec<Checked>,
    began: Instant,
    /// How many seconds it took, once it is done.
    took: Option<u64>,
    /// Whether the other causes are shown.
    unfolded: bool,
    copied: bool,
    /// Dropping it ends the examination.
    _task: Option<Handle>,
}

/// What happens on it.
#[derive(Clone, Debug)]
pub enum Message {
    /// A check is done.
    Checked(Checked),
    /// All of them are.
    Done,
    /// Everything is checked anew.
    Again,
    /// Goes back to the lobby.
    Back,
    /// Copies what the host can do.
    Copy(String),
    /// Shows what else it can be, or no longer.
    Unfold,
}

/// What it wants done.
pub(super) enum Action {
    None,
    Back,
    Again(Option<Destination>),
    Copy(String),
}

impl Page {
    /// A place, or this computer, is examined.
    pub fn new(to: Option<Destination>) -> Self {
        let began = Instant::now();
        Self { to, checks: Vec::new(), began, took: None, unfolded: false, copied: false, _task: None }
    }

    /// It is on its way.
    pub fn begun(&mut self, task: Handle) {
        self._task = Some(task.abort_on_drop());
    }

    /// Something happened.
    pub(super) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Checked(checked) => self.checks.push(checked),
            Message::Done => self.took = Some(self.began.elapsed().as_secs()),
            Message::Again => return Action::Again(self.to.take()),
            Message::Back => return Action::Back,
            Message::Copy(what) => {
                self.copied = true;
                return Action::Copy(what);
            }
            Message::Unfold => self.unfolded = !self.unfolded,
        }
        Action::None
    }

    /// What is seen.
    pub fn view(&self, width: f32) -> Element<'_, Message> {
        let narrow = width < NARROW;
        let back = tipped(icon_button(Icon::ArrowLeft, texts::BACK, Some(Message::Back)), texts::BACK, "Esc");
        let title = match &self.to {
            Some(Destination::Code(_, None)) | None => texts::WHY_NONE.to_owned(),
            Some(to) => texts::why(&to.in_words()),
        };
        let title = text(title).size(20).line_height(text::LineHeight::Absolute(28.into())).font(STRONG);
        let title = container(title.class(Ink::Plain).wrapping(text::Wrapping::WordOrGlyph)).width(Length::Fill);
        let again = row![glyph_in(Icon::RotateCw, SMALL, Ink::Around), text(texts::AGAIN).font(MEDIUM)].spacing(8);
        let again = Pressable::new(again.align_y(Alignment::Center), self.took.map(|_| Message::Again)).id(AGAIN);
        let head: Element<'_, Message> = if narrow {
            column![row![back, title].spacing(8).align_y(Alignment::Center), again].spacing(12).into()
        } else {
            row![back, title, again].spacing(12).align_y(Alignment::Center).into()
        };
        let page = column![head, self.view_cause(), self.view_checks()].spacing(16).max_width(WIDTH);
        let padding = if narrow { Padding::from([20, 16]) } else { Padding::from([28, 20]) };
        let page = container(page).center_x(Length::Fill).padding(padding);
        scrollable(page).width(Length::Fill).height(Length::Fill).into()
    }

    /// The likeliest cause, once everything was looked at.
    fn view_cause(&self) -> Element<'_, Message> {
        if self.took.is_none() {
            return card(Icon::Search, Ink::Soft, Ground::Card, texts::LOOKING, texts::LOOKING_MEANS, None);
        }
        let mut all = causes(&self.checks).into_iter();
        if let Some(cause) = all.next() {
            let more = self.view_more(&cause, all.collect());
            return card(Icon::Lightbulb, Ink::Waiting, Ground::Notice, cause.heading, cause.advice, more);
        }
        let is_place = self.to.as_ref().is_some_and(|to| !matches!(to, Destination::Code(_, None)));
        let (title, means) = match (is_well(&self.checks), is_place) {
            (true, true) => (texts::WELL, texts::WELL_MEANS),
            (true, false) => (texts::WELL_HERE, texts::WELL_HERE_MEANS),
            (false, _) => {
                return card(
                    Icon::CircleQuestionMark,
                    Ink::Soft,
                    Ground::Card,
                    texts::UNCLEAR,
                    texts::UNCLEAR_MEANS,
                    None,
                );
            }
        };
        card(Icon::CircleCheck, Ink::Here, Ground::Card, title, means, None)
    }

    /// What can be done about a cause besides, and what else it can be.
    fn view_more(&self, cause: &Cause, others: Vec<Cause>) -> Option<Element<'_, Message>> {
        if cause.for_host.is_none() && others.is_empty() {
            return None;
        }
        let copy = cause.for_host.clone().map(|words| {
            let (icon, label) = if self.copied { (Icon::Check, texts::COPIED) } else { (Icon::Copy, texts::COPY) };
            let label = row![glyph_in(icon, SMALL, Ink::Around), text(label).font(MEDIUM)].spacing(8);
            Pressable::new(label.align_y(Alignment::Center), Some(Message::Copy(words))).padding([6, 12])
        });
        let fold = (!others.is_empty()).then(|| press(texts::ELSE, Message::Unfold).kind(Kind::Quiet).padding([6, 8]));
        let buttons = row![].push(copy).push(fold).spacing(12).align_y(Alignment::Center);
        let others =
            self.unfolded.then(|| column(others.into_iter().map(|cause| about(cause.title, cause.advice))).spacing(10));
        Some(column![buttons.wrap()].push(others).spacing(12).into())
    }

    /// What each check found: what is wrong first.
    fn view_checks(&self) -> Element<'_, Message> {
        let count = text(texts::checks(self.checks.len())).font(STRONG).class(Ink::Plain).width(Length::Fill);
        let took = self.took.map_or_else(|| texts::CHECKING.to_owned(), texts::done_in);
        let took = text(took).size(13).class(Ink::Faint);
        let head = container(row![count, took].spacing(12).align_y(Alignment::Center)).padding([12, 16]).into();
        let mut checks: Vec<&Checked> = self.checks.iter().collect();
        checks.sort_by_key(|check| (check.verdict, check.id));
        rows(std::iter::once(head).chain(checks.into_iter().map(view_check)))
    }
}

fn view_check(check: &Checked) -> Element<'_, Message> {
    let (icon, ink) = match check.verdict {
        Verdict::Bad => (Icon::CircleX, Ink::Danger),
        Verdict::Unknown => (Icon::CircleQuestionMark, Ink::Soft),
        Verdict::Good => (Icon::CircleCheck, Ink::Here),
    };
    let means = match &check.advice {
        Some(advice) => format!("{} {advice}", check.detail),
        None => check.detail.clone(),
    };
    let words = container(about(check.title.as_str(), means)).width(Length::Fill);
    container(row![glyph_in(icon, 20.0, ink), words].spacing(12).align_y(Alignment::Center)).padding([8, 16]).into()
}

/// What is likeliest, on its ground.
fn card<'a>(
    icon: Icon,
    ink: Ink,
    ground: Ground,
    title: impl text::IntoFragment<'a>,
    means: impl text::IntoFragment<'a>,
    more: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let title = text(title).font(STRONG).class(Ink::Plain).wrapping(text::Wrapping::WordOrGlyph);
    let words = column![title, sentence(means)].spacing(6).width(Length::Fill);
    let words = words.push(more.map(|more| container(more).padding(Padding::ZERO.top(6))));
    let card = row![container(glyph_in(icon, 20.0, ink)).padding(Padding::ZERO.top(1)), words].spacing(14);
    container(card).class(ground).padding([16, 20]).width(Length::Fill).into()
}
