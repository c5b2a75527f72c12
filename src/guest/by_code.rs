//! Coming by a spoken code: showing a host that one was told theirs, for an invite. Nothing of oneself is said, and nothing
//! of the code to whoever does not know it, be it someone between the two.

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::error::GuestError;
use super::handshake::Heard;
use super::lookout::Elsewhere;
use super::visit::reach;
use crate::wire::carriage::Carriage;
use crate::wire::code_exchange::{Exchange, Share, Side};
use crate::wire::codec;
use crate::wire::frame::{Code, FromGuest, FromHost};
use crate::wire::link::{Link, Turn};
use crate::wire::spoken_code::CodePlace;
use crate::wire::tls::Pin;
use crate::wire::{Identity, Invite, SpokenCode};

/// How long a host may take to answer.
const ANSWER: Duration = Duration::from_secs(5);

/// How many places are asked, and how long all of that may take: anyone on the network can announce any number of them.
const PLACES: usize = 4;
const ALL: Duration = Duration::from_secs(20);

/// The invite of whoever said this code, if they are at one of these places. One is asked after the other, and not all of
/// them where there are many.
///
/// # Errors
/// Nobody answers there, or not as a house does, or there is no such code.
pub async fn invite_by_code(places: &[CodePlace], code: SpokenCode) -> Result<Invite, GuestError> {
    let mut failure = None;
    let until = Instant::now() + ALL;
    for place in places.iter().take(PLACES) {
        match timeout_at(until, ask(place, code)).await {
            Ok(Ok(invite)) => return Ok(invite),
            // Whoever says why not is likelier to be meant than whoever does not answer.
            Ok(Err(error @ GuestError::Refused(_))) => failure = Some(error),
            Ok(Err(error)) => failure = failure.or(Some(error)),
            Err(_) => break,
        }
    }
    Err(failure.unwrap_or(GuestError::Offline))
}

async fn ask(place: &CodePlace, code: SpokenCode) -> Result<Invite, GuestError> {
    let CodePlace { addresses, key } = place;
    // Somebody who only pretends to be the place learns nothing of who comes, not even their key.
    let me = Identity::fresh()?;
    // By one way alone: each try is a guess, and there are only so many.
    let ready = |address, carriage| std::future::ready(Ok((address, carriage)));
    let pin = key.map_or(Pin::FirstUse, Pin::To);
    let (address, carriage): (String, Carriage) = reach((addresses, None), Elsewhere::Nowhere, &me, pin, ready).await?;
    let not_parlor = || GuestError::NotParlor { address: address.clone() };
    let key = carriage.peer;
    let (exchange, share) =
        Exchange::begin(Side::Guest, code, me.fingerprint(), key).map_err(|_| GuestError::Offline)?;
    let mut line = Line { link: Link::new(carriage, codec::from_host), heard: Vec::new() };
    let talk = async {
        let theirs = line.show(code, share).await?;
        let Some(theirs) = theirs else { return Err(not_parlor()) };
        let agreed = exchange.agree(&theirs).map_err(|_| not_parlor())?;
        line.link.say(&FromGuest::Proof { proof: agreed.proof() });
        match line.next().await {
            Some(FromHost::Granted { proof, secret }) if agreed.is_proved(&proof) => {
                Ok(Invite { addresses: addresses.clone(), relay: None, key, room: None, secret: Some(secret) })
            }
            Some(FromHost::Bye { why, .. }) => Err(GuestError::Refused(why)),
            _ => Err(not_parlor()),
        }
    };
    timeout(ANSWER, talk).await.unwrap_or_else(|_| Err(not_parlor()))
}

/// A connection on which one frame is waited for after another.
struct Line {
    link: Link<FromHost>,
    heard: Vec<Heard>,
}

impl Line {
    /// Begins to show the code. The answer is what the host shows; nothing where it is none.
    async fn show(&mut self, code: SpokenCode, share: Share) -> Result<Option<Share>, GuestError> {
        self.link.say(&FromGuest::Code { number: code.number(), share });
        match self.next().await {
            Some(FromHost::Code { share }) => Ok(Some(share)),
            Some(FromHost::Bye { code: Code::Hello | Code::Frame, .. }) => {
                let why = "The host's Parlor is too old for codes. Ask for a link instead, or ask them to update.";
                Err(GuestError::Refused(why.to_owned()))
            }
            Some(FromHost::Bye { why, .. }) => Err(GuestError::Refused(why)),
            _ => Ok(None),
        }
    }

    /// The next frame; nothing where there is none, or something else.
    async fn next(&mut self) -> Option<FromHost> {
        while self.heard.is_empty() {
            match self.link.turn(true).await {
                Ok(Turn::Sent | Turn::SentSome) => {}
                Ok(Turn::Heard(frames)) => self.heard.extend(frames),
                Ok(Turn::Ended) | Err(_) => return None,
            }
        }
        self.heard.remove(0).ok()
    }
}
