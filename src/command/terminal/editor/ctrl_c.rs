//! Ctrl-C, as shells have it: a line that was begun is cleared, and only where there is none does it interrupt. Ctrl-D where
//! it is to be as Ctrl-C on an empty line.

use rustyline::{Cmd, ConditionalEventHandler, Event, EventContext, Movement, RepeatCount};

/// What Ctrl-C does.
pub struct CtrlC;

impl ConditionalEventHandler for CtrlC {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        // Replaced, not cut out: what is cut out comes back with Ctrl-Y, and may be a password.
        (!context.line().is_empty()).then(|| Cmd::Replace(Movement::WholeBuffer, Some(String::new())))
    }
}

/// What Ctrl-D does where it interrupts. In a line that was begun it deletes a character, as ever.
pub struct CtrlD;

impl ConditionalEventHandler for CtrlD {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        context.line().is_empty().then_some(Cmd::Interrupt)
    }
}
