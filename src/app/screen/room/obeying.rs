//! What is commanded by typing: done here, or shown where the same can be done with a press.

use std::sync::Arc;

use iced::Task;

use super::dialog::{Dialog, Make, Order, Person};
use super::entry::Entry;
use super::{Action, Message, Notice, Panel, Room};
use crate::app::clock;
use crate::commands::{Command, Measure};
use crate::guest::{Guest, GuestError};
use crate::room::{Access, Body, Deed, EventId, Name, Rank, RoomNo, Text};
use crate::wire::account::Admission;
use crate::wire::frame::{NewRoom, RoomName};
use crate::wire::people::Away;

impl Room {
    /// Does what was commanded. Where that is refused, now or by the house, the line comes back.
    pub(super) fn command(&mut self, command: Command) -> Action {
        let (room, words) = (self.rooms.shown.room, self.rooms.shown.entry.words());
        self.rooms.shown.entry.sent();
        self.notice = None;
        let action = self.obey(command, &words);
        if matches!(self.notice, Some(Notice::Wrong(_))) {
            self.take_back_words(room, &words);
        }
        match action {
            Action::Run(task) => Action::Run(task.map(move |message| match message {
                Message::Failed(why) => Message::NotSaid(room, words.clone(), why),
                other => other,
            })),
            other => other,
        }
    }

    /// What was refused stands in the entry again, if nothing else was begun there.
    pub(super) fn take_back_words(&mut self, room: RoomNo, words: &str) {
        if let Some(place) = self.rooms.get_mut(room).filter(|place| place.entry.is_empty()) {
            place.entry = Entry::with(words);
        }
    }

    /// Sends on its way what was commanded, and remembers the line until it is known what became of it.
    fn add_commanded(&mut self, body: Body, words: &str) -> Action {
        let id = EventId::fresh();
        self.commanded.remember(id, words);
        Action::Run(self.add(id, body, words.to_owned()))
    }

    fn obey(&mut self, command: Command, words: &str) -> Action {
        match command {
            Command::Me(text) => Action::Run(self.add(EventId::fresh(), Body::Did { text }, words.to_owned())),
            Command::Nick(name) => self.add_commanded(Body::Named { name }, words),
            Command::Topic(Some(topic)) => self.add_commanded(Body::Topic { topic }, words),
            Command::Title(title) => self.add_commanded(Body::Titled { title }, words),
            Command::Keep(memory) => self.add_commanded(Body::Memory { memory }, words),
            Command::Act(act) => self.add_commanded(Body::Act(act), words),
            Command::Help => {
                self.notice = Some(Notice::Help);
                Action::None
            }
            Command::Topic(None) if self.rooms.shown.topic.is_empty() => {
                self.tell("This room has no topic yet.".to_owned())
            }
            Command::Topic(None) => {
                let topic = self.rooms.shown.topic.to_string();
                self.tell(topic)
            }
            Command::Names => self.tell_names(),
            Command::Find(words) => self.open_find(&words),
            Command::Save => self.update(Message::Saving),
            Command::Clear => {
                self.rooms.shown.scrollback.clear();
                self.tell("Cleared for you. Everything is still kept: scroll up in a new visit, or find it.".to_owned())
            }
            Command::Quit => self.ask_to_leave(),
            Command::Reply(text) => match self.newest_of_others() {
                Some(to) => Action::Run(self.add(EventId::fresh(), Body::Replied { to, text }, words.to_owned())),
                None => self.wrong("Nobody else has said anything here yet.".to_owned()),
            },
            Command::React(sign) => match self.newest_of_others() {
                Some(of) => self.sign(of, sign),
                None => self.wrong("Nobody else has said anything here yet.".to_owned()),
            },
            Command::Withdraw => {
                match self.rooms.shown.scrollback.rows().last_said_by(&self.me.author).map(|row| row.id) {
                    Some(of) => self.add_commanded(Body::Withdrawn { of }, words),
                    None => self.wrong("There is no message of yours to take back.".to_owned()),
                }
            }
            Command::Retry => self.decide_refused(true),
            Command::Discard => self.decide_refused(false),
            Command::Msg(name, text) => self.say_directly(name, text),
            Command::Whois(name) => self.whois(name),
            Command::Ignore(name) => self.ignore_named(name, true),
            Command::Unignore(name) => self.ignore_named(name, false),
            Command::Toward(name, measure) => self.measure(name, measure, words),
            Command::Away(why) => {
                self.presence.say(true);
                let done = self.visit.guest.away(Some(Away { why }));
                self.decide(done)
            }
            Command::Back => {
                self.presence.say(false);
                let done = self.visit.guest.away(None);
                self.decide(done)
            }
            Command::Rooms => self.open(Dialog::go_to()),
            Command::Create { title, access: Access::Password } => {
                self.open(Dialog::Make(Make::with_password(title.to_string())))
            }
            Command::Create { title, access } => self.make_room(NewRoom { title, access, topic: <_>::default() }, None),
            Command::Join(title) => self.join_named(title),
            Command::Leave => {
                let done = self.visit.guest.leave_room(self.rooms.shown.room);
                self.decide(done)
            }
            Command::Delete(title) => self.delete_named(title.as_deref()),
            Command::Bans { house: false } if !self.may(Deed::Ban) => {
                self.wrong("Only an operator of this room sees who is banned from it.".to_owned())
            }
            Command::Bans { house: false } => self.open(Dialog::Order(Order::default())),
            Command::Bans { house: true } | Command::Requests if self.me.rank < Rank::Owner => {
                self.wrong("Only the host of this house can do that.".to_owned())
            }
            Command::Bans { house: true } | Command::Requests => self.open(Dialog::manage()),
            Command::Admit { request, yes } => self.update(Message::Admit(request, yes)),
            Command::Admission(admission) => {
                let guest = Arc::clone(&self.visit.guest);
                let told = told_of(admission).to_owned();
                self.ask(async move { guest.set_admission(admission).await }, |()| Some(told))
            }
            Command::Logout { everywhere } => {
                let guest = Arc::clone(&self.visit.guest);
                self.ask(async move { guest.log_out(everywhere).await }, |()| None)
            }
        }
    }

