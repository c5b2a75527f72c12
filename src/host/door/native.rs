//! The native door: guests who speak Parlor's own protocol, one JSON object a line. Each other language in which guests
//! may come gets a door of its own beside this one.

use std::sync::Arc;

use tokio::time::timeout;

use super::code::give_invite;
use super::entrance::{AdmittedGuest, Entrance, Papers};
use super::stay::{self, Newcomer, stay};
use crate::host::connection_limit::Permit;
use crate::host::context::HouseContext;
use crate::host::language::{Encoding, Language};
use crate::host::ledger::Note;
use crate::host::mailbox::Mailbox;
use crate::host::no::No;
use crate::host::session::{Connection, Turn};
use crate::room::{Event, RoomNo};
use crate::wire::carriage::Origin;
use crate::wire::codec::{self, CodecError};
use crate::wire::frame::{Code, FromGuest, FromHost, Hello};
use crate::wire::link::{Hear, JsonLines, LinkError};
use crate::wire::people::Door;
use crate::wire::{Fingerprint, VERSION};

/// Parlor's own lines.
struct Native(JsonLines<FromGuest>);

impl Hear<FromGuest> for Native {
    fn hear(&mut self, arrived: &[u8], heard: &mut Vec<Result<FromGuest, CodecError>>) -> Result<(), CodecError> {
        self.0.hear(arrived, heard)
    }
}

impl Language for Native {
    fn encoding(&self) -> Option<Encoding> {
        Some(Encoding::Native)
    }

    fn tell(&mut self, frame: &FromHost, out: &mut Vec<u8>) {
        codec::encode(frame, out);
    }

    fn event(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        codec::encode_event(room, event, out);
    }
}

/// Serves a guest who speaks Parlor's own protocol.
pub async fn meet(house: Arc<HouseContext>, comer: Newcomer, pass: Permit) {
    let Newcomer { stream, key, from, said, .. } = comer;
    let mut line = Connection::new(stream, Box::new(Native(JsonLines::new(codec::from_guest))));
    let Some(key) = key else {
        // Nobody speaks this language and shows no key.
        house.note(|| Note::refused(from, None, &No::new(Code::Hello, "Showed no key.")));
        line.tell(&No::new(Code::Hello, "Your program showed no certificate, and so no key.").bye());
        let _ = timeout(house.limits.parting, line.finish()).await;
        return;
    };
    line.hear_before(&said);
    let mailbox = Arc::new(Mailbox::default());
    // Boxed, so that the quiet hours after the hello don't carry its memory along.
    match Box::pin(greet(&house, &mut line, key, from, &pass, &mailbox)).await {
        Some(Ok(Greeted::Told)) => {
            house.note(|| Note::invited(from, key));
            let _ = timeout(house.limits.parting, line.finish()).await;
        }
        Some(Ok(Greeted::In(guest))) => stay(house, line, mailbox, *guest, (from, Some(key)), pass),
        Some(Err(no)) => {
            house.note(|| match no.code {
                // Whoever said no proper hello asked for nothing.
                Code::Hello | Code::Frame => Note::silent(from, Some(key), &no.why),
                _ => Note::refused(from, Some(key), &no),
            });
            line.tell(&no.bye());
            let _ = timeout(house.limits.parting, line.finish()).await;
        }
        None => house.note(|| Note::silent(from, Some(key), "Left without a hello.")),
    }
}

/// What a guest came for who was heard out at the door.
enum Greeted {
    /// They are in.
    In(Box<AdmittedGuest>),
    /// They were told a code, and have an invite for it now.
    Told,
}

/// Hears the hello and answers it. Nothing where there is nobody to answer.
async fn greet(
    house: &Arc<HouseContext>,
    line: &mut Connection,
    key: Fingerprint,
    from: Origin,
    pass: &Permit,
    mailbox: &Arc<Mailbox>,
) -> Option<Result<Greeted, No>> {
    let heard = match timeout(house.limits.hello, line.turn(true)).await {
        Ok(Ok(Turn::Heard(heard))) => heard,
        Ok(Err(LinkError::Codec(error))) => return Some(Err(No::new(Code::Frame, error.to_string()))),
        Ok(_) => return None,
        Err(_) => return Some(Err(No::new(Code::Hello, "Your program did not say hello in time."))),
    };
    let mut heard = heard.into_iter();
    let hello = match heard.next() {
        Some(Ok(FromGuest::Hello(hello))) => hello,
        Some(Ok(FromGuest::Code { number, share })) if heard.len() == 0 => {
            let told = give_invite(house, line, (key, from), number, &share);
            let told = timeout(house.limits.hello, told).await;
            let late = || No::new(Code::Hello, "Your program did not prove the code in time.");
            return told.unwrap_or_else(|_| Some(Err(late()))).map(|told| told.map(|()| Greeted::Told));
        }
        Some(Err(error)) => return Some(Err(No::new(Code::Frame, error.to_string()))),
        _ => return Some(Err(No::new(Code::Hello, "Say hello first."))),
    };
    if heard.next().is_some() {
        return Some(Err(too_early()));
    }
    let guest = come(&Entrance::new(house, pass, mailbox), line, mailbox, hello, key, from).await;
    Some(guest.map(Greeted::In))
}

async fn come(
    entrance: &Entrance<'_>,
    line: &mut Connection,
    mailbox: &Mailbox,
    hello: Hello,
    key: Fingerprint,
    from: Origin,
) -> Result<Box<AdmittedGuest>, No> {
    let Hello { v, name, password, secret, account, .. } = hello;
    if v < VERSION {
        let why = format!("Your Parlor is too old: it speaks version {v}, and the host version {VERSION}. Update it.");
        return Err(No::new(Code::Version, why));
    }
    let door = match from {
        Origin::Here => Door::Here,
        Origin::Network(_) | Origin::Relay => Door::Native,
    };
    let papers = Papers { name, password, secret, account, key: Some(key), from, door };
    stay::come(entrance, line, mailbox, &papers, too_early).await
}

fn too_early() -> No {
    No::new(Code::Hello, "Wait for the welcome before saying more.")
}
