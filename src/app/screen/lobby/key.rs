//! The questions about the key of a house: whether to trust one that is met for the first time, and what to do about one
//! that changed.

use iced::widget::{column, container, row, text};

use crate::app::opening::JoinPlan;
use crate::app::screen::parts::{question, sentence};
use crate::app::theme::{CODE, Element, Ground, Ink, MEDIUM};
use crate::app::widget::{Kind, Pressable, press, press_maybe};
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

    pub(super) fn view(&self) -> Element<'_, Message> {
        match self.changed {
            None => self.view_first(),
            Some((known, asked)) => self.view_changed(known, asked),
        }
    }

    fn view_first(&self) -> Element<'_, Message> {
        question(
            "Is this the right house?",
            [
                sentence(format!(
                    "You go to {} for the first time. Its host finds these words under Manage, and can read them to you:",
                    self.plan.to.to_text()
                )),
                words(self.found),
                sentence(
                    "If they are the same, nobody listens in between. Parlor remembers them and asks only if they change.",
                ),
            ],
            None,
            [
                press("Don't go in", Message::No).id(NO).into(),
                press("They are the same, go in", Message::Yes).kind(Kind::Primary).into(),
            ],
        )
    }

    fn view_changed(&self, known: Fingerprint, asked: bool) -> Element<'_, Message> {
        let tick = row![
            text(if asked { "☑" } else { "☐" }).size(16).class(Ink::Plain),
            text("I asked the host, and the new words are right").font(MEDIUM).class(Ink::Plain),
        ]
        .spacing(8);
        question(
            "This house has another key than before",
            [
                sentence(
                    "It may be a new house at the old address. It may also be someone in between who wants to read along.",
                ),
                column![sentence("Until now:"), words(known)].spacing(4).into(),
                column![sentence("Now:"), words(self.found)].spacing(4).into(),
                Pressable::new(tick, Some(Message::Asked)).kind(Kind::Quiet).padding([6, 4]).into(),
            ],
            None,
            [
                press_maybe("Trust the new key", asked.then_some(Message::Yes)).kind(Kind::Danger).into(),
                press("Don't go in", Message::No).kind(Kind::Primary).id(NO).into(),
            ],
        )
    }
}

fn words<'a>(key: Fingerprint) -> Element<'a, Message> {
    container(text(key.words()).font(CODE).size(14).class(Ink::Plain))
        .class(Ground::Inset)
        .padding([10, 12])
        .width(iced::Length::Fill)
        .into()
}
