//! What is commanded by typing: done here, or shown where the same can be done with a press.

use std::sync::Arc;

use iced::Task;

use crate::app::clock;
use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::account::Account;
use crate::app::screen::room::dialog::new_room::Make;
use crate::app::screen::room::dialog::person::Person;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::page::manage;
use crate::app::screen::room::page::room_settings::Section;
use crate::app::screen::room::panel::Panel;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{find, invite, messages, open_dialog, open_page, refused, requests, rooms};
use crate::app::texts::told;
use crate::commands::{Command, Measure};
use crate::guest::{Guest, GuestError};
use crate::room::{Access, Body, Deed, EventId, Name, Rank, RoomNo, Text};
use crate::wire::account::Admission;
use crate::wire::frame::{NewRoom, RoomName};
use crate::wire::people::Away;

/// Does what was commanded. Where that is refused, now or by the house, the line comes back.
pub(super) fn run(screen: &mut Room, command: Command) -> Action {
    let (room, words) = (screen.rooms.shown.room, screen.rooms.shown.writing.entry.words());
    screen.rooms.shown.writing.entry.sent();
    screen.notice = None;
    let action = obey(screen, command, &words);
    if matches!(screen.notice, Some(Notice::Wrong(_))) {
        screen.rooms.give_back(room, &words);
    }
    match action {
        Action::Run(task) => Action::Run(task.map(move |message| match message {
            Message::Failed(why) => Message::NotSaid(room, words.clone(), why),
            other => other,
        })),
        other => other,
    }
}

/// Sends on its way what was commanded, and remembers the line until it is known what became of it.
pub(super) fn add_commanded(screen: &mut Room, body: Body, words: &str) -> Action {
    let id = EventId::fresh();
    screen.sent_commands.remember(id, words);
    Action::Run(screen.add(id, body, words.to_owned()))
}

