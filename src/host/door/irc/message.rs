//! A line of IRC: tags, a command and its parameters. Read strictly, as whoever wrote it may mean harm; written so that
//! nothing in it can begin another line. What the commands mean is not here.

use std::fmt::Write as _;

/// How long a line may be without its tags, line end and all.
pub const LINE_BYTES: usize = 512;

/// How long the tags may be that a client sends, with the `@` before and the space behind them.
pub const TAG_BYTES: usize = 4096;

/// How many parameters a line may have.
const PARAMS: usize = 15;

/// A line that was heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The tags and their values, in order. Of two alike, the last counts.
    pub tags: Vec<(String, String)>,
    /// The command, in capitals.
    pub command: String,
    /// What follows it.
    pub params: Vec<String>,
}

/// Why a line is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// There is nothing in it. It is passed over.
    #[error("The line is empty.")]
    Empty,
    /// It is not text.
    #[error("Messages here are in UTF-8, and this one is not.")]
    NotText,
    /// It is too long.
    #[error("The line is too long. Send it in parts.")]
    TooLong,
    /// It has a zero byte or a line end within it, or no command.
    #[error("The line is not a command.")]
    NotACommand,
}

impl Message {
    /// Reads a line without its line end.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(line: &[u8]) -> Result<Self, MessageError> {
        if line.is_empty() {
            return Err(MessageError::Empty);
        }
        let line = std::str::from_utf8(line).map_err(|_| MessageError::NotText)?;
        if line.contains(['\0', '\r', '\n']) {
            return Err(MessageError::NotACommand);
        }
        let (tags, rest) = match line.strip_prefix('@') {
            Some(tagged) => {
                let (tags, rest) = tagged.split_once(' ').ok_or(MessageError::NotACommand)?;
                if tags.len() + 2 > TAG_BYTES {
                    return Err(MessageError::TooLong);
                }
                (read_tags(tags), rest)
            }
            None => (Vec::new(), line),
        };
        if rest.len() + 2 > LINE_BYTES {
            return Err(MessageError::TooLong);
        }
        let mut rest = rest.trim_start_matches(' ');
        if rest.starts_with(':') {
            // Where a client says it comes from means nothing: it comes from this connection.
            rest = rest.split_once(' ').map_or("", |(_, rest)| rest).trim_start_matches(' ');
        }
        if rest.is_empty() {
            return Err(MessageError::Empty);
        }
        let (command, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        if !command.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(MessageError::NotACommand);
        }
        Ok(Self { tags, command: command.to_ascii_uppercase(), params: read_params(rest) })
    }

    /// A parameter, where it is there and not empty.
    pub fn param(&self, index: usize) -> Option<&str> {
        self.params.get(index).map(String::as_str).filter(|param| !param.is_empty())
    }

    /// What a tag says.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.tags.iter().rev().find(|(tag, _)| tag == name).map(|(_, value)| value.as_str())
    }
}

fn read_params(mut rest: &str) -> Vec<String> {
    let mut params = Vec::new();
    loop {
        rest = rest.trim_start_matches(' ');
        if rest.is_empty() {
            return params;
        }
        if let Some(last) = rest.strip_prefix(':') {
            params.push(last.to_owned());
            return params;
        }
        if params.len() + 1 == PARAMS {
            params.push(rest.to_owned());
            return params;
        }
        let (param, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        params.push(param.to_owned());
        rest = behind;
    }
}

/// The tags that mean something here. The others are not kept: a line of them is much smaller than what would be.
const KEPT: [&str; 8] =
    ["label", "batch", "draft/multiline-concat", "+typing", "+reply", "+draft/reply", "+draft/react", "+draft/unreact"];

fn read_tags(tags: &str) -> Vec<(String, String)> {
    let read = |tag: &str| {
        let (name, value) = tag.split_once('=').unwrap_or((tag, ""));
        (name.to_owned(), unescaped(value))
    };
    let kept = |tag: &&str| KEPT.contains(&tag.split('=').next().unwrap_or_default());
    tags.split(';').filter(kept).map(read).collect()
}

fn unescaped(value: &str) -> String {
    let mut read = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some(':') => read.push(';'),
                Some('s') => read.push(' '),
                Some('r') => read.push('\r'),
                Some('n') => read.push('\n'),
                Some(other) => read.push(other),
                None => {}
            },
            (c, false) => read.push(c),
        }
    }
    read
}

/// A line that is written. Whatever is put in stays within it.
#[derive(Debug, Default)]
pub struct Line {
    tags: String,
    text: String,
}

impl Line {
    /// A line from someone.
    pub fn from(source: &str) -> Self {
        let mut line = Self::default();
        line.text.push(':');
        line.text.extend(source.chars().map(|c| if c == ' ' { '-' } else { c }).filter(|c| !breaks(*c)));
        line
    }

    /// A line from nobody.
    pub fn bare(command: &str) -> Self {
        Self { tags: String::new(), text: command.to_owned() }
    }

    /// Another tag.
    pub fn tag(mut self, name: &str, value: &str) -> Self {
        if !self.tags.is_empty() {
            self.tags.push(';');
        }
        self.tags.push_str(name);
        if !value.is_empty() {
            self.tags.push('=');
            for c in value.chars() {
                match c {
                    ';' => self.tags.push_str("\\:"),
                    ' ' => self.tags.push_str("\\s"),
                    '\\' => self.tags.push_str("\\\\"),
                    '\r' => self.tags.push_str("\\r"),
                    '\n' => self.tags.push_str("\\n"),
                    '\0' => {}
                    c => self.tags.push(c),
                }
            }
        }
        self
    }

    /// Another tag, where there is something to say.
    pub fn maybe_tag(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.tag(name, value),
            None => self,
        }
    }

    /// The next word: the command, or a parameter that is not the last.
    pub fn word(mut self, word: &str) -> Self {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let before = self.text.len();
        // A colon at its beginning would make it the last.
        let word = word.trim_start_matches(':');
        self.text.extend(word.chars().filter(|c| !breaks(*c) && *c != ' '));
        if self.text.len() == before {
            self.text.push('*');
        }
        self
    }

    /// The last parameter, with whatever spaces are in it.
    pub fn last(mut self, words: &str) -> Self {
        self.text.push_str(" :");
        self.text.extend(words.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }).filter(|c| *c != '\0'));
        self
    }

    /// The number and those of whom it tells.
    pub fn number(self, number: u16) -> Self {
        let mut word = String::new();
        let _ = write!(word, "{number:03}");
        self.word(&word)
    }

    /// How many bytes it has so far, without tags and line end.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Writes it, cut to the length a line may have.
    pub fn write(self, out: &mut Vec<u8>) {
        if !self.tags.is_empty() {
            out.push(b'@');
            out.extend_from_slice(self.tags.as_bytes());
            out.push(b' ');
        }
        let text = prefix_of(&self.text, LINE_BYTES - 2);
        out.extend_from_slice(text.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
}

/// As much of a text as fits so many bytes, in whole characters.
pub fn prefix_of(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

const fn breaks(c: char) -> bool {
    matches!(c, '\0' | '\r' | '\n')
}

#[cfg(test)]
#[path = "../../../../tests/irc/message.rs"]
mod tests;
