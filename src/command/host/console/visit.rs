//! The host as a guest of their own house: whoever types at the console, over a pipe within the program.

use std::ops::ControlFlow;
use std::sync::Arc;

use parlor::guest::{Backoff, Ended, Guest, Keep, Update, Updates, Visit, Way};
use parlor::host::House;
use parlor::room::{Name, RoomNo};
use parlor::wire::frame::Since;
use parlor::wire::{Identity, Invite};
use parlor::wording::answers;
use tokio::sync::watch;

use super::host_name;
use crate::command::ending::{Failure, PARTING};
use crate::command::folders::paths;
use crate::command::host::greeting::Reachable;
use crate::command::reading::Line;
use crate::command::terminal::{Printer, Role, Screen};

/// How one comes in.
pub struct Visiting {
    pub house: House,
    /// The house's password, for where its invite was withdrawn.
    pub password: Option<String>,
    /// The name that was chosen for it, now or before.
    pub chosen: Option<Name>,
    /// How the links of invites lead here.
    pub reachable: watch::Receiver<Reachable>,
}

/// The visit.
pub struct Talk {
    guest: Guest,
    updates: Updates,
    screen: Screen<fn(&str)>,
    visiting: Visiting,
    /// What one would like to be called.
    name: Name,
    /// The same before it was taken, until it is told.
    taken: Option<Name>,
    printer: Printer,
}

/// What happens to the visit.
pub enum News {
    /// What its guest is told.
    Update(Box<Update>),
    /// What was said is on its way for long.
    Late,
    /// Nothing more.
    Over,
}

impl Visiting {
    /// Comes in.
    pub fn come(self, printer: &Printer) -> Result<Talk, Failure> {
        let name = self.chosen.clone().or_else(host_name::usual).ok_or("Choose a name with --as.")?;
        let (guest, updates) = self.begin(name.clone())?;
        let screen = screen(printer, &self);
        Ok(Talk { guest, updates, screen, visiting: self, name, taken: None, printer: printer.clone() })
    }

    fn begin(&self, name: Name) -> Result<(Guest, Updates), Failure> {
        let (paths, house) = (paths()?, self.house.clone());
        let me = Identity::keep(&paths.guest_key())?;
        let key = me.fingerprint();
        let visit = Visit {
            keep: Keep::In(paths.visit(house.fingerprint(), &name)),
            secret: house.secret(),
            way: Way::Here(Arc::new(move || house.visit(key).ok())),
            me,
            name,
            password: self.password.clone(),
            account: None,
            room: None,
            // What happens is shown as it does, and by the house.
            since: Since::last(0),
            backoff: Backoff::default(),
        };
        Ok(Guest::join(visit)?)
    }
}

impl Talk {
    /// What happens to the visit next.
    pub async fn next(&mut self) -> News {
        tokio::select! {
            update = self.updates.next() => update.map_or(News::Over, |update| News::Update(Box::new(update))),
            () = self.screen.unsent_for_long() => News::Late,
        }
    }

    /// Shows it. Breaks where the visit is over, with the reason.
    pub async fn show(&mut self, news: News) -> ControlFlow<String> {
        let update = match news {
            News::Update(update) => *update,
            News::Over => return ControlFlow::Break("The visit is over.".to_owned()),
            News::Late => {
                self.screen.tell_unsent();
                return ControlFlow::Continue(());
            }
        };
        match update {
            Update::Ended(ended) => self.try_again(ended),
            update => match self.screen.show(update, &self.guest).await {
                Ok(None) => {
                    if let Some(taken) = self.taken.take_if(|_| self.screen.is_in()) {
                        self.printer.tell(answers::renamed(&taken, &self.name));
                    }
                    ControlFlow::Continue(())
                }
                Ok(Some(_)) => ControlFlow::Break("You left.".to_owned()),
                Err(why) => ControlFlow::Break(why.to_string()),
            },
        }
    }

    /// Nobody chose the name that someone else has: any like it will do.
    fn try_again(&mut self, ended: Ended) -> ControlFlow<String> {
        match ended.suggest {
            Some(name) if self.visiting.chosen.is_none() && name != self.name && !self.screen.is_in() => {
                match self.visiting.begin(name.clone()) {
                    Ok((guest, updates)) => {
                        let wanted = std::mem::replace(&mut self.name, name);
                        self.taken.get_or_insert(wanted);
                        (self.guest, self.updates) = (guest, updates);
                        self.screen = screen(&self.printer, &self.visiting);
                        ControlFlow::Continue(())
                    }
                    Err(why) => ControlFlow::Break(why.to_string()),
                }
            }
            _ => ControlFlow::Break(ended.why),
        }
    }

    /// Does what was typed.
    pub async fn hear(&mut self, line: Line) -> Result<(), Failure> {
        self.screen.hear(line, &self.guest).await.map(drop)
    }

    /// Whether what is typed can be heeded now.
    pub fn listens(&self) -> bool {
        self.screen.listens()
    }

    /// Whether the next line is an answer.
    pub const fn is_asking(&self) -> bool {
        self.screen.is_asking()
    }

    /// Whether one is in the house.
    pub const fn is_in(&self) -> bool {
        self.screen.is_in()
    }

    /// The room one looks at.
    pub const fn here(&self) -> Option<RoomNo> {
        self.screen.here()
    }

    /// Says goodbye.
    pub async fn leave(mut self) {
        let leaving = self.guest.leave(PARTING);
        tokio::pin!(leaving);
        loop {
            tokio::select! {
                _ = &mut leaving => return,
                // It does not go on where nobody takes what it has to tell.
                Some(_) = self.updates.next() => {}
            }
        }
    }
}

fn screen(printer: &Printer, visiting: &Visiting) -> Screen<fn(&str)> {
    let mut screen: Screen<fn(&str)> = Screen::new(printer.clone(), Role::Host, |_| {});
    // The host came by none of the place's addresses, so that their visit knows none.
    let (reachable, key) = (visiting.reachable.clone(), visiting.house.fingerprint());
    screen.links = Some(Box::new(move |line| {
        let Reachable { addresses, relay } = reachable.borrow().clone();
        Invite { relay, ..line.link(addresses, key) }
    }));
    screen
}
