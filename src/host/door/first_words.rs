//! What a newcomer speaks, told from the first bytes they send: one port serves every door.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::timeout;

/// How long something without a line end may stand alone before it counts as a line: some clients send none.
pub const ALONE: Duration = Duration::from_millis(50);

/// How much is looked at. The first line of none of these languages is longer.
const MOST: usize = 512;

/// The commands that an IRC client may begin with.
const IRC: [&[u8]; 6] = [b"CAP ", b"NICK ", b"USER ", b"PASS ", b"AUTHENTICATE ", b"PING "];

/// The methods that a web browser may begin with.
const HTTP: [&[u8]; 5] = [b"GET ", b"HEAD ", b"POST ", b"OPTIONS ", b"CONNECT "];

/// A language in which someone begins to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// Parlor's own.
    Native,
    /// Plain text.
    Text,
    /// IRC.
    Irc,
    /// What browsers speak. There is no door for it.
    Http,
}

/// Listens until it is clear what someone speaks. The answer is that, and all they said so far; nothing where they left.
/// Whoever says nothing for as long as `silence` is a person who waits to be asked.
pub async fn first_words<S: AsyncRead + Unpin>(
    stream: &mut S,
    silence: Option<Duration>,
) -> io::Result<Option<(Speaks, Vec<u8>)>> {
    let mut said = Vec::with_capacity(MOST);
    let begins = async { stream.read_buf(&mut said).await };
    let begun = match silence {
        Some(silence) => timeout(silence, begins).await.ok(),
        None => Some(begins.await),
    };
    match begun {
        None => return Ok(Some((Speaks::Text, said))),
        Some(begun) => {
            if begun? == 0 {
                return Ok(None);
            }
        }
    }
    loop {
        if said.first() == Some(&b'{') || said.contains(&b'\n') || said.len() >= MOST {
            break;
        }
        // Silent or gone: what was said is all there is.
        let Ok(read) = timeout(ALONE, stream.read_buf(&mut said)).await else { break };
        if read? == 0 {
            break;
        }
    }
    Ok(Some((language_of(&said), said)))
}

/// What begins like this.
fn language_of(said: &[u8]) -> Speaks {
    let line = said.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let begins = |words: &[&[u8]]| words.iter().any(|word| line.starts_with(word));
    match said.first() {
        Some(b'{') if line.starts_with(b"{\"") || line.len() == 1 => Speaks::Native,
        _ if begins(&IRC) => Speaks::Irc,
        _ if begins(&HTTP) && (line.windows(6).any(|six| six == b" HTTP/") || line.len() >= MOST) => Speaks::Http,
        _ => Speaks::Text,
    }
}
