//! A person: who they are, and what can be done with and to them here. Only what would be allowed is offered.

use std::sync::Arc;

use iced::widget::{column, row, text};

use super::super::place::Place;
use super::super::{Action, Message as RoomMessage, Room};
use super::{Dialog, Message as Of, rank_word, reason};
use crate::app::clock;
use crate::app::screen::parts::{OneLine, choices, labelled, troubled};
use crate::app::theme::{Element, Field, Ink};
use crate::app::widget::{Kind, press};
use crate::room::{Access, Act, Body, Deed, EventId, PersonId, Rank, Reach, RoomNo};
use crate::wire::frame::RoomName;
use crate::wire::people::{Door, PersonLine};

/// For how long something is done.
const SPANS: [(Option<u64>, &str); 4] = [
    (Some(10 * MINUTE), "10 minutes"),
    (Some(60 * MINUTE), "1 hour"),
    (Some(24 * 60 * MINUTE), "1 day"),
    (None, "For good"),
];
const MINUTE: u64 = 60_000;

/// A person who is looked at.
#[derive(Clone, Debug)]
pub struct Person {
    line: PersonLine,
    why: String,
    span: Option<u64>,
    pub(super) trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Why(String),
    Span(Option<u64>),
    Talk,
    Ignore,
    Do(Deal),
    /// Lets them come into a room.
    Invite(RoomNo),
}

/// What is done to someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deal {
    Op,
    Deop,
    Mute,
    Unmute,
    Kick,
    Ban,
    BanAddress,
    BanFromHouse,
}

impl Person {
    /// A person is looked at.
    #[must_use]
    pub const fn new(line: PersonLine) -> Self {
        Self { line, why: String::new(), span: Some(10 * MINUTE), trouble: None }
    }

    /// More is known of them.
    pub fn is(&mut self, line: PersonLine) {
        if line.person.who == self.line.person.who {
            self.line = line;
        }
    }

    /// The act, or what is wrong with its reason.
    fn act(&self, deal: Deal, now: u64) -> Result<Act, String> {
        let (whom, why) = (self.line.person.clone(), reason(&self.why)?);
        let until = self.span.map(|span| now + span);
        let ban = |reach, house| Act::Banned { whom: whom.clone(), until, why: why.clone(), reach, house };
        Ok(match deal {
            Deal::Op => Act::Opped { whom },
            Deal::Deop => Act::Deopped { whom },
            Deal::Mute => Act::Muted { whom, until, why },
            Deal::Unmute => Act::Unmuted { whom },
            Deal::Kick => Act::Kicked { whom, why },
            Deal::Ban => ban(Reach::Person, false),
            Deal::BanAddress => ban(Reach::Address, false),
            Deal::BanFromHouse => ban(Reach::Person, true),
        })
    }
}

impl Deal {
    const fn deed(self) -> Deed {
        match self {
            Self::Op => Deed::Op,
            Self::Deop => Deed::Deop,
            Self::Mute | Self::Unmute => Deed::Mute,
            Self::Kick => Deed::Kick,
            Self::Ban | Self::BanAddress => Deed::Ban,
            Self::BanFromHouse => Deed::BanFromHouse,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Op => "Make operator",
            Self::Deop => "No operator any more",
            Self::Mute => "Mute",
            Self::Unmute => "Let speak again",
            Self::Kick => "Put out",
            Self::Ban => "Ban",
            Self::BanAddress => "Ban with their address",
            Self::BanFromHouse => "Ban from the house",
        }
    }
}

impl Room {
    pub(super) fn on_person(&mut self, message: Message) -> Action {
        let Some(Dialog::Person(person)) = self.overlay.dialog_mut() else { return Action::None };
        person.trouble = None;
        let who = person.line.person.clone();
        match message {
            Message::Why(why) => person.why = why,
            Message::Span(span) => person.span = span,
            Message::Talk => {
                let guest = Arc::clone(&self.visit.guest);
                let talk = async move { guest.talk(who.who).await };
                return Action::Run(iced::Task::perform(talk, |talk| match talk {
                    Ok(line) => RoomMessage::EnterRoom(RoomName::No(line.room)),
                    Err(error) => RoomMessage::Failed(error.to_string()),
                }));
            }
            Message::Ignore => {
                let ignore = !self.rooms.ignored.contains_key(&who.who);
                return self.set_ignored(who, ignore);
            }
            Message::Invite(room) => {
                self.overlay.close_dialog();
                let (guest, name) = (Arc::clone(&self.visit.guest), who.name.clone());
                let told = format!("{name} was invited.");
                let invite = Body::Act(Act::Invited { whom: who });
                let invited = async move { guest.add_to(Some(room), EventId::fresh(), invite).await };
                return self.ask(invited, |_| Some(told));
            }
            Message::Do(deal) => match person.act(deal, clock::now()) {
                Ok(act) => {
                    self.overlay.close_dialog();
                    return Action::Run(self.add(EventId::fresh(), Body::Act(act), String::new()));
                }
                Err(why) => person.trouble = Some(why),
            },
        }
        Action::None
    }

