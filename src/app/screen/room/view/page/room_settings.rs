//! The settings of the room that is shown. Only what would be allowed is offered.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::people::People;
use crate::app::clock;
use crate::app::screen::page::{self, Section as Titled};
use crate::app::screen::parts::{
    OneLine, group, labelled, note, radio_row, rows, segmented, sentence, setting, stacked, switch_row,
};
use crate::app::screen::room::page::Message as Of;
use crate::app::screen::room::page::room_settings::{DELETION, INVITEE, Message, RoomSettings, Section, Writers};
use crate::app::screen::room::state::Room;
use crate::app::texts::manage::ban as about_ban;
use crate::app::texts::people::here;
use crate::app::texts::{room as rooms, room_settings as texts};
use crate::app::theme::{Element, Field, Icon, Ink};
use crate::app::widget::{Kind, SMALL, avatar, beside, glyph_in, icon_button, press, press_maybe, tipped};
use crate::room::{Access, Author, Deed, Memory, Rank};
use crate::wire::frame::Notify;
use crate::wire::people::BanLine;

/// How slow a room can be made.
const SLOW: [(u32, &str); 5] = [(0, texts::OFF), (5, "5 s"), (30, "30 s"), (120, "2 min"), (600, "10 min")];

/// How many days messages can be kept.
const DAYS: [u16; 4] = [365, 30, 7, 1];

/// How many people are offered to be invited.
const OFFERED: usize = 6;

/// Who can join, in a word.
const ACCESS: [(Access, &str); 3] =
    [(Access::Everyone, texts::EVERYONE), (Access::Password, texts::PASSWORD), (Access::Invited, texts::INVITED)];

/// Of what one is notified, in a word.
const NOTIFY: [(Option<Notify>, &str); 3] = [
    (None, texts::AS_IN_SETTINGS),
    (Some(Notify::Everything), texts::EVERYTHING),
    (Some(Notify::Mentions), texts::MENTIONS),
];

/// The sections that have something for whoever looks.
fn sections(screen: &Room) -> Vec<Titled<Section>> {
    let keeps = screen.rooms.shown.rank >= Rank::Operator && screen.rooms.shown.direct.is_none();
    let all = [
        (Titled::new(Section::General, Icon::SlidersHorizontal, texts::GENERAL), true),
        (Titled::new(Section::Access, Icon::KeyRound, texts::ACCESS), keeps),
        (Titled::new(Section::History, Icon::History, texts::HISTORY), screen.may(Deed::Keep)),
        (Titled::new(Section::Moderation, Icon::Shield, texts::MODERATION), keeps),
        (Titled::new(Section::People, Icon::Users, texts::PEOPLE), keeps),
        (Titled { apart: true, ..Titled::new(Section::Danger, Icon::TriangleAlert, texts::DANGER) }, keeps),
    ];
    all.into_iter()
        .filter(|(_, there)| *there && screen.rooms.shown.out.is_none())
        .map(|(section, _)| section)
        .collect()
}

pub(super) fn view<'a>(screen: &'a Room, settings: &'a RoomSettings, width: f32) -> Element<'a, Of> {
    let sections = sections(screen);
    let open = settings.section.filter(|open| sections.iter().any(|section| section.of == *open));
    let shown = &screen.rooms.shown;
    let (about, content) = match open.unwrap_or(Section::General) {
        Section::General => {
            let about = shown.direct.as_ref().map(|other| texts::between(other.name.as_str()));
            (about.unwrap_or_default(), general(screen, settings))
        }
        Section::Access => (texts::ACCESS_MEANS.to_owned(), access(screen, settings)),
        Section::History => (texts::HISTORY_MEANS.to_owned(), history(shown.memory)),
        Section::Moderation => (String::new(), moderation(screen, settings)),
        Section::People => (here(shown.roster.total), people(screen, settings, width)),
        Section::Danger => (String::new(), danger(screen, settings)),
    };
    let page = page::Page {
        title: shown.title.as_str(),
        back: rooms::back_to(shown.title.as_str()),
        on_back: Of::Close,
        sections,
        open,
        on_open: |section| Of::RoomSettings(Message::Open(section)),
        about,
        content: content.map(Of::RoomSettings),
        trouble: settings.trouble.as_deref(),
        told: settings.told.as_deref(),
        width,
    };
    page.view()
}

