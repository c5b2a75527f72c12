//! Work that waits for a disk, away from the threads that serve sockets.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::log::LogError;

/// How many work on the disk at a time, of each kind. More would only stand in each other's way.
const PLACES: usize = 4;

/// BlockingPool for work that waits for a disk.
#[derive(Clone, Debug)]
pub struct BlockingPool(Arc<Semaphore>);

impl Default for BlockingPool {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(PLACES)))
    }
}

impl BlockingPool {
    /// Works on something once there is a place for it. Whoever gives it up before that has nothing done.
    ///
    /// # Errors
    /// As the work says; or it ended by a fault in the program.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        // It is never closed; if it were, working unhindered would be right.
        let place = Arc::clone(&self.0).acquire_owned().await.ok();
        let work = move || {
            // Held until the work is over, also where nobody waits for it any more.
            let _place = place;
            work()
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done,
            Err(error) => {
                tracing::error!(%error, "work on the disk ended by a fault");
                Err(LogError::Fault)
            }
        }
    }
}
