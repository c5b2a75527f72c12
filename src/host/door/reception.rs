//! The reception: brings a newcomer from the first byte to the door that speaks their language.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::first_words::{Speaks, first_words};
use super::open;
use super::stay::Newcomer;
use super::turned_away::refusal;
use crate::host::connection_limit::Permit;
use crate::host::context::HouseContext;
use crate::host::ledger::{NOT_SECURE, Note};
use crate::host::plain_doors::PlainDoors;
use crate::room::Door;
use crate::wire::carriage::{Origin, Stream};
use crate::wire::tls::{Announced, Received, TlsError};

/// How long someone may say nothing before they are taken for a person who waits to be asked.
const SILENCE: Duration = Duration::from_secs(1);

/// The first byte of TLS. No language here begins with it.
const TLS: u8 = 0x16;

/// Who reached the door, and what they speak.
type Arrived = (Newcomer, Speaks);

/// Why someone did not.
enum Lost {
    /// There is no secure line.
    Tls(TlsError),
    /// They left, or were told that their language is not let in.
    Away(&'static str),
    /// They were told that they are not let in without TLS, at the door of the language they spoke.
    Plain(Door),
}

impl From<TlsError> for Lost {
    fn from(error: TlsError) -> Self {
        Self::Tls(error)
    }
}

impl From<io::Error> for Lost {
    fn from(_: io::Error) -> Self {
        Self::Away("Left without a word.")
    }
}

/// Takes in whoever comes to a port, in a task of its own.
pub fn receive(house: &Arc<HouseContext>, stream: TcpStream, from: Origin, pass: Permit) {
    let within = Arc::clone(house);
    bring(house, from, pass, async move {
        match begins(&within, &stream).await? {
            Begins::Tls => in_time(&within, in_secret(&within, stream, from)).await,
            Begins::Plain => in_time(&within, in_plain(&within, stream, from)).await,
            Begins::Silent => in_time(&within, turned_away_in_silence(stream)).await,
        }
    });
}

/// Takes in whoever comes by another way, where TLS alone is spoken.
#[cfg(feature = "anywhere")]
pub fn receive_secret<S: Stream>(
    house: &Arc<HouseContext>,
    coming: impl Future<Output = io::Result<S>> + Send + 'static,
    from: Origin,
    pass: Permit,
) {
    let within = Arc::clone(house);
    bring(
        house,
        from,
        pass,
        async move { in_time(&within, async { in_secret(&within, coming.await?, from).await }).await },
    );
}

fn bring(
    house: &Arc<HouseContext>,
    from: Origin,
    pass: Permit,
    coming: impl Future<Output = Result<Arrived, Lost>> + Send + 'static,
) {
    let house = Arc::clone(house);
    pass.serve(move |pass| async move {
        match coming.await {
            Ok((comer, speaks)) => open(&house, comer, speaks, pass),
            Err(Lost::Tls(error)) => {
                tracing::debug!(%from, %error, "no secure line");
                house.note(|| Note::silent(from, None, NOT_SECURE));
            }
            Err(Lost::Away(why)) => house.note(|| Note::silent(from, None, why)),
            Err(Lost::Plain(door)) => house.note(|| Note::plain(from, door)),
        }
    });
}

/// As long as someone may take to say in which language they speak, once they have begun.
async fn in_time(
    house: &HouseContext,
    coming: impl Future<Output = Result<Arrived, Lost>> + Send,
) -> Result<Arrived, Lost> {
    timeout(house.limits.hello, coming).await.unwrap_or(Err(Lost::Away("No hello in time.")))
}

/// How someone begins.
enum Begins {
    /// With TLS.
    Tls,
    /// With something else, or they wait to be asked where that may be a person.
    Plain,
    /// Not at all, where nobody is asked without TLS.
    Silent,
}

/// Waits for the first byte. Whoever says nothing while plain text is let in is taken for a person; where it is not, a slow
/// line has all the time that a hello may take.
async fn begins(house: &HouseContext, stream: &TcpStream) -> io::Result<Begins> {
    let text = house.doors.get().text;
    let mut first = [0];
    match timeout(if text { SILENCE } else { house.limits.hello }, stream.peek(&mut first)).await.map(Result::ok) {
        Ok(None | Some(0)) => Err(io::ErrorKind::UnexpectedEof.into()),
        Ok(_) if first == [TLS] => Ok(Begins::Tls),
        Err(_) if !text => Ok(Begins::Silent),
        Ok(_) | Err(_) => Ok(Begins::Plain),
    }
}

/// Says to whoever waits to be asked that nobody asks here.
async fn turned_away_in_silence(mut stream: TcpStream) -> Result<Arrived, Lost> {
    if let Some(refusal) = refusal(PlainDoors::default(), Speaks::Text) {
        turn_away(&mut stream, &refusal).await;
    }
    Err(Lost::Away("No hello in time."))
}

/// Whoever speaks TLS may speak any language within it.
async fn in_secret<S: Stream>(house: &HouseContext, stream: S, from: Origin) -> Result<Arrived, Lost> {
    let Received { mut stream, key, announced } = house.reception.receive(stream).await?;
    let (speaks, said) = match announced {
        Some(Announced::Parlor) => (Speaks::Native, Vec::new()),
        Some(Announced::Irc) => (Speaks::Irc, Vec::new()),
        None => {
            // Older programs of Parlor's kind announce nothing. They show a key, and may be slow; a person shows none.
            let silence = key.is_none().then_some(SILENCE);
            first_words(&mut stream, silence).await?.ok_or(Lost::Away("Left without a word."))?
        }
    };
    if let Some(page) = refusal(PlainDoors { text: true, irc: true }, speaks) {
        turn_away(&mut stream, &page).await;
        return Err(Lost::Away("Is a browser."));
    }
    Ok((Newcomer { stream: Box::new(stream), key, from, secure: true, said }, speaks))
}

/// Whoever does not speak TLS is let in where the host said so.
async fn in_plain(house: &HouseContext, mut stream: TcpStream, from: Origin) -> Result<Arrived, Lost> {
    // They were silent already, or have begun.
    let waits = house.doors.get().text.then_some(Duration::from_millis(1));
    let (speaks, said) = first_words(&mut stream, waits).await?.ok_or(Lost::Away("Left without a word."))?;
    // What this program speaks is never spoken in the open.
    let speaks = if speaks == Speaks::Native { Speaks::Text } else { speaks };
    if let Some(refusal) = refusal(house.doors.get(), speaks) {
        turn_away(&mut stream, &refusal).await;
        return Err(match speaks {
            Speaks::Text => Lost::Plain(Door::Text),
            Speaks::Irc => Lost::Plain(Door::Irc),
            Speaks::Native | Speaks::Http => Lost::Away(NOT_SECURE),
        });
    }
    Ok((Newcomer { stream: Box::new(stream), key: None, from, secure: false, said }, speaks))
}

/// Says why someone is not let in. Whoever does not hear it any more is gone.
async fn turn_away(stream: &mut impl Stream, words: &str) {
    let _ = stream.write_all(words.as_bytes()).await;
    let _ = stream.shutdown().await;
}
