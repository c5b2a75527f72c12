//! What a session does with its person's account: passwords are hashed and compared here, so that the hall need not wait.

use std::time::Instant;

use tokio::sync::oneshot;

use super::Session;
use crate::host::desk::No;
use crate::host::passwords;
use crate::host::wishes::Wish;
use crate::wire::Password;
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
        match passwords::hash(password).await {
            Ok(hash) => self.wish(true, Wish::Account { ask, hash, new }).await,
            Err(unfit) => self.refuse(Some(ask), None, Code::Account, unfit.to_string()),
        }
    }

    /// Whether a password is this person's. Whoever tries too many waits.
    async fn know_me(&mut self, password: Password) -> Result<(), No> {
        let from = self.house.roster.session(self.me.who, self.stay.session).map(|arrived| arrived.from);
        let Some(from) = from else { return Err((Code::Closing, "This visit is over.".to_owned())) };
        let now = Instant::now();
        let may = self.house.gate.may_try(from, now).and_then(|()| self.house.attempts.may_try(&self.me.name, now));
        if let Err(wait) = may {
            let why = format!("Too many wrong passwords were tried. Wait {} seconds.", wait.as_secs() + 1);
            return Err((Code::Login, why));
        }
        let (answer, kept) = oneshot::channel();
        self.wish(false, Wish::Own { answer }).await;
        if passwords::verify(password, kept.await.ok().flatten()).await {
            return Ok(());
        }
        let now = Instant::now();
        self.house.gate.tried_wrong(from, now);
        self.house.attempts.tried_wrong(&self.me.name, now);
        Err((Code::Login, "This is not the password of your account. Check it and try again.".to_owned()))
    }
}
