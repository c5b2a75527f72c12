//! The house, for its host: who is in it, who may come in, who asks to and who may not, its rooms, where it is found.

mod lists;

use std::sync::Arc;

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Task};

use super::super::{Action, Message as RoomMessage, Room};
use super::{Dialog, Message as Of};
use crate::app::screen::parts::{choices, labelled, question, sentence, wrong};
use crate::app::theme::{CODE, Element, Ink};
use crate::app::widget::{Kind, press};
use crate::guest::{Crowd, GuestError};
use crate::room::{Act, Author, Body, EventId, RoomNo};
use crate::wire::account::{Admission, RequestLine};
use crate::wire::people::{BanLine, PersonLine};

/// Who may come in, in words.
const ADMISSION: [(Admission, &str); 4] = [
    (Admission::Everyone, "Everyone"),
    (Admission::Registered, "With an account"),
    (Admission::Approval, "Whoever I say yes to"),
    (Admission::Closed, "Nobody"),
];

/// What the host sees to.
const PARTS: [(Part, &str); 5] = [
    (Part::Door, "Who comes in"),
    (Part::People, "People"),
    (Part::Rooms, "Rooms"),
    (Part::Bans, "Bans"),
    (Part::Place, "Where it is"),
];

/// How many people are asked for.
const PEOPLE: usize = 1_000;

/// What the host sees to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Door,
    People,
    Rooms,
    Bans,
    Place,
}

/// What is known of the house.
#[derive(Clone, Debug, Default)]
pub struct Manage {
    part: Part,
    admission: Admission,
    bans: Vec<BanLine>,
    people: Vec<PersonLine>,
    /// How many are in the house.
    total: u64,
    /// Who is looked for.
    words: String,
    pub(super) trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Part(Part),
    Known(Arc<Known>),
    Words(String),
    Person(Box<PersonLine>),
    Room(RoomNo),
    Admission(Admission),
    Answer(u64, bool),
    Answered(Result<(), String>),
    Unban(Author),
    NewInvite,
}

/// What only the host is told.
#[derive(Clone, Debug)]
pub struct Known {
    admission: Admission,
    requests: Vec<RequestLine>,
    bans: Vec<BanLine>,
    people: Crowd,
}

impl Room {
    /// What only the host knows.
    pub(super) fn ask_of_house(&self) -> Task<RoomMessage> {
        let guest = Arc::clone(&self.visit.guest);
        let known = async move {
            let (admission, requests) = guest.requests().await?;
            let (bans, people) = (guest.bans(None).await?, guest.people(None, PEOPLE).await?);
            Ok::<_, GuestError>(Known { admission, requests, bans, people })
        };
        let known = Task::perform(known, |known| match known {
            Ok(known) => RoomMessage::Dialog(Of::Manage(Message::Known(Arc::new(known)))),
            Err(error) => RoomMessage::Failed(error.to_string()),
        });
        Task::batch([known, self.ask_of_rooms()])
    }

    pub(super) fn on_manage(&mut self, message: Message) -> Action {
        let guest = Arc::clone(&self.visit.guest);
        let Some(Dialog::Manage(manage)) = self.overlay.dialog_mut() else { return Action::None };
        manage.trouble = None;
        let told = |done: Result<(), GuestError>| {
            RoomMessage::Dialog(Of::Manage(Message::Answered(done.map_err(|error| error.to_string()))))
        };
        match message {
            Message::Part(part) => manage.part = part,
            Message::Known(known) => {
                let Known { admission, requests, bans, people } = Arc::unwrap_or_clone(known);
                (manage.admission, manage.bans, self.asking) = (admission, bans, requests);
                (manage.people, manage.total) = (people.people, people.total);
            }
            Message::Words(words) => manage.words = words,
            Message::Person(line) => return self.look_at_line(*line),
            Message::Room(room) => {
                self.rooms.to_order = Some(room);
                return self.go(room);
            }
            Message::Admission(admission) => {
                manage.admission = admission;
                return Action::Run(Task::perform(async move { guest.set_admission(admission).await }, told));
            }
            Message::Answer(request, yes) => {
                self.asking.retain(|line| line.request != request);
                return Action::Run(Task::perform(async move { guest.admit(request, yes).await }, told));
            }
            Message::Answered(Ok(())) => {}
            Message::Answered(Err(why)) => manage.trouble = Some(why),
            Message::Unban(whom) => {
                manage.bans.retain(|ban| ban.person.who != whom.who);
                let act = Body::Act(Act::Unbanned { whom, house: true });
                return Action::Run(self.add(EventId::fresh(), act, String::new()));
            }
            Message::NewInvite => {
                self.overlay.close_dialog();
                return self.new_invite();
            }
        }
        Action::None
    }

