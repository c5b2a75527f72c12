//! The lines of a client: cut out of what arrives, and kept in order until each is heeded.

use std::collections::VecDeque;

use super::message::{LINE_BYTES, Message, MessageError, TAG_BYTES};

/// How many lines may wait to be heeded. Where more do, no more are heard.
const QUEUED: usize = 512;

/// A line that arrived, or why it is none.
pub type Heard = Result<Message, MessageError>;

/// The lines of one client.
#[derive(Debug, Default)]
pub struct Inbox {
    /// The beginning of a line whose end did not arrive yet.
    begun: Vec<u8>,
    /// Whether what arrives belongs to a line that is too long.
    skips: bool,
    queue: VecDeque<Heard>,
}

impl Inbox {
    /// Takes what arrived. The answer is the next line that is whole, and what is left behind it.
    pub fn cut<'a>(&mut self, arrived: &mut &'a [u8]) -> Option<Heard> {
        while !arrived.is_empty() {
            let end = memchr::memchr(b'\n', arrived).map_or(arrived.len(), |at| at + 1);
            let piece: &'a [u8] = &arrived[..end];
            *arrived = &arrived[end..];
            if let Some(line) = self.take(piece) {
                return Some(line);
            }
        }
        None
    }

    /// Takes one piece, which holds at most one end of a line.
    fn take(&mut self, piece: &[u8]) -> Option<Heard> {
        let ends = piece.ends_with(b"\n");
        if self.skips {
            self.skips = !ends;
            return None;
        }
        self.begun.extend_from_slice(piece);
        if self.begun.len() > TAG_BYTES + LINE_BYTES {
            self.skips = !ends;
            self.begun = Vec::new();
            return Some(Err(MessageError::TooLong));
        }
        if !ends {
            return None;
        }
        let line = std::mem::take(&mut self.begun);
        // Spaces at the end belong to what is said.
        let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |at| at + 1);
        (!line.trim_ascii_end().is_empty()).then(|| Message::parse(&line[..end]))
    }

    /// A line waits to be heeded.
    pub fn push(&mut self, line: Heard) {
        self.queue.push_back(line);
    }

    /// The line that is heeded next.
    pub fn next(&self) -> Option<&Heard> {
        self.queue.front()
    }

    /// Takes it out. What was kept for lines is given back with the last.
    pub fn pop(&mut self) -> Option<Heard> {
        let line = self.queue.pop_front();
        if line.is_none() {
            self.queue.shrink_to(0);
        }
        line
    }

    /// Takes out all that wait.
    pub fn take_all(&mut self) -> VecDeque<Heard> {
        std::mem::take(&mut self.queue)
    }

    /// Whether no more are heard for now.
    pub fn is_full(&self) -> bool {
        self.queue.len() >= QUEUED
    }

    /// The goodbye that waits, if one does.
    pub fn goodbye(&self) -> Option<&Message> {
        self.queue.iter().flatten().find(|line| line.command == "QUIT")
    }

    /// How many messages wait that stand before a goodbye.
    pub fn messages(&self) -> usize {
        let before = self.queue.iter().flatten().take_while(|line| line.command != "QUIT");
        before.filter(|line| matches!(line.command.as_str(), "PRIVMSG" | "NOTICE")).count()
    }
}
