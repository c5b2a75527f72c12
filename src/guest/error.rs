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
