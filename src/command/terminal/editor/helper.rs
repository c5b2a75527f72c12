//! What the line editor asks while it paints and when Enter is pressed.

use std::borrow::Cow;
use std::sync::Arc;

use rustyline::completion::Completer;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use unicode_segmentation::UnicodeSegmentation as _;

use super::Lines;
use super::desk::Desk;

/// Told to the editor as what comes below a line that goes away. It is not painted either, but counted: the cursor is a
/// row higher by it, where the next line begins, however many rows there were.
const ROW: &str = "\n";

/// Answers the editor.
pub struct Helper {
    pub desk: Arc<Desk>,
    pub known: Lines,
}

impl rustyline::Helper for Helper {}

impl Completer for Helper {
    type Candidate = String;
}

impl Hinter for Helper {
    type Hint = String;
}

impl Validator for Helper {
    fn validate(&self, typed: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let goes = self.desk.enter((self.known.stays)(typed.input()));
        Ok(ValidationResult::Valid(goes.then(|| ROW.to_owned())))
    }
}

impl Highlighter for Helper {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.desk.paints() { Cow::Borrowed("") } else { Cow::Borrowed(prompt) }
    }

    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if self.desk.erases() {
            return Cow::Borrowed("");
        }
        let from = if self.desk.hides() { Some(0) } else { (self.known.secret)(line) };
        match from.and_then(|from| line.split_at_checked(from)) {
            Some((shown, secret)) => Cow::Owned(format!("{shown}{}", stars(secret))),
            None => Cow::Borrowed(line),
        }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.desk.erases() { Cow::Borrowed("") } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, line: &str, _: usize, _: CmdKind) -> bool {
        self.desk.hides() || (self.known.secret)(line).is_some()
    }
}

/// As many stars as there are characters.
fn stars(line: &str) -> String {
    "*".repeat(line.graphemes(true).count())
}
