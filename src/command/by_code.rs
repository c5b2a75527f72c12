//! A spoken code in place of an invite: finds whoever said it, and has them give the invite.

use parlor::find::LocalNetwork;
use parlor::guest::invite_by_code;
use parlor::wire::spoken_code::CodePlace;
use parlor::wire::{Address, Invite, SpokenCode};

use super::ending::Failure;

/// The invite for this code, at an address where one is given, else near by.
pub async fn invite(code: SpokenCode, at: Option<Address>) -> Result<Invite, Failure> {
    let places = match at {
        Some(address) => vec![CodePlace::at(address)],
        None => LocalNetwork::new().with_code(code.number()).await.into_iter().map(CodePlace::from).collect(),
    };
    if places.is_empty() {
        return Err(nowhere(code.number()).into());
    }
    Ok(invite_by_code(&places, code).await?)
}

fn nowhere(number: u8) -> String {
    format!(
        "No place on this network is offering code {number}: it may have been used, or have expired. Ask the host for a new one, or give their address as well: \
         parlor join ADDRESS --code CODE --name NAME."
    )
}
