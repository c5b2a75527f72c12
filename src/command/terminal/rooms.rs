//! The rooms of the house, from a terminal: which there are, going from one to another, making, leaving, deleting.

use parlor::commands::Command;
use parlor::guest::{Guest, GuestError};
use parlor::room::{Access, RoomNo, Seq, Title, Topic};
use parlor::wire::Password;
use parlor::wire::frame::{NewRoom, RoomLine, RoomName, Since};

use parlor::wording::answers;

use super::screen::{PasswordFor, Screen};

/// How much of a room is shown on going there: what is unread, within these.
const LEAST: u64 = 20;
const MOST: u64 = 500;

impl<M: FnMut(&str)> Screen<M> {
    pub(super) async fn obey_of_rooms(&mut self, command: Command, guest: &Guest) -> Result<(), GuestError> {
        match command {
            Command::Rooms => {
                self.tell_seen(guest);
                let rooms = guest.rooms().await?;
                self.known.extend(rooms.iter().map(|line| line.room));
                rooms.iter().for_each(|line| self.printer.tell(self.told(line)));
            }
            Command::Create { title, access } => {
                let new = NewRoom { title, topic: Topic::default(), access };
                if access == Access::Password {
                    self.ask(PasswordFor::NewRoom(new));
                } else {
                    self.make(new, None, guest).await?;
                }
            }
            Command::Join(words) => {
                let rooms = guest.rooms().await?;
                match find(&rooms, &words) {
                    Some(line) if self.here == Some(line.room) => {
                        self.printer.tell(answers::in_already(&line.title));
                    }
                    Some(line) => self.go(line, None, guest).await?,
                    None => self.printer.tell(answers::no_room(&words)),
                }
            }
            Command::Leave => {
                let room = self.room()?;
                if !self.online {
                    return Err(GuestError::Offline);
                }
                self.tell_seen(guest);
                guest.leave_room(room)?;
                self.leaving = Some(room);
            }
            Command::Delete(words) => {
                let room = self.room()?;
                let Some(title) = self.joined_here().map(|joined| joined.notes.title.clone()) else { return Ok(()) };
                if let Some(question) = answers::asks_to_delete(room, &title, words.as_deref()) {
                    self.printer.tell(question);
                    return Ok(());
                }
                guest.delete(room).await?;
                self.leaving = Some(room);
            }
            _ => {}
        }
        Ok(())
    }

    /// A room in the list.
    fn told(&self, line: &RoomLine) -> String {
        let own = match line.yours {
            _ if self.here == Some(line.room) => Some(answers::you_are_here()),
            Some(yours) => {
                // The first event of a direct talk says whose it is: nobody has to read that.
                let begins = if line.direct.is_some() { Seq::START.next() } else { Seq::START };
                let unread = line.head.0.saturating_sub(yours.read.max(begins).0);
                (unread > 0).then(|| format!("{unread} unread"))
            }
            None if line.direct.is_some() => None,
            None => Some("not joined".to_owned()),
        };
        answers::room(line, own)
    }

    /// Asks for a password: the next line is it.
    pub(super) fn ask(&mut self, asked: PasswordFor) {
        let shows = if self.printer.hides_next() { "" } else { " It shows as it is typed." };
        let which = match asked {
            PasswordFor::Account | PasswordFor::AccountAgain(_) => "a password for your account",
            PasswordFor::NewRoom(_) | PasswordFor::NewRoomAgain(..) | PasswordFor::Entering(_) => "the room's password",
        };
        self.printer.tell(format_args!("Type {which} on the next line.{shows} An empty line cancels."));
        self.asked = Some(asked);
    }

    /// The next line is a password, too.
    fn ask_on(&mut self, asked: PasswordFor, words: &str) {
        self.printer.hides_next();
        self.asked = Some(asked);
        self.printer.tell(words);
    }

