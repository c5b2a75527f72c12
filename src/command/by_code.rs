//! A spoken code in place of an invite: finds whoever said it, and has them give the invite.

use parlor::find::LocalNetwork;
use parlor::guest::invite_by_code;
use parlor::wire::{Address, Identity, Invite, SpokenCode};

use super::ending::Failure;

/// The invite for this code, at an address where one is given, else near by.
pub async fn invite(code: SpokenCode, at: Option<Address>, me: &Identity) -> Result<Invite, Failure> {
    let places = match at {
        Some(address) => vec![vec![address]],
        None => LocalNetwork::new().with_code(code.number()).await.into_iter().map(|place| place.addresses).collect(),
    };
    if places.is_empty() {
        return Err(nowhere(code.number()).into());
    }
    let invite = invite_by_code(&places, code, me).await?;
    // Whoever has to try again, because their name is taken or they mistyped a password, has no second code.
    eprintln!("The code is used now. To try again, join with this invite within 10 minutes:\n{invite}");
    Ok(invite)
}

fn nowhere(number: u8) -> String {
    format!(
        "No place on this network has the code {number} now. Check the code, or name the host's address too: \
         parlor join ADDRESS --code CODE --name NAME."
    )
}
