//! Who answers where a connection came about. Whoever it is learns nothing of this person: the key that is shown was made for
//! this once.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::doctor::evidence::Answer;
use crate::guest::is_house;
use crate::wire::Identity;
use crate::wire::carriage::Origin;
use crate::wire::tls::{self, Pin, TlsError};

/// How long a secure line may take, and how long whoever is at its other end may take to show that they are a host.
const SECURE: Duration = Duration::from_secs(2);

/// How long whatever else it is may take to show what.
const PLAIN: Duration = Duration::from_millis(1200);

/// How much of an answer is read. Where a web server sends people stands at its beginning.
const ANSWER_BYTES: u64 = 4096;

/// The first byte of what says no in TLS.
const ALERT: u8 = 0x15;

/// Finds out who is at the other end of a connection.
pub async fn who_answers(stream: TcpStream, at: SocketAddr) -> Answer {
    let Ok(me) = Identity::fresh() else { return Answer::Nothing };
    let secure = timeout(SECURE, tls::approach(stream, Origin::Network(at), &me, Pin::FirstUse)).await;
    match secure {
        Ok(Ok(carriage)) => {
            let key = carriage.peer;
            let house = timeout(SECURE, is_house(carriage)).await.unwrap_or(false);
            if house { Answer::Parlor(key) } else { Answer::OtherTls }
        }
        Ok(Err(TlsError::Broken(error))) => match speaks_tls(&error) {
            Some(true) => Answer::OtherTls,
            Some(false) => in_plain(at, Answer::Other).await,
            None => in_plain(at, Answer::HungUp).await,
        },
        Ok(Err(_)) => Answer::OtherTls,
        Err(_) => in_plain(at, Answer::Nothing).await,
    }
}

/// Whether the other end speaks TLS, as far as the way shows in which it failed.
fn speaks_tls(error: &io::Error) -> Option<bool> {
    let why = error.get_ref()?;
    let why = why.downcast_ref::<rustls::Error>().or_else(|| why.source()?.downcast_ref())?;
    Some(!matches!(why, rustls::Error::InvalidMessage(_)))
}

/// Asks in the words of the web, which something that is no web server has a word for as well.
async fn in_plain(at: SocketAddr, otherwise: Answer) -> Answer {
    let mut heard = Vec::new();
    let talk = async {
        let mut stream = TcpStream::connect(at).await?;
        stream.write_all(format!("GET / HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n").as_bytes()).await?;
        stream.take(ANSWER_BYTES).read_to_end(&mut heard).await
    };
    // What was heard until then counts, however it ended.
    let _ = timeout(PLAIN, talk).await;
    read(&heard).unwrap_or(otherwise)
}

fn read(heard: &[u8]) -> Option<Answer> {
    match heard.first()? {
        &ALERT => return Some(Answer::OtherTls),
        b'<' => return Some(Answer::Web { status: 0, sends_to: None }),
        _ => {}
    }
    let text = String::from_utf8_lossy(heard);
    let mut lines = text.lines();
    let mut first = lines.next()?.split(' ');
    if !first.next()?.starts_with("HTTP/") {
        return Some(Answer::Other);
    }
    let status = first.next().and_then(|status| status.parse().ok()).unwrap_or(0);
    let headers = lines.take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
    let sends_to =
        headers.filter(|(name, _)| name.eq_ignore_ascii_case("location")).map(|(_, to)| to.trim().to_owned());
    Some(Answer::Web { status, sends_to: sends_to.last() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_answers_in_plain_is_told_by_its_first_words() {
        let web = |status, to: Option<&str>| Some(Answer::Web { status, sends_to: to.map(str::to_owned) });
        for (heard, expected) in [
            ("", None),
            ("HTTP/1.1 200 OK\r\n\r\nLocation: http://x/", web(200, None)),
            (
                "HTTP/1.0 302 Found\r\nServer: x\r\nlocation: http://login.test/\r\n\r\n",
                web(302, Some("http://login.test/")),
            ),
            ("HTTP/1.1", web(0, None)),
            ("<html>", web(0, None)),
            ("SSH-2.0-OpenSSH_9.9\r\n", Some(Answer::Other)),
            ("\u{15}\u{3}\u{3}\0\u{2}\u{2}F", Some(Answer::OtherTls)),
            ("\u{0}\u{1}", Some(Answer::Other)),
        ] {
            assert_eq!(read(heard.as_bytes()), expected, "{heard:?}");
        }
    }
}
