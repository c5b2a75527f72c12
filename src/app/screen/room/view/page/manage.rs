//! Manage, as its host sees it.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use super::doors;
use super::people::People;
use super::room_settings::{ban_in_words, person_row};
use crate::app::clock;
use crate::app::screen::page::{self, Section as Titled};
use crate::app::screen::parts::{Beside, OneLine, about, group, label, note, radio_row, rows, setting, switch_row};
use crate::app::screen::room::page::Message as Of;
use crate::app::screen::room::page::manage::{Manage, Message, Reached, Section};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view::given_link;
use crate::app::screen::room::view_context::ViewContext;
use crate::app::texts::people::here;
use crate::app::texts::person::all_of;
use crate::app::texts::{manage as texts, room as rooms_texts};
use crate::app::theme::{CODE, Element, Field, Icon, Ink, MEDIUM};
use crate::app::widget::{Kind, Pressable, SMALL, avatar, beside, glyph_in, press, press_maybe, truncated};
use crate::find::{MappingState, OpenedBy, Presence};
use crate::room::Access;
use crate::wire::account::{Admission, RequestLine};
use crate::wire::frame::RoomLine;
use crate::wire::invites::InviteLine;
use crate::wire::people::BanLine;

/// By what the field of the password is found.
const PASSWORD: &str = "manage-password";

/// Who can join, in words.
const ADMISSION: [(Admission, &str, &str); 4] = [
    (Admission::Everyone, texts::EVERYONE, texts::EVERYONE_MEANS),
    (Admission::Registered, texts::REGISTERED, texts::REGISTERED_MEANS),
    (Admission::Approval, texts::APPROVAL, texts::APPROVAL_MEANS),
    (Admission::Closed, texts::CLOSED, texts::CLOSED_MEANS),
];

pub(super) fn view<'a>(screen: &'a Room, manage: &'a Manage, context: &ViewContext) -> Element<'a, Of> {
    let place = screen.visit.house.as_str();
    let sections = vec![
        Titled::new(Section::Access, Icon::KeyRound, texts::ACCESS),
        Titled { waiting: screen.asking.len(), ..Titled::new(Section::Requests, Icon::Inbox, texts::REQUESTS) },
        Titled::new(Section::People, Icon::Users, texts::PEOPLE),
        Titled::new(Section::Rooms, Icon::Hash, texts::ROOMS),
        Titled::new(Section::Bans, Icon::Ban, texts::BANS),
        Titled::new(Section::Invites, Icon::Ticket, texts::INVITES),
        Titled::new(Section::Network, Icon::Network, texts::NETWORK),
        Titled::new(Section::Doors, Icon::DoorOpen, texts::DOORS),
    ];
    let (about, content) = match manage.section.unwrap_or(Section::Access) {
        Section::Access => (texts::access_means(place), access(screen, manage)),
        Section::Requests => (String::new(), requests(screen, manage, context.now)),
        Section::People => (here(manage.total), people(screen, manage, context.width)),
        Section::Rooms => (texts::ROOMS_MEANS.to_owned(), rooms_of(screen)),
        Section::Bans => (String::new(), bans(screen, manage)),
        Section::Invites => (texts::INVITES_MEANS.to_owned(), invites(screen, manage)),
        Section::Network => (String::new(), network(screen, manage)),
        Section::Doors => doors::view(screen, manage),
    };
    let page = page::Page {
        title: texts::TITLE,
        back: rooms_texts::back_to(place),
        on_back: Of::Close,
        sections,
        open: manage.section,
        on_open: |section| Of::Manage(Message::Open(section)),
        about,
        content: content.map(Of::Manage),
        trouble: manage.trouble.as_deref(),
        told: manage.told.as_deref(),
        width: context.width,
    };
    page.view()
}

fn access<'a>(screen: &'a Room, manage: &'a Manage) -> Element<'a, Message> {
    let all =
        ADMISSION.map(|(who, title, means)| radio_row(title, means, manage.admission == who, Message::Admission(who)));
    let password = screen.visit.hosting.as_ref().map(|hosting| password(manage, hosting.house.asks_password()));
    column![column![rows(all), note(texts::ENCRYPTED)].spacing(8)].push(password).spacing(24).into()
}

