//! The panel at the left: the rooms, the direct talks, what the host needs at hand, and oneself.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding, Pixels};

use crate::app::screen::parts::{badge, spot, told};
use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::account::Account;
use crate::app::screen::room::dialog::new_room::Make;
use crate::app::screen::room::joined_room::JoinedRoom;
use crate::app::screen::room::menu::About;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::texts::room as texts;
use crate::app::theme::{Element, Ground, Icon, Ink, LINE, MEDIUM, STRONG};
use crate::app::widget::{
    Anchor, Dot, Kind, Pressable, SMALL, Side, avatar, glyph_in, icon_button, small_icon_button, tipped, truncated,
};
use crate::room::{Access, Rank};

/// How high a room's line is: in a narrow window a finger has to meet it.
const ROW: f32 = 32.0;
const ROW_NARROW: f32 = 44.0;

/// The rooms, and what goes on in the place.
pub(super) fn view(screen: &Room, narrow: bool) -> Element<'_, Message> {
    container(
        column![view_place(screen), view_all(screen, narrow), view_hosting(screen), view_me(screen)]
            .height(Length::Fill),
    )
    .class(Ground::Side)
    .height(Length::Fill)
    .width(Length::Fill)
    .into()
}

/// The place, with the menu of what can be done in it.
fn view_place(screen: &Room) -> Element<'_, Message> {
    let title = truncated(screen.visit.house.as_str()).size(16.0).font(STRONG);
    let content = row![container(title).width(Length::Fill).clip(true), glyph_in(Icon::ChevronDown, 18.0, Ink::Soft)]
        .spacing(8)
        .align_y(Alignment::Center)
        .height(Length::Fill);
    let menu = |at| Message::OpenMenu(About::Place, Anchor { at, side: Side::Left });
    let place = Pressable::new(content, None).opens(menu).kind(Kind::Quiet).padding([0, 12]).width(Length::Fill);
    container(place.height(40).named(texts::MENU)).padding([8, 8]).into()
}

/// The title of a section, and what adds to it.
fn head<'a>(words: &'static str, add: Option<(&'static str, &'static str, Message)>) -> Element<'a, Message> {
    let add = add.map(|(name, key, message)| tipped(icon_button(Icon::Plus, name, Some(message)), name, key));
    let words = text(words).size(12).font(MEDIUM).class(Ink::Soft).width(Length::Fill);
    container(row![words].push(add).align_y(Alignment::Center).height(36))
        .padding(Padding::ZERO.left(12).right(4))
        .into()
}

/// The rooms one is in, and the direct talks.
fn view_all(screen: &Room, narrow: bool) -> Element<'_, Message> {
    let mut all: Vec<&JoinedRoom> = screen.rooms.all().collect();
    all.sort_by_key(|joined| joined.room);
    let (talks, rooms): (Vec<&JoinedRoom>, Vec<&JoinedRoom>) =
        all.into_iter().partition(|joined| joined.direct.is_some());
    let has_talks = !talks.is_empty();
    let rooms = column(rooms.into_iter().map(|joined| view_joined(screen, joined, narrow))).spacing(2);
    let talks = column(talks.into_iter().map(|joined| view_joined(screen, joined, narrow))).spacing(2);
    let adds = screen.may_add();
    let new_room = adds.then(|| (texts::NEW_ROOM, "", Message::Open(Dialog::Make(Make::default()))));
    let new_talk = adds.then(|| (texts::NEW_DIRECT, "Ctrl+K", Message::Open(Dialog::go_to())));
    let elsewhere = screen.rooms.elsewhere();
    let more = (elsewhere > 0).then(|| view_more(elsewhere, narrow));
    let all = column![head(texts::ROOMS, new_room), rooms, more]
        .push((adds || has_talks).then(|| column![space().height(6), head(texts::DIRECT, new_talk), talks]))
        .width(Length::Fill)
        .padding([0, 8]);
    scrollable(all).height(Length::Fill).into()
}

/// What kind of room it is.
pub(super) const fn icon_of(joined: &JoinedRoom) -> Icon {
    match joined.order.access {
        _ if joined.order.archived => Icon::Archive,
        Access::Invited => Icon::Lock,
        Access::Password => Icon::KeyRound,
        Access::Everyone => Icon::Hash,
    }
}

/// One room in the list.
fn view_joined<'a>(screen: &'a Room, joined: &'a JoinedRoom, narrow: bool) -> Element<'a, Message> {
    let shown = joined.room == screen.rooms.shown.room;
    let chosen = shown && !narrow;
    let (unread, calls) = joined.unread.count();
    let is_new = unread > 0 && !joined.quiet && !chosen;
    let ink = match (chosen || is_new, joined.out.is_some()) {
        (_, true) => Ink::Faint,
        (true, false) => Ink::Plain,
        (false, false) => Ink::Soft,
    };
    let font = if is_new { STRONG } else { MEDIUM };
    let title = truncated(joined.title.as_str()).font(font).class(ink);
    // Of a direct talk, everything calls.
    let calls = if joined.direct.is_some() { unread } else { calls };
    let news: Option<Element<'_, Message>> = match (unread, calls) {
        _ if chosen => None,
        (_, calls) if calls > 0 => Some(badge(calls, Ground::Badge)),
        (0, _) => joined.quiet.then(|| glyph_in(Icon::BellOff, SMALL, Ink::Soft)),
        (unread, _) if joined.quiet => Some(count(unread, Ink::Faint)),
        (unread, _) => Some(count(unread, Ink::Soft)),
    };
    let sign: Element<'_, Message> = match &joined.direct {
        Some(other) => {
            let here = joined.other_is_here().filter(|_| screen.connection.is_open());
            let dot = here.map(|here| if here { Dot::Here } else { Dot::Away });
            avatar(Some(other.who), other.name.as_str(), 20.0).dot(dot).into()
        }
        None => container(glyph_in(icon_of(joined), SMALL, ink)).center_x(16).into(),
    };
    let indent = if joined.direct.is_some() { 10.0 } else { 12.0 };
    let line = row![sign, container(title).width(Length::Fill).clip(true), news].spacing(10);
    let menu = move |at| Message::OpenMenu(About::Room(joined.room), Anchor { at, side: Side::Left });
    Pressable::new(line.align_y(Alignment::Center).height(Length::Fill), Some(Message::Go(joined.room)))
        .menu(menu)
        .kind(if chosen { Kind::Chosen } else { Kind::Quiet })
        .padding(Padding::ZERO.left(indent).right(10))
        .width(Length::Fill)
        .height(if narrow { ROW_NARROW } else { ROW })
        .into()
}

