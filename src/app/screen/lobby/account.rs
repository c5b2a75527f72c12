//! The part of the card for joining that is for people with an account, or who want one.

use iced::widget::column;

use crate::app::screen::parts::{OneLine, choices, labelled};
use crate::app::theme::{Element, Field};
use crate::wire::Password;
use crate::wire::account::Account;

/// By what the field is found.
pub(super) const FIELD: &str = "account-password";

/// How someone comes in, in words.
const WAYS: [(How, &str); 3] = [(How::Without, "None"), (How::Login, "Log in"), (How::Register, "Register")];

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

/// What was chosen and typed.
#[derive(Default)]
pub(super) struct With {
    how: How,
    password: String,
    /// Whether it shows although nobody unfolded it.
    pub(super) asked: bool,
}

/// What happens here.
#[derive(Clone, Debug)]
pub enum Message {
    How(How),
    Password(String),
}

impl With {
    pub(super) fn update(&mut self, message: Message) {
        match message {
            Message::How(how) => self.how = how,
            Message::Password(password) => self.password = password,
        }
    }

    /// The house asks for it.
    pub(super) fn ask(&mut self) {
        self.asked = true;
        if self.how == How::Without {
            self.how = How::Login;
        }
    }

    /// What is said at the door.
    pub(super) fn account(&self) -> Option<Account> {
        let password = || Password::from(self.password.clone());
        match self.how {
            How::Without => None,
            How::Login => Some(Account::Login(password())),
            How::Register => Some(Account::Register(password())),
        }
    }

    pub(super) fn view<'a, M: Clone + 'a>(
        &'a self,
        on: fn(Message) -> M,
        on_typed: fn(String) -> M,
        on_submit: M,
    ) -> Element<'a, M> {
        let ways = choices(&WAYS, self.how, move |how| on(Message::How(how)));
        let hint = if self.how == How::Register { "At least 8 characters" } else { "Your password there" };
        let field = (self.how != How::Without).then(|| {
            OneLine {
                id: FIELD,
                hint,
                value: &self.password,
                secret: true,
                wrong: None,
                ground: Field::Inset,
                on_input: on_typed,
                on_submit,
            }
            .view()
        });
        labelled("Account in that house; nobody needs one", column![ways].push(field).spacing(8))
    }
}