fn obey(screen: &mut Room, command: Command, words: &str) -> Action {
    match command {
        Command::Me(text) => Action::Run(screen.add(EventId::fresh(), Body::Did { text }, words.to_owned())),
        Command::Nick(name) => add_commanded(screen, Body::Named { name }, words),
        Command::Topic(Some(topic)) => add_commanded(screen, Body::Topic { topic }, words),
        Command::Title(title) => add_commanded(screen, Body::Titled { title }, words),
        Command::Keep(memory) => add_commanded(screen, Body::Memory { memory }, words),
        Command::Act(act) => add_commanded(screen, Body::Act(act), words),
        Command::Help => {
            screen.notice = Some(Notice::Help);
            Action::None
        }
        Command::Topic(None) if screen.rooms.shown.topic.is_empty() => screen.tell(told::NO_TOPIC.to_owned()),
        Command::Topic(None) => {
            let topic = screen.rooms.shown.topic.to_string();
            screen.tell(topic)
        }
        Command::Names => tell_names(screen),
        Command::Find(words) => find::open(screen, &words),
        Command::Save => {
            screen.overlay.toggle_saving();
            Action::None
        }
        Command::Clear => {
            screen.rooms.shown.scrollback.clear();
            screen.tell(told::CLEARED.to_owned())
        }
        Command::Quit => screen.ask_to_leave(),
        Command::Reply(text) => match newest_of_others(screen) {
            Some(to) => Action::Run(screen.add(EventId::fresh(), Body::Replied { to, text }, words.to_owned())),
            None => screen.wrong(told::NOBODY_ELSE.to_owned()),
        },
        Command::React(sign) => match newest_of_others(screen) {
            Some(of) => messages::react(screen, of, sign),
            None => screen.wrong(told::NOBODY_ELSE.to_owned()),
        },
        Command::Withdraw => {
            match screen.rooms.shown.scrollback.rows().last_said_by(&screen.me.author).map(|row| row.id) {
                Some(of) => add_commanded(screen, Body::Withdrawn { of }, words),
                None => screen.wrong(told::NOTHING_OF_YOURS.to_owned()),
            }
        }
        Command::Retry => refused::decide(screen, true),
        Command::Discard => refused::decide(screen, false),
        Command::Msg(name, text) => say_directly(screen, name, text),
        Command::Whois(name) => whois(screen, name),
        Command::Ignore(name) => ignore_named(screen, name, true),
        Command::Unignore(name) => ignore_named(screen, name, false),
        Command::Toward(name, measure) => take(screen, name, measure, words),
        Command::Away(why) => {
            screen.presence.say(true);
            let done = screen.visit.guest.away(Some(Away { why }));
            screen.decide(done)
        }
        Command::Back => {
            screen.presence.say(false);
            let done = screen.visit.guest.away(None);
            screen.decide(done)
        }
        Command::Rooms => open_dialog::open(screen, Dialog::go_to()),
        Command::Create { title, access: Access::Password } => {
            open_dialog::open(screen, Dialog::Make(Make::with_password(title.to_string())))
        }
        Command::Create { title, access } => {
            rooms::make(screen, NewRoom { title, access, topic: <_>::default() }, None)
        }
        Command::Join(title) => join_named(screen, title),
        Command::Leave => {
            let done = screen.visit.guest.leave_room(screen.rooms.shown.room);
            screen.decide(done)
        }
        Command::Delete(title) => delete_named(screen, title.as_deref()),
        Command::Bans { house: false } if !screen.may(Deed::Ban) => screen.wrong(told::ONLY_OPERATORS.to_owned()),
        Command::Bans { house: false } => open_page::open(screen, Page::settings_at(Section::Moderation)),
        Command::Bans { house: true } | Command::Requests | Command::Invites if screen.me.rank < Rank::Owner => {
            screen.wrong(told::ONLY_HOST.to_owned())
        }
        Command::Bans { house: true } => open_page::open(screen, Page::manage_at(manage::Section::Bans)),
        Command::Requests => open_page::open(screen, Page::manage_at(manage::Section::Requests)),
        Command::Invites if screen.visit.hosting.is_some() => invite::open(screen),
        Command::Invites => open_page::open(screen, Page::manage_at(manage::Section::Invites)),
        Command::SpokenCode { .. } if screen.me.rank < Rank::Owner => screen.wrong(told::ONLY_HOST.to_owned()),
        Command::SpokenCode { another } if screen.visit.hosting.is_some() => invite::open_with_code(screen, another),
        Command::SpokenCode { another } => {
            let guest = Arc::clone(&screen.visit.guest);
            screen.ask(async move { guest.spoken_code(another).await }, |(code, left)| {
                Some(told::spoken_code(&code.to_string(), left.as_secs().div_ceil(60)))
            })
        }
        Command::InviteLink(new) => {
            let (guest, hosting) = (Arc::clone(&screen.visit.guest), screen.visit.hosting.as_ref());
            let place = hosting.map(|hosting| hosting.invite());
            screen.ask(async move { guest.make_invite(new).await }, |line| {
                place.map(|place| line.link(place.addresses, place.key).to_string())
            })
        }
        Command::Revoke { invite } => {
            let guest = Arc::clone(&screen.visit.guest);
            let told = told::invite_withdrawn(invite);
            screen.ask(async move { guest.withdraw_invite(invite).await }, |()| Some(told))
        }
        Command::Admit { request, yes } => requests::admit(screen, request, yes),
        Command::Admission(admission) => {
            let guest = Arc::clone(&screen.visit.guest);
            let told = told_of(admission).to_owned();
            screen.ask(async move { guest.set_admission(admission).await }, |()| Some(told))
        }
        // The list of pins is the window's own to show.
        Command::Pin => match newest(screen) {
            Some(of) => messages::pin(screen, of, true),
            None => screen.wrong(told::NOTHING_SAID.to_owned()),
        },
        Command::Unpin => match screen.rooms.shown.pins.as_slice().last() {
            Some(pin) => messages::pin(screen, pin.of, false),
            None => screen.tell(told::NOTHING_PINNED.to_owned()),
        },
        Command::Pins => find::show_pinned(screen),
        Command::Register | Command::Login => open_dialog::open(screen, Dialog::Account(Account::default())),
        Command::Logout { everywhere } => {
            let guest = Arc::clone(&screen.visit.guest);
            screen.ask(async move { guest.log_out(everywhere).await }, |()| None)
        }
    }
}

