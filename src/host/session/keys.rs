//! The passwords of rooms: a session hashes what it is given and compares it, so that the hall need not wait.

use tokio::sync::oneshot;

use super::Session;
use super::account::OVER;
use crate::host::desk::No;
use crate::host::wishes::Wish;
use crate::room::RoomNo;
use crate::wire::Password;
use crate::wire::frame::{Code, NewRoom};

impl Session {
    /// Makes a room, with a password where one is given.
    pub(super) async fn make(&mut self, ask: u64, new: NewRoom, password: Option<Password>) {
        let key = match password {
            None => None,
            Some(password) => match self.hash(password).await {
                Ok(hash) => Some(hash),
                Err(why) => return self.refuse(Some(ask), None, Code::Password, why),
            },
        };
        self.wish(true, Wish::Make { ask, new, key }).await;
    }

    /// Gives a room another password.
    pub(super) async fn set_key(&mut self, ask: u64, room: RoomNo, password: Password) {
        match self.hash(password).await {
            Ok(key) => self.wish(true, Wish::Key { ask, room, key }).await,
            Err(why) => self.refuse(Some(ask), Some(room), Code::Password, why),
        }
    }

    /// Whether a password is the room's. Whoever tries too many waits.
    pub(super) async fn prove(&mut self, room: RoomNo, password: Password) -> Result<(), No> {
        let by = self.inside().ok_or_else(|| (Code::Closing, OVER.to_owned()))?;
        let (answer, kept) = oneshot::channel();
        self.wish(false, Wish::Lock { room, answer }).await;
        let kept = kept.await.ok().flatten();
        match self.house.attempts.room(by, room, password, kept).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                let why = "This is not the room's password. Ask someone who keeps the room for it.";
                Err((Code::Password, why.to_owned()))
            }
            Err(not_now) => Err((Code::Password, not_now.to_string())),
        }
    }
}
