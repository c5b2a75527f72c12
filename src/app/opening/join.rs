//! Going to a house: its key is found and agreed to, and a room of it is entered.

use super::entering::{FIRST, because, blocking, enter, identity, no_way};
use super::opened::{Closed, Opened};
use super::plan::{Destination, JoinPlan};
use crate::app::disk::Disk;
use crate::app::drafts::Drafts;
use crate::find::LocalNetwork;
use crate::guest::known::KnownHouse;
use crate::guest::{self, Backoff, GuestError, Keep, Known, Lookout, Visit, Way};
use crate::paths::Paths;
use crate::wire::frame::{RoomName, Since};
use crate::wire::{Address, Fingerprint};

/// Goes to a house and enters a room of it. Where its host is asked first, `asked` is told so, with the house's title if
/// that is known.
///
/// # Errors
/// Why it can't be.
pub async fn join(
    paths: Paths,
    disk: Disk,
    network: LocalNetwork,
    plan: JoinPlan,
    mut asked: impl FnMut(Option<String>) + Send,
) -> Result<Opened, Closed> {
    let read = paths.clone();
    let read = move || Ok((identity(&read)?, Known::load(&read.known()).map_err(because)?));
    let (me, known) = blocking(read).await?;
    let relay = if let Destination::Invite(invite) = &plan.to { invite.relay.clone() } else { None };
    let (addresses, key, secret, room) = match &plan.to {
        Destination::Invite(invite) => {
            (invite.addresses.clone(), invite.key, invite.secret.clone(), invite.room.clone())
        }
        Destination::Address(address) => {
            let addresses = vec![address.clone()];
            let key = match (plan.agreed, known.at(address)) {
                (Some(agreed), _) => agreed,
                (None, Some(house)) => house.key,
                (None, None) => {
                    let found = guest::knock(&addresses, &me).await.map_err(no_way)?;
                    return Err(Closed::New(found));
                }
            };
            (addresses, key, None, None)
        }
        // What it leads to is an invite, which is asked for first.
        Destination::Code(..) => return Err(Closed::Because(NO_INVITE.to_owned())),
        Destination::Found(place) => {
            if plan.agreed != Some(place.key) && !known.has(place.key) {
                let found = guest::knock(&place.addresses, &me).await.map_err(no_way)?;
                if found != place.key {
                    return Err(Closed::Because(another_key(&place.addresses)));
                }
                return Err(Closed::New(found));
            }
            (place.addresses.clone(), place.key, None, None)
        }
    };
    let folder = paths.visit(key, &plan.name);
    let visit = Visit {
        way: Way::Network { addresses: addresses.clone(), relay, key },
        keep: Keep::In(folder.clone()),
        me: me.clone(),
        name: plan.name.clone(),
        password: plan.password.clone().filter(|password| !password.is_empty()),
        account: plan.account.clone(),
        secret,
        room: room.map(RoomName::Title),
        since: Since::last(FIRST),
        backoff: Backoff::default(),
    };
    let known_here = || addresses.iter().filter_map(|address| known.at(address)).find(|house| house.key == key);
    let title = known_here().map(|house| house.title.clone());
    // A host that got another address is found by its key.
    let lookout = (!addresses.iter().all(Address::is_here)).then(|| Lookout::new(move |key| network.whereabouts(key)));
    match enter(visit, lookout, plan.copy, || asked(title.clone())).await {
        Ok(begun) => {
            if begun.is_live() {
                let title = begun.arrival.house.to_string();
                let agreed = plan.agreed.is_some();
                blocking(move || {
                    remember(known, &addresses, key, &title, agreed);
                    Ok(())
                })
                .await?;
            }
            let (name, drafts) = (plan.name.clone(), Drafts::new(disk, folder.clone()));
            Ok(begun.opened(None, Some(plan), key, name, folder, drafts).await)
        }
        Err(closed @ (Closed::Because(_) | Closed::NoWay(_))) => match guest::knock(&addresses, &me).await {
            // Nobody was there before: it is the invite that is wrong, or someone in between.
            Ok(found) if found != key && title.is_none() && matches!(plan.to, Destination::Invite(_)) => {
                Err(Closed::Because(other_key(&addresses)))
            }
            Ok(found) if found != key => Err(Closed::Changed { known: key, found }),
            Err(not @ GuestError::NotParlor { .. }) => Err(no_way(not)),
            _ => Err(closed),
        },
        Err(closed) => Err(closed),
    }
}

/// That a code did not become an invite, which it always does.
const NO_INVITE: &str = "This code leads nowhere. Ask the host for a new one.";

/// That an invite names another key than is found where it leads.
fn other_key(addresses: &[Address]) -> String {
    let address = addresses.first().map(ToString::to_string).unwrap_or_default();
    format!("The key in the invite is not the key of the place at {address}. Ask its host for a new invite.")
}

/// That what is announced is not what is there.
fn another_key(addresses: &[Address]) -> String {
    let address = addresses.first().map(ToString::to_string).unwrap_or_default();
    format!("What answers at {address} is not the place that is announced there. Ask its host for an invite.")
}

/// Remembers the key of a house that was entered.
fn remember(mut known: Known, addresses: &[Address], key: Fingerprint, title: &str, agreed: bool) {
    for address in addresses {
        // What an invite says of other addresses never overrules what is known of them.
        if agreed || known.at(address).is_none_or(|house| house.key == key) {
            let house = KnownHouse { key, title: title.to_owned() };
            if let Err(error) = known.remember(address, house) {
                tracing::warn!(%error, "the place was not remembered");
            }
        }
    }
}
