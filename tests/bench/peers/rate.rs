//! How fast a room may go for everyone to hear each message soon.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use parlor::wire::Identity;
use tokio::task::JoinSet;

use crate::guests::Guest;
use crate::load::come;
use crate::server::{Peer, Server};

/// How many listen.
const GUESTS: usize = 1000;

/// Messages a second that are tried, one after the other.
const RATES: [u64; 5] = [500, 1000, 1500, 2000, 3000];

/// For how long each.
const LONG: Duration = Duration::from_secs(4);

/// How late one delivery in a hundred may be.
const LATE: Duration = Duration::from_millis(100);

/// How long the last of them is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Measures and prints.
pub fn print(peers: &[Peer]) {
    println!("{GUESTS} guests, so many messages of 100 bytes a second: how late one delivery in a hundred is, in ms");
    print!("  {:<10}", "");
    RATES.iter().for_each(|rate| print!(" {:>10}", format!("{rate}/s")));
    println!(" {:>10}", "held");
    for peer in peers {
        print!("  {:<10}", peer.name());
        let mut held = 0;
        for rate in RATES {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let late = runtime.block_on(measure(*peer, rate));
            runtime.shutdown_background();
            match late {
                Some(late) => print!(" {:>10.1}", late.as_secs_f64() * 1e3),
                None => print!(" {:>10}", "never"),
            }
            if late.is_some_and(|late| late < LATE) {
                held = rate;
            } else {
                break;
            }
        }
        println!(" {held:>10}");
    }
}

/// How late one delivery in a hundred is. Nothing where not all came in time.
async fn measure(peer: Peer, rate: u64) -> Option<Duration> {
    let server = Server::start(peer);
    let guests = come(peer, &server, GUESTS).await;
    let mut speaker = Guest::speaker(peer, server.address, &Identity::fresh().unwrap()).await;
    let messages = rate * LONG.as_secs();
    let begun = Instant::now() + Duration::from_millis(500);
    let due = move |number: u64| begun + Duration::from_secs_f64(number as f64 / rate as f64);
    let late = Arc::new(Mutex::new(Late::default()));
    let mut listening = JoinSet::new();
    for mut guest in guests {
        let late = Arc::clone(&late);
        listening.spawn(async move {
            let mut next = 0;
            while next < messages {
                let first = next;
                guest
                    .hear(|number| {
                        assert_eq!(number, next, "something is missing, doubled or out of order");
                        next += 1;
                    })
                    .await;
                let now = Instant::now();
                let mut late = late.lock().unwrap_or_else(PoisonError::into_inner);
                (first..next).for_each(|number| late.count(now.saturating_duration_since(due(number))));
            }
        });
    }
    let mut said = 0;
    while said < messages {
        let since = u64::try_from(Instant::now().saturating_duration_since(begun).as_micros()).unwrap_or(u64::MAX);
        let until = (since * rate / 1_000_000).min(messages);
        if until > said {
            speaker.say(said..until).await;
            said = until;
        }
        tokio::select! {
            () = tokio::time::sleep_until(due(said).into()) => {}
            () = speaker.drain() => {}
        }
    }
    let all = async { while listening.join_next().await.is_some_and(|done| done.is_ok()) {} };
    tokio::select! {
        done = tokio::time::timeout(PATIENCE, all) => done.ok()?,
        () = async { loop { speaker.drain().await } } => {}
    }
    let late = late.lock().unwrap_or_else(PoisonError::into_inner);
    (late.total == messages * GUESTS as u64).then(|| late.worst_of_a_hundred())
}

/// How late deliveries were, counted by the millisecond.
#[derive(Default)]
struct Late {
    counts: Vec<u64>,
    total: u64,
}

impl Late {
    fn count(&mut self, late: Duration) {
        let millis = usize::try_from(late.as_millis()).unwrap_or(usize::MAX).min(60_000);
        if self.counts.len() <= millis {
            self.counts.resize(millis + 1, 0);
        }
        self.counts[millis] += 1;
        self.total += 1;
    }

    fn worst_of_a_hundred(&self) -> Duration {
        let mut left = self.total / 100;
        for (millis, count) in self.counts.iter().enumerate().rev() {
            if *count > left {
                return Duration::from_millis(millis as u64 + 1);
            }
            left -= count;
        }
        Duration::ZERO
    }
}
