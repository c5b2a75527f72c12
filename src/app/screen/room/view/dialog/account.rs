//! One's account at the house, as it is seen.

use crate::app::screen::parts::{OneLine, labelled, sentence, troubled};
use crate::app::screen::room::connection::State;
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::account::{Account, FIRST, Message};
use crate::app::screen::room::message::Message as RoomMessage;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::ended;
use crate::app::texts::account as texts;
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
        let words = texts::why(screen.me.author.name.as_str());
        let body = vec![
            sentence(words),
            labelled(
                texts::PASSWORD,
                field(FIRST, texts::NEW_HINT, &account.new, |new| Of::Account(Message::New(new)), Message::Register),
            ),
            labelled(
                texts::AGAIN,
                field(
                    "account-again",
                    texts::AGAIN,
                    &account.again,
                    |again| Of::Account(Message::Again(again)),
                    Message::Register,
                ),
            ),
        ];
        let register = press(texts::REGISTER, Of::Account(Message::Register)).kind(Kind::Primary);
        return troubled(texts::KEEP, body, trouble, None, [press(texts::CANCEL, Of::Close).into(), register.into()]);
    }
    let body = vec![
        sentence(texts::yours(screen.me.author.name.as_str(), screen.visit.house.as_str())),
        labelled(
            texts::CURRENT,
            field(FIRST, texts::CURRENT_HINT, &account.old, |old| Of::Account(Message::Old(old)), Message::Change),
        ),
        labelled(
            texts::NEW,
            field("account-new", texts::NEW_HINT, &account.new, |new| Of::Account(Message::New(new)), Message::Change),
        ),
        labelled(
            texts::AGAIN,
            field(
                "account-again",
                texts::AGAIN,
                &account.again,
                |again| Of::Account(Message::Again(again)),
                Message::Change,
            ),
        ),
        iced::widget::row![
            press(texts::LOG_OUT, Of::Account(Message::LogOut)).padding([6, 12]),
            press(texts::LOG_OUT_EVERYWHERE, Of::Account(Message::LogOutEverywhere)).padding([6, 12]),
        ]
        .spacing(8)
        .wrap()
        .into(),
    ];
    let delete = press(texts::DELETE, Of::Account(Message::Delete)).kind(Kind::Danger).id("delete-account").into();
    let change = press(texts::CHANGE, Of::Account(Message::Change)).kind(Kind::Primary).into();
    troubled(texts::TITLE, body, trouble, Some(delete), [press(texts::CLOSE, Of::Close).into(), change])
}

fn field<'a>(
    id: &'static str,
    hint: &'static str,
    value: &'a str,
    on_input: fn(String) -> Of,
    submit: Message,
) -> Element<'a, Of> {
    let (secret, wrong, ground, on_submit) = (true, None, Field::Raised, Of::Account(submit));
    OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit }.view()
}
