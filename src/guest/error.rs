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
    #[error("Nobody answers at {address} ({}). Check the address, and that the host has the house open.", plain(.error))]
    Unreachable {
        /// Where.
        address: String,
        /// What the system said.
        error: std::io::Error,
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
    #[error("There is no connection to the house just now.")]
    Offline,
    /// The house said no.
    #[error("{0}")]
    Refused(String),
    /// More is under way than the visit keeps up with.
    #[error("Too much is under way already. Wait a moment, then try again.")]
    Busy,
    /// The visit is over.
    #[error("This visit is over.")]
    Over,
}

/// What the system said, without the number it has for it.
fn plain(error: &std::io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default().to_owned();
    words.replacen("failed to lookup address information: ", "", 1)
}
