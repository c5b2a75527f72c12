//! The way in: hello, welcome, and the room. And whether it is worth trying again where it ended otherwise.

use std::collections::VecDeque;
use std::time::Duration;

use super::error::GuestError;
use super::update::Ended;
use super::visit::Visit;
use crate::room::Name;
use crate::wire::VERSION;
use crate::wire::codec::CodecError;
use crate::wire::frame::{Code, Entered, FromGuest, FromHost, Hello, Refused, RoomName, Since, Welcome};
use crate::wire::link::{Link, LinkError, Turn};
use crate::wire::tls::TlsError;

/// A line that was heard.
pub(super) type Heard = Result<FromHost, CodecError>;

/// How a connection ended.
pub(super) enum Disconnected {
    /// The owner left.
    Left,
    /// The connection was cut, or the house asked to come back later.
    Cut(String),
    /// Trying again as it is would not help.
    Over(Ended),
}

/// A connection on which both sides know each other.
pub(super) struct Introduced {
    pub(super) link: Link<FromHost>,
    pub(super) early: Vec<Heard>,
    pub(super) welcome: Welcome,
    pub(super) entered: Box<Entered>,
}

/// A connection on which hello was said, and what was heard on it.
pub(super) struct Greeted {
    link: Link<FromHost>,
    heard: VecDeque<Heard>,
    /// The answer, where it came already; else the host was asked, and this is what was said of it.
    pub(super) answer: Result<Box<Welcome>, String>,
}

fn strange() -> Disconnected {
    Disconnected::Cut("What answers there is not Parlor. Check the address and port.".to_owned())
}

/// The line broke, or what comes on it can't be read.
pub(super) fn broken(error: &LinkError) -> Disconnected {
    tracing::debug!(%error, "the line broke");
    match error {
        LinkError::Io(_) => Disconnected::Cut("The connection was lost.".to_owned()),
        LinkError::Codec(_) => strange(),
    }
}

/// Says hello.
pub(super) async fn greet(mut link: Link<FromHost>, visit: &Visit) -> Result<Greeted, Disconnected> {
    link.say(&FromGuest::Hello(Hello {
        v: VERSION,
        name: visit.name.as_str().to_owned(),
        password: visit.password.clone(),
        secret: visit.secret.clone(),
        account: visit.account.clone(),
        agent: Some(concat!("parlor ", env!("CARGO_PKG_VERSION")).to_owned()),
    }));
    let mut greeted = Greeted { link, heard: VecDeque::new(), answer: Err(String::new()) };
    greeted.listen().await?;
    Ok(greeted)
}

impl Greeted {
    /// Waits for the next answer to the hello.
    pub(super) async fn listen(&mut self) -> Result<(), Disconnected> {
        self.answer = match next_frame(&mut self.link, &mut self.heard).await? {
            FromHost::Welcome(welcome) => Ok(Box::new(welcome)),
            FromHost::Waiting { why } => Err(why),
            FromHost::Bye { code, why, suggest, wait_ms } => {
                return Err(disconnected_with(code, why, suggest, wait_ms));
            }
            _ => return Err(strange()),
        };
        Ok(())
    }

    /// Enters the room, once one is welcome.
    pub(super) async fn enter(self, room: Option<RoomName>, since: Since) -> Result<Introduced, Disconnected> {
        let Self { mut link, mut heard, answer: Ok(welcome) } = self else { return Err(strange()) };
        link.say(&FromGuest::Enter { room, since, password: None, ask: None });
        let mut early = Vec::new();
        loop {
            match next_frame(&mut link, &mut heard).await? {
                FromHost::Entered(entered) => {
                    early.extend(heard);
                    return Ok(Introduced { link, early, welcome: *welcome, entered });
                }
                FromHost::Refused(Refused { code, why, wait_ms, .. }) => {
                    let wait = wait_ms.map(Duration::from_millis);
                    return Err(Disconnected::Over(Ended { code: Some(code), why, suggest: None, wait }));
                }
                FromHost::Bye { code, why, suggest, wait_ms } => {
                    return Err(disconnected_with(code, why, suggest, wait_ms));
                }
                // Whoever is welcome is in the house already, and hears what happens in it.
                news => early.push(Ok(news)),
            }
        }
    }
}

/// The next frame. What came with it waits in `heard`.
async fn next_frame(link: &mut Link<FromHost>, heard: &mut VecDeque<Heard>) -> Result<FromHost, Disconnected> {
    loop {
        match heard.pop_front() {
            Some(Ok(frame)) => return Ok(frame),
            Some(Err(error)) => {
                tracing::warn!(%error, "what the host said can't be read");
                return Err(strange());
            }
            None => {}
        }
        match link.turn(true).await {
            Ok(Turn::Sent | Turn::SentSome) => {}
            Ok(Turn::Heard(frames)) => heard.extend(frames),
            Ok(Turn::Ended) => return Err(Disconnected::Cut("The host closed the connection.".to_owned())),
            Err(error) => return Err(broken(&error)),
        }
    }
}

/// Whether it is worth coming back after the host said goodbye with this code.
pub(super) fn disconnected_with(code: Code, why: String, suggest: Option<Name>, wait_ms: Option<u64>) -> Disconnected {
    match code {
        Code::Full | Code::Closing | Code::Stalled | Code::Storage | Code::Hello | Code::Slow => Disconnected::Cut(why),
        _ => Disconnected::Over(Ended { code: Some(code), why, suggest, wait: wait_ms.map(Duration::from_millis) }),
    }
}

pub(super) fn disconnected_by(error: GuestError) -> Disconnected {
    match error {
        GuestError::Tls(TlsError::KeyChanged { .. }) => {
            Disconnected::Over(Ended { code: None, why: error.to_string(), suggest: None, wait: None })
        }
        error => Disconnected::Cut(error.to_string()),
    }
}
