//! Why a house can't be opened or kept.

use crate::log::LogError;
use crate::wire::identity::IdentityError;
use crate::wire::tls::TlsError;

/// Why a house can't be kept.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// Its store can't be used.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Its key can't be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// It can't speak TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Its ledger can't be written.
    #[error("The ledger {} can't be written: {}. Choose another file.", .path.display(), crate::wire::plainly::plainly(.error))]
    Ledger {
        /// The file.
        path: std::path::PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// It asked for a password before, and would be open to everyone now without anybody having said so.
    #[error("This place had a password. Host it with one again.")]
    HadPassword,
    /// What was asked for was not done.
    #[error("{0}")]
    Refused(String),
    /// The house has been closed.
    #[error("It is closed. Open it again first.")]
    Closed,
}
