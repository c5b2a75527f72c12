//! The doors of a place, as its host sees them: in which languages people can join, and how many came by each.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use crate::app::screen::parts::{rows, sign, small};
use crate::app::screen::room::page::manage::{Manage, Message};
use crate::app::screen::room::state::Room;
use crate::app::texts::manage as texts;
use crate::app::theme::{Element, Icon, Ink, MEDIUM};
use crate::app::widget::{Kind, Mark, Pressable, beside};
use crate::host::PlainDoors;
use crate::room::Door;

/// What the section is about, and what stands in it.
pub(super) fn view<'a>(screen: &'a Room, manage: &'a Manage) -> (String, Element<'a, Message>) {
    let Some(hosting) = &screen.visit.hosting else {
        let words = container(text(texts::HOSTED_ELSEWHERE).class(Ink::Soft)).padding(16);
        return (String::new(), rows([words.into()]));
    };
    let doors = hosting.house.plain_doors();
    let count = |door| manage.people.iter().filter(|line| line.door == Some(door)).count();
    let always = text(texts::ALWAYS).size(13).class(Ink::Soft);
    let app = about(Icon::Monitor, texts::APP_DOOR, 0, texts::APP_DOOR_MEANS);
    let app = container(beside(app, always, 16.0, 240.0)).padding([12, 16]).width(Length::Fill).into();
    let irc = about(Icon::MessageSquare, texts::IRC_DOOR, count(Door::Irc), texts::IRC_DOOR_MEANS);
    let plain = about(Icon::Terminal, texts::TEXT_DOOR, count(Door::Text), texts::TEXT_DOOR_MEANS);
    let all = rows([
        app,
        switch(irc, doors.irc, PlainDoors { irc: !doors.irc, ..doors }),
        switch(plain, doors.text, PlainDoors { text: !doors.text, ..doors }),
    ]);
    (texts::doors_mean(hosting.port()), all)
}

/// A door: what it is, how many came by it, and what it exposes.
fn about<'a>(icon: Icon, title: &'a str, people: usize, means: &'a str) -> Element<'a, Message> {
    let count = (people > 0).then(|| text(texts::counted(people)).size(12.5).class(Ink::Soft));
    let title = row![text(title).font(MEDIUM).class(Ink::Plain)].push(count).spacing(8).align_y(Alignment::Center);
    let words = column![title, small(means)].spacing(2);
    row![sign(icon), container(words).width(Length::Fill)].spacing(12).align_y(Alignment::Center).into()
}

/// A door that can be opened and closed: all of the row turns it.
fn switch(about: Element<'_, Message>, on: bool, other: PlainDoors) -> Element<'_, Message> {
    let content = row![container(about).width(Length::Fill), Mark::Switch(on)].spacing(16).align_y(Alignment::Center);
    Pressable::new(content, Some(Message::Doors(other))).kind(Kind::Bare).padding([12, 16]).width(Length::Fill).into()
}
