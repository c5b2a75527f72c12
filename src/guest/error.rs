//! Why something on a visit can't be done.

use crate::log::LogError;
use crate::wire::identity::IdentityError;
use crate::wire::tls::TlsError;

/// Why a visit can't be made.
#[derive(Debug, thiserror::Error)]
pub enum GuestError {
    /// The replica or the outbox can't be used.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The key can't be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// There is no secure line.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Nobody answers.
    #[error("No answer from {address}. Is Parlor open there?")]
    Unreachable {
        /// Where.
        address: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A name leads nowhere. Systems don't say reliably whether there is none such, or nobody could be asked.
    #[error("No computer called {name} was found. Check the address, and that you are online.")]
    NoSuchName {
        /// The name.
        name: String,
    },
    /// Nobody answers by the relay of an invite.
    #[error("No answer from the host, nor by the relay {relay}. Is Parlor open there?")]
    NoAnswerByRelay {
        /// The relay.
        relay: String,
    },
    /// Something answers, and it is no house.
    #[error("What answers at {address} is not Parlor. Check the address.")]
    NotParlor {
        /// Where.
        address: String,
    },
    /// The connection broke.
    #[error("The connection was lost.")]
    Lost,
    /// There is no connection.
    #[error("You are offline. Try again once you are connected.")]
    Offline,
    /// The house said no.
    #[error("{0}")]
    Refused(String),
    /// More is under way than the visit keeps up with.
    #[error("Too much is being sent at once. Wait a moment, then try again.")]
    Busy,
    /// The visit is over.
    #[error("You are no longer connected. Join again.")]
    Over,
}

/// How grave another key is.
pub(super) const GRAVEST: u8 = 2;

impl GuestError {
    /// How much it tells of a house that it did not work: another key is the gravest news, and a wrong answer graver than none.
    pub(super) const fn gravity(&self) -> u8 {
        match self {
            Self::Tls(TlsError::KeyChanged { .. }) => GRAVEST,
            Self::Tls(_) | Self::NotParlor { .. } => 1,
            _ => 0,
        }
    }
}
