//! The task of a visit: goes to the house, and comes back when the connection was cut.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

use super::connection::Connection;
use super::copy::HouseCopy;
use super::dialling::Dialling;
use super::handshake::{Disconnected, Introduced, disconnected_by, greet};
use super::lookout::{Elsewhere, Lookout, Sightings};
use super::moved::moved;
use super::owner::{Next, Owner, alarm};
use super::read_marks::ReadMarks;
use super::replica::Replica;
use super::state::VisitState;
use super::update::{Arrival, Update};
use super::visit::{Visit, Way};
use crate::wire::Address;
use crate::wire::carriage::Origin;
use crate::wire::codec;
use crate::wire::frame::{RoomName, Since, Welcome};
use crate::wire::link::Link;

/// How long the host may take to answer a hello.
const WELCOME: Duration = Duration::from_secs(15);

pub(super) struct Worker {
    visit: Visit,
    lookout: Option<Lookout>,
    /// Where else the house may be, while it can't be reached.
    sightings: Option<Sightings>,
    state: VisitState,
    failures: u32,
}

impl Worker {
    pub(super) fn new(visit: Visit, lookout: Option<Lookout>, replica: Arc<Replica>, owner: Owner) -> Self {
        let state = VisitState {
            owner,
            copy: replica.house().cloned(),
            copy_changed: false,
            hurry: Arc::new(Notify::new()),
            replica,
            room: None,
            rooms: BTreeMap::new(),
            banned_from: BTreeSet::new(),
            me: None,
            seen: ReadMarks::new(),
            away: None,
            leaving: None,
            dialled: None,
        };
        Self { visit, lookout, sightings: None, state, failures: 0 }
    }

    pub(super) async fn work(mut self) {
        self.tell_waiting().await;
        loop {
            let disconnected = match self.arrive().await {
                Ok(connection) => {
                    let disconnected = self.state.run(connection).await;
                    // What is known is as new as the connection was.
                    self.state.copy_changed = true;
                    self.state.keep_copy().await;
                    disconnected
                }
                Err(disconnected) => disconnected,
            };
            let goes_on = match disconnected {
                Disconnected::Left => false,
                Disconnected::Over(ended) => {
                    self.state.owner.tell(Update::Ended(ended));
                    self.stay_away().await;
                    false
                }
                Disconnected::Cut(why) => {
                    self.failures += 1;
                    self.look_out();
                    let again_in = self.visit.backoff.wait(self.failures, rand::random());
                    self.state.owner.tell(Update::Offline { why, again_in });
                    self.idle_until(Some(Instant::now() + again_in)).await
                }
            };
            if !goes_on {
                break;
            }
        }
        self.state.owner.tell_last().await;
        if let Some(leaving) = self.state.leaving.take() {
            // Whoever asked may not wait for the answer.
            let _ = leaving.answer.send(self.state.replica.unsent().await);
        }
    }

    /// Tells of what waits in the outbox from an earlier visit.
    async fn tell_waiting(&mut self) {
        match self.state.replica.waiting().await {
            Ok(waiting) => waiting.into_iter().for_each(|own| self.state.owner.tell(Update::Own(own))),
            Err(error) => tracing::warn!(%error, "the outbox could not be read"),
        }
    }

