//! What stands in the place of the entry where there is nothing to write in: what is so, until when, by whom and why where
//! that is known, and the one thing to do about it.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use crate::app::screen::parts::sentence;
use crate::app::screen::room::connection::Over;
use crate::app::screen::room::joined_room::{HowOut, Out};
use crate::app::screen::room::leave;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::standing::Closed;
use crate::app::screen::room::state::Room;
use crate::app::texts::standing as texts;
use crate::app::theme::{Element, Ground, Icon, Ink, STRONG};
use crate::app::widget::{Kind, beside, glyph_in, press};
use crate::wire::frame::{Code, RoomName};

/// How much of its line the words need beside the button.
const WORDS: f32 = 220.0;

/// The card. It is the time `now`.
pub(super) fn view<'a>(screen: &'a Room, closed: Closed<'a>, now: u64) -> Element<'a, Message> {
    let (icon, title, words) = match closed {
        Closed::Over(over) => told_of_over(screen, over, now),
        Closed::Out(out) => told_of_out(screen, out, now),
    };
    let kept = if screen.rooms.shown.writing.entry.is_empty() { "" } else { texts::DRAFT_KEPT };
    let words = [words.as_str(), kept].join(" ").trim().to_owned();
    let title = text(title).font(STRONG).class(Ink::Plain).wrapping(text::Wrapping::WordOrGlyph);
    let told = column![title].push((!words.is_empty()).then(|| sentence(words)));
    let ink = if icon == Icon::Ban { Ink::Danger } else { Ink::Soft };
    let told = row![glyph_in(icon, 18.0, ink), told].spacing(16).align_y(Alignment::Center);
    let card = beside(told, act(screen, closed, now), 16.0, WORDS);
    container(card).class(Ground::Card).padding([16, 20]).width(Length::Fill).into()
}

/// What is told once the visit is over.
fn told_of_over(screen: &Room, over: &Over, now: u64) -> (Icon, String, String) {
    if over.code != Some(Code::Banned) {
        return (Icon::Info, texts::OVER.to_owned(), over.why.clone());
    }
    let until = over.until.map(|until| screen.times.until(until, now));
    let title = texts::banned(Some(screen.visit.house.as_str()), until.as_deref());
    (Icon::Ban, title, format!("{} {}", over.why, texts::STILL_READ))
}

/// What is told in a room that one is not in.
fn told_of_out(screen: &Room, out: &Out, now: u64) -> (Icon, String, String) {
    match out.how {
        HowOut::Banned(Some(until)) if until <= now => (Icon::Info, texts::BAN_OVER.to_owned(), String::new()),
        HowOut::Banned(until) => {
            let until = until.map(|until| screen.times.until(until, now));
            let title = texts::banned(None, until.as_deref());
            (Icon::Ban, title, format!("{} {}", out.why, texts::STILL_READ))
        }
        HowOut::Kicked => (Icon::Info, texts::KICKED.to_owned(), out.why.clone()),
        HowOut::Otherwise => (Icon::Info, texts::OUT.to_owned(), out.why.clone()),
    }
}

/// What can be done about it. Whoever is banned from one of several rooms goes to another at the left.
fn act<'a>(screen: &'a Room, closed: Closed<'_>, now: u64) -> Element<'a, Message> {
    let lobby = || press(texts::TO_LOBBY, Message::Leaving(leave::Message::Lobby));
    match closed {
        Closed::Over(_) if screen.may_log_in() => {
            row![lobby(), press(texts::LOG_IN, Message::LogIn).kind(Kind::Primary)].spacing(8).into()
        }
        Closed::Over(_) => lobby().kind(Kind::Primary).into(),
        Closed::Out(Out { how: HowOut::Banned(until), .. }) if until.is_none_or(|until| now < until) => {
            // It may have been lifted: nobody tells whoever is not in the room.
            let enter = Message::EnterRoom(RoomName::No(screen.rooms.shown.room));
            let leave = screen.rooms.others.is_empty().then(|| lobby().kind(Kind::Primary));
            row![press(texts::TRY_AGAIN, enter)].push(leave).spacing(8).into()
        }
        Closed::Out(_) => {
            let enter = Message::EnterRoom(RoomName::No(screen.rooms.shown.room));
            press(texts::REJOIN, enter).kind(Kind::Primary).into()
        }
    }
}
