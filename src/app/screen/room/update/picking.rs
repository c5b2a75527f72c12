//! Picking an emoji: for what is being written, or to react to a message.

use iced::Task;

use crate::app::screen::emoji_picker;
use crate::app::screen::room::entry;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::picking::WhatFor;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{entry as writing, habits, messages};
use crate::room::Sign;

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
    habits::remember(screen, sign, task)
}
