//! Hosts a house, joins it, says something, and reads it back.

use std::net::Ipv4Addr;

use parlor::guest::{Backoff, Guest, Keep, Update, Visit, Way};
use parlor::host::{House, Settings, bind};
use parlor::room::{Body, Name, Seq, Text, Title};
use parlor::wire::{Address, Identity, Since};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("parlor-talk-{}", std::process::id()));
    let house = House::open(Settings::new(Title::parse("Tea")?, folder))?;
    let listener = bind(Ipv4Addr::LOCALHOST.into(), 0)?;
    let address = Address::from((Ipv4Addr::LOCALHOST.into(), listener.local_addr()?.port()));
    let serving = tokio::spawn({
        let house = house.clone();
        async move { house.serve(listener, std::future::pending()).await }
    });

    let (guest, mut updates) = Guest::join(Visit {
        way: Way::Network { addresses: vec![address], relay: None, key: house.fingerprint() },
        me: Identity::fresh()?,
        name: Name::parse("Ada")?,
        password: None,
        account: None,
        secret: None,
        room: None,
        since: Since::ALL,
        keep: Keep::Nowhere,
        backoff: Backoff::default(),
    })?;
    guest.say(Text::parse("The kettle is on.")?).await?;
    while let Some(update) = updates.next().await {
        let Update::Events(room, events) = update else { continue };
        if events.iter().any(|event| matches!(event.body, Body::Said { .. })) {
            let history = guest.read(room, Seq(1)..=Seq(100)).await?;
            history.events.iter().filter_map(|event| event.body.text()).for_each(|text| println!("{text}"));
            break;
        }
    }

    guest.leave(std::time::Duration::from_secs(1)).await;
    house.close().await;
    serving.abort();
    Ok(())
}