fn field<'a>(
    id: &'static str,
    hint: &'a str,
    value: &'a str,
    on_input: fn(String) -> Message,
    on_submit: Message,
) -> OneLine<'a, Message> {
    OneLine { id, hint, value, secret: false, wrong: None, ground: Field::Raised, on_input, on_submit }
}

/// A field with a button beside it, in a row of a card.
fn with_button<'a>(field: Element<'a, Message>, button: Element<'a, Message>) -> Element<'a, Message> {
    let line = row![container(field).width(Length::Fill), button].spacing(12).align_y(Alignment::Center);
    container(line).padding([10, 16]).width(Length::Fill).into()
}

fn general<'a>(screen: &'a Room, settings: &'a RoomSettings) -> Element<'a, Message> {
    let shown = &screen.rooms.shown;
    let title = screen.may(Deed::Title).then(|| {
        let title = settings.title.as_deref().unwrap_or(shown.title.as_str());
        labelled(texts::TITLE, field("room-settings-title", "", title, Message::Title, Message::Rename).view())
    });
    let topic = screen.may(Deed::Topic).then(|| {
        let topic = settings.topic.as_deref().unwrap_or(shown.topic.as_str());
        let topic = field("room-settings-topic", texts::TOPIC_HINT, topic, Message::Topic, Message::Rename);
        labelled(texts::TOPIC, topic.view())
    });
    let changed = settings.title.is_some() || settings.topic.is_some();
    let save = press_maybe(texts::SAVE, changed.then_some(Message::Rename)).kind(Kind::Primary);
    let named = (title.is_some() || topic.is_some()).then(|| {
        let fields = column![title, topic, container(save).align_right(Length::Fill)].spacing(12);
        rows([container(fields).padding(16).width(Length::Fill).into()])
    });
    let icon = glyph_in(Icon::Download, SMALL, Ink::Around);
    let words = iced::widget::text(texts::SAVE_AS_BUTTON).font(crate::app::theme::MEDIUM).class(Ink::Around);
    let save_as = row![icon, words].spacing(8).align_y(Alignment::Center);
    let save_as = crate::app::widget::Pressable::new(save_as, Some(Message::Save));
    let mut yours = vec![switch_row(texts::MUTE, texts::MUTE_MEANS, shown.quiet, Message::Quiet)];
    // Of all that is said in a direct talk one is told, or of nothing.
    if shown.direct.is_none() && !shown.quiet {
        yours.push(setting(texts::NOTIFY, "", segmented(NOTIFY, shown.notify, Message::Notify)));
    }
    yours.push(setting(texts::SAVE_AS, texts::SAVE_AS_MEANS, save_as));
    if shown.out.is_none() {
        let means =
            if shown.direct.is_none() && shown.order.access == Access::Everyone { texts::LEAVE_OPEN } else { "" };
        yours.push(setting(texts::LEAVE, means, press(texts::LEAVE_BUTTON, Message::Leave)));
    }
    column![named, group(texts::FOR_YOU, rows(yours))].spacing(24).into()
}

