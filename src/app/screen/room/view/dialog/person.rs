//! A person: who they are, and what can be done with and to them here. Only what would be allowed is offered.

use iced::widget::{column, row, text};

use crate::app::screen::parts::{OneLine, choices, labelled, troubled};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::person::{MINUTE, Message, Person, PersonAction};
use crate::app::screen::room::joined_room::JoinedRoom;
use crate::app::screen::room::state::Room;
use crate::app::theme::{Element, Field, Ink};
use crate::app::widget::{Kind, press};
use crate::room::{Access, Deed, PersonId, Rank};
use crate::wire::people::{Door, PersonLine};

/// For how long something is done.
const SPANS: [(Option<u64>, &str); 4] = [
    (Some(10 * MINUTE), "10 minutes"),
    (Some(60 * MINUTE), "1 hour"),
    (Some(24 * 60 * MINUTE), "1 day"),
    (None, "Forever"),
];

/// What may be done to someone here.
fn actions(screen: &Room, line: &PersonLine) -> Vec<PersonAction> {
    let (joined, me) = (&screen.rooms.shown, screen.me.author.who);
    if line.person.who == me {
        return Vec::new();
    }
    let here = joined.roster.here.contains_key(&line.person.who);
    let all = [
        (PersonAction::Op, line.rank < Rank::Operator),
        (PersonAction::Deop, line.rank == Rank::Operator),
        (PersonAction::Mute, !line.muted),
        (PersonAction::Unmute, line.muted),
        (PersonAction::Kick, here),
        (PersonAction::Ban, true),
        (PersonAction::BanAddress, line.since.is_some() || here),
        (PersonAction::BanFromHouse, screen.me.rank == Rank::Owner),
    ];
    let may = |action: PersonAction| joined.may(action.deed(), me, line.rank);
    all.into_iter().filter(|(action, fits)| *fits && may(*action)).map(|(action, _)| action).collect()
}

/// The rooms that not everyone may come into, and into which one may invite someone who is not there.
fn rooms_to_invite_to(screen: &Room, who: PersonId) -> impl Iterator<Item = &JoinedRoom> {
    let me = screen.me.author.who;
    let keeps = move |joined: &&JoinedRoom| {
        let closed = joined.order.access != Access::Everyone && joined.direct.is_none() && joined.out.is_none();
        closed && who != me && !joined.roster.here.contains_key(&who) && joined.may(Deed::Invite, me, Rank::Guest)
    };
    std::iter::once(&screen.rooms.shown).chain(screen.rooms.others.values()).filter(keeps)
}

pub(super) fn view<'a>(screen: &'a Room, person: &'a Person) -> Element<'a, Of> {
    let line = &person.line;
    let me = line.person.who == screen.me.author.who;
    let about = column(about(screen, line).into_iter().map(|words| text(words).class(Ink::Soft).into())).spacing(2);
    let mut body: Vec<Element<'a, Of>> = vec![about.into()];
    let actions = actions(screen, line);
    let timed = |action: &PersonAction| !matches!(action, PersonAction::Op | PersonAction::Deop | PersonAction::Unmute);
    if actions.iter().any(timed) {
        let why = OneLine {
            id: "why",
            hint: "Everyone sees it",
            value: &person.why,
            secret: false,
            wrong: None,
            ground: Field::Inset,
            on_input: |why| Of::Person(Message::Why(why)),
            on_submit: Of::Close,
        };
        body.push(labelled("Reason (optional)", why.view()));
        body.push(labelled("For how long", choices(&SPANS, person.span, |span| Of::Person(Message::Span(span)))));
    }
    if !actions.is_empty() {
        let buttons = actions.into_iter().map(|action| {
            let kind =
                if matches!(action, PersonAction::Op | PersonAction::Unmute) { Kind::Plain } else { Kind::Danger };
            press(action.words(), Of::Person(Message::Do(action))).kind(kind).padding([6, 12]).into()
        });
        body.push(row(buttons).spacing(8).wrap().vertical_spacing(8).into());
    }
    let invites = rooms_to_invite_to(screen, line.person.who).map(|joined| {
        let words = format!("Invite to {}", joined.title);
        press(words, Of::Person(Message::Invite(joined.room))).padding([6, 12]).into()
    });
    let invites: Vec<Element<'a, Of>> = invites.collect();
    if !invites.is_empty() {
        body.push(row(invites).spacing(8).wrap().vertical_spacing(8).into());
    }
    let ignored = screen.rooms.ignored.contains_key(&line.person.who);
    let ignore = (!me).then(|| {
        press(if ignored { "Stop ignoring" } else { "Ignore" }, Of::Person(Message::Ignore)).kind(Kind::Quiet).into()
    });
    let talk = (!me).then(|| press("Message", Of::Person(Message::Talk)).kind(Kind::Primary).into());
    troubled(
        line.person.name.as_str(),
        body,
        person.trouble.as_deref(),
        ignore,
        [Some(press("Close", Of::Close).into()), talk].into_iter().flatten(),
    )
}

/// What is known of someone, in sentences.
fn about(screen: &Room, line: &PersonLine) -> Vec<String> {
    let mut about = vec![rank_word(line.rank).to_owned()];
    if line.muted {
        about.push("Muted in this room".to_owned());
    }
    match &line.away {
        Some(away) => about.push(match &away.why {
            Some(why) => format!("Away: {why}"),
            None => "Away".to_owned(),
        }),
        None if line.since.is_none() => {}
        None => about.push("Here now".to_owned()),
    }
    let door = line.door.map(|door| match door {
        Door::Here => "on the host’s computer",
        Door::Native => "with Parlor",
        Door::Other => "with another program",
    });
    if let (Some(since), Some(door)) = (line.since, door) {
        about.push(format!("Joined {}, {door}", screen.times.full(since)));
    }
    about
}

/// What someone is, in a word.
const fn rank_word(rank: Rank) -> &'static str {
    match rank {
        Rank::Owner => "Host",
        Rank::Operator => "Operator of this room",
        Rank::Member => "Has an account",
        Rank::Guest => "Guest",
    }
}
