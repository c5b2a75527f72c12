//! People, from a terminal: who they are, talking with them directly, keeping them in order, and being away oneself.

use parlor::commands::{Command, Measure};
use parlor::guest::{Guest, GuestError};
use parlor::room::{Body, EventId, Name, Text};
use parlor::wire::frame::{RoomName, Since};
use parlor::wire::people::Away;

use super::screen::Screen;
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
                let whom = match measure {
                    Measure::Unban { house } => guest.banned(&name, room, house).await?,
                    _ => guest.whois(&name, Some(room)).await?.person,
                };
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
        guest.ignore(whom.who, ignore)?;
        if ignore {
            self.ignored.insert(whom.who);
        } else {
            self.ignored.remove(&whom.who);
        }
        self.printer.tell(answers::ignores(&whom.name, ignore));
        Ok(())
    }
}
