//! What is said here: from the entry to the house, and what stands in the way of it.

use std::sync::Arc;
use std::time::Duration;

use iced::Task;

use super::entry;
use super::overlay::Overlay;
use super::{Action, Message, Notice, Room};
use crate::app::clock;
use crate::app::scrollback;
use crate::commands::{self, Entered};
use crate::export::Format;
use crate::guest::Guest;
use crate::room::{Body, EventId, RoomNo, Seq, Text};

/// How often others are told that one is typing.
const TYPING: u64 = 3_000;

/// How long after the last key the draft is kept.
const DRAFT: Duration = Duration::from_secs(1);

/// How many events are read at once before a room is saved.
const SAVED: u64 = 5_000;

/// How many rows can be copied at once.
const COPIED: u64 = 20_000;

impl Room {
    pub(super) fn on_entry(&mut self, message: entry::Message) -> Action {
        let (here, me) = (&self.rooms.shown.here, &self.me.author);
        let names = || {
            let others = here.iter().filter(|(who, _)| **who != me.who).map(|(_, line)| line.person.name.to_string());
            std::iter::once(me.name.to_string()).chain(others).collect()
        };
        match self.rooms.shown.entry.update(message, &names, clock::now()) {
            entry::Out::None => Action::None,
            entry::Out::Changed => self.typed(),
            entry::Out::Send => self.send(),
            entry::Out::EditLast => self.edit_last(),
            entry::Out::FocusNext => Action::Run(crate::app::widget::focus_next()),
            entry::Out::TooMuch => {
                self.wrong("That is too much to paste. 8,000 characters fit into a message.".to_owned())
            }
            entry::Out::Escape => self.escape(),
            entry::Out::Page(down) => self.on_list(scrollback::Action::Page(if down { 1.0 } else { -1.0 })),
        }
    }

    /// Something was typed: others are told, now and then, and the draft is kept when it rests.
    fn typed(&mut self) -> Action {
        let now = clock::now();
        if self.shows_typing
            && now.saturating_sub(self.rooms.shown.typed_at) > TYPING
            && !self.rooms.shown.entry.is_empty()
            && !self.rooms.shown.entry.words().starts_with('/')
        {
            self.rooms.shown.typed_at = now;
            // Nothing comes of it without a connection.
            let _ = self.visit.guest.typing(Some(self.rooms.shown.room));
        }
        self.rooms.shown.draft += 1;
        let draft = self.rooms.shown.draft;
        Action::Run(Task::perform(tokio::time::sleep(DRAFT), move |()| Message::KeepDraft(draft)))
    }

    pub(super) fn keep_draft(&self, draft: u64) -> Action {
        if draft != self.rooms.shown.draft {
            return Action::None;
        }
        self.visit.drafts.keep(self.rooms.shown.room, self.rooms.shown.entry.draft());
        Action::None
    }

    fn edit_last(&mut self) -> Action {
        if self.unsent() > 0 {
            return self.tell("Your last message is still on its way. It can be changed when it is kept.".to_owned());
        }
        if let Some((id, words)) = self
            .rooms
            .shown
            .scrollback
            .rows()
            .last_said_by(&self.me.author)
            .and_then(|row| Some((row.id, row.source()?.clone())))
        {
            self.rooms.shown.entry.edit(id, &words);
        }
        Action::None
    }

    /// Sends what stands in the entry, or does what it commands.
    pub(super) fn send(&mut self) -> Action {
        let words = self.rooms.shown.entry.words();
        let body = match (commands::read(&words), self.rooms.shown.entry.editing()) {
            (Entered::Nothing, _) => return Action::None,
            (Entered::Say(_), _) if self.rooms.shown.out.is_some() => {
                return self.wrong("You are not in this room. What you wrote stays here until you are.".to_owned());
            }
            (Entered::Wrong(why), _) => return self.wrong(why),
            (Entered::Say(_), _) if self.connection.is_over() => return self.wrong(self.too_late(&words)),
            (Entered::Say(words), editing) => match (Text::parse(&words), editing) {
                (Ok(text), Some(of)) => Body::Edited { of, text },
                (Ok(text), None) => match self.rooms.shown.scrollback.unpick() {
                    Some(to) => Body::Replied { to, text },
                    None => Body::Said { text },
                },
                (Err(error), _) => return self.wrong(error.to_string()),
            },
            (Entered::Leave, _) => {
                self.rooms.shown.entry.sent();
                return self.ask_to_leave();
            }
            (Entered::Command(_), Some(_)) => {
                return self.wrong("A message can't be changed into a command. Press Esc first.".to_owned());
            }
            (Entered::Command(command), None) => return self.command(command),
        };
        self.rooms.shown.entry.sent();
        self.notice = None;
        self.is_back();
        self.rooms.shown.scrollback.unmark();
        self.rooms.shown.scrollback.perform(&scrollback::Action::Follow);
        let said = self.add(EventId::fresh(), body, words);
        let focus = iced::widget::operation::focus(entry::ID);
        self.visit.drafts.keep(self.rooms.shown.room, self.rooms.shown.entry.draft());
        Action::Run(Task::batch([said, focus]))
    }

    /// Sends something on its way. What could not even be put into the outbox comes back.
    pub(super) fn add(&self, id: EventId, body: Body, words: String) -> Task<Message> {
        let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
        if self.connection.is_over() {
            let why = self.too_late(&words);
            return Task::done(Message::NotSaid(room, words, why));
        }
        let added = async move { guest.add_to(Some(room), id, body).await };
        Task::perform(added, move |added| match added {
            Ok(_) => Message::TypingOver,
            Err(error) => Message::NotSaid(room, words, error.to_string()),
        })
    }

