//! Where someone said a code: the places near by that have one with its number.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::browser::Browser;
use super::local_network::LocalNetwork;
use super::places::Found;
use crate::wire::spoken_code::CodePlace;

/// How long to look. A code may be on its way into the announcement for some seconds.
const PATIENCE: Duration = Duration::from_secs(7);

/// How long to look for others after the first, so that nobody keeps a place from being found by being quicker.
const OTHERS: Duration = Duration::from_millis(300);

impl LocalNetwork {
    /// The places that have a spoken code with this number, once there are any; none where none came to light. Needs a tokio
    /// runtime around it.
    pub async fn with_code(&self, number: u8) -> Vec<Found> {
        let mut browser = Browser::start(self);
        let (mut until, mut having) = (Instant::now() + PATIENCE, Vec::new());
        while let Ok(found) = timeout_at(until, browser.next()).await {
            let now: Vec<Found> = found.iter().filter(|place| place.codes.contains(&number)).cloned().collect();
            if having.is_empty() && !now.is_empty() {
                until = until.min(Instant::now() + OTHERS);
            }
            having = now;
        }
        having
    }
}

impl From<Found> for CodePlace {
    fn from(Found { addresses, key, .. }: Found) -> Self {
        Self { addresses, key: Some(key) }
    }
}
