//! Making a room.

use crate::app::texts::new_room as texts;
use crate::room::{Access, Title, Topic};
use crate::wire::Password;
use crate::wire::frame::NewRoom;

/// By what the first field is found.
pub const TITLE: &str = "room-title";

/// By what the field of its password is found.
pub const PASSWORD: &str = "room-password";

/// A room that is being made.
#[derive(Clone, Debug, Default)]
pub struct Make {
    pub title: String,
    pub topic: String,
    pub access: Access,
    pub password: String,
    pub trouble: Option<String>,
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
    pub fn first(&self) -> &'static str {
        if self.title.is_empty() || self.access != Access::Password { TITLE } else { PASSWORD }
    }

    /// What it is to be, or what is wrong with it.
    pub fn read(&self) -> Result<(NewRoom, Option<Password>), String> {
        let title = Title::parse(&self.title).map_err(|error| error.to_string())?;
        let topic = Topic::parse(&self.topic).map_err(|error| error.to_string())?;
        let password = match self.access {
            Access::Password if self.password.is_empty() => return Err(texts::NO_PASSWORD.to_owned()),
            Access::Password => Some(Password::from(self.password.clone())),
            _ => None,
        };
        Ok((NewRoom { title, topic, access: self.access }, password))
    }
}
