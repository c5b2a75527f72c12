//! The panel at the left: the rooms, and what goes on in the house.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding};

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::account::Account;
use crate::app::screen::room::dialog::new_room::Make;
use crate::app::screen::room::joined_room::JoinedRoom;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::theme::{Element, Ground, Ink, MEDIUM, STRONG};
use crate::app::widget::{Kind, Pressable, press, truncated};
use crate::room::Rank;

/// How many addresses are shown.
const ADDRESSES: usize = 2;

/// Up to which number what is unread is told.
const TOLD: usize = 99;

/// The rooms, and what goes on in the house.
pub(super) fn view(screen: &Room) -> Element<'_, Message> {
    let house = container(
        text(screen.visit.house.as_str()).size(16).font(STRONG).class(Ink::Plain).wrapping(text::Wrapping::WordOrGlyph),
    )
    .padding([14, 10]);
    let me = Pressable::new(
        truncated(screen.me.author.name.as_str()).class(Ink::Soft),
        Some(Message::Open(Dialog::Account(Account::default()))),
    )
    .kind(Kind::Quiet)
    .padding([8, 10])
    .width(Length::Fill);
    let foot = row![
        container(me).width(Length::Fill).clip(true),
        press("Settings", Message::Settings).kind(Kind::Quiet).padding([8, 10]),
        press("Quit", Message::Leave).kind(Kind::Plain).padding([8, 12]).id("quit"),
    ]
    .align_y(Alignment::Center);
    container(column![house, view_all(screen), view_hosting(screen), foot].spacing(10).height(Length::Fill))
        .class(Ground::Side)
        .padding(Padding { top: 0.0, right: 10.0, bottom: 12.0, left: 10.0 })
        .height(Length::Fill)
        .width(Length::Fill)
        .into()
}

/// The rooms one is in, and the direct talks.
fn view_all(screen: &Room) -> Element<'_, Message> {
    let head = |words: &'static str| container(text(words).size(12).font(MEDIUM).class(Ink::Soft)).padding([4, 10]);
    let mut all: Vec<&JoinedRoom> = screen.rooms.all().collect();
    all.sort_by_key(|joined| joined.room);
    let (talks, rooms): (Vec<&JoinedRoom>, Vec<&JoinedRoom>) =
        all.into_iter().partition(|joined| joined.direct.is_some());
    let rooms = column(rooms.into_iter().map(|joined| view_joined(screen, joined))).spacing(2);
    let quiet = |words: &'static str, dialog| press(words, Message::Open(dialog)).kind(Kind::Quiet).padding([5, 10]);
    let more =
        column![quiet("All rooms…", Dialog::go_to()).id("rooms"), quiet("New room…", Dialog::Make(Make::default())),];
    let talks = (!talks.is_empty()).then(|| {
        let lines = column(talks.into_iter().map(|joined| view_joined(screen, joined))).spacing(2);
        let honest = text("Seen by nobody else. The host's computer keeps it.").size(12).class(Ink::Faint);
        column![head("Direct"), lines, container(honest).padding([2, 10])].spacing(4)
    });
    let all = column![head("Rooms"), rooms, more].push(talks).spacing(4).width(Length::Fill);
    scrollable(all).height(Length::Fill).into()
}

/// One room in the list.
fn view_joined<'a>(screen: &'a Room, joined: &'a JoinedRoom) -> Element<'a, Message> {
    let chosen = joined.room == screen.rooms.shown.room;
    let (unread, calls) = joined.unread.count();
    let strong = unread > 0 && !joined.quiet;
    let title = truncated(joined.title.as_str())
        .font(if chosen || strong { STRONG } else { MEDIUM })
        .class(if joined.out.is_some() || joined.order.archived { Ink::Faint } else { Ink::Plain });
    // Of a talk, everything calls; of a room, what calls is told apart from the rest.
    let (rest, called) = if joined.direct.is_some() { (0, unread) } else { (unread.saturating_sub(calls), calls) };
    let at = if joined.direct.is_some() { "" } else { "@" };
    let news = (unread > 0 && !chosen).then(|| {
        let called = (called > 0).then(|| badge(format!("{at}{}", told(called)), Ground::Badge));
        let rest: Option<Element<'_, Message>> = match rest {
            0 => None,
            _ if joined.quiet => Some(spot(Ground::Unread)),
            rest => Some(badge(told(rest), Ground::Count)),
        };
        row![called, rest].spacing(4).align_y(Alignment::Center)
    });
    let here = joined.other_is_here().map(|here| here && screen.connection.is_open());
    let here = here.map(|here| spot(if here { Ground::Here } else { Ground::Away }));
    let line = row![here, container(title).width(Length::Fill).clip(true), news];
    let line = line.spacing(8).align_y(Alignment::Center);
    Pressable::new(line, (!chosen).then_some(Message::Go(joined.room)))
        .kind(if chosen { Kind::Chosen } else { Kind::Quiet })
        .padding([6, 10])
        .width(Length::Fill)
        .into()
}

/// What the host needs at hand.
fn view_hosting(screen: &Room) -> Option<Element<'_, Message>> {
    let manage = match screen.asking.len() {
        0 => "Manage".to_owned(),
        asking => format!("Manage ({asking})"),
    };
    let manage = press(manage, Message::Manage).padding([5, 10]);
    let Some(hosting) = &screen.visit.hosting else {
        return (screen.me.rank == Rank::Owner).then(|| container(manage).padding([0, 10]).into());
    };
    let top = row![
        spot(Ground::Here),
        text("Hosting").font(STRONG).class(Ink::Plain).width(Length::Fill),
        text(format!("{} here", screen.rooms.people_of_house())).class(Ink::Faint),
    ]
    .spacing(8)
    .align_y(Alignment::Center);
    let addresses = hosting
        .addresses
        .iter()
        .take(ADDRESSES)
        .map(|address| text(address.to_string()).size(12).class(Ink::Soft).wrapping(text::Wrapping::Glyph).into());
    let buttons = row![press("Invite", Message::Invite).padding([5, 10]), manage].spacing(8);
    Some(
        container(column![top, column(addresses).spacing(2), buttons].spacing(8))
            .class(Ground::Card)
            .padding([12, 10])
            .width(Length::Fill)
            .into(),
    )
}

/// A number that can be told.
fn told(number: usize) -> String {
    if number > TOLD { format!("{TOLD}+") } else { number.to_string() }
}

/// A number that is to be seen.
fn badge<'a, Message: 'a>(words: String, ground: Ground) -> Element<'a, Message> {
    let words = text(words).size(11).line_height(text::LineHeight::Absolute(16.into())).font(STRONG);
    container(words).class(ground).padding([0, 6]).into()
}

/// A round spot.
pub(super) fn spot<'a, Message: 'a>(ground: Ground) -> Element<'a, Message> {
    container(space().width(8).height(8)).class(ground).into()
}
