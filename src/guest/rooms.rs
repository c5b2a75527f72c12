//! What a guest can ask beyond what is said in a room: rooms, people, and what is their own in the house.

use super::error::GuestError;
use super::handle::Guest;
use super::owner::{Command, Question};
use crate::commands::Measure;
use crate::room::{Author, Name, PersonId, RoomNo, Seq};
use crate::wire::Password;
use crate::wire::frame::{Entered, FromGuest, FromHost, NewRoom, Notify, RoomLine, RoomName, Since};
use crate::wire::people::{Away, BanLine, PersonLine};

/// How many bans are asked for at most.
const BANS: usize = 100_000;

impl Guest {
    /// The rooms of the house that one sees.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn rooms(&self) -> Result<Vec<RoomLine>, GuestError> {
        let mut all: Vec<RoomLine> = Vec::new();
        let mut after = Some(RoomNo(0));
        while after.is_some() {
            let answer = self.ask(Question::new(move |ask| FromGuest::Rooms { ask, after })).await?;
            let FromHost::Rooms { rooms, next, .. } = answer else { return Err(GuestError::Lost) };
            let some = !rooms.is_empty();
            all.extend(rooms);
            after = next.filter(|next| some && after < Some(*next));
        }
        Ok(all)
    }

    /// Makes a room, with a password where one is given. To be in it, enter it.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn make(&self, new: NewRoom, password: Option<Password>) -> Result<RoomLine, GuestError> {
        self.made(Question::new(move |ask| FromGuest::Make { ask, new, password })).await
    }

    /// The direct talk with someone. Both are in it as soon as they are in the house.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn talk(&self, with: PersonId) -> Result<RoomLine, GuestError> {
        self.made(Question::new(move |ask| FromGuest::Talk { ask, with })).await
    }

    async fn made(&self, question: Question) -> Result<RoomLine, GuestError> {
        match self.ask(question).await? {
            FromHost::Made { line, .. } => Ok(line),
            _ => Err(GuestError::Lost),
        }
    }

    /// Comes into a room. What happens in it is told from then on, and on every later visit.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn enter(&self, room: RoomName, since: Since, password: Option<Password>) -> Result<Entered, GuestError> {
        let question = move |ask| FromGuest::Enter { room: Some(room), since, password, ask: Some(ask) };
        match self.ask(Question::new(question)).await? {
            FromHost::Entered(entered) => Ok(*entered),
            _ => Err(GuestError::Lost),
        }
    }

    /// Leaves a room for good.
    ///
    /// # Errors
    /// The visit is over.
    pub fn leave_room(&self, room: RoomNo) -> Result<(), GuestError> {
        self.tell(FromGuest::Leave { room })
    }

    /// Deletes a room with all that was said in it.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn delete(&self, room: RoomNo) -> Result<(), GuestError> {
        self.done(Question::new(move |ask| FromGuest::Delete { ask, room })).await
    }

    /// Gives a room another password.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn set_key(&self, room: RoomNo, password: Password) -> Result<(), GuestError> {
        self.done(Question::new(move |ask| FromGuest::Key { ask, room, password })).await
    }

    pub(super) async fn done(&self, question: Question) -> Result<(), GuestError> {
        match self.ask(question).await? {
            FromHost::Done { .. } => Ok(()),
            _ => Err(GuestError::Lost),
        }
    }

    /// Who may not come into a room, or into the house.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn bans(&self, room: Option<RoomNo>) -> Result<Vec<BanLine>, GuestError> {
        self.bans_of(room, None).await
    }

    /// The same; under one name, where it is given.
    async fn bans_of(&self, room: Option<RoomNo>, name: Option<&Name>) -> Result<Vec<BanLine>, GuestError> {
        let mut all: Vec<BanLine> = Vec::new();
        let mut before = None;
        loop {
            let name = name.map(ToString::to_string);
            let answer = self.ask(Question::new(move |ask| FromGuest::Bans { ask, room, before, name })).await?;
            let FromHost::Bans { bans, next, .. } = answer else { return Err(GuestError::Lost) };
            all.extend(bans);
            // A host that goes on for ever is not followed.
            match next.filter(|next| all.len() < BANS && before.is_none_or(|before| *next < before)) {
                Some(next) => before = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// Whoever is meant by a name in a command that does something to someone in a room.
    ///
    /// # Errors
    /// There is nobody, no connection, or the host refuses.
    pub async fn meant_by(&self, measure: &Measure, name: &Name, room: RoomNo) -> Result<Author, GuestError> {
        match *measure {
            Measure::Unban { house } => self.banned(name, room, house).await,
            _ => Ok(self.whois(name, Some(room)).await?.person),
        }
    }

    /// Whoever is banned under this name, from a room or from the whole house; where nobody is, whoever is called so. A name
    /// may be somebody else's by now.
    ///
    /// # Errors
    /// There is nobody, no connection, or the host refuses.
    pub async fn banned(&self, name: &Name, room: RoomNo, house: bool) -> Result<Author, GuestError> {
        let bans = self.bans_of((!house).then_some(room), Some(name)).await?;
        // An older host tells of all who are banned.
        match bans.into_iter().find(|ban| ban.person.name.key() == name.key()) {
            Some(ban) => Ok(ban.person),
            None => Ok(self.whois(name, Some(room)).await?.person),
        }
    }

    /// Whoever is called so, here or not, as they are in a room.
    ///
    /// # Errors
    /// There is nobody, no connection, or the host refuses.
    pub async fn whois(&self, name: &Name, room: Option<RoomNo>) -> Result<PersonLine, GuestError> {
        let name = Some(name.as_str().to_owned());
        let question = move |ask| FromGuest::Who { ask, room, name, after: None };
        match self.ask(Question::new(question)).await? {
            FromHost::People { mut people, .. } => people.pop().ok_or(GuestError::Lost),
            _ => Err(GuestError::Lost),
        }
    }

    /// Has read a room up to here.
    ///
    /// # Errors
    /// The visit is over.
    pub fn seen(&self, room: RoomNo, seq: Seq) -> Result<(), GuestError> {
        self.tell(FromGuest::Seen { room, seq, unread: false })
    }

    /// Has all of a room after this event be unread again, on all of one's devices, until one reads on.
    ///
    /// # Errors
    /// The visit is over.
    pub fn unread(&self, room: RoomNo, seq: Seq) -> Result<(), GuestError> {
        self.tell(FromGuest::Seen { room, seq, unread: true })
    }

    /// Wants to hear nothing of a room, or to hear of it again.
    ///
    /// # Errors
    /// The visit is over.
    pub fn quiet(&self, room: RoomNo, quiet: bool) -> Result<(), GuestError> {
        self.tell(FromGuest::Quiet { room, quiet })
    }

    /// Wants to be notified of this in a room, on all devices; as everywhere else where there is nothing.
    ///
    /// # Errors
    /// The visit is over.
    pub fn notify(&self, room: RoomNo, notify: Option<Notify>) -> Result<(), GuestError> {
        self.tell(FromGuest::Notify { room, notify })
    }

    /// Wants to see nothing of someone, or to see them again. Nobody else is told.
    ///
    /// # Errors
    /// The visit is over.
    pub fn ignore(&self, whom: PersonId, ignore: bool) -> Result<(), GuestError> {
        self.tell(FromGuest::Ignore { whom, ignore })
    }

    /// Is away, or back.
    ///
    /// # Errors
    /// The visit is over.
    pub fn away(&self, away: Option<Away>) -> Result<(), GuestError> {
        self.tell(FromGuest::Away { away })
    }

    fn tell(&self, frame: FromGuest) -> Result<(), GuestError> {
        self.command(Command::Tell(frame))
    }
}