/// The password of the place, which is another from now on, or none.
fn password(manage: &Manage, asks: bool) -> Element<'_, Message> {
    let field = OneLine {
        id: PASSWORD,
        hint: if asks { texts::NEW_PASSWORD } else { texts::NO_PASSWORD },
        value: &manage.password,
        secret: !manage.password_shown,
        wrong: None,
        ground: Field::Raised,
        on_input: Message::Password,
        on_submit: Message::SetPassword,
    };
    let field = field.view_beside(Beside::Eye(Message::ShowPassword));
    let typed = (!manage.password.is_empty()).then_some(Message::SetPassword);
    let set = press_maybe(if asks { texts::CHANGE } else { texts::SET }, typed);
    let line = row![container(field).width(Length::Fill), set].spacing(12).align_y(Alignment::Center);
    let line = container(line).padding([10, 16]).width(Length::Fill).into();
    let remove = asks.then(|| {
        let remove = press(texts::REMOVE, Message::DropPassword).kind(Kind::Danger);
        setting(texts::REMOVE_TITLE, texts::REMOVE_MEANS, remove)
    });
    let means = if asks { texts::PASSWORD_MEANS } else { texts::NO_PASSWORD_MEANS };
    group(texts::PASSWORD, column![rows(std::iter::once(line).chain(remove)), note(means)].spacing(8))
}

fn requests<'a>(screen: &'a Room, manage: &'a Manage, now: u64) -> Element<'a, Message> {
    let approves = manage.admission == Admission::Approval;
    let words = text(if approves { texts::APPROVES } else { texts::NOBODY_ASKS }).class(Ink::Soft);
    let way = press(texts::TO_ACCESS, Message::Open(Some(Section::Access))).kind(Kind::Link).padding(0);
    let how = row![words, way].spacing(6).align_y(Alignment::Center).wrap();
    if screen.asking.is_empty() {
        return column![how, rows([container(text(texts::NO_REQUESTS).class(Ink::Soft)).padding(16).into()])]
            .spacing(16)
            .into();
    }
    let all = (screen.asking.len() > 1).then(|| {
        let all = press(texts::LET_ALL_IN, Message::AnswerAll).kind(Kind::Quiet);
        container(all).align_right(Length::Fill)
    });
    let lines = screen.asking.iter().map(|line| request(screen, line, now));
    column![how, rows(lines), all].spacing(16).into()
}

fn request<'a>(screen: &'a Room, line: &'a RequestLine, now: u64) -> Element<'a, Message> {
    let key = text(line.key.words()).font(CODE).size(12.5).class(Ink::Soft);
    let words =
        column![about(line.name.as_str(), texts::waits_since(&screen.times.when(line.at, now))), key].spacing(2);
    let who = row![avatar(None, line.name.as_str(), 36.0), container(words).width(Length::Fill)]
        .spacing(12)
        .align_y(Alignment::Center);
    let buttons = row![
        press(texts::DECLINE, Message::Answer(line.request, false)),
        press(texts::LET_IN, Message::Answer(line.request, true)).kind(Kind::Primary),
    ]
    .spacing(8);
    container(beside(who, buttons, 12.0, 180.0)).padding([10, 16]).width(Length::Fill).into()
}

fn people<'a>(screen: &'a Room, manage: &'a Manage, width: f32) -> Element<'a, Message> {
    let table = People {
        all: manage.people.iter().collect(),
        total: manage.total,
        me: screen.me.author.who,
        filter: &manage.filter,
        on_words: Message::Words,
        on_show: Message::Show,
        on_person: Message::Person,
        width,
    };
    table.view()
}

/// Every room, each with the way to its settings.
fn rooms_of(screen: &Room) -> Element<'_, Message> {
    let head = room_line(label(texts::ROOM_TITLE), label(texts::WHO_JOINS), label(texts::PEOPLE_IN_IT));
    let head = container(head).padding([8, 16]).into();
    let all = screen.rooms.like("").into_iter().filter(|line| line.direct.is_none());
    let lines = all.map(|line| {
        let (icon, who) = what(line);
        let title = truncated(line.title.as_str()).font(MEDIUM).class(Ink::Plain);
        let title = row![glyph_in(icon, SMALL, Ink::Soft), container(title).width(Length::Fill).clip(true)];
        let line_of = room_line(
            title.spacing(12).align_y(Alignment::Center).into(),
            text(who).class(Ink::Soft).into(),
            text(line.people.to_string()).class(Ink::Soft).into(),
        );
        Pressable::new(line_of, Some(Message::Room(line.room)))
            .kind(Kind::Quiet)
            .padding([14, 16])
            .width(Length::Fill)
            .into()
    });
    rows(std::iter::once(head).chain(lines))
}

