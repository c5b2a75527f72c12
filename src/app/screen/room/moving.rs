//! Moving between the rooms of the house: which is shown, how far each was read, and what happens to the list of them.

use std::mem::Discriminant;
use std::sync::Arc;
use std::time::Duration;

use iced::Task;

use super::dialog::{Dialog, Key, Order};
use super::place::Out;
use super::presence::{IDLE, Rung};
use super::{Action, Message, Notice, Room, entry};
use crate::app::clock;
use crate::guest::GuestError;
use crate::room::{Access, Rank, RoomNo};
use crate::wire::account::RequestLine;
use crate::wire::frame::{RoomLine, RoomName, Since};

/// How long something is looked at before it counts as read.
const LOOK: Duration = Duration::from_millis(400);

/// How much of a room that is entered comes by itself.
const FIRST: u64 = 256;

impl Room {
    /// Shows a room: one that one is in, or one that is entered for it.
    pub(super) fn go(&mut self, room: RoomNo) -> Action {
        self.overlay.close_dialog();
        self.unfolded = None;
        let out_of_it = self.rooms.shown.room == room && self.rooms.shown.out.is_some();
        if !out_of_it && self.rooms.is_in(room) {
            return Action::Run(self.show(room));
        }
        let asks = self.rooms.listed.get(&room).filter(|line| line.access == Access::Password && line.yours.is_none());
        match asks {
            // Whoever keeps it, or was invited, needs no password: it is asked for only where that is refused.
            Some(line) if self.me.rank < Rank::Owner => self.open(Dialog::Key(Key::new(room, line.title.to_string()))),
            _ => Action::Run(self.enter_room(RoomName::No(room), None)),
        }
    }

    /// Comes into a room, to show it.
    pub(super) fn enter_room(&mut self, name: RoomName, password: Option<crate::wire::Password>) -> Task<Message> {
        if let RoomName::No(room) = &name {
            self.rooms.going = Some(*room);
        }
        let by_title = matches!(name, RoomName::Title(_));
        let guest = Arc::clone(&self.visit.guest);
        let entering = async move { guest.enter(name, Since::last(FIRST), password).await };
        Task::perform(entering, move |entered| match entered {
            Ok(entered) => Message::CameIn(entered.room, by_title),
            Err(error) => Message::Failed(error.to_string()),
        })
    }

    /// A room was entered. One that was asked for by its number was shown as it was, and its person may have moved on.
    pub(super) fn came_in(&mut self, room: RoomNo, by_title: bool) -> Action {
        if self.rooms.shown.room != room {
            return if by_title { self.go(room) } else { Action::None };
        }
        if matches!(self.overlay.dialog(), Some(Dialog::Key(_) | Dialog::Make(_) | Dialog::Person(_))) {
            self.overlay.close_dialog();
        }
        Action::None
    }

    /// Puts a room that one is in before its person.
    pub(super) fn show(&mut self, room: RoomNo) -> Task<Message> {
        if self.rooms.show(room) {
            self.notice = None;
        }
        self.overlay.close_dialog();
        self.unfolded = None;
        if self.rooms.to_order.take() == Some(room)
            && let Action::Run(opened) = self.open(Dialog::Order(Order::default()))
        {
            return Task::batch([opened, self.look_soon()]);
        }
        // What is told of who comes to a direct talk may have been missed.
        let who = if self.rooms.shown.direct.is_some() { self.ask_who(room) } else { Task::none() };
        Task::batch([iced::widget::operation::focus(entry::ID), self.look_soon(), who])
    }

    /// One is in a room no longer, and it is told why; or it is gone for them.
    pub(super) fn lost(&mut self, room: RoomNo, out: Option<Out>) -> Action {
        let gone = out.is_none();
        if gone {
            self.rooms.others.remove(&room);
        }
        if let Some(line) = self.rooms.listed.get_mut(&room) {
            line.yours = None;
        }
        if self.rooms.shown.room == room {
            match self.rooms.others.keys().next().copied().filter(|_| gone) {
                Some(next) => {
                    let shown = self.show(next);
                    self.rooms.others.remove(&room);
                    return Action::Run(shown);
                }
                None => self.unfolded = None,
            }
        }
        let Some(out) = out else { return Action::None };
        // Where it is the room that is shown, it is said there, with the way back.
        if self.rooms.shown.room != room {
            let title = self.rooms.listed.get(&room).map_or_else(String::new, |line| format!("{}: ", line.title));
            self.notice = Some(Notice::Wrong(format!("{title}{}", out.why)));
        }
        if let Some(place) = self.rooms.get_mut(room) {
            place.leave(out);
        }
        Action::None
    }

