//! Who was not let in of late, so that a flood of them fills no screen: the first are told one by one, the rest by their
//! number.

use std::future::pending;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// How many are told one by one in one [`WHILE`].
const ONE_BY_ONE: u32 = 5;

/// For how long they are counted together.
const WHILE: Duration = Duration::from_secs(10);

/// Who was not let in of late.
#[derive(Debug, Default)]
pub struct TurnedAway {
    /// When the count ends, while there is one.
    until: Option<Instant>,
    count: u32,
}

impl TurnedAway {
    /// One more was not let in. Whether that is told by itself.
    pub fn count_one(&mut self) -> bool {
        let now = Instant::now();
        if self.count <= ONE_BY_ONE && self.until.is_none_or(|until| until <= now) {
            *self = Self { until: Some(now + WHILE), count: 0 };
        }
        self.count = self.count.saturating_add(1);
        self.count <= ONE_BY_ONE
    }

    /// Waits until it is time to tell how many more there were. Nothing is told where there were none.
    pub async fn more(&mut self) -> u32 {
        match self.until {
            Some(until) if self.count > ONE_BY_ONE => {
                sleep_until(until).await;
                let more = self.count - ONE_BY_ONE;
                *self = Self::default();
                more
            }
            _ => pending().await,
        }
    }
}
