//! Finding what was said: as it is typed, by words, by person and by day.

use std::sync::Arc;

use iced::widget::{Id, column, container, row, scrollable, text, text_input};
use iced::{Alignment, Length};

use crate::app::clock::TimeFormat;
use crate::app::screen::parts::{label, wrong};
use crate::app::theme::{Element, Field, Ground, Ink, STRONG};
use crate::app::widget::{Kind, Pressable, press, steady_caret_line};
use crate::guest::Found;
use crate::room::{Event, Seq};

/// By what the field is found.
pub(super) const FIELD: &str = "find";

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
        let field = |id, hint, value: &'a str, on_input: fn(String) -> Message| {
            steady_caret_line(
                text_input(hint, value)
                    .id(Id::new(id))
                    .on_input(on_input)
                    .on_submit(Message::First)
                    .padding([8, 10])
                    .size(14)
                    .class(Field::Raised),
            )
        };
        let narrow = row![
            column![label("By"), field("find-who", "Name", &self.who, Message::Who)].spacing(2),
            column![label("On"), field("find-day", "2026-11-19", &self.day, Message::Day)].spacing(2),
        ]
        .spacing(8);
        let about: Option<Element<'a, Message>> = match (&self.trouble, self.answered, self.hits.is_empty()) {
            (Some(why), _, _) => Some(wrong(why.as_str())),
            (None, true, true) => Some(text("Nothing found.").class(Ink::Faint).into()),
            (None, true, false) if !self.whole => {
                Some(text("From what this computer has seen.").size(12).class(Ink::Faint).into())
            }
            _ => None,
        };
        let hits = self.hits.iter().map(|event| view_hit(event, times, now));
        let more = self.next.map(|_| press("Show more", Message::More).kind(Kind::Quiet).into());
        let list = scrollable(column(hits.chain(more)).spacing(2)).height(Length::Fill).width(Length::Fill);
        let top = row![
            text("Find").size(12).font(STRONG).class(Ink::Soft).width(Length::Fill),
            press("Close", Message::Close).kind(Kind::Quiet).padding([4, 8]),
        ]
        .align_y(Alignment::Center);
        container(
            column![top, field(FIELD, "Words that were said", &self.words, Message::Words), narrow, about, list]
                .spacing(10),
        )
        .class(Ground::Page)
        .padding(14)
        .height(Length::Fill)
        .into()
    }
}

fn view_hit<'a>(event: &'a Event, times: &TimeFormat, now: u64) -> Element<'a, Message> {
    let name = event.by.as_ref().map_or("The house", |by| by.name.as_str());
    let words = event.body.text().map(|text| text.as_str()).unwrap_or_default();
    let mut shown: String = words.chars().take(SHOWN).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    let when = format!("{}, {}", times.day(event.at, now), times.time(event.at));
    let head = row![text(name).font(STRONG).class(Ink::Plain), text(when).size(12).class(Ink::Faint),]
        .spacing(8)
        .align_y(Alignment::Center)
        .wrap();
    let line = column![head, text(shown).class(Ink::Soft).wrapping(text::Wrapping::WordOrGlyph)].spacing(2);
    Pressable::new(line, Some(Message::GoTo(event.seq))).kind(Kind::Quiet).padding([8, 8]).width(Length::Fill).into()
}
