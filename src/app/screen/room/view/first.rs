//! What stands in a room that was just hosted, before anything is said in it: the next steps.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length};

use crate::app::screen::parts::sentence;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::page::room_settings::Section;
use crate::app::screen::room::state::Room;
use crate::app::texts::first as texts;
use crate::app::theme::{Element, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{Kind, beside, glyph_in, press};
use crate::room::RoomNo;

/// In how many events at most a room counts as new.
const FEW: u64 = 30;

/// How wide it is, and how much of a line its words need beside a button.
const WIDTH: f32 = 528.0;
const WORDS: f32 = 200.0;

/// The card, where the room is one's own and new.
pub(super) fn view(screen: &Room) -> Option<Element<'_, Message>> {
    let shown = &screen.rooms.shown;
    let rows = shown.scrollback.rows();
    let is_new = shown.room == RoomNo(1) && rows.head() <= FEW && rows.own().is_empty();
    if screen.visit.hosting.is_none() || !is_new || !shown.scrollback.is_following() || shown.scrollback.has_words() {
        return None;
    }
    let settings = |section| Message::OpenPage(Page::settings_at(section));
    let head = column![
        text(texts::open(shown.title.as_str())).size(20).font(STRONG).class(Ink::Plain),
        sentence(texts::MEANS),
    ]
    .spacing(4);
    let (means, button) = if screen.invites_by_name() {
        (texts::INVITE_BY_NAME_MEANS, texts::INVITE_BY_NAME_BUTTON)
    } else {
        (texts::INVITE_MEANS, texts::INVITE_BUTTON)
    };
    let invite = step(Icon::UserPlus, texts::INVITE, means, button, Message::InviteToRoom, true);
    let topic = shown.topic.is_empty().then(|| {
        step(Icon::Pencil, texts::TOPIC, texts::TOPIC_MEANS, texts::TOPIC_BUTTON, settings(Section::General), false)
    });
    let history = step(
        Icon::History,
        texts::HISTORY,
        texts::HISTORY_MEANS,
        texts::HISTORY_BUTTON,
        settings(Section::History),
        false,
    );
    let steps = [Some(invite), topic, Some(history)].into_iter().flatten();
    let steps = steps.flat_map(|step| [line(), container(step).padding([14, 24]).into()]);
    let card = column![container(head).padding(24), column(steps)];
    let card = container(card).class(Ground::Card).max_width(WIDTH).width(Length::Fill);
    let card = container(card).center_x(Length::Fill).padding([16, 20]);
    Some(scrollable(card).width(Length::Fill).into())
}

fn line<'a>() -> Element<'a, Message> {
    container(space().width(Length::Fill).height(1)).class(Ground::Line).into()
}

fn step<'a>(
    icon: Icon,
    title: &'static str,
    means: &'static str,
    button: &'static str,
    message: Message,
    first: bool,
) -> Element<'a, Message> {
    let sign = container(glyph_in(icon, 18.0, Ink::Link)).class(Ground::Notice).center(36);
    let words = column![text(title).font(MEDIUM).class(Ink::Plain), text(means).size(13).class(Ink::Soft),];
    let kind = if first { Kind::Primary } else { Kind::Plain };
    let words = row![sign, container(words).width(Length::Fill)].spacing(12).align_y(Alignment::Center);
    beside(words, press(button, message).kind(kind).padding([6, 12]), 12.0, WORDS)
}
