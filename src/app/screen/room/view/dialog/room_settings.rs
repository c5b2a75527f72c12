//! How the room that is shown is kept, and what can be changed of that.

use iced::widget::{column, row, text};
use iced::{Alignment, Length};

use crate::app::screen::parts::{OneLine, choices, labelled, sentence, switch, troubled};
use crate::app::screen::room::dialog::room_settings::{Message, RoomSettings};
use crate::app::screen::room::dialog::{Message as Of, new_room};
use crate::app::screen::room::state::Room;
use crate::app::theme::{Element, Field, Ink};
use crate::app::widget::{Kind, press};
use crate::room::{Access, Deed, Memory};
use crate::wire::people::BanLine;

/// How slow a room can be made.
const SLOW: [(u32, &str); 5] = [(0, "Off"), (5, "5 s"), (30, "30 s"), (120, "2 min"), (600, "10 min")];

pub(super) fn view<'a>(screen: &'a Room, edited: &'a RoomSettings) -> Element<'a, Of> {
    let mut body: Vec<Element<'a, Of>> = Vec::new();
    body.push(sentence(screen.rooms.shown.memory.to_string()));
    if screen.rooms.shown.direct.is_some() {
        body.push(sentence("Only the two of you see this conversation. It is kept on the host’s computer."));
    }
    body.push(switch("Mute this room", screen.rooms.shown.quiet, |quiet| Of::RoomSettings(Message::Quiet(quiet))));
    if screen.may(Deed::Title) {
        let title = edited.title.as_deref().unwrap_or(screen.rooms.shown.title.as_str());
        body.push(labelled(
            "Title",
            line(screen, "order-title", title, |title| Of::RoomSettings(Message::Title(title))),
        ));
    }
    if screen.may(Deed::Topic) {
        let topic = edited.topic.as_deref().unwrap_or(screen.rooms.shown.topic.as_str());
        body.push(labelled(
            "Topic",
            line(screen, "order-topic", topic, |topic| Of::RoomSettings(Message::Topic(topic))),
        ));
    }
    if screen.may(Deed::Keep) {
        let memory = choices(memories(), screen.rooms.shown.memory, |memory| Of::RoomSettings(Message::Memory(memory)));
        body.push(labelled("History", memory));
    }
    if screen.may(Deed::Slow) {
        let slow = choices(&SLOW, screen.rooms.shown.order.slow, |slow| Of::RoomSettings(Message::Slow(slow)));
        body.push(labelled("Slow mode", slow));
    }
    if screen.may(Deed::Lock) {
        let words = "Only operators can write";
        body.push(switch(words, screen.rooms.shown.order.locked, |locked| Of::RoomSettings(Message::Lock(locked))));
    }
    if screen.may(Deed::Open) {
        body.push(view_access(screen, edited));
    }
    if screen.rooms.shown.order.access == Access::Invited && screen.may(Deed::Invite) {
        body.push(view_invite(screen, edited));
    }
    if screen.may(Deed::Archive) {
        let words = "Archive this room";
        body.push(switch(words, screen.rooms.shown.order.archived, |archived| {
            Of::RoomSettings(Message::Archive(archived))
        }));
    }
    if !edited.bans.is_empty() {
        body.push(labelled("Banned", column(edited.bans.iter().map(|ban| view_ban(screen, ban))).spacing(4)));
    }
    let delete =
        screen.may(Deed::Delete).then(|| press("Delete", Of::RoomSettings(Message::Delete)).kind(Kind::Danger));
    let leave = press("Leave", Of::RoomSettings(Message::Leave)).kind(Kind::Plain);
    let left = row![delete, leave].spacing(8).wrap();
    let changed = edited.title.is_some() || edited.topic.is_some();
    let take = changed.then(|| press("Change", Of::RoomSettings(Message::Rename)).kind(Kind::Primary).into());
    troubled(
        screen.rooms.shown.title.as_str(),
        body,
        edited.trouble.as_deref(),
        Some(left.into()),
        [Some(press("Done", Of::Close).into()), take].into_iter().flatten(),
    )
}

fn line<'a>(_screen: &Room, id: &'static str, value: &'a str, on_input: fn(String) -> Of) -> Element<'a, Of> {
    let (hint, secret, wrong, ground) = ("", false, None, Field::Inset);
    OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit: Of::RoomSettings(Message::Rename) }.view()
}

fn view_access<'a>(screen: &'a Room, edited: &'a RoomSettings) -> Element<'a, Of> {
    let access =
        choices(&new_room::ACCESS, screen.rooms.shown.order.access, |access| Of::RoomSettings(Message::Access(access)));
    let password = (screen.rooms.shown.order.access == Access::Password).then(|| {
        let field = OneLine {
            id: "order-password",
            hint: "New password",
            value: &edited.password,
            secret: true,
            wrong: None,
            ground: Field::Inset,
            on_input: |password| Of::RoomSettings(Message::Password(password)),
            on_submit: Of::RoomSettings(Message::SetPassword),
        };
        let set = press("Set", Of::RoomSettings(Message::SetPassword)).padding([9, 14]);
        row![iced::widget::container(field.view()).width(Length::Fill), set].spacing(8)
    });
    labelled("Who can join", column![access].push(password).spacing(8))
}

/// Inviting someone, where only those come in who are invited.
fn view_invite<'a>(_screen: &'a Room, edited: &'a RoomSettings) -> Element<'a, Of> {
    let field = OneLine {
        id: "order-invite",
        hint: "Name",
        value: &edited.invite,
        secret: false,
        wrong: None,
        ground: Field::Inset,
        on_input: |name| Of::RoomSettings(Message::Invitee(name)),
        on_submit: Of::RoomSettings(Message::Invite),
    };
    let invite = press("Invite", Of::RoomSettings(Message::Invite)).padding([9, 14]);
    let line = row![iced::widget::container(field.view()).width(Length::Fill), invite].spacing(8);
    let told = edited.told.as_deref().map(sentence);
    labelled("Invite people", column![line].push(told).spacing(4))
}

fn view_ban<'a>(screen: &'a Room, ban: &'a BanLine) -> Element<'a, Of> {
    let until = ban.until.map_or_else(|| "forever".to_owned(), |until| format!("until {}", screen.times.full(until)));
    let why = ban.why.as_ref().map_or_else(String::new, |why| format!(", {why}"));
    let words = column![
        text(ban.person.name.as_str()).class(Ink::Plain),
        text(format!("by {}, {until}{why}", ban.by)).size(12).class(Ink::Soft),
    ];
    let back = press("Unban", Of::RoomSettings(Message::Unban(ban.person.clone()))).padding([5, 10]);
    row![iced::widget::container(words).width(Length::Fill), back].align_y(Alignment::Center).spacing(8).into()
}

/// How long a room can keep things.
fn memories() -> &'static [(Memory, &'static str)] {
    static MEMORIES: std::sync::OnceLock<Vec<(Memory, &'static str)>> = std::sync::OnceLock::new();
    MEMORIES.get_or_init(|| {
        let days = |days, words| Memory::days(days).ok().map(|memory| (memory, words));
        let some = [days(1, "1 day"), days(7, "7 days"), days(30, "30 days"), days(365, "1 year")];
        let all = std::iter::once((Memory::Everything, "Forever")).chain(some.into_iter().flatten());
        all.chain([(Memory::WhileOpen, "Until the host closes")]).collect()
    })
}
