//! Finding what was said: as it is typed, by words, by person and by day.

use std::sync::Arc;

use iced::widget::{column, container, row, scrollable, text};
use iced::{Alignment, Length, Padding};

use crate::app::clock::TimeFormat;
use crate::app::screen::parts::{Beside, OneLine, labelled, wrong};
use crate::app::texts::{list as lists, search as texts};
use crate::app::theme::{Element, Field, Icon, Ink, STRONG};
use crate::app::widget::{Kind, Pressable, avatar, icon_button, press, tipped, truncated};
use crate::guest::Found;
use crate::room::{Event, Seq};

/// By what the field is found.
pub(super) const FIELD: &str = "find";

/// How large the avatar of whoever said it is, and how far its words are from that.
const FACE: f32 = 20.0;
const BESIDE: f32 = 8.0;

/// How much of a message is shown.
const SHOWN: usize = 280;

/// A search.
#[derive(Default)]
pub struct Find {
    pub(super) words: String,
    pub(super) who: String,
    pub(super) day: String,
    /// Which question is the last: answers to others come too late.
    pub(super) asked: u64,
    pub(super) hits: Vec<Event>,
    pub(super) next: Option<Seq>,
    pub(super) whole: bool,
    pub(super) answered: bool,
    pub(super) trouble: Option<String>,
    /// Whether it shows what is pinned, and asks for nothing else.
    pub(super) pinned: bool,
}

/// What happens to it.
#[derive(Clone, Debug)]
pub enum Message {
    Words(String),
    Who(String),
    Day(String),
    Answer { asked: u64, more: bool, found: Result<Arc<Found>, String> },
    More,
    GoTo(Seq),
    First,
    Close,
}

impl Find {
    pub(super) fn answer(&mut self, more: bool, found: Result<Arc<Found>, String>) {
        self.answered = true;
        match found {
            Ok(found) => {
                if !more {
                    self.hits.clear();
                }
                self.hits.extend(found.hits.iter().cloned());
                (self.next, self.whole) = (found.next, found.whole);
            }
            Err(why) => self.trouble = Some(why),
        }
    }

    pub(super) fn view<'a>(&'a self, times: &'a TimeFormat, now: u64) -> Element<'a, Message> {
        let about: Option<Element<'a, Message>> = match (&self.trouble, self.answered, self.hits.is_empty()) {
            (Some(why), _, _) => Some(wrong(why.as_str())),
            (None, true, true) => {
                let none = if self.pinned { texts::NOTHING_PINNED } else { texts::NOTHING };
                Some(text(none).class(Ink::Faint).into())
            }
            (None, true, false) if !self.whole => Some(text(texts::ONLY_COPY).size(12).class(Ink::Faint).into()),
            _ => None,
        };
        let hits = self.hits.iter().map(|event| view_hit(event, times, now));
        let more = self.next.map(|_| press(texts::MORE, Message::More).kind(Kind::Quiet).into());
        let list = scrollable(column(hits.chain(more)).spacing(2)).height(Length::Fill).width(Length::Fill);
        let title = if self.pinned { texts::PINNED } else { texts::SEARCH };
        let close = tipped(icon_button(Icon::X, texts::CLOSE, Some(Message::Close)), texts::CLOSE, "Esc");
        let top = row![text(title).size(16).font(STRONG).class(Ink::Plain).width(Length::Fill), close];
        let fields = (!self.pinned).then(|| self.view_fields());
        let content = column![top.align_y(Alignment::Center).height(40)].push(fields).push(about).push(list);
        container(content.spacing(10)).padding(Padding::from([8, 16])).height(Length::Fill).into()
    }

    fn view_fields(&self) -> Element<'_, Message> {
        let field = |id, hint, value, on_input: fn(String) -> Message| OneLine {
            id,
            hint,
            value,
            secret: false,
            wrong: None,
            ground: Field::Raised,
            on_input,
            on_submit: Message::First,
        };
        let narrow = row![
            labelled(texts::BY, field("find-who", texts::BY_HINT, &self.who, Message::Who).view()),
            labelled(texts::ON, field("find-day", texts::ON_HINT, &self.day, Message::Day).view()),
        ]
        .spacing(8);
        let words = field(FIELD, texts::WORDS, &self.words, Message::Words).view_beside(Beside::Icon(Icon::Search));
        column![words, narrow].spacing(10).into()
    }
}

fn view_hit<'a>(event: &'a Event, times: &TimeFormat, now: u64) -> Element<'a, Message> {
    let name = event.by.as_ref().map_or(lists::HOST, |by| by.name.as_str());
    let words = event.body.text().map(|text| text.as_str()).unwrap_or_default();
    let mut shown: String = words.chars().take(SHOWN).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    let when = format!("{}, {}", times.day(event.at, now), times.time(event.at));
    let ink = event.by.as_ref().map_or(Ink::Plain, |by| Ink::Person(by.who));
    let face = avatar(event.by.as_ref().map(|by| by.who), name, FACE);
    let name = container(truncated(name).font(STRONG).class(ink)).width(Length::Fill).clip(true);
    let head = row![face, name, text(when).size(12).class(Ink::Faint)].spacing(BESIDE).align_y(Alignment::Center);
    let words = text(shown).size(13).class(Ink::Soft).wrapping(text::Wrapping::WordOrGlyph);
    let line = column![head, container(words).padding(Padding::ZERO.left(FACE + BESIDE))].spacing(2);
    Pressable::new(line, Some(Message::GoTo(event.seq))).kind(Kind::Quiet).padding([8, 8]).width(Length::Fill).into()
}
