//! The language of plain text, for one connection: lines in, lines out.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::arriving::{Arriving, Heard};
use super::lines::{Ends, Line, LineCutter};
use super::typing::Stays;
use super::visit::Visit;
use crate::host::door::first_words::ALONE;
use crate::host::language::{Encoding, Language, Telling};
use crate::host::view::RoomViews;
use crate::room::{Event, RoomNo, Title};
use crate::wire::codec::CodecError;
use crate::wire::frame::{RoomName, Welcome};
use crate::wire::link::Hear;
use crate::wire::{FromGuest, FromHost};
use crate::wording::harmless;

/// How much may be heard and not dealt with, in lines and in bytes, before nothing more is heard.
const AHEAD: usize = 200;
const AHEAD_BYTES: usize = 64 * 1024;

/// How much is asked of the house at once. The other lines wait as they are.
const ASKED: usize = 32;

/// The first byte of TLS. Nobody types it.
const TLS: u8 = 0x16;

/// What is said where TLS begins after whoever connected was taken for someone who types.
pub const LATE_TLS: &str = "TLS began too late here: connect again, and begin with it at once.";

/// The words for leaving that a client waits to get back before it closes.
const ECHOED: [&str; 3] = ["#quit", "{quit}", "q:quit"];

/// Plain text, as one guest speaks it.
pub struct TextLanguage {
    cutter: LineCutter,
    heard: VecDeque<Line>,
    /// What is to be said and was not asked for by anyone.
    said: Vec<String>,
    /// What is said last, and with this client's line end.
    last: Option<String>,
    /// Whether nothing was heard yet.
    silent: bool,
    /// Whether the other side says no more.
    ended: bool,
    /// Whether they leave: nothing more is heard of them.
    leaves: bool,
    /// Whether this client puts its own name before what it says, and shows that itself.
    signs: bool,
    /// Whether nobody on the way can read along.
    private: bool,
    rooms: Arc<RoomViews>,
    stage: Stage,
}

/// How far someone got.
enum Stage {
    Arriving(Box<Arriving>),
    In(Box<Visit>),
}

impl TextLanguage {
    /// Someone at the door of a house. They are greeted where they said nothing yet.
    pub fn new(house: Title, rooms: Arc<RoomViews>, private: bool, greets: bool) -> Self {
        let arriving = Arriving::new(house, private);
        let said = if greets { vec![arriving.greeting()] } else { Vec::new() };
        let stage = Stage::Arriving(Box::new(arriving));
        Self {
            cutter: LineCutter::new(),
            heard: VecDeque::new(),
            said,
            last: None,
            silent: true,
            ended: false,
            leaves: false,
            signs: false,
            private,
            rooms,
            stage,
        }
    }

    fn crlf(&self) -> bool {
        matches!(self.cutter.ends(), Ends::Line { crlf: true })
    }

    /// Writes lines, with this client's line ends.
    fn write(&self, lines: impl Iterator<Item = String>, out: &mut Vec<u8>) {
        for line in lines {
            let line = harmless(&line);
            if self.crlf() {
                out.extend_from_slice(line.replace('\n', "\r\n").as_bytes());
                out.push(b'\r');
            } else {
                out.extend_from_slice(line.as_bytes());
            }
            out.push(b'\n');
        }
    }

    /// Writes what the door says.
    fn write_said(&mut self, out: &mut Vec<u8>) {
        let mut said = std::mem::take(&mut self.said);
        if let Stage::In(visit) = &mut self.stage {
            said.append(&mut visit.said);
        }
        self.write(said.into_iter(), out);
    }

    /// Deals with the lines that can be dealt with now.
    fn work(&mut self, asks: &mut VecDeque<Result<FromGuest, CodecError>>) {
        loop {
            let hears = !self.leaves
                && asks.len() < ASKED
                && match &self.stage {
                    Stage::Arriving(arriving) => arriving.hears(),
                    Stage::In(visit) => !visit.entering && !visit.questions.awaits_follow_up(),
                };
            let Some(line) = self.heard.pop_front_if(|_| hears) else { break };
            match line {
                Ok(line) => self.hear_line(&line, asks),
                Err(why) => self.said.push(why.to_owned()),
            }
        }
        if self.heard.is_empty() {
            // Most guests are silent most of the time, and there may be many.
            self.heard = VecDeque::new();
        }
    }

    fn hear_line(&mut self, line: &str, asks: &mut VecDeque<Result<FromGuest, CodecError>>) {
        let leaves = match &mut self.stage {
            Stage::Arriving(arriving) => match arriving.hear(line) {
                Heard::Told(words) => {
                    self.said.push(words);
                    false
                }
                Heard::Hello(hello) => {
                    asks.push_back(Ok(FromGuest::Hello(*hello)));
                    false
                }
                Heard::Leaves => true,
            },
            Stage::In(visit) => {
                let mut line = line;
                if let Some(rest) = unsigned(line, visit.me.name.as_str()) {
                    line = rest;
                    self.signs = true;
                }
                visit.echoes = self.cutter.ends() == Ends::Nothing && !self.signs;
                let stays = visit.hear(line);
                asks.extend(std::mem::take(&mut visit.asks).into_iter().map(Ok));
                stays == Stays::No
            }
        };
        if leaves {
            self.last = self.goodbye(&line.trim().to_lowercase());
            self.leaves = true;
            self.heard.clear();
            asks.push_back(Ok(FromGuest::Bye {}));
        }
    }

