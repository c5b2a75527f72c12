//! Saying something: `PRIVMSG`, `NOTICE` and `TAGMSG`.

use crate::host::door::irc::caps::Caps;
use crate::host::door::irc::client::Client;
use crate::host::door::irc::message::Message;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{Command, Step, What, Words};
use crate::room::EventId;

/// How many targets one message may have.
pub const TARGETS: usize = 4;

impl Client {
    pub(super) fn say_line(&mut self, line: &Message, command: Command) {
        let silent = command == Command::Notice;
        let Some(targets) = line.param(0) else {
            return self.tell_number(ERR_NORECIPIENT, &[], &format!("Say to whom: {}.", command.as_str()));
        };
        let Some(text) = line.param(1) else { return self.no_text() };
        let (text, action) = match text.strip_prefix('\u{1}') {
            None => (text, false),
            Some(inner) => {
                let inner = inner.strip_suffix('\u{1}').unwrap_or(inner);
                match inner.strip_prefix("ACTION ") {
                    Some(action) => (action, true),
                    None if silent => return,
                    // Programs ask each other by these; a room is for people.
                    None => return self.server_note("CTCP is not passed on here, only ACTION is."),
                }
            }
        };
        let text = without_colours(text);
        if text.trim().is_empty() {
            return self.no_text();
        }
        let to = replied_to(line);
        let targets: Vec<_> = targets.split(',').filter(|target| !target.is_empty()).map(str::to_owned).collect();
        for target in targets.into_iter().take(TARGETS) {
            let what = What::Text { text: text.clone(), to, action };
            self.then(Step::Say { target, words: Words { what, command } });
        }
    }

    pub(super) fn tags_line(&mut self, line: &Message) {
        if !self.caps.has(Caps::TAGS) {
            return self.tell_number(ERR_UNKNOWNCOMMAND, &["TAGMSG"], "Ask for message-tags first.");
        }
        let Some(targets) = line.param(0) else { return self.needs_more("TAGMSG") };
        let of = replied_to(line);
        let what = match (line.tag("+draft/react"), line.tag("+draft/unreact"), line.tag("+typing")) {
            (Some(sign), ..) => of.map(|of| What::React { of, sign: sign.to_owned(), off: false }),
            (None, Some(sign), _) => of.map(|of| What::React { of, sign: sign.to_owned(), off: true }),
            (None, None, Some("active")) => Some(What::Typing),
            _ => None,
        };
        // What nobody here would understand is not passed on.
        let what = what.unwrap_or(What::Nothing);
        for target in targets.split(',').filter(|target| !target.is_empty()).take(TARGETS) {
            let words = Words { what: what.clone(), command: Command::Tags };
            self.then(Step::Say { target: target.to_owned(), words });
        }
    }
}

/// The message that a line answers.
pub fn replied_to(line: &Message) -> Option<EventId> {
    let id = line.tag("+draft/reply").or_else(|| line.tag("+reply"))?;
    id.parse().ok().map(EventId)
}

/// A text without the signs that colour it: rooms carry no control characters.
pub fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\u{3}' => {
                // Two digits at most, and two more behind a comma.
                let mut digits = 0;
                while digits < 2 && rest.next_if(char::is_ascii_digit).is_some() {
                    digits += 1;
                }
                let mut ahead = rest.clone();
                if digits > 0 && ahead.next() == Some(',') && ahead.next().is_some_and(|c| c.is_ascii_digit()) {
                    rest.next();
                    rest.next();
                    rest.next_if(char::is_ascii_digit);
                }
            }
            '\u{4}' => {
                for _ in 0..6 {
                    rest.next_if(char::is_ascii_hexdigit);
                }
            }
            '\u{2}' | '\u{f}' | '\u{11}' | '\u{16}' | '\u{1d}' | '\u{1e}' | '\u{1f}' => {}
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::without_colours;

    #[test]
    fn colours_go_and_words_stay() {
        assert_eq!(without_colours("\u{2}bold\u{f} \u{3}04,12red\u{3} 5, 6"), "bold red 5, 6");
        assert_eq!(without_colours("\u{3}4,no"), ",no");
    }
}
