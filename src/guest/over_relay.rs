//! One way to a house: by a relay, for whoever is behind a router that opens no port, with a host who is as well.

use tokio::task::JoinSet;

use super::error::GuestError;
use crate::wire::carriage::Carriage;
use crate::wire::tls::Pin;
use crate::wire::{Identity, RelayAddress};

/// What comes of one of the ways that are tried.
type Tried<T> = Result<T, Option<GuestError>>;

/// The relay is tried beside the addresses, a little later: whoever can be reached without it needs it not.
#[cfg(feature = "anywhere")]
pub(super) fn enter<T, F>(
    tries: &mut JoinSet<Tried<T>>,
    to: &RelayAddress,
    alone: bool,
    me: &Identity,
    pin: Pin,
    then: fn(String, Carriage) -> F,
) where
    T: Send + 'static,
    F: Future<Output = Result<T, GuestError>> + Send + 'static,
{
    use std::time::Duration;

    use tokio::time::sleep;

    /// How long the addresses have the field to themselves.
    const HEAD_START: Duration = Duration::from_secs(1);

    let (to, me) = (to.clone(), me.clone());
    tries.spawn(async move {
        if !alone {
            sleep(HEAD_START).await;
        }
        let went = async { then(to.relay.host().to_owned(), going::go(&to, &me, pin).await?).await };
        // That nobody came by a relay says less than that nobody is at an address.
        went.await.map_err(|error| (alone || error.gravity() > 0).then_some(error))
    });
}

/// A Parlor that was built without it knows no way there.
#[cfg(not(feature = "anywhere"))]
pub(super) fn enter<T, F>(
    _: &mut JoinSet<Tried<T>>,
    _: &RelayAddress,
    _: bool,
    _: &Identity,
    _: Pin,
    _: fn(String, Carriage) -> F,
) {
}

#[cfg(feature = "anywhere")]
mod going {
    use std::io;

    use tokio::time::timeout;

    use crate::guest::error::GuestError;
    use crate::guest::over_tcp::CONNECT;
    use crate::wire::carriage::{Carriage, Origin};
    use crate::wire::relay::dial;
    use crate::wire::tls::{self, Pin, TlsError};
    use crate::wire::{Identity, RelayAddress};

    /// Goes there, and makes sure that it is the right house.
    pub(super) async fn go(to: &RelayAddress, me: &Identity, pin: Pin) -> Result<Carriage, GuestError> {
        let approach = async { Ok::<_, io::Error>(tls::approach(dial(to).await?, Origin::Relay, me, pin).await) };
        let relay = to.relay.host().to_owned();
        match timeout(CONNECT, approach).await {
            Ok(Ok(Err(TlsError::Broken(error)))) if error.kind() == io::ErrorKind::InvalidData => {
                Err(GuestError::NotParlor { address: relay })
            }
            Ok(Ok(carriage)) => Ok(carriage?),
            Ok(Err(error)) => {
                tracing::debug!(%error, "nobody was reached by the relay");
                Err(GuestError::NoAnswerByRelay { relay })
            }
            Err(_) => Err(GuestError::NoAnswerByRelay { relay }),
        }
    }
}