    /// Goes to the house, says hello and enters the room.
    async fn arrive(&mut self) -> Result<Connection, Disconnected> {
        self.state.owner.tell(Update::Connecting);
        let mut visit = self.visit.clone();
        if let Some(me) = &self.state.me {
            visit.name = me.name.clone();
        }
        let joined = self.state.room.and_then(|room| self.state.rooms.get(&room));
        let since = joined.map_or(visit.since, |joined| Since::after(joined.cursor));
        let room = self.state.room.map(RoomName::No).or_else(|| visit.room.clone());
        let elsewhere = match (&self.sightings, &self.lookout, &self.visit.way) {
            (Some(sightings), ..) => Elsewhere::Sighted(sightings.clone()),
            (None, Some(lookout), Way::Network { key, .. }) => Elsewhere::Later(lookout.clone(), *key),
            _ => Elsewhere::Nowhere,
        };
        let greeting = async move {
            let carriage = visit.way.go(&visit.me, elsewhere).await.map_err(disconnected_by)?;
            let from = carriage.from;
            let link = Link::new(carriage, codec::from_host);
            in_time(greet(link, &visit)).await.map(|greeted| (greeted, from))
        };
        let (mut greeted, from) = self.meanwhile(greeting).await.unwrap_or(Err(Disconnected::Left))?;
        while let Err(why) = &greeted.answer {
            // The host thinks about it, for as long as it takes.
            self.state.owner.tell(Update::Waiting { why: why.clone() });
            self.meanwhile(greeted.listen()).await.unwrap_or(Err(Disconnected::Left))?;
        }
        let entering = in_time(greeted.enter(room, since));
        let Introduced { link, early, welcome, entered } =
            self.meanwhile(entering).await.unwrap_or(Err(Disconnected::Left))?;
        self.state.room_entered(&entered).await?;
        self.failures = 0;
        self.sightings = None;
        let room = entered.room;
        self.state.room = Some(room);
        if let Err(error) = self.state.replica.entered(room).await {
            tracing::warn!(%error, "the outbox could not be written");
        }
        let Welcome { house, you, rooms, more, account, rank, ignored, .. } = welcome;
        // From now on one's key shows who one is.
        self.visit.account = None;
        self.state.me = Some(you.clone());
        let mut connection =
            Connection::new(link, room, self.visit.since, early, Dialling::on(&self.visit, self.state.dialled));
        if let (Some(lookout), Way::Network { key, .. }, Origin::Network(here)) = (&self.lookout, &self.visit.way, from)
        {
            let here = Address::from((here.ip().to_canonical(), here.port()));
            connection.moved = Box::pin(moved(lookout.clone(), *key, here, self.visit.me.clone()));
        }
        self.state.rejoin_rooms(&rooms, more, &mut connection);
        let arrival = Arrival { house, you, rooms, more, account, rank, ignored, room: *entered };
        let copy = HouseCopy::of(&arrival, self.state.copy.take());
        (self.state.copy, self.state.copy_changed) = (Some(copy), true);
        self.state.keep_copy().await;
        self.state.owner.tell(Update::Entered(Box::new(arrival)));
        Ok(connection)
    }

    /// Waits for something that needs no connection, and does what the owner wants meanwhile.
    /// Nothing where the owner leaves and no longer waits.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::pin!(work);
        loop {
            let patience = self.state.leaving.as_ref().map(|leaving| leaving.until);
            let command = tokio::select! {
                done = &mut work => return Some(done),
                next = self.state.owner.next() => match next {
                    Next::Told => continue,
                    Next::Command(command) => command,
                    Next::Gone => return None,
                },
                () = alarm(patience) => return None,
            };
            if let Some(leaving) = self.state.do_offline(command).await {
                self.state.leaving = Some(leaving);
                if self.state.replica.unsent().await == 0 {
                    return None;
                }
            }
        }
    }

    /// There is no house to go back to. The replica can still be read, until the owner leaves.
    async fn stay_away(&mut self) {
        while self.state.leaving.is_none() {
            match self.state.owner.next().await {
                Next::Told => {}
                Next::Command(command) => self.state.leaving = self.state.do_offline(command).await,
                Next::Gone => return,
            }
        }
    }

    /// Looks where else the house may be, from now until one is there.
    fn look_out(&mut self) {
        if let (None, Some(lookout), Way::Network { key, .. }) = (&self.sightings, &self.lookout, &self.visit.way) {
            self.sightings = Some(lookout.look(*key));
        }
    }

    /// Waits without a connection, until it is time for another try, the owner wants one, or the house was sighted. False
    /// where the owner leaves.
    async fn idle_until(&mut self, until: Option<Instant>) -> bool {
        // Who wanted one while one was made got it.
        let hurry = Arc::new(Notify::new());
        self.state.hurry = Arc::clone(&hurry);
        let mut sightings = self.sightings.take();
        // Everyone who lost it sees it at the same moment.
        let spread = self.visit.backoff.wait(1, rand::random());
        let wait = async {
            let sighted = async {
                match &mut sightings {
                    Some(sightings) => sightings.next().await,
                    None => std::future::pending().await,
                };
                sleep(spread).await;
            };
            tokio::select! {
                () = alarm(until) => {}
                () = hurry.notified() => {}
                () = sighted => {}
            }
        };
        let goes_on = self.meanwhile(wait).await.is_some();
        self.sightings = sightings;
        goes_on
    }
}

/// What a host answers at once, or not at all.
async fn in_time<T>(answer: impl Future<Output = Result<T, Disconnected>>) -> Result<T, Disconnected> {
    match timeout(WELCOME, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(Disconnected::Cut("The host did not answer in time.".to_owned())),
    }
}
