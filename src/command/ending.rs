//! How a command ends.

use std::time::Duration;

use parlor::guest::Ended;

/// What went wrong, in one sentence for standard error.
pub type Failure = Box<dyn std::error::Error>;

/// How long what was said may take to be kept when leaving.
pub const PARTING: Duration = Duration::from_secs(10);

/// Why a visit is over, with what to do about it on a command line.
pub fn sentence(ended: &Ended) -> String {
    match ended.code {
        // Only another key ends a visit without the house's own word.
        None => format!("{}\nIf it is the right place, join once with --new-key.", ended.why),
        Some(_) => ended.why.clone(),
    }
}
