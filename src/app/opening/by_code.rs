//! A code that someone said: finds where they are, and has them give an invite for it.

use super::entering::{because, no_way};
use super::opened::Closed;
use crate::find::LocalNetwork;
use crate::guest::{self, GuestError};
use crate::wire::spoken_code::CodePlace;
use crate::wire::{Address, Invite, SpokenCode};

/// The invite for a code, from whoever said it: at this address, or near by.
///
/// # Errors
/// Why there is none.
pub async fn invite_by_code(network: LocalNetwork, code: SpokenCode, at: Option<Address>) -> Result<Invite, Closed> {
    let places = match at {
        Some(address) => vec![CodePlace::at(address)],
        None => network.with_code(code.number()).await.into_iter().map(CodePlace::from).collect(),
    };
    if places.is_empty() {
        return Err(Closed::NoWay(nowhere(code.number())));
    }
    guest::invite_by_code(&places, code).await.map_err(|error| match error {
        GuestError::Refused(_) => because(error),
        error => no_way(error),
    })
}

fn nowhere(number: u8) -> String {
    format!(
        "No place on this network is offering code {number}: it may have been used, or have expired. Ask the host for a new \
         one. If the host is on another network, type their address before the code."
    )
}