    fn tell_names(&mut self) -> Action {
        self.unfolded = Some(Panel::People);
        let mut names: Vec<&str> = self.rooms.shown.here.values().map(|line| line.person.name.as_str()).collect();
        names.sort_by_key(|name| name.to_lowercase());
        let names = names.join(", ");
        self.tell(format!("{} here: {names}", self.rooms.shown.people))
    }

    /// The newest message of someone else that is at hand.
    fn newest_of_others(&self) -> Option<EventId> {
        let rows = self.rooms.shown.scrollback.rows();
        let is_of_other = |row: &crate::app::scrollback::Row| {
            row.is_said() && row.is_seen() && row.by.as_ref().is_some_and(|by| by.who != self.me.author.who)
        };
        rows.before(rows.head()).find(|(_, row)| is_of_other(row)).map(|(_, row)| row.id)
    }

    fn say_directly(&self, name: Name, text: Text) -> Action {
        let guest = Arc::clone(&self.visit.guest);
        let said = async move {
            let who = guest.whois(&name, None).await?.person.who;
            let room = guest.talk(who).await?.room;
            guest.add_to(Some(room), EventId::fresh(), Body::Said { text }).await?;
            Ok::<RoomNo, GuestError>(room)
        };
        Action::Run(Task::perform(said, |said| match said {
            Ok(room) => Message::EnterRoom(RoomName::No(room)),
            Err(error) => Message::Failed(error.to_string()),
        }))
    }

    fn whois(&self, name: Name) -> Action {
        let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
        Action::Run(Task::perform(async move { guest.whois(&name, Some(room)).await }, |line| match line {
            Ok(line) => Message::Open(Dialog::Person(Box::new(Person::new(line)))),
            Err(error) => Message::Failed(error.to_string()),
        }))
    }

    fn ignore_named(&self, name: Name, ignore: bool) -> Action {
        let guest = Arc::clone(&self.visit.guest);
        Action::Run(Task::perform(async move { guest.whois(&name, None).await }, move |line| match line {
            Ok(line) => Message::Ignore(line.person, ignore),
            Err(error) => Message::Failed(error.to_string()),
        }))
    }

    fn measure(&mut self, name: Name, measure: Measure, words: &str) -> Action {
        let id = EventId::fresh();
        self.commanded.remember(id, words);
        let (guest, room, now) = (Arc::clone(&self.visit.guest), self.rooms.shown.room, clock::now());
        self.ask(async move { take_measure(&guest, (room, id), &name, measure, now).await }, |()| None)
    }

    fn join_named(&mut self, title: String) -> Action {
        let wanted = title.to_lowercase();
        match self.rooms.listed.values().find(|line| line.title.as_str().to_lowercase() == wanted).map(|line| line.room)
        {
            Some(room) => self.go(room),
            None => Action::Run(self.enter_room(RoomName::Title(title), None)),
        }
    }

    fn delete_named(&mut self, title: Option<&str>) -> Action {
        if title.is_none_or(|title| title.to_lowercase() != self.rooms.shown.title.as_str().to_lowercase()) {
            let why =
                format!("To delete this room with all that was said in it, type /delete {}", self.rooms.shown.title);
            return self.wrong(why);
        }
        let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
        self.ask(async move { guest.delete(room).await }, |()| None)
    }
}

/// Who may come in from now on.
const fn told_of(admission: Admission) -> &'static str {
    match admission {
        Admission::Everyone => "From now on, everyone may come in.",
        Admission::Registered => "From now on, people with an account may come in.",
        Admission::Approval => "From now on, you are asked about whoever wants to come in.",
        Admission::Closed => "From now on, nobody is let in but you. Those who are here stay.",
    }
}

async fn take_measure(
    guest: &Guest,
    (room, id): (RoomNo, EventId),
    name: &Name,
    measure: Measure,
    now: u64,
) -> Result<(), GuestError> {
    let whom = guest.whois(name, Some(room)).await?.person;
    guest.add_to(Some(room), id, Body::Act(measure.act(whom, now))).await?;
    Ok(())
}
