//! What is typed: said, or done as a command.

use parlor::commands::{Command, Entered, read};
use parlor::guest::{Guest, GuestError};
use parlor::room::{Act, Body, Event, EventId, Query, RoomNo, Seq, Text};

use super::screen::{NAMES, PasswordFor, Role, Screen};
use crate::command::ending::Failure;
use crate::command::reading;
use parlor::wording::{self, answers, help};

/// How many messages `/find` shows.
const FOUND: usize = 10;

impl<M: FnMut(&str)> Screen<M> {
    /// Does what a typed line says. False where it says to leave.
    pub async fn hear(&mut self, line: reading::Line, guest: &Guest) -> Result<bool, Failure> {
        let line = match line {
            Ok(line) => line,
            Err(why) => {
                self.fail(why);
                return Ok(true);
            }
        };
        if let Some(asked) = self.asked.take() {
            self.answer(asked, line, guest).await;
            return Ok(true);
        }
        let read = read(&line);
        if !self.in_once && !matches!(read, Entered::Nothing | Entered::Leave | Entered::Command(Command::Quit)) {
            self.fail(answers::NOT_IN_YET);
            return Ok(true);
        }
        let kept = self.here.zip(self.joined_here().map(|joined| joined.notes.memory));
        if let Some(question) = self.keeping.about(&read, kept) {
            self.printer.tell(question);
            return Ok(true);
        }
        match read {
            Entered::Nothing => {}
            Entered::Leave if self.printer.is_edited() => return Ok(false),
            // Where nobody sits at a terminal, the old words for leaving are words like others.
            Entered::Leave => self.say(&line, guest).await?,
            Entered::Say(words) => self.say(&words, guest).await?,
            Entered::Wrong(why) => self.fail(why),
            Entered::Command(Command::Quit) => return Ok(false),
            Entered::Command(command) => {
                if let Err(error) = self.obey(command, guest).await {
                    // What does not stay as it was typed is named.
                    if self.printer.is_edited() && !super::stays(&line) {
                        self.printer.tell(wording::not_done(&line));
                    }
                    self.fail(error);
                }
            }
        }
        Ok(true)
    }

    async fn say(&mut self, words: &str, guest: &Guest) -> Result<(), Failure> {
        match (Text::parse(words), self.here) {
            (Err(error), _) => self.fail(format_args!("Not sent: {error}")),
            (_, None) => self.fail(answers::NOWHERE),
            (Ok(text), here) => {
                let id = guest.add_to(here, EventId::fresh(), Body::Said { text }).await?;
                self.outstanding.say(id, true);
            }
        }
        Ok(())
    }

    /// Tells that something was not done. Where no person sits, the program ends as one that failed.
    pub(super) fn fail(&mut self, why: impl std::fmt::Display) {
        self.printer.tell(why);
        self.failed = true;
    }

    /// The room one looks at, or word that there is none.
    pub(super) fn room(&self) -> Result<RoomNo, GuestError> {
        self.here.ok_or_else(|| refusal(answers::NOWHERE))
    }

    /// Adds something to the room one looks at.
    pub(super) async fn add(&mut self, body: Body, guest: &Guest) -> Result<(), GuestError> {
        let is_message = body.is_message();
        let id = guest.add_to(Some(self.room()?), EventId::fresh(), body).await?;
        self.outstanding.say(id, is_message);
        Ok(())
    }

