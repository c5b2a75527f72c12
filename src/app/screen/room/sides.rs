//! The panels beside the list: the rooms and the house on one side, the people on the other.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding};

use super::{Message, Room};
use crate::app::screen::parts::sentence;
use crate::app::theme::{CODE, Element, Ground, Ink, MEDIUM, STRONG};
use crate::app::widget::{Kind, Pressable, press};

/// How many people are listed.
const LISTED: usize = 300;

/// How many addresses are shown.
const ADDRESSES: usize = 2;

impl Room {
    /// The rooms, and what goes on in the house.
    pub(super) fn view_rooms(&self) -> Element<'_, Message> {
        let house = container(
            text(self.house.as_str()).size(16).font(STRONG).class(Ink::Plain).wrapping(text::Wrapping::WordOrGlyph),
        )
        .padding([14, 10]);
        let room = Pressable::new(
            text(self.title.as_str()).font(STRONG).class(Ink::Plain).wrapping(text::Wrapping::None),
            None,
        )
        .kind(Kind::Chosen)
        .padding([6, 10])
        .width(Length::Fill);
        let rooms = column![
            container(text("Rooms").size(12).font(MEDIUM).class(Ink::Soft)).padding(Padding::from([4, 10])),
            room,
        ]
        .spacing(4);
        let foot = row![
            container(text(self.me.name.as_str()).class(Ink::Soft).wrapping(text::Wrapping::None))
                .width(Length::Fill)
                .padding([8, 10])
                .clip(true),
            press("Settings", Message::Settings).kind(Kind::Quiet).padding([8, 10]),
            press("Quit", Message::Leave).kind(Kind::Plain).padding([8, 12]).id("quit"),
        ]
        .align_y(Alignment::Center);
        container(
            column![house, rooms, space().height(Length::Fill), self.view_hosting(), foot]
                .spacing(10)
                .height(Length::Fill),
        )
        .class(Ground::Side)
        .padding([0, 10])
        .padding(Padding { top: 0.0, right: 10.0, bottom: 12.0, left: 10.0 })
        .height(Length::Fill)
        .width(Length::Fill)
        .into()
    }

    /// What the host needs at hand.
    fn view_hosting(&self) -> Option<Element<'_, Message>> {
        let hosting = self.hosting.as_ref()?;
        let top = row![
            spot(Ground::Here),
            text("Hosting").font(STRONG).class(Ink::Plain).width(Length::Fill),
            text(format!("{} here", self.people)).class(Ink::Faint),
        ]
        .spacing(8)
        .align_y(Alignment::Center);
        let addresses =
            hosting.addresses.iter().take(ADDRESSES).map(|address| {
                text(address.to_string()).size(12).class(Ink::Soft).wrapping(text::Wrapping::Glyph).into()
            });
        let buttons =
            row![press("Invite", Message::Invite).padding([5, 10]), press("Manage", Message::Manage).padding([5, 10]),]
                .spacing(8);
        Some(
            container(column![top, column(addresses).spacing(2), buttons].spacing(8))
                .class(Ground::Card)
                .padding([12, 10])
                .width(Length::Fill)
                .into(),
        )
    }

    /// What the host can see to.
    pub(super) fn view_manage(&self) -> Element<'_, Message> {
        let Some(hosting) = &self.hosting else { return space().into() };
        let addresses = hosting.addresses.iter().map(|address| {
            text(address.to_string()).font(CODE).size(13).class(Ink::Plain).wrapping(text::Wrapping::Glyph).into()
        });
        let key = hosting.house.fingerprint();
        crate::app::screen::parts::question(
            "The house",
            [
                column![sentence("Others find it here:"), column(addresses).spacing(2)].spacing(4).into(),
                column![
                    sentence("Whoever types an address is shown these words, and can ask you whether they are right:"),
                    text(key.words()).font(CODE).size(13).class(Ink::Plain),
                ]
                .spacing(4)
                .into(),
                column![
                    sentence("Everything is kept in this folder:"),
                    text(hosting.folder.display().to_string())
                        .size(13)
                        .class(Ink::Plain)
                        .wrapping(text::Wrapping::Glyph),
                ]
                .spacing(4)
                .into(),
            ],
            Some(press("Make a new invite", Message::NewInvite).into()),
            [press("Done", Message::Manage).kind(Kind::Primary).into()],
        )
    }

    /// Who is here.
    pub(super) fn view_people(&self) -> Element<'_, Message> {
        let people = self.listed.iter().filter_map(|who| Some((*who, self.here.get(who)?)));
        let lines = people.take(LISTED).map(|(who, name)| {
            let me = (who == self.me.who).then(|| text("you").class(Ink::Faint));
            let name = text(name.as_str()).class(Ink::Plain).wrapping(text::Wrapping::None);
            row![spot(Ground::Here), name, me].spacing(8).align_y(Alignment::Center).into()
        });
        let more = self.people.saturating_sub(self.listed.len().min(LISTED) as u64);
        let more = (more > 0).then(|| text(format!("and {more} more")).class(Ink::Faint).into());
        let title = text(format!("Here now, {}", self.people)).size(12).font(MEDIUM).class(Ink::Soft);
        container(column![title, scrollable(column(lines.chain(more)).spacing(6).width(Length::Fill))].spacing(12))
            .class(Ground::Page)
            .padding([16, 14])
            .height(Length::Fill)
            .width(Length::Fill)
            .into()
    }
}

/// A round spot.
fn spot<'a, Message: 'a>(ground: Ground) -> Element<'a, Message> {
    container(space().width(8).height(8)).class(ground).into()
}
