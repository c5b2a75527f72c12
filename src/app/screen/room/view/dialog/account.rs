//! One's account at the house, as it is seen.

use crate::app::screen::parts::{OneLine, labelled, sentence, troubled};
use crate::app::screen::room::connection::State;
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::account::{Account, FIRST, Message};
use crate::app::screen::room::message::Message as RoomMessage;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::ended;
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press};

/// What is seen of it: while the visit lasts, the account.
pub(super) fn view<'a>(screen: &'a Room, account: &'a Account) -> Element<'a, RoomMessage> {
    match screen.connection.state() {
        State::Over(over) => ended::view_account(screen, over),
        _ => view_here(screen, account).map(RoomMessage::Dialog),
    }
}

fn view_here<'a>(screen: &'a Room, account: &'a Account) -> Element<'a, Of> {
    let trouble = account.trouble.as_deref();
    if !screen.me.account {
        let words = format!(
            "You don’t need an account. With one, the name {} is yours forever, and you can log in from any device.",
            screen.me.author.name
        );
        let body = vec![
            sentence(words),
            labelled(
                "Password",
                field(
                    FIRST,
                    "At least 8 characters",
                    &account.new,
                    |new| Of::Account(Message::New(new)),
                    Message::Register,
                ),
            ),
            labelled(
                "Repeat the password",
                field(
                    "account-again",
                    "Repeat the password",
                    &account.again,
                    |again| Of::Account(Message::Again(again)),
                    Message::Register,
                ),
            ),
        ];
        let register = press("Register", Of::Account(Message::Register)).kind(Kind::Primary);
        return troubled("Keep your name", body, trouble, None, [press("Cancel", Of::Close).into(), register.into()]);
    }
    let body = vec![
        sentence(format!("You have an account as {} in {}.", screen.me.author.name, screen.visit.house)),
        labelled(
            "Current password",
            field(FIRST, "Your password", &account.old, |old| Of::Account(Message::Old(old)), Message::Change),
        ),
        labelled(
            "New password",
            field(
                "account-new",
                "At least 8 characters",
                &account.new,
                |new| Of::Account(Message::New(new)),
                Message::Change,
            ),
        ),
        labelled(
            "Repeat the password",
            field(
                "account-again",
                "Repeat the password",
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
    let delete = press("Delete account", Of::Account(Message::Delete)).kind(Kind::Danger).id("delete-account").into();
    let change = press("Change password", Of::Account(Message::Change)).kind(Kind::Primary).into();
    troubled("Your account", body, trouble, Some(delete), [press("Close", Of::Close).into(), change])
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
