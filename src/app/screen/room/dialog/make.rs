//! Making a room.

use std::sync::Arc;

use super::super::{Action, Message as RoomMessage, Room};
use super::{Dialog, Message as Of};
use crate::app::screen::parts::{OneLine, choices, labelled, sentence, troubled};
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press};
use crate::room::{Access, Title, Topic};
use crate::wire::Password;
use crate::wire::frame::{NewRoom, RoomName};

/// By what the first field is found.
pub const TITLE: &str = "room-title";

/// By what the field of its password is found.
const PASSWORD: &str = "room-password";

/// Who may come in, in words.
pub(super) const ACCESS: [(Access, &str); 3] =
    [(Access::Everyone, "Everyone"), (Access::Password, "With a password"), (Access::Invited, "By invitation")];

/// A room that is being made.
#[derive(Clone, Debug, Default)]
pub struct Make {
    title: String,
    topic: String,
    access: Access,
    password: String,
    pub(super) trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Title(String),
    Topic(String),
    Access(Access),
    Password(String),
    Make,
}

impl Make {
    /// A room with a password, which is still to be typed.
    #[must_use]
    pub fn with_password(title: String) -> Self {
        Self { title, access: Access::Password, ..Self::default() }
    }

    /// The field to be filled in first: what is known already is passed over.
    #[must_use]
    pub const fn first(&self) -> &'static str {
        if self.title.is_empty() { TITLE } else { PASSWORD }
    }

    /// What it is to be, or what is wrong with it.
    fn read(&self) -> Result<(NewRoom, Option<Password>), String> {
        let title = Title::parse(&self.title).map_err(|error| error.to_string())?;
        let topic = Topic::parse(&self.topic).map_err(|error| error.to_string())?;
        let password = match self.access {
            Access::Password if self.password.is_empty() => return Err("Type a password for the room.".to_owned()),
            Access::Password => Some(Password::from(self.password.clone())),
            _ => None,
        };
        Ok((NewRoom { title, topic, access: self.access }, password))
    }

    pub(super) fn view(&self) -> Element<'_, Of> {
        let field = |id, hint, value, secret, on_input: fn(String) -> Of| {
            let (wrong, ground, on_submit) = (None, Field::Inset, Of::Make(Message::Make));
            OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit }.view()
        };
        let title = field(TITLE, "Tea kitchen", &self.title, false, |title| Of::Make(Message::Title(title)));
        let topic = field("room-topic", "Optional", &self.topic, false, |topic| Of::Make(Message::Topic(topic)));
        let access = choices(&ACCESS, self.access, |access| Of::Make(Message::Access(access)));
        let password = (self.access == Access::Password).then(|| {
            let on_input = |password| Of::Make(Message::Password(password));
            labelled("Password of the room", field(PASSWORD, "At least 8 characters", &self.password, true, on_input))
        });
        let mut body =
            vec![labelled("Title", title), labelled("What it is about", topic), labelled("Who may come in", access)];
        body.extend(password);
        body.push(sentence("You keep the room: you can make others its operators, and put people out."));
        troubled(
            "New room",
            body,
            self.trouble.as_deref(),
            None,
            [
                press("Cancel", Of::Close).into(),
                press("Make the room", Of::Make(Message::Make)).kind(Kind::Primary).into(),
            ],
        )
    }
}

impl Room {
    pub(super) fn on_make(&mut self, message: Message) -> Action {
        let Some(Dialog::Make(make)) = self.overlay.dialog_mut() else { return Action::None };
        make.trouble = None;
        match message {
            Message::Title(title) => make.title = title,
            Message::Topic(topic) => make.topic = topic,
            Message::Access(access) => make.access = access,
            Message::Password(password) => make.password = password,
            Message::Make => match make.read() {
                Ok((new, password)) => return self.make_room(new, password),
                Err(why) => make.trouble = Some(why),
            },
        }
        Action::None
    }

    /// Makes a room and shows it.
    pub(in crate::app::screen::room) fn make_room(&self, new: NewRoom, password: Option<Password>) -> Action {
        let guest = Arc::clone(&self.visit.guest);
        let made = async move { guest.make(new, password).await };
        Action::Run(iced::Task::perform(made, |made| match made {
            Ok(line) => RoomMessage::EnterRoom(RoomName::No(line.room)),
            Err(error) => RoomMessage::Failed(error.to_string()),
        }))
    }
}
