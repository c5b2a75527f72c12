//! What a guest does with their account, and what the host of a house decides about who comes in.

use super::error::GuestError;
use super::handle::Guest;
use super::owner::Question;
use crate::wire::Password;
use crate::wire::account::{Admission, RequestLine};
use crate::wire::frame::{FromGuest, FromHost};

impl Guest {
    /// Takes the name one has for good, with a password.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn register(&self, password: Password) -> Result<(), GuestError> {
        self.done(Question::new(move |ask| FromGuest::Register { ask, password })).await
    }

    /// Gives one's account another password.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn change_password(&self, old: Password, new: Password) -> Result<(), GuestError> {
        self.done(Question::new(move |ask| FromGuest::Password { ask, old, new })).await
    }

    /// Has one's name reached from this device no longer, or from none. The visit ends with it.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn log_out(&self, everywhere: bool) -> Result<(), GuestError> {
        match self.done(Question::new(move |ask| FromGuest::Logout { ask, everywhere })).await {
            // The goodbye may overtake the answer.
            Err(GuestError::Over) => Ok(()),
            done => done,
        }
    }

    /// Deletes one's account. The visit ends with it.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn unregister(&self, password: Password) -> Result<(), GuestError> {
        match self.done(Question::new(move |ask| FromGuest::Unregister { ask, password })).await {
            Err(GuestError::Over) => Ok(()),
            done => done,
        }
    }

    /// Says who may come into the house. For its host.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn set_admission(&self, admission: Admission) -> Result<(), GuestError> {
        self.done(Question::new(move |ask| FromGuest::Admission { ask, admission })).await
    }

    /// Who may come into the house, and who asks to. For its host.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn requests(&self) -> Result<(Admission, Vec<RequestLine>), GuestError> {
        match self.ask(Question::new(|ask| FromGuest::Requests { ask })).await? {
            FromHost::Requests { admission, requests, .. } => Ok((admission, requests)),
            _ => Err(GuestError::Lost),
        }
    }

    /// Says yes or no to someone who asks to come in. For the house's host.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn admit(&self, request: u64, yes: bool) -> Result<(), GuestError> {
        self.done(Question::new(move |ask| FromGuest::Admit { ask, request, yes })).await
    }
}