fn room_line<'a>(
    title: Element<'a, Message>,
    who: Element<'a, Message>,
    people: Element<'a, Message>,
) -> Element<'a, Message> {
    let cell = |content, part: u16| container(content).width(Length::FillPortion(part)).clip(true);
    row![cell(title, 4), cell(who, 3), cell(people, 2)].spacing(12).align_y(Alignment::Center).into()
}

/// What kind of room it is.
pub(in crate::app::screen::room::view) const fn what(line: &RoomLine) -> (Icon, &'static str) {
    match (line.archived, line.access) {
        (true, _) => (Icon::Archive, texts::ARCHIVED),
        (_, Access::Password) => (Icon::KeyRound, texts::WITH_PASSWORD),
        (_, Access::Invited) => (Icon::Lock, texts::INVITED),
        (_, Access::Everyone) => (Icon::Hash, texts::EVERYONE_JOINS),
    }
}

fn bans<'a>(screen: &'a Room, manage: &'a Manage) -> Element<'a, Message> {
    if manage.bans.is_empty() {
        return rows([container(text(texts::NO_BANS).class(Ink::Soft)).padding(16).into()]);
    }
    rows(manage.bans.iter().map(|ban| {
        let means = format!("{}\n{}", ban_in_words(screen, ban), reach(screen, ban));
        person_row(&ban.person, means, texts::UNBAN, Message::Unban(ban.person.clone(), ban.room))
    }))
}

/// Where someone can't join.
fn reach(screen: &Room, ban: &BanLine) -> String {
    let place = match ban.room {
        None => all_of(screen.visit.house.as_str()),
        Some(room) => screen.rooms.listed.get(&room).map_or_else(String::new, |line| line.title.to_string()),
    };
    if ban.address { texts::with_address(&place) } else { place }
}

/// The links that were given out, who made each, and who came by it.
fn invites<'a>(screen: &'a Room, manage: &'a Manage) -> Element<'a, Message> {
    let new = row![glyph_in(Icon::Plus, SMALL, Ink::Around), text(texts::GIVE_OUT).font(MEDIUM).class(Ink::Around)];
    let new = Pressable::new(new.spacing(8).align_y(Alignment::Center), Some(Message::GiveOut)).padding([6, 12]);
    let new = screen.visit.hosting.is_some().then(|| container(new).align_right(Length::Fill));
    let given: Vec<&InviteLine> =
        manage.invites.iter().filter(|line| !line.standing && given_link::is_of_use(line)).collect();
    let lines = if given.is_empty() {
        rows([container(text(texts::NO_INVITES).class(Ink::Soft)).padding(16).into()])
    } else {
        rows(given.into_iter().map(|line| {
            let revoke = press(texts::REVOKE, Message::Revoke(line.invite)).kind(Kind::Danger);
            let words = row![glyph_in(Icon::Link, SMALL, Ink::Soft), given_link::about(screen, line)];
            let words = words.spacing(12).align_y(Alignment::Center);
            container(beside(words, revoke, 12.0, 132.0)).padding([10, 16]).width(Length::Fill).into()
        }))
    };
    column![].push(new).push(lines).spacing(12).into()
}