/// That there are rooms one is not in, and where to find them.
fn view_more<'a>(elsewhere: usize, narrow: bool) -> Element<'a, Message> {
    let sign = container(glyph_in(Icon::Search, SMALL, Ink::Faint)).center_x(16);
    let title = truncated(texts::more_rooms(elsewhere)).font(MEDIUM).class(Ink::Faint);
    let line = row![sign, container(title).width(Length::Fill).clip(true)].spacing(10);
    Pressable::new(line.align_y(Alignment::Center).height(Length::Fill), Some(Message::Open(Dialog::go_to())))
        .kind(Kind::Quiet)
        .padding(Padding::ZERO.left(12).right(10))
        .width(Length::Fill)
        .height(if narrow { ROW_NARROW } else { ROW })
        .into()
}

/// What the host needs at hand.
fn view_hosting(screen: &Room) -> Option<Element<'_, Message>> {
    let asking = screen.asking.len();
    let manage = row![text(texts::MANAGE).font(MEDIUM).class(Ink::Around)]
        .push((asking > 0).then(|| badge(asking, Ground::Badge)))
        .spacing(8)
        .align_y(Alignment::Center);
    let manage = Pressable::new(container(manage).center(Length::Fill), Some(Message::Manage));
    let manage = manage.padding([0, 8]).height(32).width(Length::Fill);
    let Some(hosting) = &screen.visit.hosting else {
        return (screen.me.rank == Rank::Owner).then(|| container(manage).padding(8).into());
    };
    let top = row![
        spot(Ground::Here),
        text(texts::HOSTING).font(MEDIUM).class(Ink::Plain).width(Length::Fill),
        text(texts::in_place(screen.rooms.people_of_house())).size(13).class(Ink::Faint),
    ]
    .spacing(8)
    .align_y(Alignment::Center);
    let address = hosting.first_address().map(ToString::to_string).map(|address| {
        let copy = Message::Copied(address.clone());
        let copy = small_icon_button(Icon::Copy, texts::COPY_ADDRESS, Some(copy));
        let words = text(address).size(13).class(Ink::Soft).wrapping(text::Wrapping::Glyph);
        row![
            container(words).padding(Padding::ZERO.left(16)).width(Length::Fill).clip(true),
            tipped(copy, texts::COPY_ADDRESS, "")
        ]
        .align_y(Alignment::Center)
        .height(24)
    });
    let invite =
        row![glyph_in(Icon::UserPlus, SMALL, Ink::Around), text(texts::INVITE).font(MEDIUM).class(Ink::Around)]
            .spacing(8)
            .align_y(Alignment::Center);
    let invite = Pressable::new(container(invite).center(Length::Fill), Some(Message::Invite));
    let invite = invite.padding([0, 8]).height(32).width(Length::Fill);
    let card = container(column![top, address, row![invite, manage].spacing(8)].spacing(6))
        .class(Ground::Card)
        .padding(12)
        .width(Length::Fill);
    Some(container(card).padding(8).into())
}

/// Oneself, and the way out.
fn view_me(screen: &Room) -> Element<'_, Message> {
    let me = &screen.me.author;
    let dot = if screen.connection.is_open() { Dot::Here } else { Dot::Away };
    let face = avatar(Some(me.who), me.name.as_str(), 28.0).dot(Some(dot));
    let name = truncated(me.name.as_str()).font(MEDIUM);
    let content = row![face, container(name).width(Length::Fill).clip(true)].spacing(8).align_y(Alignment::Center);
    let account =
        Pressable::new(content.height(Length::Fill), Some(Message::Open(Dialog::Account(Account::default()))))
            .kind(Kind::Quiet)
            .padding([0, 4])
            .height(36)
            .width(Length::Fill);
    let settings = icon_button(Icon::Settings, texts::APP_SETTINGS, Some(Message::Settings));
    let quit = Pressable::new(text(texts::QUIT).font(MEDIUM).class(Ink::Around), Some(Message::Leave));
    let line =
        row![account, tipped(settings, texts::APP_SETTINGS, "Ctrl+,"), quit.padding([6, 12]).height(32).id("quit"),]
            .spacing(8)
            .align_y(Alignment::Center)
            .height(52);
    column![
        container(space().width(Length::Fill).height(1)).class(Ground::Line),
        container(line).padding(Padding::ZERO.left(8).right(12)),
    ]
    .into()
}

/// A number that need not be.
fn count<'a, Message: 'a>(number: usize, ink: Ink) -> Element<'a, Message> {
    let line = text::LineHeight::Absolute(Pixels(LINE));
    text(told(number)).size(12).line_height(line).font(MEDIUM).class(ink).into()
}
