//! The question for the password of a place: asked only where one is needed.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use crate::app::screen::parts::{Beside, OneLine, foot, heading, labelled, sign, small};
use crate::app::texts::lobby as texts;
use crate::app::theme::{Element, Field, Icon};
use crate::app::widget::{Kind, press, press_maybe};

/// By what the field is found.
pub(super) const FIELD: &str = "join-password";

/// What is asked.
pub(super) struct Question {
    /// Where to, as it can be read again.
    pub(super) text: String,
    /// The same in a few words.
    to: String,
    typed: String,
    shown: bool,
    /// Whether one was given already, and was not the right one.
    wrong: bool,
}

/// What happens to it.
#[derive(Clone, Debug)]
pub enum Message {
    Typed(String),
    Show,
    Join,
    Cancel,
}

/// What comes of it.
pub(super) enum Action {
    None,
    /// One goes there with this password.
    Join(String),
    Cancel,
}

impl Question {
    pub(super) const fn new(text: String, to: String, wrong: bool) -> Self {
        Self { text, to, typed: String::new(), shown: false, wrong }
    }

    pub(super) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Typed(typed) => {
                self.typed = typed;
                self.wrong = false;
            }
            Message::Show => self.shown = !self.shown,
            Message::Join if !self.typed.is_empty() => return Action::Join(self.typed.clone()),
            Message::Join => {}
            Message::Cancel => return Action::Cancel,
        }
        Action::None
    }

    /// What is seen. `title` is what the place is called, where that is known.
    pub(super) fn view<'a>(&'a self, title: Option<&'a str>) -> Element<'a, Message> {
        let below = if title.is_some() { self.to.as_str() } else { texts::PASSWORD_NEEDED };
        let head = column![heading(texts::join(title.unwrap_or(&self.to))), small(below)];
        let head = row![sign(Icon::Lock), head].spacing(12).align_y(Alignment::Center);
        let field = OneLine {
            id: FIELD,
            hint: "",
            value: &self.typed,
            secret: !self.shown,
            wrong: self.wrong.then_some(texts::PASSWORD_WRONG),
            ground: Field::Raised,
            on_input: Message::Typed,
            on_submit: Message::Join,
        };
        let field = labelled(texts::PASSWORD, field.view_beside(Beside::Eye(Message::Show)));
        let join = press_maybe(texts::JOIN, (!self.typed.is_empty()).then_some(Message::Join));
        foot(
            container(column![head, field].spacing(16)).width(Length::Fill),
            None,
            row![press(texts::CANCEL, Message::Cancel), join.kind(Kind::Primary)].spacing(8),
        )
    }
}
