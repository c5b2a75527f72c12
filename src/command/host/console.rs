//! The host's console: what happens in the house, a line each, and someone at the keyboard who may talk there. What is
//! shown is looked on by the house's keeper, which is no visit; whoever types is a guest like others, over a pipe.

mod host_name;
mod plain_clients;
mod told;
mod turned_away;
mod visit;

use std::future::pending;
use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::sync::Arc;

use clap::ValueEnum;
use jiff::tz::TimeZone;
use parlor::commands::{Command, Entered, read, secret};
use parlor::host::{AtDoor, Happening, Happenings, House, Knock};
use parlor::wording::RecentMessages;
use tokio::sync::{Notify, watch};

use super::greeting::Reachable;
use crate::command::ending::Failure;
use crate::command::terminal::{Input, Lines, Printer, Typed, ends, stays};
use plain_clients::PlainClients;
use turned_away::TurnedAway;
use visit::{News, Talk, Visiting};

/// What closes the place.
const CLOSE: &str = "/close";

/// How many messages are known for what is about one of them.
const RECENT: usize = 500;

/// How much of what happens is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Show {
    /// Nothing.
    Nothing,
    /// Who connects, joins and leaves.
    People,
    /// The same, and what is said, but never directly.
    Talk,
}

impl Show {
    /// What is shown where nobody chose: a file or a journal is read later, and by others.
    fn usual() -> Self {
        if io::stdout().is_terminal() { Self::Talk } else { Self::People }
    }
}

/// The console.
pub struct Console {
    house: House,
    printer: Printer,
    show: Show,
    zone: TimeZone,
    /// What is typed, for as long as someone can type.
    input: Option<Input>,
    /// The host as a guest of their own house.
    talk: Option<Talk>,
    happenings: Option<Happenings>,
    people: watch::Receiver<u32>,
    /// What was said of late, in all rooms.
    recent: RecentMessages,
    /// Who was not let in of late.
    turned_away: TurnedAway,
    /// Who came without TLS of late.
    plain_clients: PlainClients,
    /// It was said how many are here, and the same again means it.
    asked: bool,
}

impl Console {
    /// Opens it: someone can type where they sit at a terminal.
    pub fn open(house: &House, show: Option<Show>) -> Result<Self, Failure> {
        let show = show.unwrap_or_else(Show::usual);
        let happenings = if show == Show::Nothing { None } else { Some(house.happenings()?) };
        // Whoever presses Ctrl-D where they host would else have no keyboard there any more.
        let lines = Lines { stays: stays_here, ends: may_close, secret, ctrl_d_interrupts: true };
        let (input, printer) = match Input::at_terminal(lines) {
            Some((input, printer)) => (Some(input), printer),
            None => (None, Printer::Streams),
        };
        Ok(Self {
            house: house.clone(),
            printer,
            show,
            zone: TimeZone::system(),
            input,
            talk: None,
            happenings,
            people: house.people(),
            recent: RecentMessages::new(RECENT),
            turned_away: TurnedAway::default(),
            plain_clients: PlainClients::default(),
            asked: false,
        })
    }

    /// Where everything is shown.
    pub fn printer(&self) -> Printer {
        self.printer.clone()
    }

    /// Shows what happens and does what is typed, from when the house was `greeted` on, until its host wants to stop.
    pub async fn run(&mut self, password: Option<String>, greeted: Arc<Notify>, reachable: watch::Receiver<Reachable>) {
        let chosen = self.house.host_name().cloned();
        let mut visiting = Some(Visiting { house: self.house.clone(), password, chosen, reachable });
        loop {
            let begins = visiting.is_some();
            let listens = !begins && self.talk.as_ref().is_none_or(Talk::listens);
            tokio::select! {
                () = greeted.notified(), if begins => {
                    if let Some(visiting) = visiting.take().filter(|_| self.input.is_some()) {
                        match visiting.come(&self.printer) {
                            Ok(talk) => self.talk = Some(talk),
                            Err(why) => self.printer.tell(format_args!("You can't talk from here: {why}")),
                        }
                    }
                }
                happening = next_happening(&mut self.happenings), if !begins => match happening {
                    Some(Happening::Door(knock)) if !self.shows(&knock) => {}
                    Some(happening) => self.tell(&happening),
                    None => self.happenings = None,
                },
                more = self.turned_away.more(), if !begins => {
                    match more {
                        1 => self.printer.tell("One more was not let in."),
                        _ => self.printer.tell(format_args!("{more} more were not let in.")),
                    }
                }
                news = next_news(&mut self.talk) => self.hear_news(news).await,
                typed = next_typed(&mut self.input, listens) => {
                    if self.hear(typed).await.is_break() {
                        return;
                    }
                }
            }
        }
    }

    /// Gives the terminal back, and says goodbye.
    pub async fn close(mut self) {
        self.input = None;
        if let Some(talk) = self.talk.take() {
            talk.leave().await;
        }
    }