    /// A room was made, or is another than before.
    pub(super) fn heard_of_room(&mut self, line: RoomLine) -> Action {
        let (room, title) = (line.room, line.title.clone());
        let invites = line.access == Access::Invited && line.direct.is_none();
        if self.rooms.heard_of(line) && invites && !self.rooms.is_in(room) {
            self.notice = Some(Notice::Invited(room, title));
        }
        Action::None
    }

    /// A room is not to be seen any more.
    pub(super) fn forget_room(&mut self, room: RoomNo) -> Action {
        let action = self.lost(room, None);
        self.rooms.listed.remove(&room);
        action
    }

    /// Someone asks to come into one's house.
    pub(super) fn heard_of_request(&mut self, line: RequestLine) -> Action {
        self.asking.retain(|known| known.request != line.request);
        self.asking.push(line.clone());
        if !matches!(self.overlay.dialog(), Some(Dialog::Manage(_))) {
            self.notice = Some(Notice::Asks(line));
        }
        Action::None
    }

    /// Looks in a moment how far was read, if that is not going to be looked at already.
    pub(super) fn look_soon(&mut self) -> Task<Message> {
        if !self.attention.look_soon() {
            return Task::none();
        }
        Task::perform(tokio::time::sleep(LOOK), |()| Message::Looked)
    }

    /// What is on the screen by now is read, if someone looks at it.
    pub(super) fn looked(&mut self) -> Action {
        if !self.attention.look() {
            return Action::None;
        }
        if let Some(seq) = self.rooms.shown.looked_to() {
            self.rooms.shown.read_to(seq);
            // Without a connection it is told with the next one.
            let _ = self.visit.guest.seen(self.rooms.shown.room, seq);
        }
        Action::None
    }

    /// Its person does something: they are not away.
    pub(super) fn is_active(&mut self) -> Task<Message> {
        let wind = self.presence.act(clock::now());
        if self.presence.is_idle() {
            self.is_back();
        }
        if wind { ring_in(IDLE) } else { Task::none() }
    }

    /// Its person is back: they say something, or did nothing for a while and do now. Who said that they are away stays so
    /// until then.
    pub(super) fn is_back(&mut self) {
        if self.presence.come_back() {
            // Without a connection it is told at the next one.
            let _ = self.visit.guest.away(None);
        }
    }

    /// The clock rings: they are away, or it is wound up again for what is left.
    pub(super) fn idle(&mut self) -> Action {
        match self.presence.ring(clock::now()) {
            Rung::Again(wait) => return Action::Run(ring_in(wait)),
            Rung::Away => {
                let _ = self.visit.guest.away(Some(crate::wire::people::Away::default()));
            }
            Rung::Nothing => {}
        }
        Action::None
    }

    /// Does what someone asked of the house, and tells what came of it.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        asked: impl Future<Output = Result<T, GuestError>> + Send + 'static,
        told: impl FnOnce(T) -> Option<String> + Send + 'static,
    ) -> Action {
        let from = self.overlay.dialog().map(std::mem::discriminant);
        Action::Run(Task::perform(asked, move |done| match done {
            Ok(done) => Message::Done(from, told(done)),
            Err(error) => Message::Failed(error.to_string()),
        }))
    }

    /// Something that was asked of the house is done, and with it the dialog it was asked in. One that was opened since
    /// stays.
    pub(super) fn done(&mut self, from: Option<Discriminant<Dialog>>, told: Option<String>) -> Action {
        if let Some(told) = told {
            self.notice = Some(Notice::Plain(told));
        }
        if from.is_none() || from != self.overlay.dialog().map(std::mem::discriminant) {
            return Action::None;
        }
        self.overlay.close_dialog();
        Action::Run(iced::widget::operation::focus(entry::ID))
    }

    /// Something that was asked of the house failed.
    pub(super) fn failed(&mut self, why: String) -> Action {
        if let Some(dialog) = self.overlay.dialog_mut() {
            dialog.trouble(why);
            return Action::None;
        }
        (self.rooms.going, self.rooms.to_order) = (None, None);
        self.wrong(why)
    }
}

fn ring_in(wait: u64) -> Task<Message> {
    Task::perform(tokio::time::sleep(Duration::from_millis(wait)), |()| Message::Idle)
}
