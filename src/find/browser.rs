//! Someone who looks for places: what the one search finds, as they hear of it.

use std::sync::Arc;

use tokio::sync::watch;

use super::browse::Browsing;
use super::local_network::LocalNetwork;
use super::places::Found;

/// Someone looks for places, for as long as this is held.
#[derive(Clone, Debug)]
pub struct Browser {
    found: watch::Receiver<Arc<[Found]>>,
    _search: Arc<Browsing>,
}

impl Browser {
    /// Looks for places. Needs a tokio runtime around it.
    #[must_use]
    pub fn start(network: &LocalNetwork) -> Self {
        let search = network.browse();
        let mut found = search.found.clone();
        found.mark_changed();
        Self { found, _search: search }
    }

    /// What is found by now, by title. At most [`super::PLACES`].
    #[must_use]
    pub fn found(&self) -> Arc<[Found]> {
        Arc::clone(&self.found.borrow())
    }

    /// Waits until something else is found, or something is gone; the first time, for nothing. The answer is all of it.
    pub async fn next(&mut self) -> Arc<[Found]> {
        // The search goes on for as long as anyone holds it; without it, nothing more is found.
        if self.found.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        Arc::clone(&self.found.borrow_and_update())
    }
}
