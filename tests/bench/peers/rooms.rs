//! Many small rooms: someone speaks in each, and few listen.

use std::sync::Arc;

use parlor::wire::Identity;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::guests::Guest;
use crate::load::{COMING, Figures, Meter};
use crate::server::{Peer, Server};

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub struct RoomsCase {
    pub name: &'static str,
    /// How many rooms, and how many listen in each.
    pub rooms: usize,
    pub guests: usize,
    /// How many messages are under way in all rooms, and how many are said in each.
    pub under_way: usize,
    pub messages: u64,
}

/// Measures; nothing where others used the processor meanwhile.
pub async fn run(peer: Peer, case: RoomsCase) -> Option<Figures> {
    let server = Server::start(peer);
    let count = case.rooms * case.guests;
    // Those who listen to redis can't speak, so that each room has one connection more there.
    let connections = if matches!(peer, Peer::Redis) { count + case.rooms } else { count };
    let (memory, ticks) = (server.memory(), server.ticks());
    let turns = Arc::new(Semaphore::new(COMING));
    let mut coming = JoinSet::new();
    for room in 0..case.rooms {
        let (turns, address) = (Arc::clone(&turns), server.address);
        coming.spawn(async move {
            let turn = turns.acquire().await.unwrap();
            let mut guests = Vec::new();
            let mut called = None;
            for number in 0..case.guests {
                let me = Identity::fresh().unwrap();
                let mut guest = Guest::come(peer, address, room * case.guests + number, &me).await;
                match &called {
                    None => called = Some(guest.make(&format!("room{room}")).await),
                    Some(called) => guest.enter(String::clone(called)).await,
                }
                guests.push(guest);
            }
            let mut speaker = match peer {
                Peer::Redis => Guest::speaker(peer, address, &Identity::fresh().unwrap()).await,
                _ => guests.swap_remove(0),
            };
            speaker.speak_in(called.unwrap_or_default());
            drop(turn);
            (speaker, guests)
        });
    }
    let rooms = coming.join_all().await;
    let join_ms = (server.ticks() - ticks) as f64 * 10.0 / connections as f64;
    let kilobytes = (server.memory().saturating_sub(memory)) as f64 / 1024.0 / connections as f64;
    let turns = Arc::new(Semaphore::new(case.under_way));
    let meter = Meter::start(&server);
    let mut talking = JoinSet::new();
    for (speaker, guests) in rooms {
        talking.spawn(talk(speaker, guests, Arc::clone(&turns), case.messages));
    }
    talking.join_all().await;
    let deliveries = count as f64 * case.messages as f64;
    Some(Figures { cpu: meter.seconds()? / deliveries * 1e6, join_ms, kilobytes })
}

/// Says one message after the other in a room, each once all have the one before.
async fn talk(mut speaker: Guest, mut guests: Vec<Guest>, turns: Arc<Semaphore>, messages: u64) {
    for number in 0..messages {
        let turn = turns.acquire().await.unwrap();
        speaker.say(number..number + 1).await;
        if speaker.listens() {
            get(&mut speaker, number).await;
        }
        for guest in &mut guests {
            get(guest, number).await;
        }
        drop(turn);
    }
}

async fn get(guest: &mut Guest, wanted: u64) {
    let mut next = wanted;
    while next == wanted {
        guest
            .hear(|number| {
                assert_eq!(number, next, "something is missing, doubled or out of order");
                next += 1;
            })
            .await;
    }
}
