//! The room that is shown: how its person has it, and for whoever keeps it, how it is kept.

use std::sync::Arc;

use iced::widget::{column, row, text};
use iced::{Alignment, Length, Task};

use super::super::place::Place;
use super::super::{Action, Message as RoomMessage, Room};
use super::{Dialog, Message as Of};
use crate::app::screen::parts::{OneLine, choices, labelled, sentence, switch, troubled};
use crate::app::theme::{Element, Field, Ink};
use crate::app::widget::{Kind, press};
use crate::room::{Access, Act, Author, Body, Deed, EventId, Memory, Name, PersonId, Rank, Title, Topic};
use crate::wire::Password;
use crate::wire::people::BanLine;

/// How slow a room can be made.
const SLOW: [(u32, &str); 5] = [(0, "Not slow"), (5, "5 s"), (30, "30 s"), (120, "2 min"), (600, "10 min")];

/// How long a room can keep things.
fn memories() -> &'static [(Memory, &'static str)] {
    static MEMORIES: std::sync::OnceLock<Vec<(Memory, &'static str)>> = std::sync::OnceLock::new();
    MEMORIES.get_or_init(|| {
        let days = |days, words| Memory::days(days).ok().map(|memory| (memory, words));
        let some = [days(1, "1 day"), days(7, "7 days"), days(30, "30 days"), days(365, "1 year")];
        let all = std::iter::once((Memory::Everything, "Everything")).chain(some.into_iter().flatten());
        all.chain([(Memory::WhileOpen, "While the house is open")]).collect()
    })
}

/// What is being changed of a room.
#[derive(Clone, Debug, Default)]
pub struct Order {
    title: Option<String>,
    topic: Option<String>,
    password: String,
    /// Who is to be invited, and who was.
    invite: String,
    told: Option<String>,
    bans: Vec<BanLine>,
    /// Whether deleting or leaving was pressed once already.
    deleting: bool,
    leaving: bool,
    pub(super) trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Title(String),
    Topic(String),
    Rename,
    Password(String),
    SetPassword,
    Quiet(bool),
    Slow(u32),
    Lock(bool),
    Access(Access),
    Memory(Memory),
    Archive(bool),
    Invitee(String),
    Invite,
    Asked,
    Leave,
    Delete,
    Bans(Arc<Vec<BanLine>>),
    Unban(Author),
}

/// What it means to leave a room for good, and that it takes another press.
fn leaving_means(place: &Place, me: PersonId) -> String {
    if let Some(other) = &place.direct {
        return format!("To come back, talk directly with {} again. Press Leave this room once more.", other.name);
    }
    let way_back = match place.order.access {
        Access::Everyone => "You can come back at any time.",
        _ if place.rank >= Rank::Operator => "You keep it, so you can come back without an invite.",
        Access::Password => "To come back, you need its password or an invite.",
        Access::Invited => "To come back, you need an invite of someone who keeps it.",
    };
    let alone = place.rank == Rank::Operator && place.order.operators.iter().all(|operator| operator.who == me);
    let last = if alone { " You are its last operator: until then only the host keeps it." } else { "" };
    format!("You would hear nothing of “{}” any more. {way_back}{last} Press Leave this room once more.", place.title)
}

impl Order {
    /// Someone was invited.
    pub fn invited(&mut self, name: &Name) {
        self.told = Some(format!("{name} can come in now."));
    }
}

impl Room {
    /// Who may not come in, for whoever may know.
    pub(super) fn ask_of_bans(&self) -> Task<RoomMessage> {
        if !self.may(Deed::Ban) {
            return Task::none();
        }
        let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
        Task::perform(async move { guest.bans(Some(room)).await }, |bans| match bans {
            Ok(bans) => RoomMessage::Dialog(Of::Order(Message::Bans(Arc::new(bans)))),
            Err(error) => RoomMessage::Failed(error.to_string()),
        })
    }

    /// Whether one may do something in the room that is shown.
    pub(in crate::app::screen::room) fn may(&self, deed: Deed) -> bool {
        self.rooms.shown.may(deed, self.me.author.who, Rank::Guest)
    }

    pub(super) fn on_order(&mut self, message: Message) -> Action {
        let Some(Dialog::Order(order)) = self.overlay.dialog_mut() else { return Action::None };
        let (deleting, leaving) = (order.deleting, order.leaving);
        // What comes by itself takes nothing away that is being read.
        if !matches!(message, Message::Bans(_) | Message::Asked) {
            (order.trouble, order.told, order.deleting, order.leaving) = (None, None, false, false);
        }
        let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
        match message {
            Message::Title(title) => order.title = Some(title),
            Message::Topic(topic) => order.topic = Some(topic),
            Message::Password(password) => order.password = password,
            Message::Rename => return self.rename(),
            Message::SetPassword => {
                let password = Password::from(std::mem::take(&mut order.password));
                let act = Body::Act(Act::Opened { to: Access::Password });
                let known = self.rooms.shown.order.access == Access::Password;
                let set = async move {
                    guest.set_key(room, password).await?;
                    if !known {
                        guest.add_to(Some(room), EventId::fresh(), act).await?;
                    }
                    Ok(())
                };
                return self.ask(set, |()| Some("The room has a new password.".to_owned()));
            }
            Message::Quiet(quiet) => {
                self.rooms.shown.quiet = quiet;
                let done = self.visit.guest.quiet(room, quiet);
                return self.decide(done);
            }
            Message::Slow(seconds) => return self.act(Act::Slowed { seconds }),
            Message::Lock(locked) => return self.act(if locked { Act::Locked {} } else { Act::Unlocked {} }),
            Message::Access(Access::Password) => self.rooms.shown.order.access = Access::Password,
            Message::Access(to) => return self.act(Act::Opened { to }),
            Message::Memory(memory) => {
                return Action::Run(self.add(EventId::fresh(), Body::Memory { memory }, String::new()));
            }
            Message::Archive(archived) => return self.act(if archived { Act::Archived {} } else { Act::Reopened {} }),
            Message::Unban(whom) => {
                order.bans.retain(|ban| ban.person.who != whom.who);
                return self.act(Act::Unbanned { whom, house: false });
            }
            Message::Invitee(name) => order.invite = name,
            Message::Bans(bans) => order.bans = bans.to_vec(),
            Message::Asked => order.invite.clear(),
            Message::Invite => match Name::parse(&order.invite) {
                Ok(name) => return self.invite(name),
                Err(error) => order.trouble = Some(error.to_string()),
            },
            Message::Leave if !leaving => {
                order.leaving = true;
                order.trouble = Some(leaving_means(&self.rooms.shown, self.me.author.who));
            }
            Message::Leave => {
                self.overlay.close_dialog();
                let done = self.visit.guest.leave_room(room);
                return self.decide(done);
            }
            Message::Delete if !deleting => {
                order.deleting = true;
                order.trouble = Some(format!(
                    "Everything that was said in “{}” will be gone, for everyone and for good. Press Delete once more.",
                    self.rooms.shown.title
                ));
            }
            Message::Delete => return self.ask(async move { guest.delete(room).await }, |()| None),
        }
        Action::None
    }

    /// Lets someone come into the room that is shown. What becomes of it is told in the dialog.
    fn invite(&self, name: Name) -> Action {
        let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
        let invited = async move {
            let whom = guest.whois(&name, Some(room)).await?.person;
            guest.add_to(Some(room), EventId::fresh(), Body::Act(Act::Invited { whom })).await
        };
        Action::Run(Task::perform(invited, |invited| match invited {
            Ok(_) => RoomMessage::Dialog(Of::Order(Message::Asked)),
            Err(error) => RoomMessage::Failed(error.to_string()),
        }))
    }

    fn act(&self, act: Act) -> Action {
        Action::Run(self.add(EventId::fresh(), Body::Act(act), String::new()))
    }

    /// Takes over what was typed as title and topic.
    fn rename(&mut self) -> Action {
        let Some(Dialog::Order(order)) = self.overlay.dialog_mut() else { return Action::None };
        let title = order.title.as_deref().map(Title::parse).transpose().map_err(|error| error.to_string());
        let topic = order.topic.as_deref().map(Topic::parse).transpose().map_err(|error| error.to_string());
        let (title, topic) = match (title, topic) {
            (Ok(title), Ok(topic)) => (title, topic),
            (Err(why), _) | (_, Err(why)) => {
                order.trouble = Some(why);
                return Action::None;
            }
        };
        let title = title.filter(|title| *title != self.rooms.shown.title).map(|title| Body::Titled { title });
        let topic = topic.filter(|topic| *topic != self.rooms.shown.topic).map(|topic| Body::Topic { topic });
        self.overlay.close_dialog();
        let changes = title.into_iter().chain(topic).map(|body| self.add(EventId::fresh(), body, String::new()));
        Action::Run(Task::batch(changes))
    }

    pub(super) fn view_order<'a>(&'a self, order: &'a Order) -> Element<'a, Of> {
        let mut body: Vec<Element<'a, Of>> = Vec::new();
        body.push(sentence(self.rooms.shown.memory.to_string()));
        if self.rooms.shown.direct.is_some() {
            body.push(sentence("Only the two of you see this talk. The host's computer keeps it."));
        }
        body.push(switch("Hear nothing of this room", self.rooms.shown.quiet, |quiet| {
            Of::Order(Message::Quiet(quiet))
        }));
        if self.may(Deed::Title) {
            let title = order.title.as_deref().unwrap_or(self.rooms.shown.title.as_str());
            body.push(labelled("Title", self.line("order-title", title, |title| Of::Order(Message::Title(title)))));
        }
        if self.may(Deed::Topic) {
            let topic = order.topic.as_deref().unwrap_or(self.rooms.shown.topic.as_str());
            body.push(labelled("Topic", self.line("order-topic", topic, |topic| Of::Order(Message::Topic(topic)))));
        }
        if self.may(Deed::Keep) {
            let memory = choices(memories(), self.rooms.shown.memory, |memory| Of::Order(Message::Memory(memory)));
            body.push(labelled("What it keeps", memory));
        }
        if self.may(Deed::Slow) {
            let slow = choices(&SLOW, self.rooms.shown.order.slow, |slow| Of::Order(Message::Slow(slow)));
            body.push(labelled("Between two messages of one person", slow));
        }
        if self.may(Deed::Lock) {
            let words = "Locked: only operators speak";
            body.push(switch(words, self.rooms.shown.order.locked, |locked| Of::Order(Message::Lock(locked))));
        }
        if self.may(Deed::Open) {
            body.push(self.view_access(order));
        }
        if self.rooms.shown.order.access == Access::Invited && self.may(Deed::Invite) {
            body.push(self.view_invite(order));
        }
        if self.may(Deed::Archive) {
            let words = "Archived: it can only be read";
            body.push(switch(words, self.rooms.shown.order.archived, |archived| Of::Order(Message::Archive(archived))));
        }
        if !order.bans.is_empty() {
            body.push(labelled("Banned", column(order.bans.iter().map(|ban| self.view_ban(ban))).spacing(4)));
        }
        let delete = self.may(Deed::Delete).then(|| press("Delete", Of::Order(Message::Delete)).kind(Kind::Danger));
        let leave = press("Leave this room", Of::Order(Message::Leave)).kind(Kind::Plain);
        let left = row![delete, leave].spacing(8).wrap();
        let changed = order.title.is_some() || order.topic.is_some();
        let take = changed.then(|| press("Change", Of::Order(Message::Rename)).kind(Kind::Primary).into());
        troubled(
            self.rooms.shown.title.as_str(),
            body,
            order.trouble.as_deref(),
            Some(left.into()),
            [Some(press("Done", Of::Close).into()), take].into_iter().flatten(),
        )
    }

    fn line<'a>(&self, id: &'static str, value: &'a str, on_input: fn(String) -> Of) -> Element<'a, Of> {
        let (hint, secret, wrong, ground) = ("", false, None, Field::Inset);
        OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit: Of::Order(Message::Rename) }.view()
    }

    fn view_access<'a>(&'a self, order: &'a Order) -> Element<'a, Of> {
        let access =
            choices(&super::make::ACCESS, self.rooms.shown.order.access, |access| Of::Order(Message::Access(access)));
        let password = (self.rooms.shown.order.access == Access::Password).then(|| {
            let field = OneLine {
                id: "order-password",
                hint: "Another password",
                value: &order.password,
                secret: true,
                wrong: None,
                ground: Field::Inset,
                on_input: |password| Of::Order(Message::Password(password)),
                on_submit: Of::Order(Message::SetPassword),
            };
            let set = press("Set", Of::Order(Message::SetPassword)).padding([9, 14]);
            row![iced::widget::container(field.view()).width(Length::Fill), set].spacing(8)
        });
        labelled("Who may come in", column![access].push(password).spacing(8))
    }

    /// Inviting someone, where only those come in who are invited.
    fn view_invite<'a>(&'a self, order: &'a Order) -> Element<'a, Of> {
        let field = OneLine {
            id: "order-invite",
            hint: "Their name in this house",
            value: &order.invite,
            secret: false,
            wrong: None,
            ground: Field::Inset,
            on_input: |name| Of::Order(Message::Invitee(name)),
            on_submit: Of::Order(Message::Invite),
        };
        let invite = press("Invite", Of::Order(Message::Invite)).padding([9, 14]);
        let line = row![iced::widget::container(field.view()).width(Length::Fill), invite].spacing(8);
        let told = order.told.as_deref().map(sentence);
        labelled("Invite someone", column![line].push(told).spacing(4))
    }

    fn view_ban<'a>(&'a self, ban: &'a BanLine) -> Element<'a, Of> {
        let until = ban.until.map_or_else(|| "for good".to_owned(), |until| format!("until {}", self.face.full(until)));
        let why = ban.why.as_ref().map_or_else(String::new, |why| format!(", {why}"));
        let words = column![
            text(ban.person.name.as_str()).class(Ink::Plain),
            text(format!("by {}, {until}{why}", ban.by)).size(12).class(Ink::Soft),
        ];
        let back = press("Let in again", Of::Order(Message::Unban(ban.person.clone()))).padding([5, 10]);
        row![iced::widget::container(words).width(Length::Fill), back].align_y(Alignment::Center).spacing(8).into()
    }
}
