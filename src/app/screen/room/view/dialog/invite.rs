//! Inviting people to the place, as it is seen: a card with the link and its code, or both as large as the window.

use iced::widget::{column, container, row, space, text};
use iced::{Alignment, Length, Padding};

use crate::app::clock;
use crate::app::opening::Hosting;
use crate::app::screen::parts::{OneLine, heading, label, labelled, segmented, sentence, wrong};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::invite::{COPY, Invite, LABEL, Making, Message, SPANS, Spoken};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::given_link;
use crate::app::screen::room::view_context::ViewContext;
use crate::app::texts::invites as texts;
use crate::app::theme::{CODE, Element, Field, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{
    Encoded, Kind, Pressable, SMALL, avatar, beside, glyph, glyph_in, icon_button, press, qr, tipped, truncated,
};
use crate::find::MappingState;
use crate::wire::invites::{InviteLine, InviteState};

/// How wide the card is, and from which width on its parts stand beside each other.
pub(super) const WIDTH: f32 = 640.0;
const BESIDE: f32 = 600.0;

/// How large the code is.
const CODE_SIZE: f32 = 200.0;
const BIG_CODE: f32 = 368.0;

/// How many of those who are here have their faces shown.
const FACES: usize = 6;

/// The card.
pub(super) fn view<'a>(screen: &'a Room, invite: &'a Invite, context: &ViewContext) -> Element<'a, Of> {
    let close = tipped(icon_button(Icon::X, texts::CLOSE, Some(Of::Close)), texts::CLOSE, "Esc");
    let title = container(heading(texts::title(screen.visit.house.as_str()))).width(Length::Fill);
    let head = row![title, close].spacing(12).align_y(Alignment::Center);
    let code = invite.code.as_ref().map(|code| framed(code, CODE_SIZE));
    let big = with_icon(Icon::Maximize2, texts::BIG, Message::Big(true));
    let save = with_icon(Icon::Download, texts::SAVE, Message::Save);
    let only_here = screen.visit.hosting.as_ref().is_some_and(|hosting| hosting.only_here);
    let not_outside = screen.visit.hosting.as_ref().and_then(|hosting| match hosting.mapping_state() {
        Some(MappingState::Not(why)) => Some(why.to_string()),
        _ => None,
    });
    let means = match not_outside {
        Some(why) => texts::only_inside(&why),
        None if only_here => texts::ONLY_HERE.to_owned(),
        None => texts::MEANS.to_owned(),
    };
    let link = column![column![label(texts::LINK), view_link(invite)].spacing(6), sentence(means)]
        .push(invite.spoken.map(|spoken| view_spoken(screen, spoken)))
        .push(row![big, save].spacing(8).wrap())
        .spacing(16)
        .width(Length::Fill);
    let body: Element<'a, Of> = if context.width >= BESIDE {
        row![].push(code).push(link).spacing(24).align_y(Alignment::Center).into()
    } else {
        column![link].push(code.map(|code| container(code).center_x(Length::Fill))).spacing(16).into()
    };
    let card = column![head, body, given(screen, invite)].push(invite.trouble.as_deref().map(wrong)).spacing(20);
    iced::widget::scrollable(container(card).padding(24)).into()
}

/// The code to say, how long it is good, and another one.
fn view_spoken<'a>(screen: &'a Room, spoken: Spoken) -> Element<'a, Of> {
    let code = text(spoken.code.to_string()).size(26).font(STRONG).class(Ink::Plain).wrapping(text::Wrapping::None);
    let left = text(texts::left(spoken.until.saturating_sub(clock::now()))).size(13).class(Ink::Soft);
    let left = left.wrapping(text::Wrapping::None);
    let left = row![glyph_in(Icon::Clock, SMALL, Ink::Soft), left].spacing(6).align_y(Alignment::Center);
    let another = icon_button(Icon::RotateCw, texts::NEW_CODE, Some(Of::Invite(Message::NewCode)));
    let another = tipped(another, texts::NEW_CODE, "");
    let time = row![left, another].spacing(8).align_y(Alignment::Center);
    let means: Element<'a, Of> = match not_shown(screen) {
        Some(address) => sentence(texts::say_both(&address, &spoken.code.to_string())),
        None => sentence(texts::SAY_MEANS),
    };
    column![label(texts::SAY), beside(code, time, 12.0, 180.0), means].spacing(4).into()
}

