//! A person: who they are, and what can be done with and to them here. Only what would be allowed is offered.

use iced::widget::{column, row, text};

use crate::app::screen::parts::{OneLine, choices, labelled, troubled};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::person::{Deal, MINUTE, Message, Person};
use crate::app::screen::room::place::Place;
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
    (None, "For good"),
];

/// What may be done to someone here.
fn deals(screen: &Room, line: &PersonLine) -> Vec<Deal> {
    let (place, me) = (&screen.rooms.shown, screen.me.author.who);
    if line.person.who == me {
        return Vec::new();
    }
    let here = place.roster.here.contains_key(&line.person.who);
    let all = [
        (Deal::Op, line.rank < Rank::Operator),
        (Deal::Deop, line.rank == Rank::Operator),
        (Deal::Mute, !line.muted),
        (Deal::Unmute, line.muted),
        (Deal::Kick, here),
        (Deal::Ban, true),
        (Deal::BanAddress, line.since.is_some() || here),
        (Deal::BanFromHouse, screen.me.rank == Rank::Owner),
    ];
    let may = |deal: Deal| place.may(deal.deed(), me, line.rank);
    all.into_iter().filter(|(deal, fits)| *fits && may(*deal)).map(|(deal, _)| deal).collect()
}

/// The rooms that not everyone may come into, and into which one may invite someone who is not there.
fn rooms_to_invite_to(screen: &Room, who: PersonId) -> impl Iterator<Item = &Place> {
    let me = screen.me.author.who;
    let keeps = move |place: &&Place| {
        let closed = place.order.access != Access::Everyone && place.direct.is_none() && place.out.is_none();
        closed && who != me && !place.roster.here.contains_key(&who) && place.may(Deed::Invite, me, Rank::Guest)
    };
    std::iter::once(&screen.rooms.shown).chain(screen.rooms.others.values()).filter(keeps)
}

pub(super) fn view<'a>(screen: &'a Room, person: &'a Person) -> Element<'a, Of> {
    let line = &person.line;
    let me = line.person.who == screen.me.author.who;
    let about = column(about(screen, line).into_iter().map(|words| text(words).class(Ink::Soft).into())).spacing(2);
    let mut body: Vec<Element<'a, Of>> = vec![about.into()];
    let deals = deals(screen, line);
    let timed = |deal: &Deal| !matches!(deal, Deal::Op | Deal::Deop | Deal::Unmute);
    if deals.iter().any(timed) {
        let why = OneLine {
            id: "why",
            hint: "Optional, and everyone sees it",
            value: &person.why,
            secret: false,
            wrong: None,
            ground: Field::Inset,
            on_input: |why| Of::Person(Message::Why(why)),
            on_submit: Of::Close,
        };
        body.push(labelled("Why", why.view()));
        body.push(labelled(
            "For how long (mute and ban)",
            choices(&SPANS, person.span, |span| Of::Person(Message::Span(span))),
        ));
    }
    if !deals.is_empty() {
        let buttons = deals.into_iter().map(|deal| {
            let kind = if matches!(deal, Deal::Op | Deal::Unmute) { Kind::Plain } else { Kind::Danger };
            press(deal.words(), Of::Person(Message::Do(deal))).kind(kind).padding([6, 12]).into()
        });
        body.push(row(buttons).spacing(8).wrap().vertical_spacing(8).into());
    }
    let invites = rooms_to_invite_to(screen, line.person.who).map(|place| {
        let words = format!("Invite to {}", place.title);
        press(words, Of::Person(Message::Invite(place.room))).padding([6, 12]).into()
    });
    let invites: Vec<Element<'a, Of>> = invites.collect();
    if !invites.is_empty() {
        body.push(row(invites).spacing(8).wrap().vertical_spacing(8).into());
    }
    let ignored = screen.rooms.ignored.contains_key(&line.person.who);
    let ignore = (!me).then(|| {
        press(if ignored { "Stop ignoring" } else { "Ignore" }, Of::Person(Message::Ignore)).kind(Kind::Quiet).into()
    });
    let talk = (!me).then(|| press("Talk directly", Of::Person(Message::Talk)).kind(Kind::Primary).into());
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
        Door::Here => "on the host's computer",
        Door::Native => "with Parlor",
        Door::Other => "in another way",
    });
    if let (Some(since), Some(door)) = (line.since, door) {
        about.push(format!("In the house since {}, {door}", screen.face.full(since)));
    }
    about
}

/// What someone is, in a word.
const fn rank_word(rank: Rank) -> &'static str {
    match rank {
        Rank::Owner => "Host of this house",
        Rank::Operator => "Operator of this room",
        Rank::Member => "Has an account here",
        Rank::Guest => "Guest",
    }
}
