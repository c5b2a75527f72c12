//! What happens between coming in and going, on one connection.

use std::ops::ControlFlow;
use std::time::Duration;

use tokio::time::Instant;

use super::connection::Connection;
use super::handshake::{Disconnected, broken};
use super::owner::{Command, Leaving, Next, alarm};
use super::state::VisitState;
use crate::wire::frame::FromGuest;
use crate::wire::link::Turn;

impl VisitState {
    /// Stays in the room until the owner leaves or the connection is cut.
    pub(super) async fn run(&mut self, mut connection: Connection) -> Disconnected {
        let early = std::mem::take(&mut connection.early);
        if let ControlFlow::Break(disconnected) = self.hear(early, &mut connection).await {
            return disconnected;
        }
        loop {
            self.rejoin_next(&mut connection);
            if connection.more && connection.wait_until.is_none() {
                self.send_waiting(&mut connection).await;
            }
            if let Some(leaving) = &self.leaving {
                let seen = connection
                    .kept
                    .iter()
                    .all(|(room, kept)| self.rooms.get(room).is_none_or(|joined| joined.cursor >= *kept));
                let done = !connection.more && connection.in_flight.is_empty() && seen;
                if done || Instant::now() >= leaving.until {
                    self.say_goodbye(connection).await;
                    return Disconnected::Left;
                }
            }
            // Whoever waits for an answer must get it, even if much is still to be told; but not if it is too much.
            if self.owner.is_full() {
                connection.asks.clear();
            }
            let hears = !self.owner.lags() || !connection.asks.is_empty();
            let patience = self.leaving.as_ref().map(|leaving| leaving.until);
            let until = connection.wait_until.into_iter().chain(patience).chain(connection.rejoining.wait_until).min();
            tokio::select! {
                next = self.owner.next() => match next {
                    Next::Told => {}
                    Next::Command(command) => self.obey(command, &mut connection).await,
                    Next::Gone => return Disconnected::Left,
                },
                turn = connection.link.turn(hears) => match turn {
                    Ok(Turn::Heard(frames)) => {
                        if let ControlFlow::Break(disconnected) = self.hear(frames, &mut connection).await {
                            return disconnected;
                        }
                    }
                    Ok(Turn::Sent | Turn::SentSome) => {}
                    Ok(Turn::Ended) => return Disconnected::Cut("The connection was lost.".to_owned()),
                    Err(error) => return broken(&error),
                },
                () = &mut connection.moved => {
                    return Disconnected::Cut("The host’s computer has another address now.".to_owned());
                }
                dialled = connection.dialling.next() => connection.link.say(&dialled),
                () = alarm(until) => {
                    connection.rejoining.wait_until = connection.rejoining.wait_until.filter(|at| *at > Instant::now());
                    if connection.wait_until.is_some_and(|at| at <= Instant::now()) {
                        connection.wait_until = None;
                        connection.more = true;
                    }
                }
            }
        }
    }

    async fn obey(&mut self, command: Command, connection: &mut Connection) {
        match command {
            Command::Typing(room) => connection.link.say(&FromGuest::Typing { room: room.unwrap_or(connection.room) }),
            Command::Tell(frame) => {
                self.remember(&frame);
                connection.link.say(&frame);
            }
            Command::Ask { question, answer } => {
                let ask = connection.next_ask();
                connection.asks.insert(ask, answer);
                connection.link.say(&question.numbered(ask));
            }
            Command::Leave { within, answer } => {
                self.leaving = Some(Leaving { until: Instant::now() + within, answer });
            }
            Command::TryAgain => {}
            command => connection.more |= self.change_outbox(command).await,
        }
    }

    async fn say_goodbye(&mut self, mut connection: Connection) {
        let until = self.leaving.as_ref().map_or_else(Instant::now, |leaving| leaving.until);
        connection.link.say(&FromGuest::Bye {});
        // At least a moment, even where the time is up already.
        let until = until.max(Instant::now() + Duration::from_millis(200));
        let _ = tokio::time::timeout_at(until, connection.link.finish()).await;
    }
}
