//! What of one's own the house refused, and what can be done about it.

use iced::widget::row;

use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::banner::banner;
use crate::app::scrollback;
use crate::app::theme::{Element, Ink};
use crate::app::widget::{Kind, press};
use crate::guest::OwnState;

/// What was refused, the first of it.
fn refused(screen: &Room) -> Option<(&str, usize)> {
    let refused = |row: &&scrollback::Row| matches!(row.own, Some(OwnState::Refused { .. }));
    let count = screen.rooms.shown.scrollback.rows().own().iter().filter(refused).count();
    let first = screen.rooms.shown.scrollback.rows().own().iter().find(refused)?;
    match &first.own {
        Some(OwnState::Refused { why }) => Some((why, count)),
        _ => None,
    }
}

/// What was refused, and what can be done about it.
pub(super) fn view(screen: &Room) -> Option<Element<'_, Message>> {
    let (why, count) = refused(screen)?;
    let words = match count {
        1 => "Your message was refused.".to_owned(),
        count => format!("{count} of your messages were refused."),
    };
    // Where the bar above tells it already, and the message itself does, it is not told once more.
    let words = match count {
        _ if screen.silenced().is_some() => words,
        1 => format!("{words} {why}"),
        _ => format!("{words} Below each stands why."),
    };
    let (retry, discard) = if count == 1 { ("Retry", "Discard") } else { ("Retry all", "Discard all") };
    let buttons = row![
        press(retry, Message::Retry).padding([5, 12]),
        press(discard, Message::Discard).kind(Kind::Danger).padding([5, 12]),
    ]
    .spacing(8);
    Some(banner(words, Ink::Danger, Some(buttons.into())))
}
