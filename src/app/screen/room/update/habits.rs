//! Which emoji are picked is remembered, so that they come first the next time.

use iced::Task;

use crate::app::emoji::Habits;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::state::Room;

/// This emoji was picked; this is to be run.
pub(super) fn remember(screen: &mut Room, sign: &str, task: Task<Message>) -> Action {
    let before: Habits = screen.emoji.clone();
    screen.emoji.pick(sign);
    if before == screen.emoji { Action::Run(task) } else { Action::Emoji(screen.emoji.clone(), task) }
}