/// Where the place is found, and by which key.
fn network<'a>(screen: &'a Room, manage: &'a Manage) -> Element<'a, Message> {
    let Some(hosting) = &screen.visit.hosting else {
        return rows([container(text(texts::HOSTED_ELSEWHERE).class(Ink::Soft)).padding(16).into()]);
    };
    let mut addresses: Vec<Element<'a, Message>> = hosting
        .addresses()
        .into_iter()
        .map(|address| {
            let address = address.to_string();
            let words = text(address.clone()).font(CODE).size(12.5).class(Ink::Plain).wrapping(text::Wrapping::Glyph);
            container(beside(words, copy(address), 12.0, 132.0)).padding([9, 16]).width(Length::Fill).into()
        })
        .collect();
    let means = if hosting.only_here { texts::ONLY_HERE } else { texts::ADDRESSES_MEANS };
    addresses.insert(0, container(about(texts::ADDRESSES, means)).padding([9, 16]).into());
    if !hosting.only_here {
        let presence = hosting.presence();
        let means = match presence {
            None => texts::HIDDEN.to_owned(),
            Some(Presence::Starting | Presence::Announced) => texts::ANNOUNCED.to_owned(),
            Some(Presence::Not(why)) => why.to_string(),
        };
        addresses.insert(0, switch_row(texts::ANNOUNCE, means, presence.is_some(), Message::Announce));
    }
    if let Some(state) = hosting.mapping_state() {
        let (icon, ink, means) = match state {
            MappingState::Asking => (Icon::CircleQuestionMark, Ink::Soft, texts::ASKING_ROUTER.to_owned()),
            MappingState::Open { outside, by: OpenedBy::Itself } => {
                (Icon::CircleCheck, Ink::Here, texts::open_itself(&outside.to_string()))
            }
            MappingState::Open { outside, by } => {
                (Icon::CircleCheck, Ink::Here, texts::open_by(&outside.to_string(), &by.to_string()))
            }
            MappingState::Not(why) => (Icon::CircleX, Ink::Danger, why.to_string()),
        };
        let words = row![glyph_in(icon, 20.0, ink), about(texts::OUTSIDE, means)].spacing(12);
        addresses.push(container(words.align_y(Alignment::Center)).padding([9, 16]).width(Length::Fill).into());
    }
    if !hosting.only_here {
        let all = hosting.addresses().len();
        addresses.push(view_reached(screen, manage, all));
    }
    let words = hosting.house.fingerprint().words();
    let key =
        column![about(texts::WORDS, texts::WORDS_MEANS), text(words.clone()).font(CODE).size(12.5).class(Ink::Plain)]
            .spacing(6);
    let folder = hosting.folder.display().to_string();
    let folder = column![
        text(texts::FOLDER).font(MEDIUM).class(Ink::Plain),
        text(folder).size(13).class(Ink::Faint).wrapping(text::Wrapping::Glyph),
    ]
    .spacing(2);
    let tall = |content| container(content).padding([10, 16]).width(Length::Fill).into();
    column![
        rows(addresses),
        rows([
            tall(beside(key, copy(words), 12.0, 180.0)),
            setting(texts::INVITE, texts::INVITE_MEANS, press(texts::NEW_INVITE, Message::NewInvite)),
            tall(beside(folder, press(texts::OPEN_FOLDER, Message::OpenFolder), 12.0, 132.0)),
        ]),
    ]
    .spacing(24)
    .into()
}

/// Whether others can reach the place, and finding it out again.
fn view_reached<'a>(screen: &'a Room, manage: &'a Manage, all: usize) -> Element<'a, Message> {
    let (icon, ink, title, means) = match &manage.reached {
        Reached::Unasked => (Icon::CircleQuestionMark, Ink::Soft, texts::REACH, texts::REACH_MEANS.to_owned()),
        Reached::Asking => (Icon::CircleQuestionMark, Ink::Soft, texts::REACH, texts::CHECKING.to_owned()),
        Reached::Known(_, reached) if reached.is_empty() => {
            (Icon::CircleX, Ink::Danger, texts::NOT_REACHED, texts::NOT_REACHED_MEANS.to_owned())
        }
        Reached::Known(at, reached) => {
            let reached: Vec<String> = reached.iter().map(ToString::to_string).collect();
            let means = texts::reached_at(&screen.times.when(*at, clock::now()), &reached, all);
            (Icon::CircleCheck, Ink::Here, texts::REACHED, means)
        }
        Reached::Unknown(why) => (Icon::CircleQuestionMark, Ink::Soft, texts::REACH, why.clone()),
    };
    let again = match manage.reached {
        Reached::Unasked => texts::CHECK_FIRST,
        _ => texts::CHECK,
    };
    let check = press_maybe(again, (!matches!(manage.reached, Reached::Asking)).then_some(Message::Check));
    let words = row![glyph_in(icon, 20.0, ink), about(title, means)].spacing(12).align_y(Alignment::Center);
    container(beside(words, check, 12.0, 132.0)).padding([9, 16]).width(Length::Fill).into()
}

fn copy<'a>(what: String) -> Element<'a, Message> {
    let words = text(texts::COPY).font(MEDIUM).class(Ink::Around);
    let content = row![glyph_in(Icon::Copy, SMALL, Ink::Around), words].spacing(8).align_y(Alignment::Center);
    Pressable::new(content, Some(Message::Copy(what))).padding([6, 12]).into()
}
