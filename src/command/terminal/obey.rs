//! What is typed: said, or done as a command.

use std::io::IsTerminal as _;

use parlor::commands::{ALL, Command, Entered, read};
use parlor::guest::{Guest, GuestError};
use parlor::room::{Act, Body, Event, EventId, Query, RoomNo, Seq, Text};

use super::screen::{NAMES, Screen};
use crate::command::ending::Failure;
use crate::command::reading;
use parlor::wording;

/// How many messages `/find` shows.
const FOUND: usize = 10;

const NOWHERE: &str = "You are not in a room. /rooms lists them, /join TITLE joins one.";

impl<M: FnMut(&str)> Screen<M> {
    /// Does what a typed line says. False where it says to leave.
    pub async fn hear(&mut self, line: reading::Line, guest: &Guest) -> Result<bool, Failure> {
        let line = match line {
            Ok(line) => line,
            Err(why) => {
                eprintln!("{why}");
                return Ok(true);
            }
        };
        if let Some(asked) = self.asked.take() {
            self.answer(asked, line, guest).await;
            return Ok(true);
        }
        match read(&line) {
            Entered::Nothing => {}
            // In a terminal, the old words for leaving are words like others.
            Entered::Leave => self.say(&line, guest).await?,
            Entered::Say(words) => self.say(&words, guest).await?,
            Entered::Wrong(why) => eprintln!("{why}"),
            Entered::Command(Command::Quit) => return Ok(false),
            Entered::Command(command) => {
                if let Err(error) = self.obey(command, guest).await {
                    eprintln!("{error}");
                }
            }
        }
        Ok(true)
    }

    async fn say(&self, words: &str, guest: &Guest) -> Result<(), Failure> {
        match (Text::parse(words), self.here) {
            (Err(error), _) => eprintln!("Not sent: {error}"),
            (_, None) => eprintln!("{NOWHERE}"),
            (Ok(text), here) => {
                guest.add_to(here, EventId::fresh(), Body::Said { text }).await?;
            }
        }
        Ok(())
    }

    /// The room one looks at, or word that there is none.
    pub(super) fn room(&self) -> Result<RoomNo, GuestError> {
        self.here.ok_or_else(|| GuestError::Refused(NOWHERE.to_owned()))
    }

    /// Adds something to the room one looks at.
    pub(super) async fn add(&self, body: Body, guest: &Guest) -> Result<(), GuestError> {
        guest.add_to(Some(self.room()?), EventId::fresh(), body).await.map(drop)
    }

    async fn obey(&mut self, command: Command, guest: &Guest) -> Result<(), GuestError> {
        match command {
            Command::Help => help(),
            Command::Nick(name) => self.add(Body::Named { name }, guest).await?,
            Command::Me(text) => self.add(Body::Did { text }, guest).await?,
            Command::Topic(Some(topic)) => self.add(Body::Topic { topic }, guest).await?,
            Command::Title(title) => self.add(Body::Titled { title }, guest).await?,
            Command::Keep(memory) => self.add(Body::Memory { memory }, guest).await?,
            Command::Act(act) => self.add(Body::Act(act), guest).await?,
            Command::Topic(None) => {
                self.room()?;
                self.joined_here().iter().for_each(|joined| eprintln!("{}", wording::about(&joined.topic)));
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
                self.room()?;
                let mine = self.joined_here().and_then(|joined| joined.mine);
                let of = mine.ok_or_else(|| refusal("You have not sent anything here since you joined."))?;
                self.add(Body::Withdrawn { of }, guest).await?;
            }
            Command::Pin => {
                self.room()?;
                let newest = self.joined_here().and_then(|joined| joined.newest);
                let of = newest.ok_or_else(|| refusal("There was no message here since you joined."))?;
                self.add(Body::Act(Act::Pinned { of, seq: Seq::START }), guest).await?;
            }
            Command::Unpin => {
                self.room()?;
                let last = self.joined_here().and_then(|joined| joined.pinned.as_slice().last().copied());
                let of = last.ok_or_else(|| refusal("Nothing is pinned in this room."))?.of;
                self.add(Body::Act(Act::Unpinned { of }), guest).await?;
            }
            Command::Pins => {
                let room = self.room()?;
                let pins = self.joined_here().map(|joined| joined.pinned.clone()).unwrap_or_default();
                let pinned = guest.pinned(room, &pins).await?;
                if pinned.is_empty() {
                    eprintln!("Nothing is pinned in this room.");
                }
                self.print_old(&pinned);
            }
            Command::Retry => self.refused.drain(..).for_each(|id| drop(guest.retry(id))),
            Command::Discard => self.refused.drain(..).for_each(|id| drop(guest.discard(id))),
            Command::Names => {
                let crowd = guest.people(Some(self.room()?), NAMES).await?;
                eprintln!("{} here: {}", crowd.total, wording::names(&crowd.people));
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
            Command::Save => {
                eprintln!("You can't save from a terminal. The host can run parlor export.");
            }
            Command::Clear if std::io::stdout().is_terminal() => print!("\u{1b}[2J\u{1b}[H"),
            Command::Clear | Command::Quit => {}
        }
        Ok(())
    }

    /// The newest message of someone else in the room one looks at.
    fn theirs(&self) -> Result<EventId, GuestError> {
        self.room()?;
        let theirs = self.joined_here().and_then(|joined| joined.theirs);
        theirs.ok_or_else(|| refusal("Nobody else has sent anything here since you joined."))
    }

    async fn find(&self, words: String, guest: &Guest) -> Result<(), GuestError> {
        if words.is_empty() {
            return Err(refusal("Type what to search for: /find kettle."));
        }
        let found = guest.find(self.room()?, Query { words, most: FOUND, ..Query::default() }).await?;
        self.print_old(&found.hits);
        match found.hits.len() {
            0 => eprintln!("Nothing found."),
            _ if found.next.is_some() => eprintln!("These are the newest. There can be more."),
            _ => {}
        }
        Ok(())
    }

    /// Prints what was said before, of which the newest comes first.
    fn print_old(&self, messages: &[Event]) {
        let mut out = std::io::stdout().lock();
        for event in messages.iter().rev() {
            // Whoever reads along may be gone; that is noticed when the next thing happens.
            let _ = wording::print(&mut out, event, &self.zone, "");
        }
    }
}

/// Word that something can't be done.
pub(super) fn refusal(why: &str) -> GuestError {
    GuestError::Refused(why.to_owned())
}

fn help() {
    // What only a window can do is not told here.
    for help in ALL.iter().filter(|help| help.word != "save") {
        eprintln!("{:<34} {}", help.usage, help.help);
    }
    eprintln!("Type //word to send /word. Put a name with spaces in quotes.");
}
