//! The card of a person: who they are, and what can be done with them. Only what would be allowed is offered.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length};

use crate::app::clock;
use crate::app::screen::parts::{line, wide_press, wrong};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::person::{FIRST, Message, Person};
use crate::app::screen::room::joined_room::JoinedRoom;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::people::dot_of;
use crate::app::texts::person as texts;
use crate::app::theme::{Element, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{Dot, Kind, Pressable, avatar, glyph, truncated};
use crate::room::{Access, Deed, PersonId, Rank};
use crate::wire::people::{Door, PersonLine};

/// How wide the card is.
const WIDTH: f32 = 288.0;

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
    let line_of = &person.line;
    let facts = column(facts(screen, line_of).into_iter().map(|(icon, words)| {
        row![glyph(icon), text(words).class(Ink::Soft).width(Length::Fill)]
            .spacing(12)
            .align_y(Alignment::Center)
            .into()
    }));
    let about = column![head(screen, line_of), facts.spacing(8), press_first(screen, line_of)].spacing(16);
    let mut card = column![container(about).padding(20)].width(WIDTH);
    let more = more(screen, line_of);
    if !more.is_empty() {
        card = card.push(line()).push(container(column(more)).padding(4));
    }
    card = card.push(person.trouble.as_deref().map(|why| container(wrong(why)).padding([8, 16])));
    container(scrollable(card)).class(Ground::Popover).into()
}

/// Who they are.
fn head<'a>(screen: &'a Room, line: &'a PersonLine) -> Element<'a, Of> {
    let name = line.person.name.as_str();
    let dot = dot_of(line);
    let rank = match line.rank {
        Rank::Owner => texts::HOST,
        Rank::Operator => texts::OPERATOR,
        Rank::Member | Rank::Guest => texts::GUEST,
    };
    let is = match dot {
        Some(Dot::Here) => texts::HERE,
        Some(Dot::Away) => texts::AWAY,
        None => texts::NOT_HERE,
    };
    let dot = dot.filter(|_| screen.connection.is_open());
    let words = column![
        truncated(name).size(17.0).font(STRONG).class(Ink::Plain),
        text(format!("{rank}, {is}")).class(Ink::Soft),
    ]
    .spacing(2);
    row![avatar(Some(line.person.who), name, 56.0).dot(dot), container(words).width(Length::Fill).clip(true)]
        .spacing(16)
        .align_y(Alignment::Center)
        .into()
}

/// What is known of them.
fn facts(screen: &Room, line: &PersonLine) -> Vec<(Icon, String)> {
    let mut facts = Vec::new();
    let door = line.door.map(|door| match door {
        Door::Here => (Icon::Monitor, texts::AT_HOST),
        Door::Native => (Icon::MessageSquare, texts::BY_APP),
        Door::Text => (Icon::Terminal, texts::BY_TEXT),
        Door::Irc => (Icon::Terminal, texts::BY_IRC),
        Door::Other => (Icon::Terminal, texts::BY_OTHER),
    });
    facts.extend(door.map(|(icon, words)| (icon, words.to_owned())));
    facts.extend(line.since.map(|since| (Icon::Calendar, texts::since(&screen.times.when(since, clock::now())))));
    if line.rank == Rank::Member {
        facts.push((Icon::KeyRound, texts::PROTECTED.to_owned()));
    }
    let away = line.away.as_ref().and_then(|away| away.why.as_ref());
    facts.extend(away.map(|why| (Icon::Clock, texts::away_because(why.as_str()))));
    if line.muted {
        facts.push((Icon::BellOff, texts::MUTED.to_owned()));
    }
    if screen.rooms.ignored.contains_key(&line.person.who) {
        facts.push((Icon::EyeOff, texts::IGNORED.to_owned()));
    }
    facts
}

/// What anyone can do with anyone.
fn press_first<'a>(screen: &Room, line: &PersonLine) -> Element<'a, Of> {
    if line.person.who == screen.me.author.who {
        let account = wide_press(texts::ACCOUNT, Some(Of::Person(Message::Account))).id(FIRST);
        let rename = wide_press(texts::RENAME, screen.may_add().then_some(Of::Person(Message::Rename)));
        return row![account, rename].spacing(8).into();
    }
    let ignored = screen.rooms.ignored.contains_key(&line.person.who);
    let ignore = if ignored { texts::STOP_IGNORING } else { texts::IGNORE };
    let message = wide_press(texts::MESSAGE, Some(Of::Person(Message::Talk))).kind(Kind::Primary).id(FIRST);
    let already = screen.rooms.shown.direct.as_ref().is_some_and(|other| other.who == line.person.who);
    let ignore = wide_press(ignore, Some(Of::Person(Message::Ignore)));
    if already { ignore.into() } else { row![message, ignore].spacing(8).into() }
}

/// What one's rank allows, as lines below.
fn more<'a>(screen: &'a Room, line: &PersonLine) -> Vec<Element<'a, Of>> {
    let (joined, me, who) = (&screen.rooms.shown, screen.me.author.who, line.person.who);
    if who == me {
        return Vec::new();
    }
    let may = |deed| joined.may(deed, me, line.rank);
    let mut more = Vec::new();
    if line.rank < Rank::Operator && may(Deed::Op) {
        more.push(view_line(Icon::Crown, texts::OP.to_owned(), Message::Op(true)));
    }
    if line.rank == Rank::Operator && may(Deed::Deop) {
        more.push(view_line(Icon::Crown, texts::DEOP.to_owned(), Message::Op(false)));
    }
    let invites = rooms_to_invite_to(screen, who);
    more.extend(invites.map(|joined| {
        let words = texts::invite_to(joined.title.as_str());
        view_line(Icon::UserPlus, words, Message::Invite(joined.room))
    }));
    if line.muted && may(Deed::Mute) {
        more.push(view_line(Icon::MessageSquare, texts::UNMUTE.to_owned(), Message::Unmute));
    }
    if [Deed::Mute, Deed::Kick, Deed::Ban].into_iter().any(may) {
        more.push(view_line(Icon::Shield, texts::MODERATE.to_owned(), Message::Moderate));
    }
    more
}

fn view_line<'a>(icon: Icon, words: String, message: Message) -> Element<'a, Of> {
    let words = truncated(words).font(MEDIUM);
    let content = row![glyph(icon), container(words).width(Length::Fill).clip(true), space().width(0)]
        .spacing(12)
        .align_y(Alignment::Center)
        .height(Length::Fill);
    Pressable::new(content, Some(Of::Person(message)))
        .kind(Kind::Menu)
        .padding([0, 16])
        .width(Length::Fill)
        .height(32)
        .into()
}