    /// Sees nothing of someone from now on, or sees them again.
    pub(in crate::app::screen::room) fn set_ignored(&mut self, who: crate::room::Author, ignore: bool) -> Action {
        self.overlay.close_dialog();
        let done = self.visit.guest.ignore(who.who, ignore);
        let name = who.name.clone();
        if ignore {
            self.rooms.ignored.insert(who.who, who.name);
        } else {
            self.rooms.ignored.remove(&who.who);
        }
        self.rooms.hide_ignored();
        if let Err(error) = done {
            return self.wrong(error.to_string());
        }
        self.tell(if ignore {
            format!("You see nothing of {name} any more, in any room. They are not told.")
        } else {
            format!("You see what {name} says again.")
        })
    }

    /// What may be done to someone here.
    fn deals(&self, line: &PersonLine) -> Vec<Deal> {
        let (place, me) = (&self.rooms.shown, self.me.author.who);
        if line.person.who == me {
            return Vec::new();
        }
        let here = place.here.contains_key(&line.person.who);
        let all = [
            (Deal::Op, line.rank < Rank::Operator),
            (Deal::Deop, line.rank == Rank::Operator),
            (Deal::Mute, !line.muted),
            (Deal::Unmute, line.muted),
            (Deal::Kick, here),
            (Deal::Ban, true),
            (Deal::BanAddress, line.since.is_some() || here),
            (Deal::BanFromHouse, self.me.rank == Rank::Owner),
        ];
        let may = |deal: Deal| place.may(deal.deed(), me, line.rank);
        all.into_iter().filter(|(deal, fits)| *fits && may(*deal)).map(|(deal, _)| deal).collect()
    }

    /// The rooms that not everyone may come into, and into which one may invite someone who is not there.
    fn rooms_to_invite_to(&self, who: PersonId) -> impl Iterator<Item = &Place> {
        let me = self.me.author.who;
        let keeps = move |place: &&Place| {
            let closed = place.order.access != Access::Everyone && place.direct.is_none() && place.out.is_none();
            closed && who != me && !place.here.contains_key(&who) && place.may(Deed::Invite, me, Rank::Guest)
        };
        std::iter::once(&self.rooms.shown).chain(self.rooms.others.values()).filter(keeps)
    }

    pub(super) fn view_person<'a>(&'a self, person: &'a Person) -> Element<'a, Of> {
        let line = &person.line;
        let me = line.person.who == self.me.author.who;
        let about = column(self.about(line).into_iter().map(|words| text(words).class(Ink::Soft).into())).spacing(2);
        let mut body: Vec<Element<'a, Of>> = vec![about.into()];
        let deals = self.deals(line);
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
        let invites = self.rooms_to_invite_to(line.person.who).map(|place| {
            let words = format!("Invite to {}", place.title);
            press(words, Of::Person(Message::Invite(place.room))).padding([6, 12]).into()
        });
        let invites: Vec<Element<'a, Of>> = invites.collect();
        if !invites.is_empty() {
            body.push(row(invites).spacing(8).wrap().vertical_spacing(8).into());
        }
        let ignored = self.rooms.ignored.contains_key(&line.person.who);
        let ignore = (!me).then(|| {
            press(if ignored { "Stop ignoring" } else { "Ignore" }, Of::Person(Message::Ignore))
                .kind(Kind::Quiet)
                .into()
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
    fn about(&self, line: &PersonLine) -> Vec<String> {
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
            about.push(format!("In the house since {}, {door}", self.face.full(since)));
        }
        about
    }
}
