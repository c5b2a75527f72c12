//! The plain door: guests who have no program of Parlor's kind, and type lines of text with `nc`, `telnet`, a serial
//! terminal, or a chat client that writes raw text to a socket.

mod answers;
mod arriving;
mod language;
mod lines;
mod place;
mod questions;
mod typing;
mod unsaid;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use self::arriving::may_try_again;
use self::language::{LATE_TLS, TextLanguage};
use super::entrance::{AdmittedGuest, Entrance, Papers};
use super::stay::{Newcomer, come, left, stay};
use crate::host::connection_limit::Permit;
use crate::host::context::HouseContext;
use crate::host::ledger::Note;
use crate::host::mailbox::Mailbox;
use crate::host::no::No;
use crate::host::session::{Connection, Turn};
use crate::room::Door;
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;
use crate::wire::frame::{Code, FromGuest, Hello};

/// What such a guest speaks.
#[cfg(fuzzing)]
pub fn language(house: crate::room::Title) -> TextLanguage {
    use crate::host::view::{FanOut, RoomViews};
    let rooms = Arc::new(RoomViews::new(FanOut::stopped()));
    TextLanguage::new(house, rooms, true, true)
}

/// How long a person may take to type a name and a password.
const TYPING: Duration = Duration::from_secs(180);

/// How often someone may try to come in on one connection.
const TRIES: usize = 10;

/// Serves a guest who speaks plain text.
pub async fn meet(house: Arc<HouseContext>, comer: Newcomer, pass: Permit) {
    let private = comer.is_private();
    let Newcomer { stream, key, from, said, .. } = comer;
    let language = TextLanguage::new(house.title.clone(), Arc::clone(&house.rooms), private, said.is_empty());
    let mut line = Connection::new(stream, Box::new(language));
    line.hear_before(&said);
    let mailbox = Arc::new(Mailbox::default());
    let entrance = Entrance::new(&house, &pass, &mailbox);
    // Boxed, so that the quiet hours after it don't carry its memory along.
    let greeted = Box::pin(greet(&entrance, &mut line, &mailbox, key, from)).await;
    match greeted {
        Some(Ok(guest)) => return stay(house, line, mailbox, *guest, (from, key), pass),
        Some(Err(no)) => {
            house.note(|| match no.code {
                // Whoever typed no name asked for nothing.
                Code::Hello | Code::Frame => Note::silent(from, key, &no.why),
                _ => Note::refused(from, key, &no),
            });
            line.tell(&no.bye());
        }
        None => {
            house.note(|| Note::silent(from, key, "Left without a name."));
            line.say_last_word();
        }
    }
    let _ = timeout(house.limits.parting, line.finish()).await;
}

/// Asks until someone is in, or can't be. Nothing where they left.
async fn greet(
    entrance: &Entrance<'_>,
    line: &mut Connection,
    mailbox: &Mailbox,
    key: Option<Fingerprint>,
    from: Origin,
) -> Option<Result<Box<AdmittedGuest>, No>> {
    for _ in 0..TRIES {
        let Ok(hello) = timeout(TYPING, hear_hello(line)).await else {
            return Some(Err(No::new(Code::Hello, "Nothing was typed in time. Connect again to join.")));
        };
        let Hello { name, password, secret, account, .. } = match hello? {
            Ok(hello) => hello,
            Err(no) => return Some(Err(no)),
        };
        let papers = Papers { name, password, secret, account, key, from, door: Door::Text };
        match come(entrance, line, mailbox, &papers, left).await {
            Err(no) if may_try_again(no.code) => {
                entrance.note_guess(&papers, &no);
                line.tell(&no.bye());
            }
            done => return Some(done),
        }
    }
    Some(Err(No::new(Code::Hello, "That was tried too often. Connect again to join.")))
}

/// Waits until they typed what is needed to ask for them.
async fn hear_hello(line: &mut Connection) -> Option<Result<Hello, No>> {
    loop {
        match line.turn(true).await {
            Ok(Turn::Sent | Turn::SentSome) => {}
            Ok(Turn::Heard(heard)) => {
                for frame in heard {
                    match frame {
                        Ok(FromGuest::Hello(hello)) => return Some(Ok(hello)),
                        Ok(FromGuest::Bye {}) => return None,
                        Ok(_) => {}
                        // All else that is typed is understood.
                        Err(_) => return Some(Err(No::new(Code::Frame, LATE_TLS))),
                    }
                }
            }
            Ok(Turn::Ended) | Err(_) => return None,
        }
    }
}
