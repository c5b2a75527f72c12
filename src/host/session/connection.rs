//! A session's connection: what it hears and tells, in the language of its door.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use crate::host::language::{Language, SharedFrame};
use crate::host::mailbox::Mail;
use crate::wire::carriage::Stream;
use crate::wire::codec::CodecError;
use crate::wire::link::{Link, LinkError};
use crate::wire::{FromGuest, FromHost};

/// What came of a turn.
pub type Turn = crate::wire::link::Turn<FromGuest>;

/// How many bytes may wait to be taken by a guest who is still heard. Whoever asks and takes no answer is heard no more.
const WAITING: usize = 128 * 1024;

/// Frames both ways, in a language.
pub struct Connection {
    link: Link<FromGuest, Box<dyn Language>>,
    /// What the language asks in the guest's place, and what was heard before there was a link. Both are heard next.
    asks: VecDeque<Result<FromGuest, CodecError>>,
    /// What ends it once those were heard.
    broken: Option<CodecError>,
    /// Whether the other side says no more, and the language still deals with what it said.
    ended: bool,
}

impl Connection {
    /// Speaks over a stream.
    pub fn new(stream: Box<dyn Stream>, language: Box<dyn Language>) -> Self {
        let mut new =
            Self { link: Link::speaking(stream, language), asks: VecDeque::new(), broken: None, ended: false };
        new.follow_up();
        new
    }

    /// Hears what was said at the door already.
    pub fn hear_before(&mut self, said: &[u8]) {
        let mut heard = Vec::new();
        self.broken = self.link.hear_before(said, &mut heard).err();
        self.asks.extend(heard);
        self.follow_up();
    }

    /// Sends and asks what the language wants to.
    fn follow_up(&mut self) {
        let mut out = Vec::new();
        self.link.hearer().follow_up(&mut out, &mut self.asks);
        self.link.push(out.into());
    }

    /// Goes on with writing, and with hearing where `hears` says so, until either comes to something.
    ///
    /// # Errors
    /// It is broken for good.
    pub async fn turn(&mut self, hears: bool) -> Result<Turn, LinkError> {
        poll_fn(|cx| self.poll_turn(hears, cx)).await
    }

    /// The same for whoever shares the connection, and polls it.
    ///
    /// # Errors
    /// It is broken for good.
    pub fn poll_turn(&mut self, hears: bool, cx: &mut Context<'_>) -> Poll<Result<Turn, LinkError>> {
        let hears = hears && self.link.waiting() < WAITING;
        if hears && self.asks.is_empty() && self.link.hearer().has_answers() {
            // There is room again for what was heard before.
            self.follow_up();
        }
        if hears && !self.asks.is_empty() {
            return Poll::Ready(Ok(Turn::Heard(std::mem::take(&mut self.asks).into())));
        }
        if hears && let Some(broken) = self.broken.take() {
            return Poll::Ready(Err(broken.into()));
        }
        let hears = hears && !self.ended && !self.link.hearer().is_full();
        let turn = match ready!(self.link.poll_turn(hears, cx)) {
            // A pipe that ends has said all that was in it.
            Ok(Turn::Ended) if self.link.hearer().ends() => {
                self.ended = true;
                Ok(Turn::Heard(Vec::new()))
            }
            turn => turn,
        };
        if let Ok(Turn::Heard(_)) = turn {
            self.follow_up();
        }
        Poll::Ready(turn)
    }

    /// Writes what waits, as far as it is taken at once. False where there is more to do than that: something is left, or
    /// the language asks for something.
    pub fn write_now(&mut self) -> bool {
        self.link.write_now() && self.asks.is_empty()
    }

    /// Tells a frame.
    pub fn tell(&mut self, frame: &FromHost) {
        let mut out = Vec::with_capacity(128);
        self.link.hearer().tell(frame, &mut out);
        self.link.push(out.into());
        self.follow_up();
    }

    /// Says the last word to whoever left.
    pub fn say_last_word(&mut self) {
        let mut out = Vec::new();
        self.link.hearer().last_word(&mut out);
        self.link.push(out.into());
    }

    /// Tells a frame that others are told as well.
    pub fn tell_shared(&mut self, frame: &SharedFrame) {
        let bytes = frame.bytes(self.language());
        self.link.push(bytes);
        self.follow_up();
    }

    /// Delivers what lay in a mailbox.
    pub fn deliver(&mut self, mail: Vec<Mail>) {
        if mail.is_empty() {
            return;
        }
        let mut out = Vec::with_capacity(128 * mail.len());
        for mail in mail {
            match mail {
                Mail::Kept { room, id, seq, at } => {
                    self.link.hearer().tell(&FromHost::Kept { room, id, seq, at }, &mut out);
                }
                Mail::Own(frame) => self.link.hearer().tell(&frame, &mut out),
                Mail::Shared(frame) => out.extend_from_slice(&frame.bytes(&mut **self.link.hearer())),
                Mail::Person(news) => self.link.hearer().person_news(&news, &mut out),
            }
        }
        self.link.push(out.into());
        self.follow_up();
    }

    /// Passes on bytes that are in its language already.
    pub fn push(&mut self, bytes: Bytes) {
        self.link.push(bytes);
        self.follow_up();
    }

    /// The language.
    pub fn language(&mut self) -> &mut dyn Language {
        &mut **self.link.hearer()
    }

    /// How many bytes wait to be taken.
    pub const fn waiting(&self) -> usize {
        self.link.waiting()
    }

    /// Whether nothing waits and nothing is half way.
    pub fn is_clear(&self) -> bool {
        self.link.is_clear()
    }

    /// Sends what still waits, and tells the other end that nothing more will come.
    pub async fn finish(&mut self) {
        self.link.finish().await;
    }

    /// The same for whoever shares the connection, and polls it.
    pub fn poll_finish(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.link.poll_finish(cx)
    }
}
