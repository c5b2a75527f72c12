//! What the system says, in words for people. Its own words, and those of libraries, go into the log.

use std::io::{Error, ErrorKind};

/// Why something could not be done, as the end of a sentence.
#[must_use]
pub fn plainly(error: &Error) -> &'static str {
    tracing::debug!(%error, "the system said no");
    match error.kind() {
        ErrorKind::NotFound => "it is not there",
        ErrorKind::PermissionDenied => "you don't have permission",
        ErrorKind::AlreadyExists => "it already exists",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
        ErrorKind::FileTooLarge => "it gets too large",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "its folder is a file",
        ErrorKind::AddrInUse => "another program uses it",
        ErrorKind::AddrNotAvailable => "this computer does not have that address",
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => "its content is not right",
        _ => "the system does not allow it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_of_the_system_are_told() {
        let error = Error::other("peer closed connection without sending TLS close_notify: https://docs.rs/rustls");
        assert_eq!(plainly(&error), "the system does not allow it");
        assert_eq!(plainly(&ErrorKind::StorageFull.into()), "the disk is full");
    }
}
