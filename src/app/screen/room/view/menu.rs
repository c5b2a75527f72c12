//! A menu, and what stands in it.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Pixels};

use crate::app::screen::room::menu::{About, Choice, Line, Menu};
use crate::app::screen::room::menu_lines::lines;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::texts::menu as texts;
use crate::app::theme::{Element, Ground, Icon, Ink, MEDIUM};
use crate::app::widget::{Kind, Pressable, emoji, glyph, icon_button, popover};
use crate::room::Sign;

/// How wide it is.
const WIDTH: f32 = 264.0;
/// How high a line of it is.
const LINE: f32 = 32.0;

/// The emoji at hand for a reaction.
pub const REACTIONS: [&str; 6] = ["👍", "❤", "😂", "🎉", "😮", "🙏"];

/// The menu, beside what it is about.
pub(super) fn view<'a>(screen: &'a Room, menu: &Menu) -> Element<'a, Message> {
    let groups = lines(screen, menu.about);
    let reacts = matches!(menu.about, About::Message(_)) && screen.can_speak();
    let mut content = column![].width(WIDTH);
    if reacts {
        content = content.push(view_reactions());
    }
    for (index, group) in groups.into_iter().filter(|group| !group.is_empty()).enumerate() {
        if index > 0 || reacts {
            content = content.push(divide());
        }
        let group = column(group.into_iter().map(view_line));
        content = content.push(container(group).padding([0, 4]));
    }
    let card = container(content.padding([4, 0])).class(Ground::Popover);
    popover(card, menu.anchor, Message::CloseMenu)
}

fn view_reactions<'a>() -> Element<'a, Message> {
    let one = |sign: &'static str| {
        let choice = Choice::React(Sign::parse(sign).ok()?);
        let content = container(emoji(sign, 20.0)).center(Length::Fill);
        let button = Pressable::new(content, Some(Message::Menu(choice))).kind(Kind::Icon).padding(0);
        Some(button.width(LINE).height(LINE).into())
    };
    let more = icon_button(Icon::SmilePlus, texts::MORE_REACTIONS, Some(Message::Menu(Choice::MoreReactions)));
    let all = row(REACTIONS.iter().filter_map(|sign| one(sign))).push(more).spacing(3);
    container(all.wrap()).padding([4, 8]).into()
}

fn view_line<'a>(line: Line) -> Element<'a, Message> {
    let key =
        text(line.key).size(12).line_height(text::LineHeight::Absolute(Pixels(16.0))).font(MEDIUM).class(Ink::Faint);
    let words = text(line.words).class(Ink::Around).width(Length::Fill).wrapping(text::Wrapping::None);
    let icon = container(glyph(line.icon)).center_x(18.0);
    let content = row![icon, container(words).width(Length::Fill).clip(true), key]
        .spacing(10)
        .align_y(Alignment::Center)
        .height(Length::Fill);
    Pressable::new(content, Some(Message::Menu(line.choice)))
        .kind(if line.danger { Kind::MenuDanger } else { Kind::Menu })
        .padding([0, 10])
        .width(Length::Fill)
        .height(LINE)
        .into()
}

fn divide<'a>() -> Element<'a, Message> {
    let line = container(iced::widget::space().width(Length::Fill).height(1)).class(Ground::Line);
    container(line).padding([4, 0]).into()
}
