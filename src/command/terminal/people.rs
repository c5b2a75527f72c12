//! People, from a terminal: who they are, talking with them directly, keeping them in order, and being away oneself.

use parlor::commands::Command;
use parlor::guest::{Guest, GuestError};
use parlor::room::{Author, Body, Event, EventId, Name, Text};
use parlor::wire::frame::{RoomName, Since};
use parlor::wire::people::Away;

use super::missed::Missed;
use super::obey::refusal;
use super::screen::{Role, Screen};
use parlor::wording::{self, answers};

impl<M: FnMut(&str)> Screen<M> {
    pub(super) async fn obey_of_people(&mut self, command: Command, guest: &Guest) -> Result<(), GuestError> {
        match command {
            Command::Whois(name) => {
                let line = guest.whois(&name, self.here).await?;
                self.printer.tell(wording::person(&line, &self.zone));
            }
            Command::Msg(name, text) => self.talk(&name, text, guest).await?,
            Command::Toward(name, measure) => {
                let room = self.room()?;
                let whom = guest.meant_by(&measure, &name, room).await?;
                self.add(Body::Act(measure.act(whom, wording::now())), guest).await?;
            }
            Command::Ignore(name) => self.ignore(&name, true, guest).await?,
            Command::Unignore(name) => self.ignore(&name, false, guest).await?,
            Command::Away(why) => {
                guest.away(Some(Away { why }))?;
                self.printer.tell(answers::AWAY);
            }
            Command::Back => {
                guest.away(None)?;
                self.printer.tell(answers::BACK);
            }
            _ => {}
        }
        Ok(())
    }

    /// Says something to someone directly.
    async fn talk(&mut self, name: &Name, text: Text, guest: &Guest) -> Result<(), GuestError> {
        let whom = guest.whois(name, None).await?.person;
        let line = guest.talk(whom.who).await?;
        self.known.insert(line.room);
        if !self.joined.contains_key(&line.room) {
            // Whoever left the talk before comes in again; of what was said before, nothing is told.
            guest.enter(RoomName::No(line.room), Since::last(0), None).await?;
        }
        // It is not in the room one looks at.
        self.outstanding.say(guest.add_to(Some(line.room), EventId::fresh(), Body::Said { text }).await?, false);
        Ok(())
    }

    async fn ignore(&mut self, name: &Name, ignore: bool, guest: &Guest) -> Result<(), GuestError> {
        let whom = guest.whois(name, None).await?.person;
        if ignore && self.me.as_ref().is_some_and(|me| me.who == whom.who) {
            return Err(refusal(answers::THAT_IS_YOU));
        }
        guest.ignore(whom.who, ignore)?;
        if ignore {
            self.ignored.insert(whom.who);
        } else {
            self.ignored.remove(&whom.who);
        }
        self.printer.tell(answers::ignores(&whom.name, ignore));
        match self.missed.remove(&whom.who).filter(|_| !ignore) {
            Some(missed) => self.tell_missed(&whom, missed, guest).await,
            None => Ok(()),
        }
    }

    /// Shows what someone said directly while they were ignored. On a host's terminal, which others may read, only that
    /// they did.
    async fn tell_missed(&mut self, whom: &Author, missed: Missed, guest: &Guest) -> Result<(), GuestError> {
        let Missed { room, first, count } = missed;
        let here = self.here == Some(room);
        if self.role == Role::Host && !here {
            self.printer.tell(answers::missed(&whom.name, count));
            return Ok(());
        }
        let last = guest.replica().head(room).await?;
        let events = guest.replica().read(room, first..=last).await?;
        let theirs = |event: &&Event| event.body.is_message() && event.by.as_ref().is_some_and(|by| by.who == whom.who);
        let before = if here { String::new() } else { format!("[{}] ", whom.name) };
        let Self { printer, recent, zone, .. } = self;
        // Whoever reads along may be gone; that is noticed when the next thing happens.
        let _ = printer.show(|out| {
            events.iter().filter(theirs).try_for_each(|event| {
                recent.note(event);
                recent.print(out, event, zone, &before)
            })
        });
        Ok(())
    }
}
