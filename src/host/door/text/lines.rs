//! Lines of what a text client sends: with line ends, or without, one message a write. What a telnet or a terminal sends
//! beside the words is left out here, so that none of it reaches others.

use crate::wire::FRAME_BYTES;

/// A line, or why it is none.
pub type Line = Result<String, &'static str>;

/// Telnet: the command byte, and the commands that have an option behind them.
const IAC: u8 = 0xff;
const SUBNEGOTIATION: u8 = 0xfa;
const END_OF_SUBNEGOTIATION: u8 = 0xf0;
const WILL_TO_DONT: std::ops::RangeInclusive<u8> = 0xfb..=0xfe;

const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const BACKSPACE: [u8; 2] = [0x08, 0x7f];

/// How someone ends what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// It is not known yet.
    Unknown,
    /// With a line end. They typed it, and see it.
    Line {
        /// Whether that is CR and LF.
        crlf: bool,
    },
    /// With nothing: what stands alone is a message.
    Nothing,
}

/// Where in a sequence of a telnet or a terminal one is, which is not a person's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    /// In the words.
    #[default]
    Words,
    /// Behind telnet's command byte.
    Command,
    /// Before the option of a telnet command.
    Option,
    /// In a telnet subnegotiation, and behind the command byte there.
    Subnegotiation,
    SubnegotiationCommand,
    /// Behind an escape.
    Escape,
    /// In a control sequence: `ESC [ … letter`.
    Control,
    /// In a string that a bell or another escape ends: `ESC ] …`.
    Title,
}

/// Cuts bytes into lines.
#[derive(Debug)]
pub struct LineCutter {
    begun: Vec<u8>,
    within: Within,
    ends: Ends,
    /// The line that is being read is longer than any may be.
    too_long: bool,
}

impl LineCutter {
    pub const fn new() -> Self {
        Self { begun: Vec::new(), within: Within::Words, ends: Ends::Unknown, too_long: false }
    }

    /// How this client ends what it says.
    pub const fn ends(&self) -> Ends {
        self.ends
    }

    /// Whether something is begun that may be a whole message. A single character that comes first is one that a person
    /// types: its line follows.
    pub const fn may_stand_alone(&self) -> bool {
        match self.ends {
            Ends::Line { .. } => false,
            Ends::Nothing => !self.begun.is_empty(),
            Ends::Unknown => self.begun.len() > 1,
        }
    }

    /// Takes what arrived, and gives the lines in it.
    pub fn take(&mut self, arrived: &[u8], mut line: impl FnMut(Line)) {
        for byte in arrived {
            self.within = match (self.within, *byte) {
                (Within::Words, IAC) => Within::Command,
                (Within::Words, ESCAPE) => Within::Escape,
                (Within::Words, b'\n') => {
                    let crlf = self.begun.last() == Some(&b'\r');
                    self.ends = Ends::Line { crlf };
                    line(self.end());
                    Within::Words
                }
                (Within::Words, byte) => {
                    self.push(byte);
                    Within::Words
                }
                (Within::Command, SUBNEGOTIATION) => Within::Subnegotiation,
                (Within::Command, byte) if WILL_TO_DONT.contains(&byte) => Within::Option,
                (Within::Subnegotiation, IAC) => Within::SubnegotiationCommand,
                (Within::SubnegotiationCommand, END_OF_SUBNEGOTIATION) => Within::Words,
                (Within::Subnegotiation | Within::SubnegotiationCommand, _) => Within::Subnegotiation,
                (Within::Escape, b'[' | b'O') => Within::Control,
                (Within::Escape, b']' | b'P' | b'_' | b'^') => Within::Title,
                (Within::Control, byte) if !(0x40..=0x7e).contains(&byte) => Within::Control,
                (Within::Title, BELL) => Within::Words,
                (Within::Title, ESCAPE) => Within::Escape,
                (Within::Title, _) => Within::Title,
                (Within::Command | Within::Option | Within::Escape | Within::Control, _) => Within::Words,
            };
        }
    }

    /// What was begun stands alone: it is a message, or none yet.
    pub fn take_alone(&mut self) -> Option<Line> {
        if !self.may_stand_alone() {
            return None;
        }
        self.ends = Ends::Nothing;
        Some(self.end())
    }

    /// Nothing follows: what was begun is the last line.
    pub fn take_rest(&mut self) -> Option<Line> {
        (!self.begun.is_empty()).then(|| self.end())
    }

    fn push(&mut self, byte: u8) {
        if BACKSPACE.contains(&byte) {
            // A whole character, however many bytes it has.
            while self.begun.pop().is_some_and(|last| last & 0xc0 == 0x80) {}
        } else if byte == 0 {
            // Telnet sends one behind a carriage return.
        } else if self.begun.len() < FRAME_BYTES {
            self.begun.push(byte);
        } else {
            self.too_long = true;
        }
    }

    fn end(&mut self) -> Line {
        let begun = std::mem::take(&mut self.begun);
        if std::mem::take(&mut self.too_long) {
            return Err("That line is too long, so it was not sent. Send it in parts.");
        }
        let line = String::from_utf8(begun);
        let line = line.map_err(|_| "That line is not UTF-8, so it was not sent. Set your program to UTF-8.")?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

#[cfg(test)]
#[path = "../../../../tests/host/text_lines.rs"]
mod tests;
