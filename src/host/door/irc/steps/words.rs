//! What is said: to a channel, to someone, to oneself.

use crate::host::door::irc::caps::Caps;
use crate::host::door::irc::client::Client;
use crate::host::door::irc::message::Line;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{About, Command, Then, Wait, What, Words};
use crate::host::door::irc::voice::{SERVER, notice_id, same_nick};
use crate::room::{Body, EventId, RoomNo, Sign, Text};
use crate::wire::FromGuest;

impl Client {
    pub(super) fn say(&mut self, target: &str, words: Words) {
        if target.starts_with('#') {
            return match self.seat_of(target).map(|seat| seat.room) {
                Some(room) => self.say_in(room, target, words),
                // Nobody is told of a notice that comes to nothing.
                None if words.command == Command::Notice => {}
                None if words.command == Command::Redact => {
                    self.fail("REDACT", "INVALID_TARGET", &[target], "You are not in this channel, or there is none.");
                }
                None if self.room_named(target).is_some() => {
                    self.tell_number(ERR_CANNOTSENDTOCHAN, &[target], "You are not in this channel. Join it first.");
                }
                None => self.tell_number(ERR_NOSUCHCHANNEL, &[target], "There is no such channel."),
            };
        }
        if same_nick(target, &self.nick()) {
            return self.say_to_oneself(&words);
        }
        if let Some((room, other)) = self.talk_of(target) {
            let line = self.house.roster.line(other.clone(), None, 0);
            if words.command == Command::Message {
                self.say_whether_away(&line);
            }
            return self.say_in(room, target, words);
        }
        if matches!(words.what, What::Typing | What::Nothing) {
            // Nobody begins a talk by that.
            return;
        }
        self.with(target.to_owned(), Then::Talk(words));
    }

    /// Says something in a room.
    pub(super) fn say_in(&mut self, room: RoomNo, target: &str, words: Words) {
        let Words { what, command } = words;
        let body = match what {
            What::Text { text, to, action } => match (Text::parse(&text), to) {
                (Ok(text), _) if action => Body::Did { text },
                (Ok(text), Some(to)) => Body::Replied { to, text },
                (Ok(text), None) => Body::Said { text },
                (Err(error), _) => return self.tell_number(ERR_CANNOTSENDTOCHAN, &[target], &error.to_string()),
            },
            What::React { of, sign, off } => match Sign::parse(&sign) {
                Ok(sign) => Body::Reacted { of, sign, off },
                Err(error) => return self.fail("TAGMSG", "NOT_DONE", &[target], &error.to_string()),
            },
            What::Redact { of } => Body::Withdrawn { of },
            What::Typing => return self.request(FromGuest::Typing { room }),
            What::Nothing => return,
        };
        let id = if command == Command::Notice { notice_id() } else { EventId::fresh() };
        let shown = self.caps.has(Caps::ECHO);
        let target = target.to_owned();
        let about = match body.of().filter(|_| command == Command::Redact) {
            Some(of) => About::Redaction { target, of },
            None => About::Words { target, command },
        };
        self.says(room, id, body, shown);
        if !shown && command != Command::Redact && self.goes_on(id, &about) {
            return;
        }
        self.wait(if shown { Wait::Echo { id, about } } else { Wait::Kept { id, about } });
    }

    /// What someone says to themselves comes back, and nobody keeps it.
    pub(super) fn say_to_oneself(&mut self, words: &Words) {
        let What::Text { text, action, .. } = &words.what else { return };
        let (source, nick) = (self.source(), self.nick());
        let line = || Line::from(&source).word(words.command.as_str()).word(&nick);
        let text = if *action { format!("\u{1}ACTION {text}\u{1}") } else { text.clone() };
        if self.caps.has(Caps::ECHO) && self.caps.has(Caps::LABELS) {
            // What is sent comes back as the answer, and what was received is news.
            line().last(&text).write(&mut self.aside);
        }
        self.answer(line().last(&text));
    }

    /// Says that nothing is sent.
    pub fn no_text(&mut self) {
        self.tell_number(ERR_NOTEXTTOSEND, &[], "There is nothing to send.");
    }

    /// A note from the server for whoever uses what is not passed on.
    pub fn server_note(&mut self, words: &str) {
        let line = Line::from(SERVER).word("NOTICE").word(&self.nick()).last(words);
        self.answer(line);
    }
}