    async fn obey(&mut self, command: Command, guest: &Guest) -> Result<(), GuestError> {
        match command {
            Command::Help => self.help(),
            Command::Nick(name) => self.add(Body::Named { name }, guest).await?,
            Command::Me(text) => self.add(Body::Did { text }, guest).await?,
            Command::Topic(Some(topic)) => self.add(Body::Topic { topic }, guest).await?,
            Command::Title(title) => self.add(Body::Titled { title }, guest).await?,
            Command::Keep(memory) => self.add(Body::Memory { memory }, guest).await?,
            Command::Act(act) => self.add(Body::Act(act), guest).await?,
            Command::Topic(None) => {
                self.room()?;
                self.joined_here().iter().for_each(|joined| self.printer.tell(wording::about(&joined.notes.topic)));
            }
            Command::Reply(text) => {
                let to = self.theirs()?;
                self.add(Body::Replied { to, text }, guest).await?;
            }
            Command::React(sign) => {
                let of = self.theirs()?;
                self.add(Body::Reacted { of, sign, off: false }, guest).await?;
            }
            Command::Withdraw => {
                let room = self.room()?;
                if self.outstanding.has_message() {
                    return Err(refusal(answers::NEWEST_NOT_SENT));
                }
                let Some(joined) = self.joined_here() else { return Ok(()) };
                let mine = &joined.notes.mine;
                let of = mine.newest(|of| !self.outstanding.deletes(of));
                let of = of.ok_or_else(|| refusal(answers::nothing_to_withdraw(mine)))?;
                let id = guest.add_to(Some(room), EventId::fresh(), Body::Withdrawn { of }).await?;
                self.outstanding.delete(id, of);
            }
            Command::Pin => {
                self.room()?;
                let newest = self.joined_here().and_then(|joined| joined.notes.newest);
                let of = newest.ok_or_else(|| refusal(answers::NOTHING_TO_PIN))?;
                self.add(Body::Act(Act::Pinned { of, seq: Seq::START }), guest).await?;
            }
            Command::Unpin => {
                self.room()?;
                let last = self.joined_here().and_then(|joined| joined.notes.pinned.as_slice().last().copied());
                let of = last.ok_or_else(|| refusal(answers::NOTHING_PINNED))?.of;
                self.add(Body::Act(Act::Unpinned { of }), guest).await?;
            }
            Command::Pins => {
                let room = self.room()?;
                let pins = self.joined_here().map(|joined| joined.notes.pinned.clone()).unwrap_or_default();
                let pinned = guest.pinned(room, &pins).await?;
                if pinned.is_empty() {
                    self.printer.tell(answers::NOTHING_PINNED);
                }
                self.print_old(&pinned);
            }
            Command::Retry if self.refused.is_empty() => self.printer.tell(answers::NOTHING_TO_RETRY),
            Command::Retry => self.refused.drain(..).for_each(|id| drop(guest.retry(id))),
            Command::Discard if self.refused.is_empty() => self.printer.tell(answers::NOTHING_TO_DISCARD),
            Command::Discard => self.refused.drain(..).for_each(|id| drop(guest.discard(id))),
            Command::Names => {
                let crowd = guest.people(Some(self.room()?), NAMES).await?;
                self.printer.tell(format_args!("{} here: {}", crowd.total, wording::names(&crowd.people)));
            }
            Command::Find(words) => self.find(words, guest).await?,
            Command::Rooms | Command::Create { .. } | Command::Join(_) | Command::Leave | Command::Delete(_) => {
                self.obey_of_rooms(command, guest).await?;
            }
            Command::Whois(_)
            | Command::Msg(..)
            | Command::Toward(..)
            | Command::Ignore(_)
            | Command::Unignore(_)
            | Command::Away(_)
            | Command::Back => self.obey_of_people(command, guest).await?,
            Command::Bans { .. }
            | Command::Requests
            | Command::Admit { .. }
            | Command::Admission(_)
            | Command::Invites
            | Command::InviteLink(_)
            | Command::SpokenCode { .. }
            | Command::Revoke { .. }
            | Command::Logout { .. } => self.obey_of_house(command, guest).await?,
            Command::Register if self.account => return Err(refusal(answers::REGISTERED)),
            Command::Register => self.ask(PasswordFor::Account),
            Command::Login if self.role == Role::Host => self.printer.tell("You are the host and need no login."),
            Command::Login => {
                self.printer.tell("You have already joined. To log in, leave and join again with --login.");
            }
            Command::Save => {
                self.printer.tell("You can't save from a terminal. The host can run parlor export.");
            }
            Command::Clear => self.printer.clear(),
            Command::Quit => {}
        }
        Ok(())
    }

    fn help(&self) {
        // What only a window can do is not told here. A host who leaves stops hosting, and needs no account.
        let without: &[&str] = match self.role {
            Role::Host => &["save", "quit", "register", "login", "logout"],
            Role::Guest => &["save"],
        };
        let rank = self.joined_here().map_or(self.rank, |joined| joined.notes.rank.max(self.rank));
        let direct = self.joined_here().is_some_and(|joined| joined.notes.direct.is_some());
        let mut told = help::lines(rank, direct, without);
        if self.role == Role::Host {
            told.push(help::line("/close", "Stops hosting"));
        }
        told.push(help::SIGNS.to_owned());
        self.printer.tell(told.join("\n"));
    }

    /// The newest message of someone else in the room one looks at.
    fn theirs(&self) -> Result<EventId, GuestError> {
        self.room()?;
        let theirs = self.joined_here().and_then(|joined| joined.notes.theirs);
        theirs.ok_or_else(|| refusal(answers::NOTHING_HEARD))
    }

    async fn find(&self, words: String, guest: &Guest) -> Result<(), GuestError> {
        if words.is_empty() {
            return Err(refusal(answers::NO_WORDS));
        }
        let found = guest.find(self.room()?, Query { words, most: FOUND, ..Query::default() }).await?;
        self.print_old(&found.hits);
        match found.hits.len() {
            0 => self.printer.tell(answers::NOTHING_FOUND),
            _ if found.next.is_some() => self.printer.tell(answers::MORE_FOUND),
            _ => {}
        }
        Ok(())
    }

    /// Prints what was said before, of which the newest comes first.
    fn print_old(&self, messages: &[Event]) {
        // Whoever reads along may be gone; that is noticed when the next thing happens.
        let _ = self
            .printer
            .show(|out| messages.iter().rev().try_for_each(|event| wording::print(out, event, &self.zone, "")));
    }
}

/// Word that something can't be done.
pub(super) fn refusal(why: &str) -> GuestError {
    GuestError::Refused(why.to_owned())
}
