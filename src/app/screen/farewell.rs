//! The farewell: goodbyes are said and what was written is kept before the room is left. It does not wait for ever.

use std::sync::Arc;
use std::time::Duration;

use iced::widget::{column, container, text};
use iced::{Alignment, Length, Task};

use super::room::Goodbye;
use crate::app::parcel::Parcel;
use crate::app::theme::{Element, Ink, STRONG};
use crate::app::widget::press;

/// How long what was said may take to be kept.
const DRAIN: Duration = Duration::from_secs(3);

/// A room is being left.
pub struct Farewell {
    quit: bool,
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

impl Farewell {
    /// Says goodbye.
    pub fn new(goodbye: Goodbye, quit: bool) -> (Self, Task<Message>) {
        let Goodbye { guest, hosting, .. } = goodbye;
        let farewell = Self { quit, hosted: hosting.is_some() };
        let rest = Parcel::new((guest, hosting));
        let said = async move {
            let Some((guest, hosting)) = rest.take() else { return 0 };
            let unsent = Arc::clone(&guest).leave(DRAIN).await;
            drop(guest);
            if let Some(hosting) = hosting {
                hosting.close().await;
            }
            unsent
        };
        (farewell, Task::perform(said, Message::Left))
    }

    /// Whether the program ends after it.
    #[must_use]
    pub const fn quits(&self) -> bool {
        self.quit
    }

    /// The program is to end after it.
    pub const fn quit(&mut self) {
        self.quit = true;
    }

    /// What is seen.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        let words = if self.hosted { "Closing the house…" } else { "Saying goodbye…" };
        let card = column![
            text(words).size(17).font(STRONG).class(Ink::Plain),
            text("What was said is being kept.").class(Ink::Soft),
            press("Do not wait", Message::Now),
        ]
        .spacing(14)
        .align_x(Alignment::Center);
        container(card).center(Length::Fill).into()
    }
}