    /// A password was typed.
    pub(super) async fn answer(&mut self, asked: PasswordFor, line: String, guest: &Guest) {
        if line.is_empty() {
            return self.printer.tell(answers::CANCELLED);
        }
        let password = Password::from(line.clone());
        if matches!(asked, PasswordFor::NewRoom(_) | PasswordFor::Account)
            && let Some(why) = answers::no_new_password(&line, &password)
        {
            // What comes next is a password again, and no message.
            return self.ask_on(asked, &format!("{why} {}", answers::ANOTHER_PASSWORD));
        }
        let done = match asked {
            PasswordFor::NewRoom(new) if self.printer.is_edited() => {
                return self.ask_on(PasswordFor::NewRoomAgain(new, password), answers::REPEAT_PASSWORD);
            }
            PasswordFor::NewRoomAgain(new, first) if first != password => {
                return self.ask_on(PasswordFor::NewRoom(new), answers::NOT_THE_SAME);
            }
            PasswordFor::NewRoom(new) | PasswordFor::NewRoomAgain(new, _) => {
                self.make(new, Some(password), guest).await
            }
            PasswordFor::Entering(line) => self.go(&line, Some(password), guest).await,
            PasswordFor::Account => {
                return self.ask_on(PasswordFor::AccountAgain(password), answers::REPEAT_PASSWORD);
            }
            PasswordFor::AccountAgain(first) if first != password => {
                return self.ask_on(PasswordFor::Account, answers::NOT_THE_SAME);
            }
            PasswordFor::AccountAgain(_) => self.register(password, guest).await,
        };
        if let Err(error) = done {
            self.printer.tell(error);
        }
    }

    /// Makes an account.
    async fn register(&mut self, password: Password, guest: &Guest) -> Result<(), GuestError> {
        guest.register(password).await?;
        self.account = true;
        self.printer.tell("Account created. To use your name on another computer, join there with --login.");
        Ok(())
    }

    /// Makes a room, and goes there.
    async fn make(&mut self, new: NewRoom, password: Option<Password>, guest: &Guest) -> Result<(), GuestError> {
        let line = guest.make(new, password).await?;
        self.known.insert(line.room);
        self.go(&line, None, guest).await
    }

    /// Goes to a room. It is looked at once it was entered.
    async fn go(&mut self, line: &RoomLine, password: Option<Password>, guest: &Guest) -> Result<(), GuestError> {
        let unread = line.yours.map_or(0, |yours| line.head.0.saturating_sub(yours.read.0));
        let since = Since::last(unread.clamp(LEAST, MOST));
        match guest.enter(RoomName::No(line.room), since, password).await {
            Ok(_) => {
                self.tell_seen(guest);
                self.entering = Some(line.room);
            }
            // Whoever was invited needs none, so it is asked for only now.
            Err(GuestError::Refused(why)) if line.access == Access::Password => {
                self.printer.tell(why);
                self.ask(PasswordFor::Entering(Box::new(line.clone())));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// One is in the room no longer that one looked at. Whoever left it looks at another; whoever was put out may be in the
    /// middle of a line, which was not meant for any other room.
    pub(super) async fn go_on(&mut self, left: bool, guest: &Guest) {
        self.here = None;
        let next = self.joined.iter().find(|(_, joined)| joined.notes.direct.is_none()).map(|(room, _)| *room);
        let Some(room) = next.filter(|_| left) else { return self.printer.tell(answers::NOWHERE_NOW) };
        match guest.enter(RoomName::No(room), Since::last(LEAST), None).await {
            Ok(_) => self.entering = Some(room),
            Err(error) => self.printer.tell(error),
        }
    }
}

/// The room that is meant: by its title, by the other where it is a talk, or by its number.
fn find<'a>(rooms: &'a [RoomLine], words: &str) -> Option<&'a RoomLine> {
    let key = Title::parse(words).ok()?.key();
    let called = |line: &&RoomLine| line.title.key() == key;
    let by_title = rooms.iter().filter(|line| line.direct.is_none()).find(called);
    let by_number = || words.parse().ok().and_then(|no| rooms.iter().find(|line| line.room == RoomNo(no)));
    by_title.or_else(|| rooms.iter().find(called)).or_else(by_number)
}
