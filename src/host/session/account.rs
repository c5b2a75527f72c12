//! What a session does with its person's account: passwords are hashed and compared here, so that the hall need not wait.

use std::time::Instant;

use tokio::sync::oneshot;

use super::Session;
use crate::host::attempts::Inside;
use crate::host::desk::No;
use crate::host::passwords;
use crate::host::wishes::Wish;
use crate::wire::Password;
use crate::wire::carriage::Origin;
use crate::wire::frame::Code;

impl Session {
    /// Makes an account for the name they have.
    pub(super) async fn register(&mut self, ask: u64, password: Password) {
        self.set_password(ask, password, true).await;
    }

    /// Gives the account another password.
    pub(super) async fn change_password(&mut self, ask: u64, old: Password, new: Password) {
        match self.know_me(old).await {
            Ok(()) => self.set_password(ask, new, false).await,
            Err((code, why)) => self.refuse(Some(ask), None, code, why),
        }
    }

    /// Deletes the account.
    pub(super) async fn unregister(&mut self, ask: u64, password: Password) {
        match self.know_me(password).await {
            Ok(()) => self.wish(true, Wish::Unregister { ask }).await,
            Err((code, why)) => self.refuse(Some(ask), None, code, why),
        }
    }

    async fn set_password(&mut self, ask: u64, password: Password, new: bool) {
        match self.hash(password).await {
            Ok(hash) => self.wish(true, Wish::Account { ask, hash, new }).await,
            Err(why) => self.refuse(Some(ask), None, Code::Account, why),
        }
    }

    /// A new password as it is kept, or why there is none.
    pub(super) async fn hash(&mut self, password: Password) -> Result<String, String> {
        let from = self.from().ok_or_else(|| OVER.to_owned())?;
        let may = self.house.attempts.make(from, Instant::now());
        may.map_err(|wait| format!("Too many passwords were set. Wait {} seconds.", wait.as_secs() + 1))?;
        passwords::hash(password).await.map_err(|unfit| unfit.to_string())
    }

    /// Where this guest comes from, while they are in.
    fn from(&self) -> Option<Origin> {
        self.inside().map(|inside| inside.from)
    }

    /// Who tries a password here, while they are in.
    pub(super) fn inside(&self) -> Option<Inside> {
        let arrived = self.house.roster.session(self.me.who, self.stay.session)?;
        Some(Inside { who: self.me.who, key: arrived.key, from: arrived.from })
    }

    /// Whether a password is this person's. Whoever tries too many waits.
    async fn know_me(&mut self, password: Password) -> Result<(), No> {
        let (answer, kept) = oneshot::channel();
        self.wish(false, Wish::Own { answer }).await;
        let kept = kept.await.ok().flatten();
        match self.house.attempts.own(self.me.who, password, kept).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                Err((Code::Login, "This is not the password of your account. Check it and try again.".to_owned()))
            }
            Err(not_now) => Err((Code::Login, not_now.to_string())),
        }
    }
}

/// What is said to whoever asks for something while they are being sent away.
pub(super) const OVER: &str = "This visit is over.";
