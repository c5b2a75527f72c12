//! The strip under the head: the one thing that is to be known of how things stand, with the one thing to do about it.

use iced::widget::{column, container, row, space, text};
use iced::{Alignment, Length};

use crate::app::screen::room::message::Message;
use crate::app::screen::room::standing::Standing;
use crate::app::screen::room::state::Room;
use crate::app::texts::standing as texts;
use crate::app::theme::{Element, Ground, Icon, Ink, STRONG};
use crate::app::widget::{beside, glyph_in, press};

/// How much of its line the words need beside the button.
const WORDS: f32 = 220.0;

/// How things stand, where they don't stand well.
pub(super) fn view(screen: &Room) -> Option<Element<'_, Message>> {
    let standing = screen.standing();
    let (title, words) = screen.told(&standing)?;
    let (icon, ink) = match &standing {
        Standing::Offline(_) | Standing::Connecting => (Icon::WifiOff, Ink::Waiting),
        Standing::Copy(_) => (Icon::Archive, Ink::Waiting),
        Standing::Asking(_) => (Icon::Clock, Ink::Waiting),
        Standing::Archived => (Icon::Archive, Ink::Soft),
        Standing::Locked => (Icon::Lock, Ink::Soft),
        Standing::Well | Standing::Muted(_) => (Icon::Info, Ink::Soft),
    };
    let title = text(title).font(STRONG).class(Ink::Plain);
    let words = text(words).class(Ink::Soft).wrapping(text::Wrapping::WordOrGlyph);
    let told = row![glyph_in(icon, 18.0, ink), row![title, words].spacing(8).wrap()];
    let line = beside(told.spacing(12).align_y(Alignment::Center), act(&standing), 12.0, WORDS);
    let strip = container(line).padding([7, 20]).width(Length::Fill).align_y(Alignment::Center);
    let line = container(space().width(Length::Fill).height(1)).class(Ground::Line);
    Some(container(column![strip, line]).class(Ground::Strip).into())
}

/// What can be done about it.
fn act<'a>(standing: &Standing<'_>) -> Element<'a, Message> {
    match standing {
        Standing::Copy(_) => press(texts::RECONNECT, Message::Reconnect).padding([5, 12]).into(),
        Standing::Offline(_) => press(texts::RETRY_NOW, Message::Reconnect).padding([5, 12]).into(),
        _ => space().into(),
    }
}
