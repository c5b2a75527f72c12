//! Where a house with a certain key is just now, as far as it announces itself: for guests who lost it.

use tokio::sync::watch;

use super::browser::Browser;
use super::local_network::LocalNetwork;
use crate::wire::{Address, Fingerprint};

impl LocalNetwork {
    /// Looks for the house with this key, for as long as the receiver is held, which has its addresses. Needs a tokio runtime
    /// around it.
    #[must_use]
    pub fn whereabouts(&self, key: Fingerprint) -> watch::Receiver<Vec<Address>> {
        let (told, addresses) = watch::channel(Vec::new());
        let mut browser = Browser::start(self);
        tokio::spawn(async move {
            loop {
                let found = tokio::select! {
                    found = browser.next() => found,
                    () = told.closed() => return,
                };
                let now = found.iter().find(|place| place.key == key).map(|place| place.addresses.clone());
                let now = now.unwrap_or_default();
                told.send_if_modified(|before| {
                    let other = *before != now;
                    *before = now;
                    other
                });
            }
        });
        addresses
    }
}
