//! A message that was picked: what is written next answers it, and other things can be done with it.

use std::sync::Arc;

use iced::Task;
use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use super::{Action, Message, Room, entry};
use crate::app::screen::parts::wrong;
use crate::app::scrollback::{self, What};
use crate::app::theme::{Element, Ground, Ink, STRONG};
use crate::app::widget::scrollback::Offer;
use crate::app::widget::{Kind, press};
use crate::room::{Body, Deed, EventId, Seq, Sign};

/// The signs at hand.
const SIGNS: [&str; 6] = ["👍", "❤", "😂", "🎉", "😮", "😢"];

/// How much of a message is shown above the entry.
const SHOWN: usize = 120;

/// What is under way with the picked message.
#[derive(Debug, Default)]
pub(super) struct Picking {
    /// The message, if taking it back was pressed once already.
    pub(super) withdrawing: Option<EventId>,
    /// Whether all that can be done with it is shown.
    pub(super) shows_deeds: bool,
}

impl Room {
    /// Picks the message in a row: to answer it, or to see all that can be done with it.
    pub(super) fn pick(&mut self, row: u64, shows_deeds: bool) -> Action {
        let picked = self.rooms.shown.scrollback.rows().get(row).filter(|row| row.is_said() && row.own.is_none());
        let picked = picked.map(|row| row.id);
        self.rooms.shown.scrollback.pick(picked);
        (self.picking.withdrawing, self.picking.shows_deeds) = (None, shows_deeds);
        Action::Run(iced::widget::operation::focus(entry::ID))
    }

    /// Picks the message before the picked one, or the newest.
    pub(super) fn pick_before(&mut self) -> Action {
        let rows = self.rooms.shown.scrollback.rows();
        let from =
            self.rooms.shown.scrollback.picked().and_then(|picked| rows.find(picked)).unwrap_or_else(|| rows.head());
        let before = rows.before(from).find(|(_, row)| row.is_said()).map(|(at, row)| (at, row.id));
        if let Some((at, id)) = before {
            self.rooms.shown.scrollback.pick(Some(id));
            self.rooms.shown.scrollback.show(at);
            self.picking.shows_deeds = true;
        }
        Action::None
    }

    /// Answers the picked message with a sign alone.
    pub(super) fn react(&mut self, sign: Sign) -> Action {
        match self.rooms.shown.scrollback.unpick() {
            Some(of) => self.sign(of, sign),
            None => Action::None,
        }
    }

    /// Answers a message with a sign, or takes that back where it was given already.
    pub(super) fn sign(&mut self, of: EventId, sign: Sign) -> Action {
        let off = self.rooms.shown.scrollback.rows().has_signed(of, &sign, self.me.author.who);
        Action::Run(self.add(EventId::fresh(), Body::Reacted { of, sign, off }, String::new()))
    }

    /// Takes the picked message back, or removes it.
    pub(super) fn withdraw_picked(&mut self) -> Action {
        if self.picking.withdrawing != self.rooms.shown.scrollback.picked() {
            self.picking.withdrawing = self.rooms.shown.scrollback.picked();
            return Action::None;
        }
        self.picking.withdrawing = None;
        match self.rooms.shown.scrollback.unpick() {
            Some(of) => Action::Run(self.add(EventId::fresh(), Body::Withdrawn { of }, String::new())),
            None => Action::None,
        }
    }

    /// Changes the picked message.
    pub(super) fn edit_picked(&mut self) -> Action {
        let picked = self.rooms.shown.scrollback.unpick();
        let rows = self.rooms.shown.scrollback.rows();
        let row = picked.and_then(|picked| rows.get(rows.find(picked)?));
        if let Some((id, words)) = row.and_then(|row| Some((row.id, row.source()?.clone()))) {
            self.rooms.shown.entry.edit(id, &words);
        }
        Action::Run(iced::widget::operation::focus(entry::ID))
    }

    /// Shows what the picked message said before it was put differently.
    pub(super) fn show_earlier(&mut self) -> Action {
        let Some(of) = self.rooms.shown.scrollback.picked() else { return Action::None };
        let (replica, face) = (Arc::clone(self.visit.guest.replica()), self.face.clone());
        let earlier = async move { replica.earlier(of).await };
        Action::Run(Task::perform(earlier, move |earlier| match earlier {
            Ok(events) => {
                let told = |event: &crate::room::Event| {
                    Some(format!("{}: {}", face.full(event.at), event.body.text()?.as_str()))
                };
                Message::Tell(events.iter().filter_map(told).collect::<Vec<_>>().join("\n"))
            }
            Err(error) => Message::Wrong(error.to_string()),
        }))
    }

