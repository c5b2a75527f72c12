//! Going up to a house only to see who answers: which key it has, and that it is Parlor at all. Nothing of one's own is
//! said to it, neither name nor password.

use std::time::Duration;

use tokio::time::timeout;

use super::error::GuestError;
use super::lookout::Elsewhere;
use super::visit::reach;
use crate::wire::carriage::Carriage;
use crate::wire::codec;
use crate::wire::frame::{FromGuest, FromHost};
use crate::wire::link::{Link, Turn};
use crate::wire::tls::Pin;
use crate::wire::{Address, Fingerprint, Identity};

/// How long whoever has a secure line may take to say that they are a host.
const ANSWER: Duration = Duration::from_secs(5);

/// Goes up to a house only to see its key, for a first visit without an invite. Only what speaks Parlor has one: whoever
/// compares its words with its host must not be asked to compare those of some other server.
///
/// # Errors
/// Nobody answers, or not as a house does.
pub async fn knock(addresses: &[Address], me: &Identity) -> Result<Fingerprint, GuestError> {
    reach((addresses, None), Elsewhere::Nowhere, me, Pin::FirstUse, prove).await
}

/// Has the other end show that it is a host.
async fn prove(address: String, carriage: Carriage) -> Result<Fingerprint, GuestError> {
    let peer = carriage.peer;
    if is_house(carriage).await { Ok(peer) } else { Err(GuestError::NotParlor { address }) }
}

/// Whether whoever is at the other end of a secure line shows that they are a host. Whoever says goodbye before hello is
/// told by a host, in a frame, that hello comes first.
pub(crate) async fn is_house(carriage: Carriage) -> bool {
    let mut link = Link::new(carriage, codec::from_host);
    link.say(&FromGuest::Bye {});
    let answer = async {
        loop {
            match link.turn(true).await {
                Ok(Turn::Sent | Turn::SentSome) => {}
                Ok(Turn::Heard(frames)) => return matches!(frames.first(), Some(Ok(FromHost::Bye { .. }))),
                Ok(Turn::Ended) | Err(_) => return false,
            }
        }
    };
    timeout(ANSWER, answer).await.unwrap_or(false)
}
