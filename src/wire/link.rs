//! A link: frames over a carriage. Hands what arrives to whoever makes frames of it, and writes whatever waits in as few
//! and as large pieces as it can. An idle link holds no buffers.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use serde::Serialize;
use tokio::io::ReadBuf;
use tokio::time::{Sleep, sleep};

use super::carriage::{Carriage, Stream};
use super::codec::{self, CodecError, Lines};

/// How many pieces one write takes at most.
const PIECES: usize = 32;

/// How much one read takes at most.
const READ_BYTES: usize = 16 * 1024;

thread_local! {
    /// What every link of this thread reads into, one after the other. A thousand quiet guests need it once.
    static SCRATCH: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ_BYTES].into_boxed_slice());
}

/// What makes frames of bytes, for one connection.
pub trait Hear<F> {
    /// Takes what arrived, and gives the frames in it, or what is wrong with each line that is none.
    ///
    /// # Errors
    /// What arrived can't be cut into lines: the link ends once what was heard before is dealt with.
    fn hear(&mut self, arrived: &[u8], heard: &mut Vec<Result<F, CodecError>>) -> Result<(), CodecError>;

    /// How long what was half heard may stand alone. After that [`Hear::hear_alone`] is asked what to make of it.
    fn patience(&self) -> Option<Duration> {
        None
    }

    /// Nothing followed what was half heard.
    fn hear_alone(&mut self, _heard: &mut Vec<Result<F, CodecError>>) {}

    /// Whether so much is heard and not dealt with that nothing more is to be heard before some of it was.
    fn is_full(&self) -> bool {
        false
    }

    /// The other side says no more. Whether what was heard before has to be dealt with first.
    fn ends(&mut self) -> bool {
        false
    }

    /// Whether something is to be answered of which no frame was made.
    fn has_answers(&self) -> bool {
        false
    }
}

/// Parlor's own lines, one JSON object each.
#[derive(Debug)]
pub struct JsonLines<F> {
    lines: Lines,
    parse: fn(&[u8]) -> Result<F, CodecError>,
}

impl<F> JsonLines<F> {
    /// Lines that are read by `parse`.
    pub fn new(parse: fn(&[u8]) -> Result<F, CodecError>) -> Self {
        Self { lines: Lines::default(), parse }
    }
}

impl<F> Hear<F> for JsonLines<F> {
    fn hear(&mut self, arrived: &[u8], heard: &mut Vec<Result<F, CodecError>>) -> Result<(), CodecError> {
        let Self { lines, parse } = self;
        lines.take(arrived, |line| {
            if !line.is_empty() {
                heard.push(parse(line));
            }
        })
    }
}

/// Frames both ways; `F` is what is heard, and `H` what makes it of bytes.
pub struct Link<F, H = JsonLines<F>> {
    stream: Box<dyn Stream>,
    hearer: H,
    out: VecDeque<Bytes>,
    waiting: usize,
    unflushed: bool,
    /// What ends the link once the lines before it were heard.
    broken: Option<CodecError>,
    /// Until when what was half heard stands alone.
    alone: Option<Pin<Box<Sleep>>>,
    frames: PhantomData<fn() -> F>,
}

/// What came of a turn.
#[derive(Debug)]
pub enum Turn<F> {
    /// Lines came: frames, and what was wrong with those that are none.
    Heard(Vec<Result<F, CodecError>>),
    /// Everything that waited is on its way.
    Sent,
    /// A part of what waited is on its way, and the rest waits.
    SentSome,
    /// The other end is gone.
    Ended,
}

