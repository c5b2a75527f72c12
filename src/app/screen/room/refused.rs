//! What of one's own the house refused, and what can be done about it.

use iced::widget::row;

use super::view::notice;
use super::{Action, Message, Room};
use crate::app::scrollback;
use crate::app::theme::{Element, Ink};
use crate::app::widget::{Kind, press};
use crate::guest::OwnState;
use crate::room::EventId;

impl Room {
    /// What was refused, the first of it.
    fn refused(&self) -> Option<(&str, usize)> {
        let refused = |row: &&scrollback::Row| matches!(row.own, Some(OwnState::Refused { .. }));
        let count = self.rooms.shown.scrollback.rows().own().iter().filter(refused).count();
        let first = self.rooms.shown.scrollback.rows().own().iter().find(refused)?;
        match &first.own {
            Some(OwnState::Refused { why }) => Some((why, count)),
            _ => None,
        }
    }

    /// All that was refused.
    fn refused_ids(&self) -> impl Iterator<Item = EventId> {
        let rows = self.rooms.shown.scrollback.rows().own().iter();
        rows.filter(|row| matches!(row.own, Some(OwnState::Refused { .. }))).map(|row| row.id)
    }

    /// What was refused is said again, or given up: all of it.
    pub(super) fn decide_refused(&mut self, again: bool) -> Action {
        let refused: Vec<EventId> = self.refused_ids().collect();
        if refused.is_empty() {
            return self.tell("Nothing was refused.".to_owned());
        }
        for id in refused {
            let done = if again {
                self.visit.guest.retry(id)
            } else {
                self.rooms.shown.scrollback.drop_own(id);
                self.visit.guest.discard(id)
            };
            if let Err(error) = done {
                return self.wrong(error.to_string());
            }
        }
        Action::None
    }

    /// What was refused, and what can be done about it.
    pub(super) fn view_refused(&self) -> Option<Element<'_, Message>> {
        let (why, count) = self.refused()?;
        let words = match count {
            1 => "Your message was refused.".to_owned(),
            count => format!("{count} of your messages were refused."),
        };
        // Where the bar above tells it already, and the message itself does, it is not told once more.
        let words = match count {
            _ if self.silenced().is_some() => words,
            1 => format!("{words} {why}"),
            _ => format!("{words} Below each stands why."),
        };
        let (retry, discard) = if count == 1 { ("Retry", "Discard") } else { ("Retry all", "Discard all") };
        let buttons = row![
            press(retry, Message::Retry).padding([5, 12]),
            press(discard, Message::Discard).kind(Kind::Danger).padding([5, 12]),
        ]
        .spacing(8);
        Some(notice(words, Ink::Danger, Some(buttons.into())))
    }
}
