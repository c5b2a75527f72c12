//! What the house tells, and what becomes of it here.

use std::time::Duration;

use iced::Task;

use crate::app::clock;
use crate::app::screen::room::connection::Connection;
use crate::app::screen::room::joined_room::{HowOut, Out};
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{copy, ending, invite, page, refused, requests, rooms};
use crate::app::texts::room_settings as texts;
use crate::guest::{Arrival, Own, OwnState, Update};
use crate::room::{Act, Author, Body, Event, RoomNo};
use crate::wire::frame::{Code, Entered};

/// How long, in milliseconds, it shows that someone is typing.
const TYPING: u64 = 6_000;

/// The house was entered again.
fn entered(screen: &mut Room, arrival: &Arrival) -> Task<Message> {
    let was_copy = screen.connection.is_copy();
    screen.connection = Connection::open();
    screen.visit.house = arrival.house.clone();
    screen.me.author = arrival.you.clone();
    (screen.me.rank, screen.me.account) = (arrival.rank, arrival.account);
    screen.rooms.listed = arrival.rooms.iter().map(|line| (line.room, line.clone())).collect();
    screen.rooms.ignored = arrival.ignored.iter().map(|author| (author.who, author.name.clone())).collect();
    screen.rooms.hide_ignored();
    let entered = joined(screen, &arrival.room);
    if was_copy { Task::batch([entered, copy::leave_lost(screen, arrival)]) } else { entered }
}

/// A room was entered, for the first time or again.
fn joined(screen: &mut Room, entered: &Entered) -> Task<Message> {
    let (me, room) = (screen.me.author.clone(), entered.room);
    let mut draft = Task::none();
    match screen.rooms.get_mut(room) {
        Some(joined) => {
            let was_out = joined.out.is_some();
            joined.enter(entered, &me);
            if was_out && screen.rooms.shown.room == room {
                // What was said about being out is over.
                screen.notice = None;
            }
        }
        None => draft = screen.add_room(entered),
    }
    let heard = screen.rooms.get_mut(room).map_or(0, |joined| joined.roster.heard());
    let who = Task::batch([screen.visit.ask_who(room, heard), draft]);
    if screen.rooms.going == Some(room) {
        screen.rooms.going = None;
        return Task::batch([who, rooms::show(screen, room)]);
    }
    who
}

pub(super) fn hear(screen: &mut Room, update: Update) -> Action {
    let refreshed = if concerns_page(&update) { page::refresh(screen) } else { Action::None };
    let invited = if has_comers(&update) { invite::refresh(screen) } else { Action::None };
    hear_of(screen, update).beside(refreshed).beside(invited)
}

/// Whether someone came in.
fn has_comers(update: &Update) -> bool {
    let Update::Events(_, events) = update else { return false };
    events.iter().any(|event| matches!(&event.body, Body::People(people) if !people.came.is_empty()))
}

/// Whether a page may show something that is otherwise by now.
fn concerns_page(update: &Update) -> bool {
    match update {
        Update::Events(_, events) => {
            events.iter().any(|event| matches!(event.body, Body::People(_) | Body::Act(_) | Body::Named { .. }))
        }
        Update::Entered(_) | Update::Room(_) | Update::Gone(_) | Update::Away(..) | Update::Request(_) => true,
        _ => false,
    }
}

fn hear_of(screen: &mut Room, update: Update) -> Action {
    match update {
        Update::Connecting => {
            screen.connection.connecting();
            Action::None
        }
        Update::Entered(arrival) => Action::Run(entered(screen, &arrival)),
        Update::Joined(entered) => Action::Run(joined(screen, &entered)),
        Update::Events(room, events) => {
            let slowed = events.iter().any(|event| matches!(event.body, Body::Act(Act::Slowed { .. })));
            let sent = if slowed { refused::send_all(screen, room) } else { Action::None };
            happened(screen, room, &events).beside(sent)
        }
        Update::Forgot(room, first) => {
            if let Some(joined) = screen.rooms.get_mut(room) {
                joined.scrollback.forget(first);
                joined.pins.forget_before(first);
            }
            Action::None
        }
        Update::Own(own) => heard_of_own(screen, &own),
        Update::Typing(room, who) => types(screen, room, who),
        Update::Room(line) => rooms::heard_of(screen, *line),
        Update::Gone(room) => rooms::forget(screen, room),
        Update::Out { room, code, why, wait, .. } => {
            let left = code == Code::Left || code == Code::Room;
            let title = screen.rooms.get_mut(room).map(|joined| joined.title.clone());
            let told = title.filter(|_| code == Code::Room).map(|title| format!("{title}: {why}"));
            let how = match code {
                Code::Banned => HowOut::Banned(wait.map(clock::after)),
                Code::Kicked => HowOut::Kicked,
                _ => HowOut::Otherwise,
            };
            let lost = rooms::lost(screen, room, (!left).then_some(Out { why, how }));
            // Where the room itself can't tell it any more.
            screen.notice = told.map(Notice::Wrong).or(screen.notice.take());
            lost
        }
        Update::Seen(room, seq) => {
            if let Some(joined) = screen.rooms.get_mut(room) {
                joined.unread.read_to(seq);
            }
            Action::None
        }
        Update::Unread(room, seq) => {
            let me = screen.me.author.clone();
            if let Some(joined) = screen.rooms.get_mut(room) {
                joined.mark_unread(seq, &me);
            }
            Action::None
        }
        Update::Away(room, people) => {
            let me = screen.me.author.clone();
            if let Some(joined) = screen.rooms.get_mut(room) {
                joined.roster.whereabouts(people, me.who);
            }
            Action::None
        }
        Update::Request(line) => requests::heard(screen, line),
        Update::Waiting { why } => {
            screen.connection.asking(why);
            Action::None
        }
        Update::Offline { why, .. } => {
            screen.connection.offline(why);
            screen.rooms.forget_typing();
            Action::None
        }
        Update::Ended(ended) => ending::end(screen, ended),
    }
}

