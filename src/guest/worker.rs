//! The one who goes to the house, and comes back when the line was cut.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::introduction::{Introduced, Parted, greet, parted_by};
use super::owner::{Next, Owner, alarm};
use super::replica::Replica;
use super::standing::Standing;
use super::stay::Line;
use super::visit::Visit;
use super::{Arrival, Update};
use crate::wire::codec;
use crate::wire::frame::{RoomName, Since, Welcome};
use crate::wire::link::Link;

/// How long the host may take to answer a hello.
const WELCOME: Duration = Duration::from_secs(15);

pub(super) struct Worker {
    visit: Visit,
    standing: Standing,
    failures: u32,
}

impl Worker {
    pub(super) const fn new(visit: Visit, replica: Arc<Replica>, owner: Owner) -> Self {
        let standing = Standing {
            owner,
            replica,
            room: None,
            rooms: BTreeMap::new(),
            me: None,
            seen: BTreeMap::new(),
            away: None,
            leaving: None,
        };
        Self { visit, standing, failures: 0 }
    }

    pub(super) async fn work(mut self) {
        self.tell_waiting().await;
        loop {
            let parted = match self.arrive().await {
                Ok(line) => self.standing.stay(line).await,
                Err(parted) => parted,
            };
            let goes_on = match parted {
                Parted::Left => false,
                Parted::Over(ended) => {
                    self.standing.owner.tell(Update::Ended(ended));
                    self.stay_away().await;
                    false
                }
                Parted::Cut(why) => {
                    self.failures += 1;
                    let again_in = self.visit.backoff.wait(self.failures, rand::random());
                    self.standing.owner.tell(Update::Offline { why, again_in });
                    self.idle_until(Some(Instant::now() + again_in)).await
                }
            };
            if !goes_on {
                break;
            }
        }
        self.standing.owner.tell_last().await;
        if let Some(leaving) = self.standing.leaving.take() {
            // Whoever asked may not wait for the answer.
            let _ = leaving.answer.send(self.standing.replica.unsent().await);
        }
    }

    /// Tells of what waits in the outbox from an earlier visit.
    async fn tell_waiting(&mut self) {
        match self.standing.replica.waiting().await {
            Ok(waiting) => waiting.into_iter().for_each(|own| self.standing.owner.tell(Update::Own(own))),
            Err(error) => tracing::warn!(%error, "the outbox could not be read"),
        }
    }

    /// Goes to the house, says hello and enters the room.
    async fn arrive(&mut self) -> Result<Line, Parted> {
        self.standing.owner.tell(Update::Connecting);
        let mut visit = self.visit.clone();
        if let Some(me) = &self.standing.me {
            visit.name = me.name.clone();
        }
        let stand = self.standing.room.and_then(|room| self.standing.rooms.get(&room));
        let since = stand.map_or(visit.since, |stand| Since::after(stand.cursor));
        let room = self.standing.room.map(RoomName::No).or_else(|| visit.room.clone());
        let greeting = async move {
            let carriage = visit.way.go(&visit.me).await.map_err(parted_by)?;
            let link = Link::new(carriage, codec::from_host);
            in_time(greet(link, &visit)).await
        };
        let mut greeted = self.meanwhile(greeting).await.unwrap_or(Err(Parted::Left))?;
        while let Err(why) = &greeted.answer {
            // The host thinks about it, for as long as it takes.
            self.standing.owner.tell(Update::Waiting { why: why.clone() });
            self.meanwhile(greeted.listen()).await.unwrap_or(Err(Parted::Left))?;
        }
        let entering = in_time(greeted.enter(room, since));
        let Introduced { link, early, welcome, entered } =
            self.meanwhile(entering).await.unwrap_or(Err(Parted::Left))?;
        self.standing.sit_down(&entered).await?;
        self.failures = 0;
        let room = entered.room;
        self.standing.room = Some(room);
        if let Err(error) = self.standing.replica.entered(room).await {
            tracing::warn!(%error, "the outbox could not be written");
        }
        let Welcome { house, you, rooms, more, account, rank, ignored, .. } = welcome;
        // From now on one's key shows who one is.
        self.visit.account = None;
        self.standing.me = Some(you.clone());
        let mut line = Line::new(link, room, self.visit.since, early);
        self.standing.come_back(&rooms, more, &mut line);
        let arrival = Arrival { house, you, rooms, more, account, rank, ignored, room: *entered };
        self.standing.owner.tell(Update::Entered(Box::new(arrival)));
        Ok(line)
    }

    /// Waits for something that needs no line, and does what the owner wants meanwhile.
    /// Nothing where the owner leaves and no longer waits.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::pin!(work);
        loop {
            let patience = self.standing.leaving.as_ref().map(|leaving| leaving.until);
            let command = tokio::select! {
                done = &mut work => return Some(done),
                next = self.standing.owner.next() => match next {
                    Next::Told => continue,
                    Next::Command(command) => command,
                    Next::Gone => return None,
                },
                () = alarm(patience) => return None,
            };
            if let Some(leaving) = self.standing.do_offline(command).await {
                self.standing.leaving = Some(leaving);
                if self.standing.replica.unsent().await == 0 {
                    return None;
                }
            }
        }
    }

    /// There is no house to go back to. The replica can still be read, until the owner leaves.
    async fn stay_away(&mut self) {
        while self.standing.leaving.is_none() {
            match self.standing.owner.next().await {
                Next::Told => {}
                Next::Command(command) => self.standing.leaving = self.standing.do_offline(command).await,
                Next::Gone => return,
            }
        }
    }

    /// Waits without a line, until it is time for another try. False where the owner leaves.
    async fn idle_until(&mut self, until: Option<Instant>) -> bool {
        self.meanwhile(alarm(until)).await.is_some()
    }
}

/// What a host answers at once, or not at all.
async fn in_time<T>(answer: impl Future<Output = Result<T, Parted>>) -> Result<T, Parted> {
    match timeout(WELCOME, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(Parted::Cut("The host did not answer in time.".to_owned())),
    }
}
