//! The password of a room that someone wants to come into.

use super::super::{Action, Room};
use super::{Dialog, Message as Of};
use crate::app::screen::parts::{OneLine, sentence, troubled};
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press};
use crate::room::RoomNo;
use crate::wire::Password;
use crate::wire::frame::RoomName;

/// By what the field is found.
pub const FIELD: &str = "room-key";

/// A password that is being typed.
#[derive(Clone, Debug)]
pub struct Key {
    room: RoomNo,
    title: String,
    password: String,
    pub(super) trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Password(String),
    Enter,
}

impl Key {
    /// The password of a room is asked for.
    #[must_use]
    pub const fn new(room: RoomNo, title: String) -> Self {
        Self { room, title, password: String::new(), trouble: None }
    }

    pub(super) fn view(&self) -> Element<'_, Of> {
        let field = OneLine {
            id: FIELD,
            hint: "Password of the room",
            value: &self.password,
            secret: true,
            wrong: None,
            ground: Field::Inset,
            on_input: |password| Of::Key(Message::Password(password)),
            on_submit: Of::Key(Message::Enter),
        };
        let body = vec![
            sentence("This room asks for a password. Whoever keeps it has it. If you were invited, leave it empty."),
            field.view(),
        ];
        troubled(
            format!("Come into “{}”", self.title),
            body,
            self.trouble.as_deref(),
            None,
            [press("Cancel", Of::Close).into(), press("Come in", Of::Key(Message::Enter)).kind(Kind::Primary).into()],
        )
    }
}

impl Room {
    pub(super) fn on_key(&mut self, message: Message) -> Action {
        let Some(Dialog::Key(key)) = self.overlay.dialog_mut() else { return Action::None };
        key.trouble = None;
        match message {
            Message::Password(password) => {
                key.password = password;
                Action::None
            }
            Message::Enter => {
                let password = (!key.password.is_empty()).then(|| Password::from(key.password.clone()));
                let room = key.room;
                Action::Run(self.enter_room(RoomName::No(room), password))
            }
        }
    }
}