    pub(super) fn view_manage<'a>(&'a self, manage: &'a Manage) -> Element<'a, Of> {
        let mut body = vec![choices(&PARTS, manage.part, |part| Of::Manage(Message::Part(part)))];
        match manage.part {
            Part::Door => body.extend(self.view_admission(manage)),
            Part::People => body.extend(self.view_house_people(manage)),
            Part::Rooms => body.extend(self.view_house_rooms()),
            Part::Bans if manage.bans.is_empty() => body.push(sentence("Nobody is banned from this house.")),
            Part::Bans => body.push(column(manage.bans.iter().map(|ban| self.view_house_ban(ban))).spacing(6).into()),
            Part::Place => body.extend(self.view_whereabouts()),
        }
        body.extend(manage.trouble.as_deref().map(wrong));
        let invite =
            self.visit.hosting.is_some().then(|| press("Make a new invite", Of::Manage(Message::NewInvite)).into());
        question("The house", body, invite, [press("Done", Of::Close).kind(Kind::Primary).into()])
    }

    fn view_admission<'a>(&'a self, manage: &'a Manage) -> Vec<Element<'a, Of>> {
        let admission = choices(&ADMISSION, manage.admission, |admission| Of::Manage(Message::Admission(admission)));
        let mut body = vec![labelled("Who may come in", admission)];
        if self.asking.is_empty() {
            body.push(sentence("Nobody asks to come in just now."));
        } else {
            let lines = self.asking.iter().map(|line| self.view_request(line));
            body.push(labelled("They ask to come in", column(lines).spacing(8)));
        }
        body
    }

    fn view_request<'a>(&'a self, line: &'a RequestLine) -> Element<'a, Of> {
        let words = column![
            text(line.name.as_str()).class(Ink::Plain),
            text(line.key.words()).font(CODE).size(12).class(Ink::Soft),
            text(format!("{}, since {}", line.request, self.face.full(line.at))).size(12).class(Ink::Faint),
        ]
        .spacing(2);
        row![
            container(words).width(Length::Fill),
            press("No", Of::Manage(Message::Answer(line.request, false))).padding([6, 12]),
            press("Let in", Of::Manage(Message::Answer(line.request, true))).kind(Kind::Primary).padding([6, 12]),
        ]
        .spacing(8)
        .align_y(Alignment::Center)
        .into()
    }

    fn view_house_ban<'a>(&'a self, ban: &'a BanLine) -> Element<'a, Of> {
        let until = ban.until.map_or_else(|| "for good".to_owned(), |until| format!("until {}", self.face.full(until)));
        let words = column![
            text(ban.person.name.as_str()).class(Ink::Plain),
            text(format!("by {}, {until}", ban.by)).size(12).class(Ink::Soft),
        ];
        let back = press("Let in again", Of::Manage(Message::Unban(ban.person.clone()))).padding([5, 10]);
        row![container(words).width(Length::Fill), back].align_y(Alignment::Center).spacing(8).into()
    }

    /// Where the house is found, and kept.
    fn view_whereabouts(&self) -> Vec<Element<'_, Of>> {
        let Some(hosting) = &self.visit.hosting else {
            return vec![sentence(
                "This house is open on another computer. What concerns that computer is seen there.",
            )];
        };
        let addresses = hosting.addresses.iter().map(|address| {
            text(address.to_string()).font(CODE).size(13).class(Ink::Plain).wrapping(text::Wrapping::Glyph).into()
        });
        let key = hosting.house.fingerprint();
        vec![
            column![sentence("Others find it here:"), column(addresses).spacing(2)].spacing(4).into(),
            column![
                sentence("Whoever types an address is shown these words, and can ask you whether they are right:"),
                text(key.words()).font(CODE).size(13).class(Ink::Plain),
            ]
            .spacing(4)
            .into(),
            column![
                sentence("Everything is kept in this folder:"),
                text(hosting.folder.display().to_string()).size(13).class(Ink::Plain).wrapping(text::Wrapping::Glyph),
            ]
            .spacing(4)
            .into(),
        ]
    }
}
