//! Moderating someone, as it is seen: what, where, for how long and why, and a button that says it in words.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use crate::app::screen::parts::{OneLine, foot, heading, labelled, segmented_wide, small};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::moderate::{Message, Moderate, REASON, SPANS, What};
use crate::app::screen::room::state::Room;
use crate::app::texts::person as texts;
use crate::app::theme::{Element, Field, Ink, MEDIUM};
use crate::app::widget::{Kind, Mark, Pressable, avatar, press};
use crate::room::{Deed, Rank};

/// What someone may do to the one it is about, here.
pub(super) fn allowed(screen: &Room, moderate: &Moderate) -> Vec<What> {
    let (joined, me, line) = (&screen.rooms.shown, screen.me.author.who, &moderate.line);
    let here = joined.roster.here.contains_key(&line.person.who);
    let all = [(What::Mute, true), (What::Kick, here), (What::Ban, true)];
    let may = |what: What| joined.may(what.deed(), me, line.rank);
    all.into_iter().filter(|(what, fits)| *fits && may(*what)).map(|(what, _)| what).collect()
}

pub(super) fn view<'a>(screen: &'a Room, moderate: &'a Moderate) -> Element<'a, Of> {
    let (line, name) = (&moderate.line, moderate.line.person.name.as_str());
    let head = column![heading(texts::moderate(name)), small(texts::MODERATE_MEANS)];
    let head = row![avatar(Some(line.person.who), name, 40.0), container(head).width(Length::Fill)]
        .spacing(12)
        .align_y(Alignment::Center);
    let what = allowed(screen, moderate).into_iter().map(|what| {
        let means = match what {
            What::Mute => texts::mute_means(name),
            What::Kick => texts::kick_means(name),
            What::Ban => texts::ban_means(name),
        };
        choice(Mark::Radio(what == moderate.what), what.word(), means, Message::What(what))
    });
    let bans = moderate.what == What::Ban;
    let everywhere = bans
        && screen.me.rank == Rank::Owner
        && screen.rooms.shown.may(Deed::BanFromHouse, screen.me.author.who, line.rank);
    let place = texts::all_of(screen.visit.house.as_str());
    let reach = everywhere.then(|| {
        let reach = [(false, texts::THIS_ROOM.to_owned()), (true, place)];
        labelled(texts::WHERE, segmented_wide(reach, moderate.everywhere, |all| Of::Moderate(Message::Everywhere(all))))
    });
    let span = (moderate.what != What::Kick).then(|| {
        labelled(texts::HOW_LONG, segmented_wide(SPANS, moderate.span, |span| Of::Moderate(Message::Span(span))))
    });
    // Where someone is not here, no address is known.
    let address = (bans && line.since.is_some()).then(|| {
        let (tick, means) = (Mark::Tick(moderate.address), texts::ADDRESS_MEANS.to_owned());
        choice(tick, texts::ADDRESS, means, Message::Address(!moderate.address))
    });
    let why = OneLine {
        id: REASON,
        hint: texts::REASON_HINT,
        value: &moderate.why,
        secret: false,
        wrong: None,
        ground: Field::Raised,
        on_input: |why| Of::Moderate(Message::Why(why)),
        on_submit: Of::Moderate(Message::Do),
    };
    let why = labelled(texts::REASON, why.view());
    let body = column![head, column(what).spacing(8), reach, span, address, why].spacing(14).width(Length::Fill);
    let buttons = row![
        press(texts::CANCEL, Of::Close),
        press(moderate.button(), Of::Moderate(Message::Do)).kind(Kind::DangerPrimary),
    ]
    .spacing(8);
    foot(body, moderate.trouble.as_deref(), buttons)
}

/// Something that can be chosen, and below it what it means.
fn choice<'a>(mark: Mark, title: &'static str, means: String, message: Message) -> Element<'a, Of> {
    let words = column![text(title).font(MEDIUM).class(Ink::Plain), small(means)].spacing(1);
    let content = row![mark, container(words).width(Length::Fill)].spacing(12);
    Pressable::new(content, Some(Of::Moderate(message))).kind(Kind::Bare).padding([2, 0]).width(Length::Fill).into()
}
