//! The picked message, and what can be done with it.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use crate::app::screen::parts::wrong;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::scrollback::What;
use crate::app::theme::{Element, Ground, Ink, STRONG};
use crate::app::widget::scrollback::HoverAction;
use crate::app::widget::{Kind, press};
use crate::room::{Deed, Sign};

/// The signs at hand.
const SIGNS: [&str; 6] = ["👍", "❤", "😂", "🎉", "😮", "😢"];

/// How much of a message is shown above the entry.
const SHOWN: usize = 120;

/// What was picked, and what can be done with it.
pub(super) fn view(screen: &Room) -> Option<Element<'_, Message>> {
    let rows = screen.rooms.shown.scrollback.rows();
    let picked = rows.get(rows.find(screen.rooms.shown.scrollback.picked()?)?)?;
    let mine = picked.by.as_ref().is_some_and(|by| by.who == screen.me.author.who);
    let mut words = picked.text().replace('\n', " ");
    if let Some((end, _)) = words.char_indices().nth(SHOWN) {
        words.truncate(end);
        words.push('…');
    }
    let speaks = screen.silenced().is_none();
    let title = match (mine, speaks) {
        (true, _) => "Your message".to_owned(),
        (false, true) => format!("Answering {}", picked.name()),
        (false, false) => format!("What {} said", picked.name()),
    };
    let about = column![
        text(title).size(12).font(STRONG).class(Ink::Plain),
        text(words).size(13).class(Ink::Soft).wrapping(text::Wrapping::None),
    ];
    let small = |words: &'static str, message| press(words, message).padding([4, 10]);
    let close = small("Close", Message::Unpick).kind(Kind::Quiet);
    let about = container(about).width(Length::Fill).clip(true);
    if !screen.picking.shows_deeds {
        let line = row![about, small("More", Message::ShowDeeds).kind(Kind::Quiet), close];
        return Some(inset(line.spacing(6).align_y(Alignment::Center).into()));
    }
    let signs = SIGNS.iter().filter(|_| speaks).filter_map(|sign| {
        let parsed = Sign::parse(sign).ok()?;
        Some(press(*sign, Message::React(parsed)).kind(Kind::Quiet).padding([4, 7]).into())
    });
    let edited = matches!(&picked.what, What::Said { edited: true, .. } | What::Did { edited: true, .. });
    let earlier = (edited && screen.may(Deed::SeeEdits)).then(|| small("Earlier words", Message::Earlier));
    let edit = (mine && screen.may(Deed::Edit)).then(|| small("Edit", Message::EditPicked));
    let take_back =
        (mine && screen.may(Deed::Withdraw)).then(|| small("Take back", Message::Withdraw).kind(Kind::Danger));
    let remove = (!mine && screen.may(Deed::Remove)).then(|| small("Remove", Message::Withdraw).kind(Kind::Danger));
    let asks = screen.picking.withdrawing == Some(picked.id) && (take_back.is_some() || remove.is_some());
    let again = if mine { "Take back" } else { "Remove" };
    let asked = asks.then(|| wrong(format!("{again}? Its words are erased everywhere. Press {again} once more.")));
    let deeds = row![row(signs).spacing(0), earlier, edit, take_back, remove, close]
        .spacing(6)
        .align_y(Alignment::Center)
        .wrap();
    Some(inset(column![about, deeds, asked].spacing(4).into()))
}

/// What is offered for the message under the pointer.
pub(super) fn offered(screen: &Room) -> Vec<HoverAction> {
    if screen.rooms.shown.out.is_some() {
        return Vec::new();
    }
    match screen.silenced() {
        None => vec![HoverAction::Like, HoverAction::Reply, HoverAction::More],
        Some(_) => vec![HoverAction::More],
    }
}

fn inset(content: Element<'_, Message>) -> Element<'_, Message> {
    container(content).class(Ground::Inset).padding([8, 12]).width(Length::Fill).into()
}
