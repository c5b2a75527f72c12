//! How far announcing and looking go.

use crate::wire::PORT;

/// How far announcements go, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// As far as the networks of this computer do, by all means there are.
    #[default]
    Networks,
    /// No further than this computer, by mDNS on this port.
    HereByMdns(u16),
    /// No further than this computer, by probes to this port.
    HereByProbes(u16),
}

impl Reach {
    /// Whether this computer alone is meant.
    pub const fn is_here(self) -> bool {
        !matches!(self, Self::Networks)
    }

    /// The port that probes go to, if they do.
    pub const fn probes(self) -> Option<u16> {
        match self {
            Self::Networks => Some(PORT),
            Self::HereByMdns(_) => None,
            Self::HereByProbes(port) => Some(port),
        }
    }
}