fn access<'a>(screen: &'a Room, settings: &'a RoomSettings) -> Element<'a, Message> {
    let order = &screen.rooms.shown.order;
    let first = settings.first_password && order.access != Access::Password;
    let chosen = if first { Access::Password } else { order.access };
    let means = if chosen == Access::Invited { texts::UNLISTED_MEANS } else { texts::LISTED_MEANS };
    let mut who = vec![setting(texts::WHO_JOINS, means, segmented(ACCESS, chosen, Message::Access))];
    if chosen == Access::Password {
        let (button, means) =
            if first { (texts::SET, texts::NEW_PASSWORD_MEANS) } else { (texts::CHANGE, texts::CHANGE_PASSWORD_MEANS) };
        let typed = (!settings.password.is_empty()).then_some(Message::SetPassword);
        let password = OneLine {
            secret: true,
            ..field(
                "room-settings-password",
                texts::PASSWORD_HINT,
                &settings.password,
                Message::Password,
                Message::SetPassword,
            )
        };
        let password = container(password.view()).width(200);
        let line = row![password, press_maybe(button, typed)].spacing(12).align_y(Alignment::Center);
        who.push(setting(texts::PASSWORD, means, line));
    }
    let writers = match (order.archived, order.locked) {
        (true, _) => Writers::Nobody,
        (false, true) => Writers::Operators,
        (false, false) => Writers::Everyone,
    };
    let writer = |who, title, means| radio_row(title, means, writers == who, Message::Writers(who));
    let write = rows([
        writer(Writers::Everyone, texts::EVERYONE, ""),
        writer(Writers::Operators, texts::OPERATORS, texts::OPERATORS_MEANS),
        writer(Writers::Nobody, texts::NOBODY, texts::NOBODY_MEANS),
    ]);
    let invite = screen.invites_by_name().then(|| {
        let typed = (!settings.invite.trim().is_empty()).then_some(Message::Invite);
        let name = field(INVITEE, texts::INVITE_HINT, &settings.invite, Message::Invitee, Message::Invite).view();
        let others = screen.rooms.not_in_shown(&settings.invite).into_iter();
        let is_invited = |who| order.invited.iter().any(|invited| invited.who == who);
        let others = others.filter(|other| !is_invited(other.who)).take(OFFERED);
        let others =
            others.map(|other| person_row(other, String::new(), texts::INVITE, Message::InviteThem(other.clone())));
        let lines = std::iter::once(with_button(name, press_maybe(texts::INVITE, typed).into())).chain(others);
        group(texts::INVITE_PEOPLE, rows(lines))
    });
    let invited = (invite.is_some() && !order.invited.is_empty())
        .then(|| group(texts::INVITED_PEOPLE, rows(order.invited.iter().map(invited_row))));
    // Whoever types a name goes on typing when someone else is invited meanwhile.
    stacked([Some(rows(who)), Some(group(texts::WHO_WRITES, write)), invited, invite], 24.0)
}

/// Someone who was invited, and the way to take that back.
fn invited_row(whom: &Author) -> Element<'_, Message> {
    let face = avatar(Some(whom.who), whom.name.as_str(), 28.0);
    let words = crate::app::screen::parts::about(whom.name.as_str(), "");
    let line = row![face, container(words).width(Length::Fill)].spacing(12).align_y(Alignment::Center);
    let withdraw = icon_button(Icon::X, texts::UNINVITE, Some(Message::Uninvite(whom.clone())));
    let line = row![line, tipped(withdraw, texts::UNINVITE, "")].spacing(12).align_y(Alignment::Center);
    container(line).padding([9, 16]).width(Length::Fill).into()
}

fn history<'a>(memory: Memory) -> Element<'a, Message> {
    let mut spans = vec![(Memory::Everything, texts::FOREVER.to_owned(), "")];
    spans.extend(DAYS.into_iter().filter_map(|days| Some((Memory::days(days).ok()?, texts::days(days), ""))));
    // One that was chosen by a command is shown as well.
    if let Memory::Days { days } = memory
        && !DAYS.contains(&u16::from(days))
    {
        spans.push((memory, texts::days(days.into()), ""));
    }
    spans.push((Memory::WhileOpen, texts::WHILE_OPEN.to_owned(), texts::WHILE_OPEN_MEANS));
    let spans =
        spans.into_iter().map(|(span, title, means)| radio_row(title, means, span == memory, Message::Memory(span)));
    column![rows(spans), note(texts::SHORTER_MEANS)].spacing(8).into()
}

