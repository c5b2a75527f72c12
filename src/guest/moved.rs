//! Whether the house one is in moved to another address without a word: its computer changed to another Wi-Fi, say. The
//! connection to where it was tells nothing of that for half a minute, since there is nobody who could close it.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::lookout::{Elsewhere, Lookout};
use super::visit::reach;
use crate::wire::tls::Pin;
use crate::wire::{Address, Fingerprint, Identity};

/// How long the house may take to answer where it was. On its way out of one network it may still answer for a moment.
const STILL_THERE: Duration = Duration::from_secs(1);

/// How long to wait before looking again: anyone can announce anything, as often as they like.
const PAUSE: Duration = Duration::from_secs(1);

/// Waits until the house with this key is announced elsewhere than `here`, answers there, and no longer here. Whoever
/// announces its key elsewhere without having it changes nothing: only where it answers it counts.
pub(super) async fn moved(lookout: Lookout, key: Fingerprint, here: Address, me: Identity) {
    let mut seen = lookout.watch(key);
    let (mut was_here, mut known) = (false, Vec::new());
    loop {
        let now = seen.borrow_and_update().clone();
        let is_here = now.contains(&here);
        // What was announced here before stays known for a while beside what is new.
        let new = now.iter().filter(|at| **at != here && (!is_here || !known.contains(*at)));
        let new: Vec<Address> = new.cloned().collect();
        // Where it was never announced here, that it is announced elsewhere says nothing: one came by another way.
        was_here |= is_here;
        known = now;
        if was_here && !new.is_empty() {
            if answers(&new, key, &me).await {
                let there = timeout(STILL_THERE, answers(std::slice::from_ref(&here), key, &me)).await;
                if !there.unwrap_or(false) {
                    return;
                }
            }
            sleep(PAUSE).await;
        }
        if seen.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}

/// Whether the house answers at one of these addresses.
async fn answers(addresses: &[Address], key: Fingerprint, me: &Identity) -> bool {
    reach((addresses, None), Elsewhere::Nowhere, me, Pin::To(key), |_, _| std::future::ready(Ok(()))).await.is_ok()
}
