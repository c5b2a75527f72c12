//! What becomes of whatever happens in the room. What follows from each is in a file of its own.

mod answers;
mod ask;
mod command;
mod copy;
mod dialog;
mod ending;
mod entry;
mod escape;
mod find;
mod from_house;
mod habits;
mod invite;
mod keys;
mod leave_room;
mod leaving;
mod link;
mod list;
mod menu;
mod messages;
mod open_dialog;
mod open_page;
mod open_picker;
mod page;
mod people;
mod picking;
mod presence;
mod reading;
mod refused;
mod requests;
mod rooms;
mod save_path;
mod saving;

use iced::keyboard::{Key, Modifiers};

use super::message::{Action, Message};
use super::notice::Notice;
use super::overlay::Top;
use super::page::Page;
use super::picking::WhatFor;
use super::state::Room;
use crate::app::clock;

impl Room {
    /// Something happened.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Update(take_once) => match take_once.take() {
                Some(update) => from_house::hear(self, update),
                None => Action::None,
            },
            Message::Ended => ending::end_unsaid(self),
            Message::Entry(message) => {
                let active = self.is_active();
                entry::on_message(self, message).with(active)
            }
            Message::List(action) => {
                let look = self.look_soon();
                list::perform(self, action).with(look)
            }
            Message::Read(room, page) => reading::on_page(self, room, page),
            Message::AskAgain(room) => {
                if let Some(joined) = self.rooms.get_mut(room) {
                    joined.scrollback.ask_again();
                }
                Action::None
            }
            Message::People(room, heard, crowd) => {
                let me = self.me.author.clone();
                if let Some(joined) = self.rooms.get_mut(room) {
                    joined.meet(crowd, heard, &me);
                }
                Action::None
            }
            Message::Looked => reading::looked(self),
            Message::PeopleScrolled(offset) => people::scrolled(self, offset),
            Message::LookAt(who, beside) => people::look_at(self, who, Some(beside)),
            Message::Known(line) => people::known(self, *line),
            Message::Met(line, beside) => people::look_at_line(self, *line, beside),
            Message::Go(room) => rooms::go(self, room),
            Message::CameIn(room, by_title) => rooms::came_in(self, room, by_title),
            Message::EnterRoom(name) => Action::Run(rooms::enter(self, name, None)),
            Message::Idle => presence::idle(self),
            Message::Admit(request, yes) => requests::admit(self, request, yes),
            Message::Ignore(who, ignore) => people::set_ignored(self, who, ignore),
            Message::OpenMenu(about, anchor) => menu::open(self, about, anchor),
            Message::Menu(choice) => menu::choose(self, choice),
            Message::CloseMenu => menu::close(self),
            Message::PickEmoji(anchor) => open_picker::open(self, WhatFor::Entry, anchor),
            Message::Emoji(message) => picking::on_message(self, message),
            Message::Yes => match self.overlay.take_question() {
                Some(question) => self.update(*question.then),
                None => Action::None,
            },
            Message::No => {
                self.overlay.take_question();
                self.back_to_entry()
            }
            Message::Withdraw(id) => messages::withdraw(self, id),
            Message::NoReply => {
                self.rooms.shown.writing.reply = None;
                Action::Run(iced::widget::operation::focus(super::entry::ID))
            }
            Message::Found(seq) => messages::found(self, seq),
            Message::Dialog(message) => dialog::on_message(self, message),
            Message::OpenPage(page) => open_page::open(self, page),
            Message::Page(message) => page::on_message(self, message),
            Message::Open(dialog) => open_dialog::open(self, dialog),
            Message::Done(from, told) => answers::done(self, from, told),
            Message::Failed(why) => answers::failed(self, why),
            Message::NotSaid(room, words, why) => {
                self.rooms.give_back(room, &words);
                answers::failed(self, why)
            }
            Message::Wrong(why) => self.wrong(why),
            Message::Tell(what) => self.tell(what),
            Message::Send => entry::send(self),
            Message::SendParts => entry::send_parts(self),
            Message::Reconnect => {
                let asked = self.visit.guest.try_again();
                self.decide(asked)
            }
            Message::SendHeld(room) => refused::send_due(self, room),
            Message::TypingOver => {
                let now = clock::now();
                self.rooms.all_mut().for_each(|joined| joined.typing.retain(|(_, until)| *until > now));
                Action::None
            }
            Message::KeepDraft(draft) => entry::keep_draft(self, draft),
            Message::Draft(room, words) => {
                if let Some(joined) = self.rooms.get_mut(room) {
                    joined.writing.entry.begin_with(&words);
                }
                Action::None
            }
            Message::Find(message) => find::on_message(self, message),
            Message::OpenFind => find::open(self, ""),
            Message::ShowPinned => find::show_pinned(self),
            Message::FadeNotice(told) => {
                if told == self.told && matches!(self.notice, Some(Notice::Plain(_))) {
                    self.notice = None;
                }
                Action::None
            }
            Message::Saving => {
                self.overlay.toggle_saving();
                Action::None
            }
            Message::SaveAs(format) => {
                self.overlay.show(Top::Saving(format));
                Action::None
            }
            Message::LeaveRoom(room) => leave_room::leave(self, room),
            Message::Save(format) => saving::save(self, format),
            Message::AskPath(format) => save_path::open(self, format),
            Message::Path(message) => save_path::on_message(self, message),
            Message::Saved(words, file) => saving::saved(self, words, &file),
            Message::OpenFolder(folder) => link::open_folder(folder),
            Message::Invite => invite::open(self),
            Message::InviteToRoom => invite::to_room(self),
            Message::Mapped => invite::follow_router(self),
            Message::Codes => invite::follow_hosting(self),
            Message::OpenInvite(invite) => Action::Invited(invite),
            Message::Manage => open_page::open(self, Page::manage()),
            Message::NewInvite => invite::renew(self),
            Message::Unfold(panel) => {
                self.unfolded = if self.unfolded == Some(panel) { None } else { Some(panel) };
                Action::None
            }
            Message::Dismiss => {
                self.notice = None;
                Action::None
            }
            Message::Follow => match self.overlay.take_link() {
                Some(link) => link::follow(link),
                None => Action::None,
            },
            Message::CopyLink => match self.overlay.take_link() {
                Some(link) => Action::Run(iced::clipboard::write(link)),
                None => Action::None,
            },
            Message::DropLink => {
                self.overlay.take_link();
                Action::None
            }
            Message::Leave => self.ask_to_leave(),
            Message::LogIn => ending::log_in_again(self),
            Message::Leaving(message) => leaving::answer(self, message),
            Message::Settings => Action::Settings,
            Message::Copied(text) => Action::Run(iced::clipboard::write(text)),
        }
    }

    /// A key that nothing in the window had a use for.
    pub fn key(&mut self, key: &Key, modifiers: Modifiers) -> Action {
        keys::press(self, key, modifiers)
    }

    /// Something was typed and nothing had the focus: it goes into the entry, where that is seen.
    pub fn typed_nowhere(&mut self, words: String) -> Action {
        keys::typed(self, words)
    }
}
