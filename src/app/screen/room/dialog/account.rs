//! One's account at the house: making one, another password, logging out, deleting it.

use crate::app::texts::account as texts;
use crate::wire::Password;

/// By what the first field is found.
pub const FIRST: &str = "account-first";

/// What is typed about an account.
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub old: String,
    pub new: String,
    pub again: String,
    /// Whether deleting was pressed once already.
    pub deleting: bool,
    pub trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Old(String),
    New(String),
    Again(String),
    Register,
    /// The house made the account.
    Registered,
    Change,
    LogOut,
    LogOutEverywhere,
    Delete,
    /// The house deleted it.
    Deleted,
}

impl Account {
    /// The new password, or what is wrong with it.
    pub fn read(&self) -> Result<Password, String> {
        if self.new.is_empty() {
            return Err(texts::NO_PASSWORD.to_owned());
        }
        let password = Password::from(self.new.clone());
        password.check().map_err(|error| error.to_string())?;
        if self.new != self.again {
            return Err(if self.again.is_empty() { texts::NOT_REPEATED } else { texts::NOT_SAME }.to_owned());
        }
        Ok(password)
    }

    /// What is still to be done for the account to be deleted.
    pub fn before_deleting(&self) -> String {
        texts::before_deleting(!self.old.is_empty())
    }
}
