//! One's account at the house: making one, another password, logging out, deleting it.

use std::mem::Discriminant;
use std::sync::Arc;

use iced::Task;

use super::super::connection::State;
use super::super::{Action, Message as RoomMessage, Room};
use super::{Dialog, Message as Of};
use crate::app::screen::parts::{OneLine, labelled, sentence, troubled};
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, focus, press};
use crate::guest::GuestError;
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
    fn read(&self) -> Result<Password, String> {
        if self.new.is_empty() {
            return Err("Type a password first.".to_owned());
        }
        if self.new != self.again {
            return Err("The two passwords are not the same. Type them again.".to_owned());
        }
        Ok(Password::from(self.new.clone()))
    }

    /// What is still to be done for the account to be deleted.
    fn before_deleting(&self) -> String {
        let first = if self.old.is_empty() { "Type your password, then press" } else { "Press" };
        format!("{first} Delete account once more. What you said stays, and it shows that you are gone.")
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
        // What the house did is so, whether the dialog is still there or not.
        match message {
            Message::Registered => return self.is_registered(),
            Message::Deleted => {
                self.me.account = false;
                return self.done(Some(account_dialog()), None);
            }
            _ => {}
        }
        let Some(Dialog::Account(account)) = self.overlay.dialog_mut() else { return Action::None };
        account.trouble = None;
        let pressed_once = account.deleting;
        // Typing the password is part of it.
        account.deleting &= matches!(message, Message::Old(_));
        let guest = Arc::clone(&self.visit.guest);
        match message {
            Message::Old(old) => {
                account.old = old;
                account.trouble = account.deleting.then(|| account.before_deleting());
            }
            Message::New(new) => account.new = new,
            Message::Again(again) => account.again = again,
            Message::Register => match account.read() {
                Ok(password) => {
                    return ask_for(async move { guest.register(password).await }, Message::Registered);
                }
                Err(why) => account.trouble = Some(why),
            },
            Message::Change => match account.read() {
                Ok(new) => {
                    let old = Password::from(account.old.clone());
                    let told = "Your password is changed. Devices that are logged in stay so: Log out everywhere, \
                        below your name, ends that."
                        .to_owned();
                    return self.ask(async move { guest.change_password(old, new).await }, |()| Some(told));
                }
                Err(why) => account.trouble = Some(why),
            },
            Message::LogOut => return self.ask(async move { guest.log_out(false).await }, |()| None),
            Message::LogOutEverywhere => return self.ask(async move { guest.log_out(true).await }, |()| None),
            Message::Delete if pressed_once && !account.old.is_empty() => {
                let password = Password::from(account.old.clone());
                return ask_for(async move { guest.unregister(password).await }, Message::Deleted);
            }
            Message::Delete => {
                account.deleting = true;
                account.trouble = Some(account.before_deleting());
                if account.old.is_empty() {
                    return Action::Run(focus(FIRST));
                }
            }
            Message::Registered | Message::Deleted => {}
        }
        Action::None
    }

    fn is_registered(&mut self) -> Action {
        self.me.account = true;
        let name = &self.me.author.name;
        let told = format!("{name} is yours for good here. Log in with this password from any device.");
        self.done(Some(account_dialog()), Some(told))
    }

    /// What is seen of it: while the visit lasts, the account.
    pub(super) fn view_account<'a>(&'a self, account: &'a Account) -> Element<'a, RoomMessage> {
        match self.connection.state() {
            State::Over(over) => self.view_account_over(over),
            _ => self.view_account_here(account).map(RoomMessage::Dialog),
        }
    }

    fn view_account_here<'a>(&'a self, account: &'a Account) -> Element<'a, Of> {
        let trouble = account.trouble.as_deref();
        if !self.me.account {
            let words = format!(
                "Nobody needs an account. With one, “{}” stays yours for good, and you can log in from any device.",
                self.me.author.name
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
            sentence(format!("You are registered as “{}” in “{}”.", self.me.author.name, self.visit.house)),
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
        let delete =
            press("Delete account", Of::Account(Message::Delete)).kind(Kind::Danger).id("delete-account").into();
        let change = press("Change password", Of::Account(Message::Change)).kind(Kind::Primary).into();
        troubled("Your account", body, trouble, Some(delete), [press("Close", Of::Close).into(), change])
    }
}

/// Asks the house for something, and tells here when it is done.
fn ask_for(asked: impl Future<Output = Result<(), GuestError>> + Send + 'static, done: Message) -> Action {
    Action::Run(Task::perform(asked, move |answer| match answer {
        Ok(()) => RoomMessage::Dialog(Of::Account(done)),
        Err(error) => RoomMessage::Failed(error.to_string()),
    }))
}

/// Tells this dialog from others.
fn account_dialog() -> Discriminant<Dialog> {
    std::mem::discriminant(&Dialog::Account(Account::default()))
}
