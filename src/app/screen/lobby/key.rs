//! The questions about the key of a place: whether to trust one that is met for the first time, and what to do about one
//! that changed.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use crate::app::opening::JoinPlan;
use crate::app::screen::parts::{foot, heading, label, question, sentence};
use crate::app::texts::lobby as texts;
use crate::app::theme::{CODE, Element, Ground, Icon, Ink};
use crate::app::widget::{Kind, Mark, Pressable, glyph_in, press, press_maybe};
use crate::wire::Fingerprint;

/// The button that does not go in.
pub(super) const NO: &str = "no";

/// A question about a key.
pub struct Question {
    plan: JoinPlan,
    found: Fingerprint,
    /// The key it had before, and whether someone said they asked.
    changed: Option<(Fingerprint, bool)>,
}

/// What happens to it.
#[derive(Clone, Debug)]
pub enum Message {
    Yes,
    No,
    Asked,
}

/// What comes of it.
pub(super) enum Action {
    None,
    No,
    Yes(JoinPlan),
}

impl Question {
    pub(super) const fn first(plan: JoinPlan, found: Fingerprint) -> Self {
        Self { plan, found, changed: None }
    }

    pub(super) const fn changed(plan: JoinPlan, known: Fingerprint, found: Fingerprint) -> Self {
        Self { plan, found, changed: Some((known, false)) }
    }

    /// Where it leads.
    pub(super) fn to(&self) -> String {
        self.plan.to.to_text()
    }

    /// The same in a few words.
    pub(super) fn to_in_words(&self) -> String {
        self.plan.to.in_words()
    }

    pub(super) fn update(&mut self, message: Message) -> Action {
        match (message, &mut self.changed) {
            (Message::No, _) => Action::No,
            (Message::Asked, Some((_, asked))) => {
                *asked = !*asked;
                Action::None
            }
            (Message::Yes, None | Some((_, true))) => {
                Action::Yes(JoinPlan { agreed: Some(self.found), ..self.plan.clone() })
            }
            _ => Action::None,
        }
    }

    /// What is seen. `title` is what the place is called, where that is known.
    pub(super) fn view(&self, title: Option<&str>) -> Element<'_, Message> {
        let to = self.to_in_words();
        let place = title.unwrap_or(&to);
        match self.changed {
            None => self.view_first(place),
            Some((known, asked)) => self.view_changed(place, known, asked),
        }
    }

    fn view_first(&self, place: &str) -> Element<'_, Message> {
        question(
            texts::RIGHT_PLACE,
            [sentence(texts::first_time(place)), words(self.found), sentence(texts::RIGHT_PLACE_MEANS)],
            None,
            [
                press(texts::CANCEL, Message::No).id(NO).into(),
                press(texts::THEY_MATCH, Message::Yes).kind(Kind::Primary).into(),
            ],
        )
    }

    fn view_changed(&self, place: &str, known: Fingerprint, asked: bool) -> Element<'_, Message> {
        let tick = row![Mark::Tick(asked), text(texts::ASKED).class(Ink::Plain)].spacing(10).align_y(Alignment::Center);
        let said = column![
            column![heading(texts::key_changed(place)), sentence(texts::KEY_MEANS)].spacing(4),
            column![label(texts::BEFORE), words(known)].spacing(4),
            column![label(texts::NOW), words(self.found)].spacing(4),
            Pressable::new(tick, Some(Message::Asked)).kind(Kind::Bare).padding([4, 4]),
        ]
        .spacing(12)
        .width(Length::Fill);
        let sign = container(glyph_in(Icon::TriangleAlert, 20.0, Ink::Danger)).padding([2, 0]);
        foot(
            row![sign, said].spacing(12),
            None,
            row![
                press_maybe(texts::TRUST, asked.then_some(Message::Yes)).kind(Kind::Danger),
                press(texts::CANCEL, Message::No).kind(Kind::Primary).id(NO),
            ]
            .spacing(8)
            .wrap(),
        )
    }
}

fn words<'a>(key: Fingerprint) -> Element<'a, Message> {
    let line = text::LineHeight::Absolute(18.into());
    container(text(key.words()).font(CODE).size(12.5).line_height(line).class(Ink::Plain))
        .class(Ground::Inset)
        .padding([8, 12])
        .width(Length::Fill)
        .into()
}