/// What of one's own became of it. A message shows it in its row; what has none is told, and given up.
fn heard_of_own(screen: &mut Room, own: &Own) -> Action {
    match &own.state {
        OwnState::Refused { why, .. } if !own.body.is_message() => {
            // The words of a change or a command that was refused are not lost.
            let words = match &own.body {
                Body::Edited { text, .. } => Some(text.as_str().to_owned()),
                _ => screen.sent_commands.take(own.id),
            };
            if let Some(words) = words {
                screen.rooms.give_back(own.room.unwrap_or(screen.rooms.shown.room), &words);
            }
            // It is said where it was done.
            if !screen.overlay.trouble(why) {
                screen.notice = Some(Notice::Wrong(why.clone()));
            }
            let done = screen.visit.guest.discard(own.id);
            screen.decide(done)
        }
        state => {
            if matches!(state, OwnState::Kept { .. }) {
                screen.sent_commands.take(own.id);
                if let (Body::Act(Act::Invited { whom }), Some(page)) = (&own.body, screen.overlay.page_mut()) {
                    page.tell(texts::can_join(whom.name.as_str()));
                }
            }
            let room = own.room.unwrap_or(screen.rooms.shown.room);
            if let Some(joined) = screen.rooms.get_mut(room) {
                joined.scrollback.take_own(own, clock::now());
            }
            match state {
                OwnState::Refused { wait: Some(wait), .. } => refused::hold(screen, own.id, room, *wait),
                _ => {
                    screen.held.forget(own.id);
                    Action::None
                }
            }
        }
    }
}

fn types(screen: &mut Room, room: RoomNo, who: Author) -> Action {
    if who.who == screen.me.author.who || screen.rooms.ignored.contains_key(&who.who) {
        return Action::None;
    }
    let now = clock::now();
    let Some(joined) = screen.rooms.get_mut(room) else { return Action::None };
    joined.typing.retain(|(author, until)| author.who != who.who && *until > now);
    joined.typing.push((who, now + TYPING));
    // It is looked at once more when it is over, and not before.
    let over = tokio::time::sleep(Duration::from_millis(TYPING + 100));
    Action::Run(Task::perform(over, |()| Message::TypingOver))
}

fn happened(screen: &mut Room, room: RoomNo, events: &[Event]) -> Action {
    let (me, shown) = (screen.me.author.clone(), screen.rooms.shown.room == room && screen.attention.focused);
    let Some(joined) = screen.rooms.get_mut(room) else { return Action::None };
    let happened = joined.happened(events, &me, shown, &screen.likes);
    let (title, direct, quiet) = (joined.title.clone(), joined.direct.is_some(), joined.quiet);
    let spoken_to = happened.spoken_to.cloned();
    if let Some(name) = happened.renamed {
        screen.me.author.name = name;
        let me = screen.me.author.clone();
        screen.rooms.all_mut().for_each(|joined| joined.scrollback.read_by(joined.names_to_read_by(&me)));
    }
    let look = screen.look_soon();
    let Some(event) = spoken_to.filter(|_| !quiet) else { return Action::Run(look) };
    if !screen.attention.tell(clock::now()) {
        return Action::Run(look);
    }
    match (event.by, event.body.text()) {
        (Some(by), Some(text)) => Action::Notify {
            title: if direct { by.name.to_string() } else { format!("{} in {title}", by.name) },
            body: text.as_str().to_owned(),
            task: look,
        },
        _ => Action::Run(look),
    }
}