/// Why a link broke.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The carriage broke.
    #[error("The connection was lost.")]
    Io(#[from] io::Error),
    /// What came can't be cut into lines.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

impl<F> Link<F> {
    /// Speaks Parlor's own lines over a carriage.
    #[must_use]
    pub fn new(carriage: Carriage, parse: fn(&[u8]) -> Result<F, CodecError>) -> Self {
        Self::speaking(carriage.stream, JsonLines::new(parse))
    }

    /// Puts a frame in the queue.
    pub fn say<T: Serialize>(&mut self, frame: &T) {
        let mut line = Vec::with_capacity(128);
        codec::encode(frame, &mut line);
        self.push(line.into());
    }
}

impl<F, H: Hear<F>> Link<F, H> {
    /// Speaks over a stream.
    #[must_use]
    pub fn speaking(stream: Box<dyn Stream>, hearer: H) -> Self {
        Self {
            stream,
            hearer,
            out: VecDeque::new(),
            waiting: 0,
            unflushed: false,
            broken: None,
            alone: None,
            frames: PhantomData,
        }
    }

    /// What makes frames of bytes.
    pub const fn hearer(&mut self) -> &mut H {
        &mut self.hearer
    }

    /// Hears what was said before there was a link.
    ///
    /// # Errors
    /// It can't be cut into lines.
    pub fn hear_before(&mut self, said: &[u8], heard: &mut Vec<Result<F, CodecError>>) -> Result<(), CodecError> {
        let cut = self.hearer.hear(said, heard);
        self.alone = self.hearer.patience().map(|patience| Box::pin(sleep(patience)));
        cut
    }

    /// Puts whole lines in the queue.
    pub fn push(&mut self, lines: Bytes) {
        if !lines.is_empty() {
            self.waiting += lines.len();
            self.out.push_back(lines);
        }
    }

    /// How many bytes wait in the queue.
    #[must_use]
    pub const fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether nothing waits and nothing is half way.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.out.is_empty() && !self.unflushed
    }

    /// Goes on with writing, and with reading where `hear` says so, until either comes to something.
    /// Nothing is lost when this is dropped half way.
    ///
    /// # Errors
    /// The link is broken for good.
    pub async fn turn(&mut self, hear: bool) -> Result<Turn<F>, LinkError> {
        poll_fn(|cx| self.poll_turn(hear, cx)).await
    }

    /// The same for whoever polls by hand.
    ///
    /// # Errors
    /// The link is broken for good.
    pub fn poll_turn(&mut self, hear: bool, cx: &mut Context<'_>) -> Poll<Result<Turn<F>, LinkError>> {
        if !self.is_clear() {
            let before = self.waiting;
            match self.poll_write(cx)? {
                Poll::Ready(()) => return Poll::Ready(Ok(Turn::Sent)),
                Poll::Pending if self.waiting < before => return Poll::Ready(Ok(Turn::SentSome)),
                Poll::Pending => {}
            }
        }
        if hear { self.poll_read(cx) } else { Poll::Pending }
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.out.is_empty() {
            let mut pieces = [IoSlice::new(&[]); PIECES];
            let mut count = 0;
            for (slot, bytes) in pieces.iter_mut().zip(&self.out) {
                *slot = IoSlice::new(bytes);
                count += 1;
            }
            let sent = ready!(Pin::new(&mut *self.stream).poll_write_vectored(cx, &pieces[..count]))?;
            if sent == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.unflushed = true;
            self.advance(sent);
        }
        ready!(Pin::new(&mut *self.stream).poll_flush(cx))?;
        self.unflushed = false;
        self.out.shrink_to(0);
        Poll::Ready(Ok(()))
    }

    fn advance(&mut self, mut sent: usize) {
        self.waiting -= sent;
        while let Some(first) = self.out.front_mut() {
            if sent < first.len() {
                first.advance(sent);
                return;
            }
            sent -= first.len();
            self.out.pop_front();
        }
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<Turn<F>, LinkError>> {
        if let Some(error) = self.broken.take() {
            return Poll::Ready(Err(error.into()));
        }
        SCRATCH.with_borrow_mut(|scratch| {
            loop {
                let mut buf = ReadBuf::new(scratch);
                if Pin::new(&mut *self.stream).poll_read(cx, &mut buf)?.is_pending() {
                    return self.poll_alone(cx);
                }
                if buf.filled().is_empty() {
                    return Poll::Ready(Ok(Turn::Ended));
                }
                let mut heard = Vec::new();
                match self.hearer.hear(buf.filled(), &mut heard) {
                    Err(error) if heard.is_empty() => return Poll::Ready(Err(error.into())),
                    cut => self.broken = cut.err(),
                }
                self.alone = self.hearer.patience().map(|patience| Box::pin(sleep(patience)));
                // Half a line is nothing yet.
                if !heard.is_empty() || self.hearer.has_answers() {
                    return Poll::Ready(Ok(Turn::Heard(heard)));
                }
            }
        })
    }

    /// Makes something of what was half heard, once it stood alone for long enough.
    fn poll_alone(&mut self, cx: &mut Context<'_>) -> Poll<Result<Turn<F>, LinkError>> {
        let Some(alone) = &mut self.alone else { return Poll::Pending };
        ready!(alone.as_mut().poll(cx));
        self.alone = None;
        let mut heard = Vec::new();
        self.hearer.hear_alone(&mut heard);
        if heard.is_empty() && !self.hearer.has_answers() { Poll::Pending } else { Poll::Ready(Ok(Turn::Heard(heard))) }
    }

    /// Writes what waits, as far as it is taken at once. False where something is left, or the link is broken: whoever takes
    /// the next turn finds out which, and is woken for it.
    pub fn write_now(&mut self) -> bool {
        matches!(self.poll_write(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(())))
    }

    /// Sends what still waits, and tells the other end that nothing more will come.
    pub async fn finish(&mut self) {
        poll_fn(|cx| self.poll_finish(cx)).await;
    }

    /// The same for whoever polls by hand.
    pub fn poll_finish(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.is_clear() && ready!(self.poll_write(cx)).is_err() {
            return Poll::Ready(());
        }
        // The other end may be gone already, and then there is nobody to tell.
        Pin::new(&mut *self.stream).poll_shutdown(cx).map(drop)
    }
}