    /// Goes to a message that another answers.
    pub(super) fn go_to_message(&mut self, id: EventId) -> Action {
        if let Some(row) = self.rooms.shown.scrollback.rows().find(id) {
            self.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(row));
            return Action::None;
        }
        let (replica, room) = (Arc::clone(self.visit.guest.replica()), self.rooms.shown.room);
        let found = async move { replica.find(room, id).await.ok().flatten() };
        Action::Run(Task::perform(found, Message::Found))
    }

    pub(super) fn go_to_found(&mut self, seq: Option<Seq>) -> Action {
        match seq {
            Some(seq) => {
                self.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(seq.0.saturating_sub(1)));
                Action::None
            }
            None => self.tell("That message is not on this computer. Scroll up, or find it by its words.".to_owned()),
        }
    }

    /// What was picked, and what can be done with it.
    pub(super) fn view_picked(&self) -> Option<Element<'_, Message>> {
        let rows = self.rooms.shown.scrollback.rows();
        let picked = rows.get(rows.find(self.rooms.shown.scrollback.picked()?)?)?;
        let mine = picked.by.as_ref().is_some_and(|by| by.who == self.me.author.who);
        let mut words = picked.text().replace('\n', " ");
        if let Some((end, _)) = words.char_indices().nth(SHOWN) {
            words.truncate(end);
            words.push('…');
        }
        let speaks = self.silenced().is_none();
        let title = match (mine, speaks) {
            (true, _) => "Your message".to_owned(),
            (false, true) => format!("Answering {}", picked.name()),
            (false, false) => format!("What {} said", picked.name()),
        };
        let about = column![
            text(title).size(12).font(STRONG).class(Ink::Plain),
            text(words).size(13).class(Ink::Soft).wrapping(text::Wrapping::None),
        ];
        let small = |words: &'static str, message| press(words, message).padding([4, 10]);
        let close = small("Close", Message::Unpick).kind(Kind::Quiet);
        let about = container(about).width(Length::Fill).clip(true);
        if !self.picking.shows_deeds {
            let line = row![about, small("More", Message::ShowDeeds).kind(Kind::Quiet), close];
            return Some(inset(line.spacing(6).align_y(Alignment::Center).into()));
        }
        let signs = SIGNS.iter().filter(|_| speaks).filter_map(|sign| {
            let parsed = Sign::parse(sign).ok()?;
            Some(press(*sign, Message::React(parsed)).kind(Kind::Quiet).padding([4, 7]).into())
        });
        let edited = matches!(&picked.what, What::Said { edited: true, .. } | What::Did { edited: true, .. });
        let earlier = (edited && self.may(Deed::SeeEdits)).then(|| small("Earlier words", Message::Earlier));
        let edit = (mine && self.may(Deed::Edit)).then(|| small("Edit", Message::EditPicked));
        let take_back =
            (mine && self.may(Deed::Withdraw)).then(|| small("Take back", Message::Withdraw).kind(Kind::Danger));
        let remove = (!mine && self.may(Deed::Remove)).then(|| small("Remove", Message::Withdraw).kind(Kind::Danger));
        let asks = self.picking.withdrawing == Some(picked.id) && (take_back.is_some() || remove.is_some());
        let again = if mine { "Take back" } else { "Remove" };
        let asked = asks.then(|| wrong(format!("{again}? Its words are erased everywhere. Press {again} once more.")));
        let deeds = row![row(signs).spacing(0), earlier, edit, take_back, remove, close]
            .spacing(6)
            .align_y(Alignment::Center)
            .wrap();
        Some(inset(column![about, deeds, asked].spacing(4).into()))
    }

    /// What is offered for the message under the pointer.
    pub(super) fn offered(&self) -> Vec<Offer> {
        if self.rooms.shown.out.is_some() {
            return Vec::new();
        }
        match self.silenced() {
            None => vec![Offer::Like, Offer::Reply, Offer::More],
            Some(_) => vec![Offer::More],
        }
    }
}

fn inset(content: Element<'_, Message>) -> Element<'_, Message> {
    container(content).class(Ground::Inset).padding([8, 12]).width(Length::Fill).into()
}
