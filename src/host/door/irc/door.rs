//! The IRC door: meets whoever speaks IRC, and brings them in by the same entrance as everyone.

use std::sync::Arc;

use tokio::time::timeout;

use super::client::Client;
use super::registration::is_proof;
use crate::host::connection_limit::Permit;
use crate::host::context::HouseContext;
use crate::host::door::entrance::{AdmittedGuest, Entrance, Papers};
use crate::host::door::stay::{Newcomer, come, left, stay};
use crate::host::ledger::Note;
use crate::host::mailbox::Mailbox;
use crate::host::no::No;
use crate::host::session::{Connection, Turn};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;
use crate::wire::frame::{Code, FromGuest, FromHost, Hello};
use crate::wire::link::LinkError;
use crate::wire::people::Door;

/// How many times as long as a hello it may take to come in: capabilities and logging in need several turns, and some type
/// them by hand.
const TURNS: u32 = 6;

/// Serves a guest who speaks IRC.
pub async fn meet(house: Arc<HouseContext>, comer: Newcomer, pass: Permit) {
    let private = comer.is_private();
    let Newcomer { stream, key, from, said, .. } = comer;
    let mailbox = Arc::new(Mailbox::default());
    let client = Client::new(Arc::clone(&house), &mailbox, private, key);
    let mut line = Connection::new(stream, Box::new(client));
    line.hear_before(&said);
    // Boxed, so that the quiet hours after it don't carry its memory along.
    match Box::pin(greet(&house, &mut line, (from, key), &pass, &mailbox)).await {
        Some(Ok(guest)) => stay(house, line, mailbox, *guest, (from, key), pass),
        Some(Err(no)) => {
            house.note(|| Note::refused(from, key, &no));
            line.tell(&no.bye());
            let _ = timeout(house.limits.parting, line.finish()).await;
        }
        None => {
            house.note(|| Note::silent(from, key, "Left before joining."));
            let _ = timeout(house.limits.parting, line.finish()).await;
        }
    }
}

/// Hears who someone is until they are in, or may not be. Nothing where they left.
async fn greet(
    house: &Arc<HouseContext>,
    line: &mut Connection,
    (from, key): (Origin, Option<Fingerprint>),
    pass: &Permit,
    mailbox: &Arc<Mailbox>,
) -> Option<Result<Box<AdmittedGuest>, No>> {
    let entrance = Entrance::new(house, pass, mailbox);
    let until = tokio::time::Instant::now() + house.limits.hello * TURNS;
    loop {
        let heard = match tokio::time::timeout_at(until, line.turn(true)).await {
            Ok(Ok(Turn::Heard(heard))) => heard,
            Ok(Ok(Turn::Sent | Turn::SentSome)) => continue,
            Ok(Err(LinkError::Codec(error))) => return Some(Err(No::new(Code::Frame, error.to_string()))),
            Ok(Ok(Turn::Ended) | Err(LinkError::Io(_))) => return None,
            Err(_) => return Some(Err(No::new(Code::Hello, "You did not register in time."))),
        };
        for frame in heard {
            let hello = match frame {
                Ok(FromGuest::Hello(hello)) => hello,
                Ok(FromGuest::Bye {}) => return None,
                _ => continue,
            };
            let is_proof = is_proof(&hello);
            let papers = papers(hello, from, key);
            if is_proof {
                match entrance.prove(&papers).await {
                    Ok(()) => line.tell(&FromHost::Done { ask: 0 }),
                    Err(no) => {
                        entrance.note_guess(&papers, &no);
                        line.tell(&no.refused(None, None, None));
                    }
                }
                continue;
            }
            match come(&entrance, line, mailbox, &papers, left).await {
                Ok(guest) => return Some(Ok(guest)),
                // They may try another.
                Err(no) if matches!(no.code, Code::Taken | Code::Name) => line.tell(&no.bye()),
                Err(no) => return Some(Err(no)),
            }
        }
    }
}

fn papers(hello: Hello, from: Origin, key: Option<Fingerprint>) -> Papers {
    let Hello { name, password, secret, account, .. } = hello;
    Papers { name, password, secret, account, key, from, door: Door::Irc }
}
