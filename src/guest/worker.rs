//! The one who goes to the house, and comes back when the line was cut.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::introduction::{Introduced, Parted, introduce, parted_by};
use super::owner::{Next, Owner, alarm};
use super::replica::Replica;
use super::standing::Standing;
use super::stay::Line;
use super::visit::Visit;
use super::{Arrival, EVENTS, Ended, Update};
use crate::room::{Seq, State};
use crate::wire::codec;
use crate::wire::frame::{Entered, Since, Welcome};
use crate::wire::link::Link;

/// How long the host may take to answer a hello.
const WELCOME: Duration = Duration::from_secs(15);

pub(super) struct Worker {
    visit: Visit,
    standing: Standing,
    failures: u32,
}

impl Worker {
    pub(super) fn new(visit: Visit, replica: Arc<Replica>, owner: Owner) -> Self {
        let (begun, met) = (State::default(), Seq::START);
        let standing = Standing { owner, replica, room: None, me: None, begun, met, cursor: None, leaving: None };
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
        let since = match self.standing.cursor {
            Some(cursor) => Since::after(cursor),
            None => visit.since,
        };
        let arriving = async move {
            let carriage = visit.way.go(&visit.me).await.map_err(parted_by)?;
            let link = Link::new(carriage, codec::from_host);
            match timeout(WELCOME, introduce(link, &visit, since)).await {
                Ok(arrived) => arrived,
                Err(_) => Err(Parted::Cut("The host did not answer in time.".to_owned())),
            }
        };
        let Introduced { link, early, welcome, entered } = match self.meanwhile(arriving).await {
            Some(arrived) => arrived?,
            None => return Err(Parted::Left),
        };
        let begins = State::beginning() <= entered.first && entered.first.back(1) <= entered.after;
        if entered.head > EVENTS || entered.after > entered.head || !begins {
            let why = "This host says impossible things of its room. Ask whoever hosts it to check it.".to_owned();
            return Err(Parted::Over(Ended { code: None, why, suggest: None }));
        }
        self.failures = 0;
        let room = entered.room;
        self.standing.room = Some(room);
        self.standing.cursor = Some(entered.after);
        self.standing.begun = begun(&entered);
        let settled = async {
            self.standing.replica.cut_to(room, entered.head).await?;
            self.standing.replica.forget(room, self.standing.begun.clone()).await?;
            self.standing.replica.entered(room).await
        };
        if let Err(error) = settled.await {
            tracing::warn!(%error, "the replica could not be written");
        }
        let Welcome { house, you, rooms, .. } = welcome;
        self.standing.me = Some(you.clone());
        self.standing.met = entered.head;
        self.standing.owner.tell(Update::Entered(Box::new(Arrival { house, you, rooms, room: entered })));
        Ok(Line::new(link, room, early))
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

/// What is known of a room where its events begin that are still kept.
fn begun(entered: &Entered) -> State {
    let Entered { title, topic, memory, first, .. } = entered.clone();
    State { head: first.back(1), title: Some(title), topic, memory, first, ..State::default() }
}