fn tell_names(screen: &mut Room) -> Action {
    screen.unfolded = Some(Panel::People);
    let mut names: Vec<&str> = screen.rooms.shown.roster.here.values().map(|line| line.person.name.as_str()).collect();
    names.sort_by_key(|name| name.to_lowercase());
    let names = names.join(", ");
    screen.tell(format!("{} here: {names}", screen.rooms.shown.roster.total))
}

/// The newest message of someone else that is at hand.
fn newest(screen: &Room) -> Option<EventId> {
    let rows = screen.rooms.shown.scrollback.rows();
    rows.before(rows.head()).find(|(_, row)| row.is_said() && row.is_seen()).map(|(_, row)| row.id)
}

fn newest_of_others(screen: &Room) -> Option<EventId> {
    let rows = screen.rooms.shown.scrollback.rows();
    let is_of_other = |row: &crate::app::scrollback::Row| {
        row.is_said() && row.is_seen() && row.by.as_ref().is_some_and(|by| by.who != screen.me.author.who)
    };
    rows.before(rows.head()).find(|(_, row)| is_of_other(row)).map(|(_, row)| row.id)
}

fn say_directly(screen: &Room, name: Name, text: Text) -> Action {
    let guest = Arc::clone(&screen.visit.guest);
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

fn whois(screen: &Room, name: Name) -> Action {
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    Action::Run(Task::perform(async move { guest.whois(&name, Some(room)).await }, |line| match line {
        Ok(line) => Message::Open(Dialog::Person(Box::new(Person::new(line, None)))),
        Err(error) => Message::Failed(error.to_string()),
    }))
}

fn ignore_named(screen: &Room, name: Name, ignore: bool) -> Action {
    let guest = Arc::clone(&screen.visit.guest);
    Action::Run(Task::perform(async move { guest.whois(&name, None).await }, move |line| match line {
        Ok(line) => Message::Ignore(line.person, ignore),
        Err(error) => Message::Failed(error.to_string()),
    }))
}

fn take(screen: &mut Room, name: Name, measure: Measure, words: &str) -> Action {
    let id = EventId::fresh();
    screen.sent_commands.remember(id, words);
    let (guest, room, now) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room, clock::now());
    screen.ask(async move { take_measure(&guest, (room, id), &name, measure, now).await }, |()| None)
}

fn join_named(screen: &mut Room, title: String) -> Action {
    let wanted = title.to_lowercase();
    match screen.rooms.listed.values().find(|line| line.title.as_str().to_lowercase() == wanted).map(|line| line.room) {
        Some(room) => rooms::go(screen, room),
        None => Action::Run(rooms::enter(screen, RoomName::Title(title), None)),
    }
}

fn delete_named(screen: &mut Room, title: Option<&str>) -> Action {
    if title.is_none_or(|title| title.to_lowercase() != screen.rooms.shown.title.as_str().to_lowercase()) {
        let why = told::to_delete(screen.rooms.shown.title.as_str());
        return screen.wrong(why);
    }
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    screen.ask(async move { guest.delete(room).await }, |()| None)
}

/// Who may come in from now on.
const fn told_of(admission: Admission) -> &'static str {
    match admission {
        Admission::Everyone => told::NOW_EVERYONE,
        Admission::Registered => told::NOW_REGISTERED,
        Admission::Approval => told::NOW_APPROVAL,
        Admission::Closed => told::NOW_CLOSED,
    }
}

async fn take_measure(
    guest: &Guest,
    (room, id): (RoomNo, EventId),
    name: &Name,
    measure: Measure,
    now: u64,
) -> Result<(), GuestError> {
    let whom = guest.meant_by(&measure, name, room).await?;
    guest.add_to(Some(room), id, Body::Act(measure.act(whom, now))).await?;
    Ok(())
}