fn moderation<'a>(screen: &'a Room, settings: &'a RoomSettings) -> Element<'a, Message> {
    let order = &screen.rooms.shown.order;
    let slow = rows([setting(texts::SLOW, texts::SLOW_MEANS, segmented(SLOW, order.slow, Message::Slow))]);
    let (known, unknown): (Vec<_>, Vec<_>) = order
        .muted
        .iter()
        .map(|(who, until)| (screen.rooms.shown.roster.here.get(who), until))
        .partition(|(line, _)| line.is_some());
    let muted = known.into_iter().filter_map(|(line, until)| {
        let person = &line?.person;
        let until = until
            .map_or_else(|| texts::FOREVER.to_owned(), |until| rooms::until(&screen.times.until(until, clock::now())));
        Some(person_row(person, until, texts::UNMUTE, Message::Unmute(person.clone())))
    });
    let muted: Vec<_> = muted.collect();
    let more = (!unknown.is_empty()).then(|| note(texts::muted_elsewhere(unknown.len())));
    let muted: Element<'a, Message> = if muted.is_empty() && more.is_none() {
        note(texts::NOBODY_MUTED)
    } else {
        let list = (!muted.is_empty()).then(|| rows(muted));
        column![list, more].spacing(8).into()
    };
    let banned: Element<'a, Message> = if settings.bans.is_empty() {
        note(texts::NOBODY_BANNED)
    } else {
        rows(settings.bans.iter().map(|ban| {
            person_row(&ban.person, ban_in_words(screen, ban), texts::UNBAN, Message::Unban(ban.person.clone()))
        }))
    };
    column![slow, group(texts::MUTED, muted), group(texts::BANNED, banned)].spacing(24).into()
}

/// Until when someone is banned, by whom and why.
pub(super) fn ban_in_words(screen: &Room, ban: &BanLine) -> String {
    let until = ban.until.map(|until| screen.times.until(until, clock::now()));
    let why = ban.why.as_ref().map(ToString::to_string);
    about_ban(until.as_deref(), &ban.by, why.as_deref())
}

/// Someone, what is said of them, and what lets them again.
pub(super) fn person_row<'a, Message: Clone + 'a>(
    person: &'a Author,
    means: String,
    button: &'static str,
    on_press: Message,
) -> Element<'a, Message> {
    let face = avatar(Some(person.who), person.name.as_str(), 28.0);
    let words = crate::app::screen::parts::about(person.name.as_str(), means);
    let line = row![face, container(words).width(Length::Fill)].spacing(12).align_y(Alignment::Center);
    container(beside(line, press(button, on_press), 12.0, 132.0)).padding([9, 16]).width(Length::Fill).into()
}

fn people<'a>(screen: &'a Room, settings: &'a RoomSettings, width: f32) -> Element<'a, Message> {
    let roster = &screen.rooms.shown.roster;
    let table = People {
        all: roster.here.values().collect(),
        total: roster.total,
        me: screen.me.author.who,
        filter: &settings.filter,
        on_words: Message::Words,
        on_show: Message::Show,
        on_person: Message::Person,
        width,
    };
    table.view()
}

fn danger<'a>(screen: &'a Room, settings: &'a RoomSettings) -> Element<'a, Message> {
    let shown = &screen.rooms.shown;
    let archive = if shown.order.archived {
        setting(texts::REOPEN, texts::REOPEN_MEANS, press(texts::REOPEN_BUTTON, Message::Archive(false)))
    } else {
        setting(texts::ARCHIVE, texts::ARCHIVE_MEANS, press(texts::ARCHIVE_BUTTON, Message::Archive(true)))
    };
    let mut all = vec![archive];
    if screen.may(Deed::Delete) {
        let ask = (settings.deleting.is_none()).then_some(Message::Delete(true));
        let delete = press_maybe(texts::DELETE_BUTTON, ask).kind(Kind::Danger);
        all.push(setting(texts::DELETE, texts::DELETE_MEANS, delete));
    }
    let asked = settings.deleting.as_ref().map(|typed| {
        let same = typed.trim() == shown.title.as_str();
        let delete = press_maybe(texts::DELETE_NOW, same.then_some(Message::DeleteNow)).kind(Kind::DangerPrimary);
        let buttons = row![press(texts::CANCEL, Message::Delete(false)), delete].spacing(8);
        let title = field(DELETION, shown.title.as_str(), typed, Message::DeletionTitle, Message::DeleteNow).view();
        let line = beside(title, buttons, 12.0, 132.0);
        let heading = crate::app::screen::parts::heading(texts::delete_question(shown.title.as_str()));
        let content = column![heading, sentence(texts::DELETE_NOW_MEANS), labelled(texts::TYPE_TITLE, line)].spacing(8);
        rows([container(content).padding(20).width(Length::Fill).into()])
    });
    column![rows(all), asked].spacing(20).into()
}
