//! The farewell: goodbyes are said and what was written is kept before the room is left. It does not wait for ever.

use std::sync::Arc;
use std::time::Duration;

use iced::widget::{column, container};
use iced::{Alignment, Length, Task};

use super::parts::{heading, sentence};
use super::room::Goodbye;
use crate::app::opening::{JoinPlan, let_go};
use crate::app::take_once::TakeOnce;
use crate::app::texts::farewell as texts;
use crate::app::theme::{Element, Ground};
use crate::app::widget::press;

/// How long what was said may take to be kept.
const DRAIN: Duration = Duration::from_secs(3);

/// What comes after it.
#[derive(Debug)]
pub enum Then {
    /// The program ends.
    Quit,
    /// The lobby.
    Lobby,
    /// The lobby, where an invite stands that was opened meanwhile.
    Invited(String),
    /// The lobby, to log in where one was; and what the window is called.
    LogIn(Box<JoinPlan>, Option<String>),
}

/// A room is being left.
pub struct Farewell {
    then: Then,
    hosted: bool,
}

/// What happens meanwhile.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    /// Goodbye was said; so many messages wait for the next visit.
    Left(usize),
    /// It takes too long.
    Now,
}

impl Message {
    /// What the lobby tells of messages that could not be sent, if there are any.
    #[must_use]
    pub fn unsent(self) -> Option<String> {
        match self {
            Self::Left(0) | Self::Now => None,
            Self::Left(unsent) => Some(texts::waiting(unsent)),
        }
    }
}

impl Farewell {
    /// Says goodbye.
    pub fn new(goodbye: Goodbye, then: Then) -> (Self, Task<Message>) {
        let Goodbye { guest, hosting, .. } = goodbye;
        let farewell = Self { then, hosted: hosting.is_some() };
        let rest = TakeOnce::new((guest, hosting));
        let said = async move {
            let Some((guest, hosting)) = rest.take() else { return 0 };
            let unsent = Arc::clone(&guest).leave(DRAIN).await;
            let_go(guest).await;
            if let Some(hosting) = hosting {
                hosting.close().await;
            }
            unsent
        };
        (farewell, Task::perform(said, Message::Left))
    }

    /// What comes after it, for whoever does that now.
    #[must_use]
    pub const fn then(&mut self) -> Then {
        std::mem::replace(&mut self.then, Then::Lobby)
    }

    /// An invite was opened: it comes after it.
    pub fn invited(&mut self, invite: String) {
        self.then = Then::Invited(invite);
    }

    /// The program is to end after it.
    pub fn quit(&mut self) {
        self.then = Then::Quit;
    }

    /// What is seen.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        let words = if self.hosted { texts::CLOSING } else { texts::LEAVING };
        let now = if matches!(self.then, Then::Quit) { texts::NOW } else { texts::LEAVE_NOW };
        let card = column![heading(words), sentence(texts::KEEPING), press(now, Message::Now)]
            .spacing(16)
            .align_x(Alignment::Center);
        container(card).center(Length::Fill).class(Ground::Page).into()
    }
}
