//! The part of the card for joining that is for people with an account, or who want one.

use crate::app::screen::parts::{OneLine, labelled, segmented, stacked};
use crate::app::texts::account as of_account;
use crate::app::texts::lobby as texts;
use crate::app::theme::{Element, Field};
use crate::wire::Password;
use crate::wire::account::Account;

/// By what the field is found.
pub(super) const FIELD: &str = "account-password";

/// How someone comes in, in words.
const WAYS: [(How, &str); 3] =
    [(How::Without, texts::WITHOUT), (How::Login, texts::LOG_IN), (How::Register, texts::REGISTER)];

/// How someone comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// Without an account.
    #[default]
    Without,
    /// With the one they have.
    Login,
    /// With one that they make now.
    Register,
}

/// Why it shows, where nobody unfolded it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asked {
    /// It does not.
    #[default]
    No,
    /// The name has an account.
    Named,
    /// The house is for people with one.
    Wanted,
}

/// What was chosen and typed.
#[derive(Default)]
pub(super) struct With {
    how: How,
    password: String,
    again: String,
    asked: Asked,
}

/// What happens here.
#[derive(Clone, Debug)]
pub enum Message {
    How(How),
    Password(String),
    Again(String),
}

impl With {
    pub(super) fn update(&mut self, message: Message) {
        match message {
            Message::How(how) => self.how = how,
            Message::Password(password) => self.password = password,
            Message::Again(again) => self.again = again,
        }
    }

    /// Whether it shows although nobody unfolded it.
    pub(super) fn is_asked(&self) -> bool {
        self.asked != Asked::No
    }

    /// The name has an account: one logs in to it.
    pub(super) fn log_in(&mut self) {
        self.how = How::Login;
        if self.asked == Asked::No {
            self.asked = Asked::Named;
        }
    }

    /// The house says something of accounts. To whoever came without one it says that it wants one.
    pub(super) fn want(&mut self) {
        if self.how == How::Without {
            (self.how, self.asked) = (How::Register, Asked::Wanted);
        }
    }

    /// It is another house that one goes to: what the one before wanted does not count.
    pub(super) fn elsewhere(&mut self) {
        if self.asked == Asked::Wanted {
            *self = Self::default();
        }
    }

    /// What is said at the door; or what is wrong with what was typed.
    pub(super) fn account(&self) -> Result<Option<Account>, String> {
        let password = || Password::from(self.password.clone());
        match self.how {
            How::Without => Ok(None),
            How::Login if self.password.is_empty() => Err(texts::NO_OWN_PASSWORD.to_owned()),
            How::Login => Ok(Some(Account::Login(password()))),
            How::Register if self.password.is_empty() => Err(texts::NO_NEW_PASSWORD.to_owned()),
            How::Register => {
                password().check().map_err(|error| error.to_string())?;
                match &self.again {
                    again if again.is_empty() => Err(of_account::NOT_REPEATED.to_owned()),
                    again if *again != self.password => Err(of_account::NOT_SAME.to_owned()),
                    _ => Ok(Some(Account::Register(password()))),
                }
            }
        }
    }

    pub(super) fn view<'a, M: Clone + 'a>(
        &'a self,
        on: fn(Message) -> M,
        [on_password, on_again]: [fn(String) -> M; 2],
        on_submit: M,
    ) -> Element<'a, M> {
        let (words, ways) = match self.asked {
            Asked::Wanted => (texts::ACCOUNT_WANTED, &WAYS[1..]),
            Asked::No | Asked::Named => (texts::ACCOUNT, &WAYS[..]),
        };
        let ways = labelled(words, segmented(ways.iter().copied(), self.how, move |how| on(Message::How(how))));
        let field = |id, hint, value, on_input| {
            let (secret, wrong, ground, on_submit) = (true, None, Field::Raised, on_submit.clone());
            OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit }.view()
        };
        let hint = if self.how == How::Register { texts::AT_LEAST } else { texts::REGISTERED_WITH };
        let password = (self.how != How::Without)
            .then(|| labelled(texts::YOUR_PASSWORD, field(FIELD, hint, &self.password, on_password)));
        let again = (self.how == How::Register)
            .then(|| labelled(texts::REPEAT, field("account-again", texts::REPEAT, &self.again, on_again)));
        stacked([Some(ways), password, again], 10.0)
    }
}