/// The address that has to be typed with a code, where the place is not shown on the network.
fn not_shown(screen: &Room) -> Option<String> {
    let hosting = screen.visit.hosting.as_ref().filter(|hosting| !hosting.is_announced())?;
    hosting.first_address().map(ToString::to_string)
}

/// The links that were given out one by one, and how a new one is made.
fn given<'a>(screen: &'a Room, invite: &'a Invite) -> Element<'a, Of> {
    let new = row![glyph_in(Icon::Plus, SMALL, Ink::Around), text(texts::NEW).font(MEDIUM).class(Ink::Around)];
    let new = Pressable::new(
        new.spacing(8).align_y(Alignment::Center),
        invite.making.is_none().then_some(Of::Invite(Message::New(true))),
    );
    let title = text(texts::GIVEN).font(STRONG).class(Ink::Plain).width(Length::Fill);
    let head = row![title, new.padding([5, 12])].align_y(Alignment::Center);
    let lines = invite.given.iter().filter(|line| given_link::is_of_use(line)).map(|line| {
        column![crate::app::screen::parts::line(), view_given(screen, line, invite.shown)].spacing(8).into()
    });
    column![head].push(invite.making.as_ref().map(view_making)).extend(lines).spacing(8).into()
}

/// One of them: what it is for, how long it is good, who came by it, and what can be done with it.
fn view_given<'a>(screen: &'a Room, line: &'a InviteLine, shown: Option<u64>) -> Element<'a, Of> {
    let words = given_link::about(screen, line);
    let is_shown = shown == Some(line.invite);
    let show = if is_shown { texts::HIDE } else { texts::SHOW };
    let show_which = (!is_shown).then_some(line.invite);
    // What was for one person, who came, is of use to nobody else.
    let show =
        (line.state == InviteState::Open).then(|| press(show, Of::Invite(Message::Show(show_which))).padding([5, 12]));
    let buttons =
        row![show, press(texts::REVOKE, Of::Invite(Message::Revoke(line.invite))).kind(Kind::Danger).padding([5, 12]),]
            .spacing(8);
    let words = row![glyph(Icon::Link), words].spacing(12).align_y(Alignment::Center);
    beside(words, buttons, 12.0, 220.0)
}

/// A new one, before it is made.
fn view_making(making: &Making) -> Element<'_, Of> {
    let label = OneLine {
        id: LABEL,
        hint: texts::LABEL_HINT,
        value: &making.label,
        secret: false,
        wrong: None,
        ground: Field::Raised,
        on_input: |label| Of::Invite(Message::Label(label)),
        on_submit: Of::Invite(Message::Make),
    };
    let once = segmented(texts::FOR_WHOM, making.once, |once| Of::Invite(Message::Once(once)));
    let spans = SPANS.into_iter().zip(texts::SPANS);
    let span = segmented(spans, making.span, |span| Of::Invite(Message::Span(span)));
    let choices = row![once, span].spacing(12).wrap();
    let buttons = row![
        press(texts::CANCEL, Of::Invite(Message::New(false))),
        press(texts::MAKE, Of::Invite(Message::Make)).kind(Kind::Primary),
    ]
    .spacing(8)
    .wrap();
    let form = column![labelled(texts::LABEL, label.view()), choices, container(buttons).align_right(Length::Fill)];
    container(form.spacing(12)).class(Ground::Inset).padding(16).width(Length::Fill).into()
}

/// The link, which is seen and not only copied.
fn view_link(invite: &Invite) -> Element<'_, Of> {
    let link = truncated(invite.link.as_str()).font(CODE).size(12.5).class(Ink::Plain);
    let field = container(link).class(Ground::Inset).padding([8, 12]).width(Length::Fill).clip(true);
    let (icon, words) = if invite.copied { (Icon::Check, texts::COPIED) } else { (Icon::Copy, texts::COPY) };
    let words = row![glyph_in(icon, SMALL, Ink::Around), text(words).font(MEDIUM).class(Ink::Around)];
    let copy = Pressable::new(words.spacing(8).align_y(Alignment::Center), Some(Of::Invite(Message::Copy)))
        .kind(Kind::Primary)
        .id(COPY);
    row![field, copy].spacing(8).align_y(Alignment::Center).into()
}

/// The code on its white ground.
fn framed(code: &Encoded, size: f32) -> Element<'_, Of> {
    container(qr(code, size)).class(Ground::Paper).padding(4).into()
}