    /// Whether what happens at the door is shown, for nobody to fill the screen from there.
    fn shows(&mut self, knock: &Knock) -> bool {
        match knock.what {
            AtDoor::Refused => self.turned_away.count_one(),
            AtDoor::Silent if knock.door.is_some() => {
                told::address(&knock.from).is_some_and(|from| self.plain_clients.is_news(from))
            }
            _ => true,
        }
    }

    fn tell(&mut self, happening: &Happening) {
        let here = self.talk.as_ref().and_then(Talk::here);
        if let Happening::Room { event, .. } = happening {
            self.recent.note(event);
        }
        let shown = self.printer.show(|out| match happening {
            Happening::Door(knock) => told::knock(out, knock, &self.zone),
            Happening::Room { event, .. } if self.show < Show::Talk && !told::is_about_people(event) => Ok(()),
            Happening::Room { room, title, event } => {
                // Where nobody looks at any room, it is the place's own.
                let is_here = here.map_or_else(|| title == self.house.title(), |here| here == *room);
                told::event(out, event, &self.recent, &self.zone, (!is_here).then_some(title))
            }
        });
        if let Err(error) = shown {
            // Whoever read it may be gone. That closes nothing.
            tracing::debug!(%error, "what happens can't be shown");
        }
    }

    /// Shows what happens to the visit.
    async fn hear_news(&mut self, news: News) {
        let Some(talk) = &mut self.talk else { return };
        if let ControlFlow::Break(why) = talk.show(news).await {
            self.talk = None;
            self.printer.tell(format_args!("{why} You can't talk from here any more. {CLOSE} stops hosting."));
        }
    }

    /// Does what was typed. Breaks where it says to stop hosting.
    async fn hear(&mut self, typed: Typed) -> ControlFlow<()> {
        let line = match typed {
            Typed::Line(line) => line,
            Typed::Interrupted => return self.ask("Press Ctrl-C again to stop."),
            Typed::Ended => {
                self.input = None;
                if let Some(talk) = self.talk.take() {
                    talk.leave().await;
                }
                self.printer.tell("You can't type here any more. Ctrl-C stops hosting.");
                return ControlFlow::Continue(());
            }
        };
        let asking = self.talk.as_ref().is_some_and(Talk::is_asking);
        if !asking && let Ok(line) = &line {
            if closes(line) || (self.asked && is_yes(line)) {
                return self.ask("Type /close again to stop hosting.");
            }
            // The answer to a question is not said to the room.
            if std::mem::take(&mut self.asked) && is_no(line) {
                self.printer.tell("Not closed.");
                return ControlFlow::Continue(());
            }
        }
        self.asked = false;
        match &mut self.talk {
            Some(talk) => {
                if let Err(why) = talk.hear(line).await {
                    self.printer.tell(why);
                }
            }
            None if line.is_ok_and(|line| line.trim().is_empty()) => {}
            None => self.printer.tell(format_args!("You can't talk from here. {CLOSE} stops hosting.")),
        }
        ControlFlow::Continue(())
    }

    /// Stops at once where nobody is here, and else once it was asked for again.
    fn ask(&mut self, how: &str) -> ControlFlow<()> {
        let me = u32::from(self.talk.as_ref().is_some_and(Talk::is_in));
        let others = self.people.borrow().saturating_sub(me);
        if others == 0 || self.asked {
            return ControlFlow::Break(());
        }
        self.asked = true;
        let are_here = if others == 1 { "1 person is here.".to_owned() } else { format!("{others} people are here.") };
        self.printer.tell(format_args!("{are_here} {how}"));
        ControlFlow::Continue(())
    }
}

/// Whether a line says to stop hosting: as such, or as one says to leave.
fn closes(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case(CLOSE) || ends(line)
}

/// Whether a line may be the last: also as the answer to whether it is meant.
fn may_close(line: &str) -> bool {
    closes(line) || is_yes(line)
}

/// Whether a line that was typed stays on the terminal. Of what the host says directly, nothing else tells there.
fn stays_here(line: &str) -> bool {
    stays(line) || matches!(read(line), Entered::Command(Command::Msg(..)))
}

fn is_yes(line: &str) -> bool {
    matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
}

fn is_no(line: &str) -> bool {
    matches!(line.trim().to_lowercase().as_str(), "n" | "no")
}

async fn next_happening(happenings: &mut Option<Happenings>) -> Option<Happening> {
    match happenings {
        Some(happenings) => happenings.next().await,
        None => pending().await,
    }
}

async fn next_news(talk: &mut Option<Talk>) -> News {
    match talk {
        Some(talk) => talk.next().await,
        None => pending().await,
    }
}

async fn next_typed(input: &mut Option<Input>, heeded: bool) -> Typed {
    match input {
        Some(input) => input.next(heeded).await,
        None => pending().await,
    }
}
