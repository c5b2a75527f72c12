//! One's account at the house: making one, another password, logging out, deleting it.

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
            return Err("Type a password first.".to_owned());
        }
        if self.new != self.again {
            return Err("The two passwords are not the same. Type them again.".to_owned());
        }
        Ok(Password::from(self.new.clone()))
    }

    /// What is still to be done for the account to be deleted.
    pub fn before_deleting(&self) -> String {
        let first = if self.old.is_empty() { "Type your password, then press" } else { "Press" };
        format!("{first} Delete account once more. Your messages stay, and others see that you deleted your account.")
    }
}
