//! What is told above the entry, until it is put away or was there long enough.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Length, Padding};

use crate::app::screen::parts::sentence;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::banner::banner;
use crate::app::screen::room::view_context::ViewContext;
use crate::app::texts::notices as texts;
use crate::app::theme::{CODE, Element, Ground, Icon, Ink};
use crate::app::widget::{Kind, footed, icon_button, press};
use crate::commands;

/// How much of the window's height the commands take at most.
const HELP: f32 = 0.6;

pub(super) fn view<'a>(screen: &'a Room, context: &ViewContext) -> Option<Element<'a, Message>> {
    let close = || icon_button(Icon::X, texts::DISMISS, Some(Message::Dismiss)).width(28).height(28).into();
    match screen.notice.as_ref()? {
        Notice::Plain(words) => Some(banner(words.clone(), Ink::Plain, Some(close()))),
        Notice::Saved(words, folder) => {
            let open = press(texts::OPEN_FOLDER, Message::OpenFolder(folder.clone())).padding([5, 10]);
            Some(banner(words.clone(), Ink::Plain, Some(row![open, close()].spacing(8).into())))
        }
        Notice::Wrong(words) => Some(banner(words.clone(), Ink::Danger, Some(close()))),
        Notice::Asks(line) => {
            let words = texts::asks(line.name.as_str());
            let buttons = row![
                press(texts::DECLINE, Message::Admit(line.request, false)).padding([5, 10]),
                press(texts::LET_IN, Message::Admit(line.request, true)).kind(Kind::Primary).padding([5, 10]),
            ]
            .spacing(8);
            Some(banner(words, Ink::Plain, Some(buttons.into())))
        }
        Notice::Invited(room, title) => {
            let words = texts::can_join(title.as_str());
            let go = press(texts::join(title.as_str()), Message::Go(*room)).padding([5, 10]);
            Some(banner(words, Ink::Plain, Some(row![close(), go].spacing(8).into())))
        }
        Notice::Help => {
            let card = footed(view_commands(), row![space().width(Length::Fill), close()]);
            let card = container(card).class(Ground::Popover).padding([10, 12]).width(Length::Fill);
            Some(card.max_height(context.height * HELP).into())
        }
    }
}

/// All commands, each beside what it does.
fn view_commands<'a>() -> Element<'a, Message> {
    let lines = commands::ALL.iter().map(|help| {
        let usage = text(help.usage).font(CODE).size(12.5).class(Ink::Plain).wrapping(text::Wrapping::WordOrGlyph);
        let usage = container(usage).width(Length::FillPortion(2));
        row![usage, text(help.help).class(Ink::Soft).width(Length::FillPortion(3))].spacing(12).into()
    });
    let last = sentence(texts::SLASHES);
    scrollable(column(lines).push(last).spacing(4).width(Length::Fill).padding(Padding::ZERO.right(12)))
        .width(Length::Fill)
        .into()
}