    pub(super) fn on_list(&mut self, action: scrollback::Action) -> Action {
        use scrollback::Action as List;
        self.rooms.shown.scrollback.perform(&action);
        match action {
            List::Answer(row) => self.pick(row, false),
            List::Pick(row) => self.pick(row, true),
            List::Answered(id) => self.go_to_message(id),
            List::Sign(id, sign) => self.sign(id, sign),
            List::Want(range) => Action::Run(self.ask_for(range)),
            List::Copy => self.copy(),
            List::Open(link) => {
                self.overlay.show(Overlay::Link(link));
                Action::None
            }
            List::Type(words) => {
                self.rooms.shown.entry.type_in(&words);
                Action::Run(iced::widget::operation::focus(entry::ID))
            }
            _ => Action::None,
        }
    }

    /// Copies what is selected, and reads what of it is not at hand.
    fn copy(&mut self) -> Action {
        let face = self.face.clone();
        match self.rooms.shown.scrollback.copied(|at| face.time(at)) {
            Ok(text) if text.is_empty() => Action::None,
            Ok(text) => Action::Run(iced::clipboard::write(text)),
            Err(_) => {
                let Some(rows) = self.rooms.shown.scrollback.selected_rows() else { return Action::None };
                let (from, to) = rows.into_inner();
                if to - from >= COPIED {
                    return self.tell("That is more than can be copied at once. Use Save… instead.".to_owned());
                }
                let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
                let read = async move { guest.read(room, Seq(from + 1)..=Seq(to + 1)).await };
                Action::Run(Task::perform(read, move |read| match read {
                    Ok(history) => {
                        let mut rows = scrollback::Rows::default();
                        rows.take(&history.events);
                        rows.change(&history.changes);
                        let lines = (from..=to).filter_map(|at| {
                            let row = rows.get(at)?;
                            scrollback::line_of(row, &row.text(), |at| face.time(at))
                        });
                        Message::Copied(lines.collect::<Vec<_>>().join("\n"))
                    }
                    Err(error) => Message::Wrong(error.to_string()),
                }))
            }
        }
    }

    /// Saves the room where the person says.
    pub(super) fn save(&mut self, format: Format) -> Action {
        self.overlay.close_saving();
        let source = self.visit.log();
        let (title, room) = (self.rooms.shown.title.clone(), self.rooms.shown.room);
        let (guest, head) = (Arc::clone(&self.visit.guest), Seq(self.rooms.shown.scrollback.rows().head()));
        let hosted = self.visit.hosting.is_some();
        Action::Run(Task::perform(
            async move {
                let dialog = rfd::AsyncFileDialog::new().set_title("Save the room").set_file_name(format!(
                    "{}.{}",
                    file_name(title.as_str()),
                    format.as_str()
                ));
                let Some(file) = dialog.save_file().await else { return Ok(None) };
                // A guest has what it saw; the rest is read first, so that what is saved is everything.
                let missing = !hosted && !complete(&guest, room, head).await?;
                let path = file.path().to_owned();
                let shown = path.display().to_string();
                let written = tokio::task::spawn_blocking(move || super::header::write(&source, room, format, &path));
                match written.await {
                    Ok(Ok(count)) => Ok(Some((shown, count, missing))),
                    Ok(Err(why)) => Err(why),
                    Err(_) => Err("The room could not be saved. Try again.".to_owned()),
                }
            },
            |saved| match saved {
                Ok(None) => Message::TypingOver,
                Ok(Some((path, _, true))) => Message::Tell(format!(
                    "Saved in {path}, but without what this computer never saw: there was no connection for it."
                )),
                Ok(Some((path, 1, false))) => Message::Tell(format!("Saved in {path}: one event.")),
                Ok(Some((path, count, false))) => Message::Tell(format!("Saved in {path}: {count} events.")),
                Err(why) => Message::Wrong(why),
            },
        ))
    }

    pub(super) fn copy_invite(&mut self) -> Action {
        let Some(hosting) = &self.visit.hosting else { return Action::None };
        let invite = hosting.invite().to_string();
        self.notice = Some(Notice::Plain(
            "The invite is copied. Paste it to whoever should come in, by mail or in another chat.".to_owned(),
        ));
        Action::Run(iced::clipboard::write(invite))
    }

    pub(super) fn new_invite(&self) -> Action {
        let Some(hosting) = &self.visit.hosting else { return Action::None };
        let house = hosting.house.clone();
        Action::Run(Task::perform(async move { house.new_invite().await }, |made| match made {
            Ok(_) => {
                Message::Tell("From now on only the new invite gets people in. Press Invite to copy it.".to_owned())
            }
            Err(error) => Message::Wrong(error.to_string()),
        }))
    }
}

/// Reads what this computer never saw. False where not all of it could be had.
async fn complete(guest: &Guest, room: RoomNo, head: Seq) -> Result<bool, String> {
    let mut from = Seq(1);
    let mut whole = true;
    while from <= head {
        let to = Seq(from.0 + SAVED).min(head);
        let history = guest.read(room, from..=to).await.map_err(|error| error.to_string())?;
        whole &= history.missing.is_empty();
        from = to.next();
    }
    Ok(whole)
}

/// A title as the name of a file.
fn file_name(title: &str) -> String {
    title.chars().map(|c| if c.is_alphanumeric() || " -_".contains(c) { c } else { '-' }).collect()
}
