//! Picking an emoji: for what is being written, or to react to a message.

use iced::Task;

use crate::app::emoji::Habits;
use crate::app::screen::emoji_picker::{self, EmojiPicker};
use crate::app::screen::room::entry;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::overlay::Overlay;
use crate::app::screen::room::picking::{Picking, WhatFor};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{entry as writing, messages};
use crate::app::widget::Anchor;
use crate::room::Sign;

/// Opens the picker. The field in it gets the focus.
pub(super) fn open(screen: &mut Room, what_for: WhatFor, anchor: Anchor) -> Action {
    if let WhatFor::Message(id) = what_for {
        screen.rooms.shown.scrollback.pick(Some(id));
    }
    let (picker, task) = EmojiPicker::new(screen.emoji.clone());
    screen.overlay.show(Overlay::Emoji(Box::new(Picking { picker, what_for, anchor })));
    Action::Run(task.map(Message::Emoji))
}

/// Something happened in it.
pub(super) fn on_message(screen: &mut Room, message: emoji_picker::Message) -> Action {
    let Some(picking) = screen.overlay.picking_mut() else { return Action::None };
    let action = picking.picker.update(message);
    after(screen, action)
}

/// Something was typed and nothing had the focus.
pub(super) fn typed(screen: &mut Room, words: &str) -> Action {
    let Some(picking) = screen.overlay.picking_mut() else { return Action::None };
    let action = picking.picker.type_in(words);
    after(screen, action)
}

fn after(screen: &mut Room, action: emoji_picker::Action) -> Action {
    match action {
        emoji_picker::Action::None => Action::None,
        emoji_picker::Action::Run(task) => Action::Run(task.map(Message::Emoji)),
        emoji_picker::Action::Close => close(screen),
        emoji_picker::Action::Tone(tone, task) => {
            screen.emoji.tone = tone;
            Action::Emoji(screen.emoji.clone(), task.map(Message::Emoji))
        }
        emoji_picker::Action::Picked(sign) => picked(screen, &sign),
    }
}

/// Puts it away: nothing was picked.
pub(super) fn close(screen: &mut Room) -> Action {
    let Some(_) = screen.overlay.take_picking() else { return Action::None };
    screen.rooms.shown.scrollback.pick(None);
    Action::Run(iced::widget::operation::focus(entry::ID))
}

fn picked(screen: &mut Room, sign: &str) -> Action {
    let Some(picking) = screen.overlay.take_picking() else { return Action::None };
    screen.rooms.shown.scrollback.pick(None);
    let done = match picking.what_for {
        WhatFor::Entry => writing::insert(screen, sign),
        WhatFor::Message(id) => match Sign::parse(sign) {
            Ok(sign) => messages::react(screen, id, sign),
            Err(error) => screen.wrong(error.to_string()),
        },
    };
    let focus = iced::widget::operation::focus(entry::ID);
    let task = match done.with(focus) {
        Action::Run(task) => task,
        _ => Task::none(),
    };
    remember(screen, sign, task)
}

/// This emoji was picked; this is to be run.
pub(super) fn remember(screen: &mut Room, sign: &str, task: Task<Message>) -> Action {
    let before: Habits = screen.emoji.clone();
    screen.emoji.pick(sign);
    if before == screen.emoji { Action::Run(task) } else { Action::Emoji(screen.emoji.clone(), task) }
}
