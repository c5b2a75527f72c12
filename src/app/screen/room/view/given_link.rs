//! A link that was given out, in words: on the card for inviting, and under Manage.

use iced::Length;
use iced::widget::{column, text};

use crate::app::clock;
use crate::app::screen::room::state::Room;
use crate::app::texts::invites as texts;
use crate::app::theme::{Element, Ink, MEDIUM};
use crate::app::widget::truncated;
use crate::wire::invites::{InviteLine, InviteState};

/// Whether someone comes by a link still, or came by it and can be kept from coming again.
pub(super) fn is_of_use(line: &InviteLine) -> bool {
    line.state == InviteState::Open || line.state == InviteState::Used
}

/// One of them, in words: what it is for, who made it and when, how long it is good, and who came by it.
pub(super) fn about<'a, Message: 'a>(screen: &'a Room, line: &'a InviteLine) -> Element<'a, Message> {
    let label = if line.label.is_empty() { texts::NO_LABEL } else { line.label.as_str() };
    let now = clock::now();
    let by = line.by.as_ref().filter(|by| by.who != screen.me.author.who).map(|by| by.name.as_str());
    let until = line.until.filter(|_| line.state == InviteState::Open).map(|until| screen.times.until(until, now));
    let means = texts::made(&screen.times.when(line.at, now), by, line.once, until.as_deref());
    let came: Vec<&str> = line.last.iter().map(|came| came.person.name.as_str()).collect();
    let means = match (line.state, line.last.first()) {
        (InviteState::Used, Some(by)) => texts::used(&screen.times.when(by.at, now), by.person.name.as_str()),
        _ => format!("{means} · {}", texts::came(&came, line.came)),
    };
    column![
        truncated(label).font(MEDIUM).class(Ink::Plain),
        text(means).size(13).class(Ink::Faint).wrapping(text::Wrapping::WordOrGlyph),
    ]
    .spacing(2)
    .width(Length::Fill)
    .into()
}