    /// What is said to whoever leaves with this word: some clients wait for their own. Whoever sends no line ends is a
    /// program that waits for nothing else, and whoever closed is gone.
    fn goodbye(&self, word: &str) -> Option<String> {
        if ECHOED.contains(&word) {
            return Some(word.to_owned());
        }
        (matches!(self.cutter.ends(), Ends::Line { .. }) && !self.ended).then(|| "Bye.".to_owned())
    }

    fn welcome(&mut self, welcome: &Welcome) {
        let mut visit = Visit::new(
            welcome.you.clone(),
            welcome.rank,
            welcome.account,
            welcome.ignored.clone(),
            self.private,
            Arc::clone(&self.rooms),
        );
        visit.say(format!("Welcome to {}, {}.", welcome.house, welcome.you.name));
        // Direct talks go on where they were left.
        for line in &welcome.rooms {
            if line.direct.is_some() && line.yours.is_some() {
                visit.hear_from_house(&FromHost::Room(line.clone()));
            }
        }
        visit.enter(None::<RoomName>, None);
        self.stage = Stage::In(Box::new(visit));
    }
}

/// What is said behind one's own name, which some clients put before everything.
fn unsigned<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(name)?.trim_start().strip_prefix(':')?;
    // Without a space it may be the beginning of an address.
    rest.strip_prefix(' ')
}

impl Hear<FromGuest> for TextLanguage {
    fn hear(&mut self, arrived: &[u8], frames: &mut Vec<Result<FromGuest, CodecError>>) -> Result<(), CodecError> {
        let Some(first) = arrived.first() else { return Ok(()) };
        if std::mem::take(&mut self.silent) && *first == TLS {
            frames.push(Err(CodecError::NotAFrame { ask: None, why: LATE_TLS.to_owned() }));
            return Ok(());
        }
        let Self { cutter, heard, .. } = self;
        cutter.take(arrived, |line| heard.push_back(line));
        Ok(())
    }

    fn patience(&self) -> Option<Duration> {
        self.cutter.may_stand_alone().then_some(ALONE)
    }

    fn hear_alone(&mut self, _: &mut Vec<Result<FromGuest, CodecError>>) {
        self.heard.extend(self.cutter.take_alone());
    }

    fn ends(&mut self) -> bool {
        self.ended = true;
        self.heard.extend(self.cutter.take_rest());
        // Whoever closes without a word leaves, once what they said before is said.
        self.heard.push_back(Ok("/quit".to_owned()));
        true
    }

    fn is_full(&self) -> bool {
        let bytes = |line: &Line| line.as_ref().map_or(0, String::len);
        self.heard.len() >= AHEAD || self.heard.iter().map(bytes).sum::<usize>() >= AHEAD_BYTES
    }

    fn has_answers(&self) -> bool {
        !self.heard.is_empty()
    }
}

impl Language for TextLanguage {
    fn encoding(&self) -> Option<Encoding> {
        Some(if self.crlf() { Encoding::TextCrlf } else { Encoding::Text })
    }

    fn tell(&mut self, frame: &FromHost, out: &mut Vec<u8>) {
        match (&mut self.stage, frame) {
            (Stage::Arriving(_), FromHost::Welcome(welcome)) => self.welcome(welcome),
            (Stage::Arriving(arriving), FromHost::Bye { code, why, suggest, .. }) => {
                let free = suggest.as_ref().filter(|name| !why.contains(name.as_str()));
                let why = free.map_or_else(|| why.clone(), |name| format!("{why} {name} is free."));
                let told = arriving.refused(*code, &why);
                self.said.push(told.unwrap_or(why));
            }
            (Stage::Arriving(arriving), FromHost::Waiting { why }) => {
                arriving.waits();
                self.said.push(why.clone());
            }
            (Stage::In(visit), frame) => visit.hear_from_house(frame),
            (Stage::Arriving(_), _) => {}
        }
        self.write_said(out);
    }

    fn event(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        let Stage::In(visit) = &self.stage else { return };
        let told = visit.told(room, event, "");
        if !told.is_empty() {
            self.write(std::iter::once(told), out);
        }
    }

    fn picks(&self) -> bool {
        true
    }

    fn waits(&self) -> bool {
        true
    }

    fn tells(&mut self, room: RoomNo, event: &Event) -> Telling {
        match &mut self.stage {
            Stage::In(visit) => visit.tells(room, event),
            Stage::Arriving(_) => Telling::Nothing,
        }
    }

    fn event_apart(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        let Stage::In(visit) = &mut self.stage else { return };
        let told = visit.told_apart(room, event).filter(|told| !told.is_empty());
        self.write(told.into_iter(), out);
    }

    fn follow_up(&mut self, out: &mut Vec<u8>, asks: &mut VecDeque<Result<FromGuest, CodecError>>) {
        if let Stage::In(visit) = &mut self.stage {
            asks.extend(std::mem::take(&mut visit.asks).into_iter().map(Ok));
        }
        self.work(asks);
        self.write_said(out);
    }

    fn last_word(&mut self, out: &mut Vec<u8>) {
        let Some(last) = self.last.take() else { return };
        out.extend_from_slice(last.as_bytes());
        // Whoever sends no line end expects none.
        if self.cutter.ends() != Ends::Nothing {
            out.extend_from_slice(if self.crlf() { b"\r\n" } else { b"\n" });
        }
    }
}
