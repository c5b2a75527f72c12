//! The panel at the right: who is in the room.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding};

use crate::app::convert::{count, whole};
use crate::app::screen::room::message::Message;
use crate::app::screen::room::people_list::{BEYOND, HEIGHT, VIEW, height_of};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::rooms::spot;
use crate::app::theme::{Element, Ground, Ink, LINE, MEDIUM};
use crate::app::widget::{Kind, Pressable, truncated};
use crate::room::Rank;
use crate::wire::people::PersonLine;

/// Who is here.
pub(super) fn view(screen: &Room) -> Element<'_, Message> {
    if screen.rooms.shown.out.is_some() {
        let words = text("You are not in this room.").size(12).font(MEDIUM).class(Ink::Soft);
        return container(words).class(Ground::Page).padding([16, 14]).height(Length::Fill).width(Length::Fill).into();
    }
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
    let more = (more > 0).then(|| {
        container(text(format!("and {more} more")).class(Ink::Faint)).height(HEIGHT).align_y(Alignment::Center).into()
    });
    let list = column![above, column(lines.chain(more)), below].width(Length::Fill);
    let words = if screen.connection.is_open() { "Here now" } else { "Here when last seen" };
    let here = screen.rooms.shown.roster.total.max(count(listed.len())) - count(apart);
    let title = text(format!("{words}, {here}")).size(12).font(MEDIUM).class(Ink::Soft);
    let list = scrollable(list).on_scroll(|viewport| Message::PeopleScrolled(viewport.absolute_offset().y));
    container(column![container(title).padding([0, 6]), list].spacing(10))
        .class(Ground::Page)
        .padding([16, 8])
        .height(Length::Fill)
        .width(Length::Fill)
        .into()
}

/// Whether one of the two of a direct talk is not in the house: the talk waits for them.
fn is_elsewhere(screen: &Room, line: &PersonLine) -> bool {
    screen.rooms.shown.direct.is_some() && line.since.is_none()
}

/// What stands above those who are away, or for whom the talk waits.
fn view_apart(screen: &Room, count: usize) -> Element<'_, Message> {
    let words = if screen.rooms.shown.direct.is_some() { "Not at their computer" } else { "Away" };
    let words = text(format!("{words}, {count}")).size(12).font(MEDIUM).class(Ink::Soft);
    container(words).padding(Padding::from([0, 6]).bottom(5)).height(HEIGHT).align_y(Alignment::End).into()
}

fn view_one<'a>(screen: &'a Room, line: &'a PersonLine) -> Element<'a, Message> {
    let who = line.person.who;
    let elsewhere = is_elsewhere(screen, line);
    let away = screen.rooms.shown.roster.is_apart(line) || !screen.connection.is_open();
    let faint = away || screen.rooms.ignored.contains_key(&who);
    let is = match (line.muted, line.rank) {
        _ if elsewhere => Some("not here"),
        (true, _) => Some("muted"),
        (_, Rank::Owner) => Some("host"),
        (_, Rank::Operator) => Some("operator"),
        _ => None,
    };
    let word = match (who == screen.me.author.who, is) {
        (true, Some(is)) => Some(format!("you, {is}")),
        (true, None) => Some("you".to_owned()),
        (false, is) => is.map(str::to_owned),
    };
    let word = word.map(|word| text(word).size(12).class(Ink::Faint));
    let name = truncated(line.person.name.as_str()).class(if faint { Ink::Faint } else { Ink::Plain });
    let name = container(name).width(Length::Fill).clip(true);
    let spot = spot(if away { Ground::Away } else { Ground::Here });
    let words = row![spot, name, word].spacing(8).align_y(Alignment::Center);
    Pressable::new(words, Some(Message::LookAt(who)))
        .kind(Kind::Quiet)
        .padding([(HEIGHT - LINE) / 2.0, 6.0])
        .width(Length::Fill)
        .into()
}
