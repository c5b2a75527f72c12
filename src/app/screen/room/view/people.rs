//! The panel at the right: who is in the room.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding};

use crate::app::convert::{count, whole};
use crate::app::screen::room::menu::About;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::people_list::{BEYOND, HEIGHT, VIEW, height_of};
use crate::app::screen::room::state::Room;
use crate::app::texts::room as texts;
use crate::app::theme::{Element, Icon, Ink, MEDIUM};
use crate::app::widget::{Anchor, Dot, Kind, Pressable, Side, avatar, icon_button, tipped, truncated};
use crate::room::Rank;
use crate::wire::people::PersonLine;

/// Who is here.
pub(super) fn view(screen: &Room) -> Element<'_, Message> {
    // Above those who are away stands a line of its own.
    let (listed, about) = (&screen.rooms.shown.roster.listed, screen.rooms.shown.roster.about);
    let apart = listed.len() - about;
    let all = listed.len() + usize::from(apart > 0);
    let first = whole(screen.rooms.shown.roster.scrolled / HEIGHT).saturating_sub(BEYOND).min(all);
    let last = (first + VIEW + 2 * BEYOND).min(all);
    let lines = (first..last).filter_map(|at| match at {
        at if at == about && apart > 0 => Some(view_apart(screen, apart)),
        at => Some(view_one(screen, screen.rooms.shown.roster.here.get(listed.get(at - usize::from(at > about))?)?)),
    });
    let above = space().height(height_of(first));
    let below = space().height(height_of(all - last));
    let more = screen.rooms.shown.roster.total.saturating_sub(count(listed.len()));
    let more = (more > 0)
        .then(|| container(text(texts::more(more)).class(Ink::Faint)).height(HEIGHT).align_y(Alignment::Center).into());
    let list = column![above, column(lines.chain(more)), below].width(Length::Fill);
    let here = screen.rooms.shown.roster.here_count();
    let title = text(texts::here(here, screen.connection.is_open())).size(12).font(MEDIUM).class(Ink::Soft);
    let invite = (screen.visit.hosting.is_some() || screen.invites_by_name())
        .then(|| tipped(icon_button(Icon::UserPlus, texts::INVITE, Some(Message::InviteToRoom)), texts::INVITE, ""));
    let title = row![title.width(Length::Fill)].push(invite).align_y(Alignment::Center).height(55);
    let list = scrollable(list).on_scroll(|viewport| Message::PeopleScrolled(viewport.absolute_offset().y));
    container(column![container(title).padding(Padding::ZERO.left(8)), list])
        .padding(Padding::from([0, 8]).bottom(8))
        .height(Length::Fill)
        .width(Length::Fill)
        .into()
}

/// Whether one of the two of a direct talk is not in the place: the talk waits for them.
fn is_elsewhere(screen: &Room, line: &PersonLine) -> bool {
    screen.rooms.shown.direct.is_some() && line.since.is_none()
}

/// What stands above those who are away, or for whom the talk waits.
fn view_apart(screen: &Room, count: usize) -> Element<'_, Message> {
    let words = if screen.rooms.shown.direct.is_some() { texts::ELSEWHERE } else { texts::AWAY };
    let words = text(format!("{words}, {count}")).size(12).font(MEDIUM).class(Ink::Soft);
    container(words).padding(Padding::from([0, 8]).bottom(6)).height(HEIGHT).align_y(Alignment::End).into()
}

fn view_one<'a>(screen: &'a Room, line: &'a PersonLine) -> Element<'a, Message> {
    let who = line.person.who;
    let elsewhere = is_elsewhere(screen, line);
    let away = screen.rooms.shown.roster.is_apart(line);
    let faint = away || screen.rooms.ignored.contains_key(&who);
    let is = match (line.muted, line.rank) {
        _ if elsewhere => None,
        (true, _) => Some(texts::MUTED),
        (_, Rank::Owner) => Some(texts::HOST),
        (_, Rank::Operator) => Some(texts::OPERATOR),
        _ => None,
    };
    let word = match (who == screen.me.author.who, is) {
        (true, Some(is)) => Some(format!("{}, {is}", texts::YOU)),
        (true, None) => Some(texts::YOU.to_owned()),
        (false, is) => is.map(str::to_owned),
    };
    let word = word.map(|word| text(word).size(12).font(MEDIUM).class(Ink::Faint));
    let name = truncated(line.person.name.as_str()).class(if faint { Ink::Faint } else { Ink::Plain });
    let name = container(name).width(Length::Fill).clip(true);
    let dot = match (screen.connection.is_open(), elsewhere, away) {
        (false, ..) | (_, true, _) => None,
        (true, false, true) => Some(Dot::Away),
        (true, false, false) => Some(Dot::Here),
    };
    let face = avatar(Some(who), line.person.name.as_str(), 20.0).dot(dot);
    let words = row![face, name, word].spacing(10).align_y(Alignment::Center).height(Length::Fill);
    let menu = move |at| Message::OpenMenu(About::Person(who), Anchor { at, side: Side::Left });
    Pressable::new(words, None)
        .opens(move |at| Message::LookAt(who, Anchor { at, side: Side::Right }))
        .menu(menu)
        .kind(Kind::Quiet)
        .padding([0, 8])
        .width(Length::Fill)
        .height(HEIGHT)
        .into()
}

/// What the dot on someone's avatar tells: whether they are in the place, and at their computer.
pub(super) const fn dot_of(line: &PersonLine) -> Option<Dot> {
    match (&line.away, line.since) {
        (Some(_), _) => Some(Dot::Away),
        (None, Some(_)) => Some(Dot::Here),
        (None, None) => None,
    }
}