fn with_icon<'a>(icon: Icon, words: &'static str, message: Message) -> Element<'a, Of> {
    let words = row![glyph_in(icon, SMALL, Ink::Around), text(words).font(MEDIUM).class(Ink::Around)];
    Pressable::new(words.spacing(8).align_y(Alignment::Center), Some(Of::Invite(message))).padding([6, 12]).into()
}

/// As large as the window, for a projector: what is needed to get in is read from the last row.
pub(super) fn view_big<'a>(screen: &'a Room, invite: &'a Invite, context: &ViewContext) -> Element<'a, Of> {
    let narrow = context.width < WIDTH + 240.0;
    let close = row![glyph(Icon::X), text(texts::CLOSE).font(MEDIUM).class(Ink::Around)].spacing(8);
    let close = Pressable::new(close.align_y(Alignment::Center), Some(Of::Invite(Message::Big(false))));
    let place = screen.visit.house.as_str();
    let title = column![
        text(texts::JOIN).size(20).font(MEDIUM).class(Ink::Soft),
        truncated(place).size(if narrow { 32.0 } else { 56.0 }).font(STRONG).class(Ink::Plain),
    ];
    let head = row![container(title).width(Length::Fill).clip(true), close.kind(Kind::Quiet)].spacing(16);
    let size = BIG_CODE.min(context.width - 96.0).min((context.height - 372.0).max(CODE_SIZE));
    let code = invite.code.as_ref().map(|code| framed(code, size));
    let hosting = screen.visit.hosting.as_ref();
    let addresses = hosting.into_iter().flat_map(Hosting::addresses).take(2).map(|address| {
        let size = if narrow { 20.0 } else { 28.0 };
        text(address.to_string()).size(size).class(Ink::Plain).wrapping(text::Wrapping::Glyph).into()
    });
    let words = hosting.map(|hosting| hosting.house.fingerprint().words()).unwrap_or_default();
    let told = |what| text(what).size(18).font(MEDIUM).class(Ink::Soft);
    let by_code = invite.spoken.map(|spoken| {
        let code = match not_shown(screen) {
            Some(address) => format!("{address} {}", spoken.code),
            None => spoken.code.to_string(),
        };
        let code = text(code).size(if narrow { 32.0 } else { 52.0 }).font(STRONG).class(Ink::Plain);
        let valid = text(texts::valid(spoken.until.saturating_sub(clock::now()))).size(18).class(Ink::Soft);
        column![told(texts::BY_CODE), code, valid].spacing(6)
    });
    let asks_password = hosting.is_some_and(|hosting| hosting.house.asks_password());
    let by_address = told(if asks_password { texts::BY_ADDRESS_AND_PASSWORD } else { texts::BY_ADDRESS });
    let doors = hosting.and_then(|hosting| texts::without_parlor(hosting.house.plain_doors()));
    let doors = doors.map(|words| text(words).size(18).class(Ink::Soft));
    let by_list = by_code.is_none().then(|| told(texts::BY_LIST));
    let how = column![]
        .push(by_list)
        .push(by_code)
        .push(column![by_address, iced::widget::Column::with_children(addresses)].push(doors).spacing(6))
        .push(column![told(texts::WORDS), text(words).size(20).class(Ink::Plain)].spacing(6));
    let how = how.spacing(28).width(Length::Fill);
    let body: Element<'a, Of> = if narrow {
        column![].push(code).push(how).spacing(24).into()
    } else {
        row![].push(code).push(how).spacing(64).align_y(Alignment::Center).into()
    };
    let roster = &screen.rooms.shown.roster;
    let faces = roster.listed.iter().filter_map(|who| roster.here.get(who)).take(FACES);
    let faces = faces.map(|line| avatar(Some(line.person.who), line.person.name.as_str(), 40.0).into());
    let here = text(texts::here(screen.rooms.people_of_house())).size(24).font(STRONG).class(Ink::Plain);
    let foot = row![row(faces).spacing(4), here].spacing(16).align_y(Alignment::Center);
    let page = column![head, body, space().height(Length::Fill), foot].spacing(if narrow { 24 } else { 40 });
    let page = container(page).padding(if narrow { Padding::new(24.0) } else { Padding::from([48, 64]) });
    let page = container(iced::widget::scrollable(page)).class(Ground::Page).width(Length::Fill).height(Length::Fill);
    iced::widget::opaque(page)
}
