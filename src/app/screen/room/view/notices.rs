//! What is told above the entry: of the connection, of the room, and whatever else is to be known.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Length, Padding};

use crate::app::clock;
use crate::app::screen::parts::sentence;
use crate::app::screen::room::connection::State;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::banner::banner;
use crate::app::screen::room::view::ended;
use crate::app::screen::room::view_context::ViewContext;
use crate::app::theme::{Element, Ground, Ink, STRONG};
use crate::app::widget::{Kind, footed, press};
use crate::commands;
use crate::wire::frame::RoomName;

/// How much of the window's height the commands take at most.
const HELP: f32 = 0.6;

/// Whether there is a connection, where there is none.
pub(super) fn connection(screen: &Room) -> Option<Element<'_, Message>> {
    if let Some(until) = screen.connection.copy_until() {
        let retry = press("Retry", Message::Reconnect).padding([5, 12]).into();
        return Some(banner(copy_words(screen, until), Ink::Waiting, Some(retry)));
    }
    let words = match screen.connection.state() {
        State::Open => return None,
        State::Connecting => "Connecting…".to_owned(),
        State::Asking(why) => format!("{why} What you write waits."),
        State::Offline(why) => format!("No connection. {why} Trying again by itself; what you write waits."),
        State::Over(over) => return Some(ended::view(screen, over)),
    };
    Some(banner(words, Ink::Waiting, None))
}

/// That what is shown is a copy, and how old it is.
fn copy_words(screen: &Room, until: u64) -> String {
    let now = clock::now();
    let today = if screen.times.same_day(until, now) { " today" } else { "" };
    format!("The host is away. This is your copy, up to {}{today}.", screen.times.when(until, now))
}

/// That one is in this room no longer, or can only read it.
pub(super) fn out(screen: &Room) -> Option<Element<'_, Message>> {
    if let Some(out) = &screen.rooms.shown.out {
        // While a ban holds there is no way back to offer; when it is over, the room is among the others.
        let words = if out.banned {
            format!("{} When that is over, choose it under All rooms.", out.why)
        } else {
            out.why.clone()
        };
        let enter = Message::EnterRoom(RoomName::No(screen.rooms.shown.room));
        let back = (!out.banned).then(|| press("Come back", enter).padding([5, 12]).into());
        return Some(banner(words, Ink::Danger, back));
    }
    screen.silenced().map(|words| banner(words, Ink::Soft, None))
}

pub(super) fn view<'a>(screen: &'a Room, context: &ViewContext) -> Option<Element<'a, Message>> {
    let close = || press("Close", Message::Dismiss).kind(Kind::Quiet).padding([5, 10]).into();
    match screen.notice.as_ref()? {
        Notice::Plain(words) => Some(banner(words.clone(), Ink::Plain, Some(close()))),
        Notice::Saved(words, folder) => {
            let open = press("Open folder", Message::OpenFolder(folder.clone())).padding([5, 10]);
            Some(banner(words.clone(), Ink::Plain, Some(row![open, close()].spacing(8).into())))
        }
        Notice::Wrong(words) => Some(banner(words.clone(), Ink::Danger, Some(close()))),
        Notice::Asks(line) => {
            let words = format!("{} asks to come in.", line.name);
            let buttons = row![
                press("No", Message::Admit(line.request, false)).padding([5, 10]),
                press("Let in", Message::Admit(line.request, true)).kind(Kind::Primary).padding([5, 10]),
            ]
            .spacing(8);
            Some(banner(words, Ink::Plain, Some(buttons.into())))
        }
        Notice::Invited(room, title) => {
            let words = format!("You can come into the room “{title}” now.");
            let go = press("Go there", Message::Go(*room)).kind(Kind::Primary).padding([5, 10]);
            Some(banner(words, Ink::Plain, Some(row![close(), go].spacing(8).into())))
        }
        Notice::Help => {
            let card = footed(view_commands(), row![space().width(Length::Fill), close()]);
            let card = container(card).class(Ground::Inset).padding([10, 12]).width(Length::Fill);
            Some(card.max_height(context.height * HELP).into())
        }
    }
}

/// All commands, each beside what it does.
fn view_commands<'a>() -> Element<'a, Message> {
    let lines = commands::ALL.iter().map(|help| {
        let usage = text(help.usage).font(STRONG).class(Ink::Plain).wrapping(text::Wrapping::WordOrGlyph);
        let usage = container(usage).width(Length::FillPortion(2));
        row![usage, text(help.help).class(Ink::Soft).width(Length::FillPortion(3))].spacing(12).into()
    });
    let last = sentence("A line that begins with // is a message that begins with /.");
    scrollable(column(lines).push(last).spacing(4).width(Length::Fill).padding(Padding::ZERO.right(12)))
        .width(Length::Fill)
        .into()
}
