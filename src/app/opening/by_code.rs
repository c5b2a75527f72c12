//! A code that someone said: finds where they are, and has them give an invite for it.

use super::entering::{because, blocking, identity};
use super::opened::Closed;
use crate::find::LocalNetwork;
use crate::guest;
use crate::paths::Paths;
use crate::wire::{Address, Invite, SpokenCode};

/// The invite for a code, from whoever said it: at this address, or near by.
///
/// # Errors
/// Why there is none.
pub async fn invite_by_code(
    paths: Paths,
    network: LocalNetwork,
    code: SpokenCode,
    at: Option<Address>,
) -> Result<Invite, Closed> {
    let me = blocking(move || identity(&paths)).await?;
    let places = match at {
        Some(address) => vec![vec![address]],
        None => network.with_code(code.number()).await.into_iter().map(|place| place.addresses).collect(),
    };
    if places.is_empty() {
        return Err(Closed::Because(nowhere(code.number())));
    }
    guest::invite_by_code(&places, code, &me).await.map_err(because)
}

fn nowhere(number: u8) -> String {
    format!(
        "No place on this network has the code {number} now. Check the code, or type the host’s address before it, such as \
         192.168.1.20 {number}-river-maple."
    )
}
