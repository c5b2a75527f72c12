//! The lists of the house: everyone in it, and every room. Pressing one opens it.

use iced::widget::{column, container, row, scrollable, text};
use iced::{Alignment, Length};

use super::go_to;
use crate::app::convert::count;
use crate::app::screen::parts::{OneLine, sentence};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::manage::{Manage, Message};
use crate::app::screen::room::state::Room;
use crate::app::theme::{Element, Field, Ink};
use crate::app::widget::{Kind, Pressable, truncated};
use crate::room::Rank;
use crate::wire::people::PersonLine;

/// By what the field above the people is found.
const FIELD: &str = "manage-person";

/// How many are shown at once.
const SHOWN: usize = 200;

/// How high a list gets.
const HEIGHT: f32 = 320.0;

/// Everyone in the house, those first whose rank says something.
pub(super) fn people<'a>(screen: &'a Room, manage: &'a Manage) -> Vec<Element<'a, Of>> {
    let words = manage.words.trim().to_lowercase();
    let is_like = |line: &&PersonLine| line.person.name.as_str().to_lowercase().contains(&words);
    let mut found: Vec<&PersonLine> = manage.people.iter().filter(is_like).collect();
    found.sort_by_cached_key(|line| (std::cmp::Reverse(line.rank), line.person.name.as_str().to_lowercase()));
    let more = manage.total.saturating_sub(count(found.len().min(SHOWN)));
    let more = (more > 0 && words.is_empty()).then(|| sentence(format!("and {more} more")));
    let none = found.is_empty().then(|| sentence("Nobody here has that name."));
    let lines = found.into_iter().take(SHOWN).map(|line| person(screen, line));
    let field = OneLine {
        id: FIELD,
        hint: "Search people",
        value: &manage.words,
        secret: false,
        wrong: None,
        ground: Field::Inset,
        on_input: |words| Of::Manage(Message::Words(words)),
        on_submit: Of::Manage(Message::Words(manage.words.clone())),
    };
    vec![field.view(), list(lines.chain(none).chain(more))]
}

fn person<'a>(screen: &'a Room, line: &'a PersonLine) -> Element<'a, Of> {
    let what = match (line.person.who == screen.me.author.who, &line.away, line.rank) {
        (true, ..) => "you",
        (_, Some(_), _) => "away",
        (_, None, Rank::Owner) => "host",
        (_, None, Rank::Operator | Rank::Member) => "account",
        (_, None, Rank::Guest) => "guest",
    };
    let name = truncated(line.person.name.as_str());
    let words = row![container(name).width(Length::Fill).clip(true), text(what).size(12).class(Ink::Faint)]
        .spacing(10)
        .align_y(Alignment::Center);
    Pressable::new(words, Some(Of::Manage(Message::Person(Box::new(line.clone())))))
        .kind(Kind::Quiet)
        .padding([6, 12])
        .width(Length::Fill)
        .into()
}

/// Every room of the house, each with the way to its order.
pub(super) fn rooms(screen: &Room) -> Vec<Element<'_, Of>> {
    let rooms = screen.rooms.like("").into_iter().filter(|line| line.direct.is_none());
    let lines = rooms
        .map(|line| go_to::view_line(line, line.room == screen.rooms.shown.room, Of::Manage(Message::Room(line.room))));
    vec![sentence("Choose a room to change its settings."), list(lines)]
}

fn list<'a>(lines: impl Iterator<Item = Element<'a, Of>>) -> Element<'a, Of> {
    container(scrollable(column(lines).spacing(2).width(Length::Fill))).max_height(HEIGHT).into()
}
