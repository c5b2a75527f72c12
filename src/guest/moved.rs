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

/// How long to wait before looking again, where it turned out to be in both places.
const PAUSE: Duration = Duration::from_secs(5);

/// Waits until the house with this key is announced elsewhere than `here`, answers there, and no longer here. Whoever
/// announces its key elsewhere without having it changes nothing: only where it answers it counts.
pub(super) async fn moved(lookout: Lookout, key: Fingerprint, here: Address, me: Identity) {
    let mut seen = lookout.watch(key);
    loop {
        // Where it was never announced here, that it is announced elsewhere says nothing: one came by another way.
        if seen.wait_for(|all| all.contains(&here)).await.is_err() {
            return std::future::pending().await;
        }
        let away = seen.wait_for(|all| !all.is_empty() && !all.contains(&here)).await.map(|all| all.clone());
        let Ok(elsewhere) = away else { return std::future::pending().await };
        if answers(&elsewhere, key, &me).await {
            let there = timeout(STILL_THERE, answers(std::slice::from_ref(&here), key, &me)).await;
            if !there.unwrap_or(false) {
                return;
            }
        }
        sleep(PAUSE).await;
    }
}

/// Whether the house answers at one of these addresses.
async fn answers(addresses: &[Address], key: Fingerprint, me: &Identity) -> bool {
    reach(addresses, Elsewhere::Nowhere, me, Pin::To(key), |_, _| std::future::ready(Ok(()))).await.is_ok()
}
