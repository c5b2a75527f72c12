//! The picker of emoji opens: for what is being written, or to react to a message.

use iced::Rectangle;

use crate::app::screen::emoji_picker::EmojiPicker;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::picking::{Picking, WhatFor};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::messages;
use crate::app::widget::{Anchor, Side};

/// Opens the picker. The field in it gets the focus.
pub(super) fn open(screen: &mut Room, what_for: WhatFor, anchor: Anchor) -> Action {
    if let WhatFor::Message(id) = what_for {
        screen.rooms.shown.scrollback.pick(Some(id));
    }
    let (picker, task) = EmojiPicker::new(screen.emoji.clone());
    screen.overlay.show(Top::Emoji(Box::new(Picking { picker, what_for, anchor })));
    Action::Run(task.map(Message::Emoji))
}

/// Opens it to react to the message in a row.
pub(super) fn open_for_row(screen: &mut Room, row: u64, at: Rectangle) -> Action {
    let anchor = Anchor { at, side: Side::Right };
    messages::id_of(screen, row).map_or(Action::None, |id| open(screen, WhatFor::Message(id), anchor))
}
