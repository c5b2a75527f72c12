//! One's account at the house: making one, another password, logging out, deleting it.

use std::sync::Arc;

use super::super::{Action, Room};
use super::{Dialog, Message as Of};
use crate::app::screen::parts::{OneLine, labelled, sentence, troubled};
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press};
use crate::wire::Password;

/// By what the first field is found.
pub const FIRST: &str = "account-first";

/// What is typed about an account.
#[derive(Clone, Debug, Default)]
pub struct Account {
    old: String,
    new: String,
    again: String,
    /// Whether deleting was pressed once already.
    deleting: bool,
    pub(super) trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Old(String),
    New(String),
    Again(String),
    Register,
    Change,
    LogOut,
    LogOutEverywhere,
    Delete,
}

impl Account {
    /// The new password, or what is wrong with it.
    fn read(&self) -> Result<Password, String> {
        if self.new.is_empty() {
            return Err("Type a password first.".to_owned());
        }
        if self.new != self.again {
            return Err("The two passwords are not the same. Type them again.".to_owned());
        }
        Ok(Password::from(self.new.clone()))
    }
}

fn field<'a>(
    id: &'static str,
    hint: &'static str,
    value: &'a str,
    on_input: fn(String) -> Of,
    submit: Message,
) -> Element<'a, Of> {
    let (secret, wrong, ground, on_submit) = (true, None, Field::Inset, Of::Account(submit));
    OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit }.view()
}

impl Room {
    pub(super) fn on_account(&mut self, message: Message) -> Action {
        let Some(Dialog::Account(account)) = &mut self.dialog else { return Action::None };
        account.trouble = None;
        let deleting = matches!(message, Message::Delete) && account.deleting;
        account.deleting = matches!(message, Message::Delete);
        let guest = Arc::clone(&self.guest);
        match message {
            Message::Old(old) => account.old = old,
            Message::New(new) => account.new = new,
            Message::Again(again) => account.again = again,
            Message::Register => match account.read() {
                Ok(password) => {
                    self.account = true;
                    let name = self.me.name.clone();
                    let told = format!("{name} is yours for good here. Log in with this password from any device.");
                    return self.ask(async move { guest.register(password).await }, |()| Some(told));
                }
                Err(why) => account.trouble = Some(why),
            },
            Message::Change => match account.read() {
                Ok(new) => {
                    let old = Password::from(account.old.clone());
                    let told = "Your password is changed.".to_owned();
                    return self.ask(async move { guest.change_password(old, new).await }, |()| Some(told));
                }
                Err(why) => account.trouble = Some(why),
            },
            Message::LogOut => return self.ask(async move { guest.log_out(false).await }, |()| None),
            Message::LogOutEverywhere => return self.ask(async move { guest.log_out(true).await }, |()| None),
            Message::Delete if !deleting => {
                account.trouble = Some(
                    "Type your password, then press Delete once more. What you said stays, and it shows that you are gone."
                        .to_owned(),
                );
            }
            Message::Delete => {
                let password = Password::from(account.old.clone());
                return self.ask(async move { guest.unregister(password).await }, |()| None);
            }
        }
        Action::None
    }

    pub(super) fn view_account<'a>(&'a self, account: &'a Account) -> Element<'a, Of> {
        let trouble = account.trouble.as_deref();
        if !self.account {
            let words = format!(
                "Nobody needs an account. With one, “{}” stays yours for good, and you can log in from any device.",
                self.me.name
            );
            let body = vec![
                sentence(words),
                labelled(
                    "A password",
                    field(
                        FIRST,
                        "At least 8 characters",
                        &account.new,
                        |new| Of::Account(Message::New(new)),
                        Message::Register,
                    ),
                ),
                labelled(
                    "Once more",
                    field(
                        "account-again",
                        "The same again",
                        &account.again,
                        |again| Of::Account(Message::Again(again)),
                        Message::Register,
                    ),
                ),
            ];
            let register = press("Register", Of::Account(Message::Register)).kind(Kind::Primary);
            return troubled(
                "Keep your name",
                body,
                trouble,
                None,
                [press("Cancel", Of::Close).into(), register.into()],
            );
        }
        let body = vec![
            sentence(format!("You are registered as “{}” in “{}”.", self.me.name, self.house)),
            labelled(
                "The password you have",
                field(FIRST, "Your password", &account.old, |old| Of::Account(Message::Old(old)), Message::Change),
            ),
            labelled(
                "The one you want",
                field(
                    "account-new",
                    "At least 8 characters",
                    &account.new,
                    |new| Of::Account(Message::New(new)),
                    Message::Change,
                ),
            ),
            labelled(
                "Once more",
                field(
                    "account-again",
                    "The same again",
                    &account.again,
                    |again| Of::Account(Message::Again(again)),
                    Message::Change,
                ),
            ),
            iced::widget::row![
                press("Log out here", Of::Account(Message::LogOut)).padding([6, 12]),
                press("Log out everywhere", Of::Account(Message::LogOutEverywhere)).padding([6, 12]),
            ]
            .spacing(8)
            .wrap()
            .into(),
        ];
        let delete = press("Delete account", Of::Account(Message::Delete)).kind(Kind::Danger).into();
        let change = press("Change password", Of::Account(Message::Change)).kind(Kind::Primary).into();
        troubled("Your account", body, trouble, Some(delete), [press("Close", Of::Close).into(), change])
    }
}
