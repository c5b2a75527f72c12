//! What happens to one's account at the house.

use std::mem::Discriminant;
use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::dialog::account::{Account, FIRST, Message};
use crate::app::screen::room::dialog::{Dialog, Message as Of};
use crate::app::screen::room::message::{Action, Message as RoomMessage};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::answers;
use crate::app::texts::account as texts;
use crate::app::widget::focus;
use crate::guest::GuestError;
use crate::wire::Password;

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    // What the house did is so, whether the dialog is still there or not.
    match message {
        Message::Registered => return is_registered(screen),
        Message::Deleted => {
            screen.me.account = false;
            return answers::done(screen, Some(account_dialog()), None);
        }
        _ => {}
    }
    let Some(Dialog::Account(account)) = screen.overlay.dialog_mut() else { return Action::None };
    account.trouble = None;
    let pressed_once = account.deleting;
    // Typing the password is part of it.
    account.deleting &= matches!(message, Message::Old(_));
    let guest = Arc::clone(&screen.visit.guest);
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
                let changed = async move { guest.change_password(old, new).await };
                return screen.ask(changed, |()| Some(texts::CHANGED.to_owned()));
            }
            Err(why) => account.trouble = Some(why),
        },
        Message::LogOut => return screen.ask(async move { guest.log_out(false).await }, |()| None),
        Message::LogOutEverywhere => return screen.ask(async move { guest.log_out(true).await }, |()| None),
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

fn is_registered(screen: &mut Room) -> Action {
    screen.me.account = true;
    let told = texts::registered(screen.me.author.name.as_str());
    answers::done(screen, Some(account_dialog()), Some(told))
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
