//! The passwords of rooms: a session hashes what it is given and compares it, so that the hall need not wait.

use std::time::Instant;

use tokio::sync::oneshot;

use super::Session;
use crate::host::desk::No;
use crate::host::passwords;
use crate::host::wishes::Wish;
use crate::room::RoomNo;
use crate::wire::Password;
use crate::wire::frame::{Code, NewRoom};

impl Session {
    /// Makes a room, with a password where one is given.
    pub(super) async fn make(&mut self, ask: u64, new: NewRoom, password: Option<Password>) {
        let key = match password {
            None => None,
            Some(password) => match passwords::hash(password).await {
                Ok(hash) => Some(hash),
                Err(unfit) => return self.refuse(Some(ask), None, Code::Password, unfit.to_string()),
            },
        };
        self.wish(true, Wish::Make { ask, new, key }).await;
    }

    /// Gives a room another password.
    pub(super) async fn set_key(&mut self, ask: u64, room: RoomNo, password: Password) {
        match passwords::hash(password).await {
            Ok(key) => self.wish(true, Wish::Key { ask, room, key }).await,
            Err(unfit) => self.refuse(Some(ask), Some(room), Code::Password, unfit.to_string()),
        }
    }

    /// Whether a password is the room's. Whoever tries too many waits.
    pub(super) async fn prove(&mut self, room: RoomNo, password: Password) -> Result<(), No> {
        let from = self.house.roster.session(self.me.who, self.stay.session).map(|arrived| arrived.from);
        let Some(from) = from else { return Err((Code::Closing, "This visit is over.".to_owned())) };
        if let Err(wait) = self.house.gate.may_try(from, Instant::now()) {
            let why = format!("Too many wrong passwords came from your address. Wait {} seconds.", wait.as_secs() + 1);
            return Err((Code::Password, why));
        }
        let (answer, kept) = oneshot::channel();
        self.wish(false, Wish::Lock { room, answer }).await;
        if passwords::verify(password, kept.await.ok().flatten()).await {
            return Ok(());
        }
        self.house.gate.tried_wrong(from, Instant::now());
        Err((Code::Password, "This is not the room's password. Ask someone who keeps the room for it.".to_owned()))
    }
}
