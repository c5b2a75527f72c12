//! A spoken code in place of an invite: finds whoever said it, and has them give the invite.

use parlor::find::LocalNetwork;
use parlor::guest::{GuestError, invite_by_code};
use parlor::wire::{Address, Identity, Invite, SpokenCode};

use super::ending::Failure;

/// The invite for this code, at an address where one is given, else near by.
pub async fn invite(code: SpokenCode, at: Option<Address>, me: &Identity) -> Result<Invite, Failure> {
    if let Some(address) = at {
        return Ok(invite_by_code(&[address], code, me).await?);
    }
    let mut failure = None;
    for place in LocalNetwork::new().with_code(code.number()).await {
        match invite_by_code(&place.addresses, code, me).await {
            Ok(invite) => return Ok(invite),
            // Whoever refuses it is likelier to be meant than whoever does not answer.
            Err(error @ GuestError::Refused(_)) => failure = Some(error),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    Err(failure.map_or_else(|| nowhere(code.number()).into(), Failure::from))
}

fn nowhere(number: u8) -> String {
    format!(
        "No place on this network has the code {number} now. Check the code, or name the host's address too: \
         parlor join ADDRESS --code CODE --name NAME."
    )
}
