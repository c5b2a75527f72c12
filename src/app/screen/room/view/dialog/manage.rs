//! The house, as its host sees it.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use super::lists;
use crate::app::screen::parts::{choices, labelled, question, sentence, wrong};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::manage::{Manage, Message, Part};
use crate::app::screen::room::state::Room;
use crate::app::theme::{CODE, Element, Ink};
use crate::app::widget::{Kind, press};
use crate::wire::account::{Admission, RequestLine};
use crate::wire::people::BanLine;

/// Who may come in, in words.
const ADMISSION: [(Admission, &str); 4] = [
    (Admission::Everyone, "Everyone"),
    (Admission::Registered, "People with an account"),
    (Admission::Approval, "People I approve"),
    (Admission::Closed, "Nobody new"),
];

/// What the host sees to.
const PARTS: [(Part, &str); 5] = [
    (Part::Door, "Who can join"),
    (Part::People, "People"),
    (Part::Rooms, "Rooms"),
    (Part::Bans, "Bans"),
    (Part::JoinedRoom, "Network and key"),
];

pub(super) fn view<'a>(screen: &'a Room, manage: &'a Manage) -> Element<'a, Of> {
    let mut body = vec![choices(&PARTS, manage.part, |part| Of::Manage(Message::Part(part)))];
    match manage.part {
        Part::Door => body.extend(view_admission(screen, manage)),
        Part::People => body.extend(lists::people(screen, manage)),
        Part::Rooms => body.extend(lists::rooms(screen)),
        Part::Bans if manage.bans.is_empty() => body.push(sentence("Nobody is banned.")),
        Part::Bans => body.push(column(manage.bans.iter().map(|ban| view_house_ban(screen, ban))).spacing(6).into()),
        Part::JoinedRoom => body.extend(view_whereabouts(screen)),
    }
    body.extend(manage.trouble.as_deref().map(wrong));
    let invite = screen.visit.hosting.is_some().then(|| press("New invite", Of::Manage(Message::NewInvite)).into());
    question(screen.visit.house.as_str(), body, invite, [press("Done", Of::Close).kind(Kind::Primary).into()])
}

fn view_admission<'a>(screen: &'a Room, manage: &'a Manage) -> Vec<Element<'a, Of>> {
    let admission = choices(&ADMISSION, manage.admission, |admission| Of::Manage(Message::Admission(admission)));
    let mut body = vec![labelled("Who can join", admission)];
    if screen.asking.is_empty() {
        body.push(sentence("No requests."));
    } else {
        let lines = screen.asking.iter().map(|line| view_request(screen, line));
        body.push(labelled("Requests", column(lines).spacing(8)));
    }
    body
}

fn view_request<'a>(screen: &'a Room, line: &'a RequestLine) -> Element<'a, Of> {
    let words = column![
        text(line.name.as_str()).class(Ink::Plain),
        text(line.key.words()).font(CODE).size(12).class(Ink::Soft),
        text(format!("Request {}, since {}", line.request, screen.times.full(line.at))).size(12).class(Ink::Faint),
    ]
    .spacing(2);
    row![
        container(words).width(Length::Fill),
        press("Decline", Of::Manage(Message::Answer(line.request, false))).padding([6, 12]),
        press("Let in", Of::Manage(Message::Answer(line.request, true))).kind(Kind::Primary).padding([6, 12]),
    ]
    .spacing(8)
    .align_y(Alignment::Center)
    .into()
}

fn view_house_ban<'a>(screen: &'a Room, ban: &'a BanLine) -> Element<'a, Of> {
    let until = ban.until.map_or_else(|| "forever".to_owned(), |until| format!("until {}", screen.times.full(until)));
    let words = column![
        text(ban.person.name.as_str()).class(Ink::Plain),
        text(format!("by {}, {until}", ban.by)).size(12).class(Ink::Soft),
    ];
    let back = press("Unban", Of::Manage(Message::Unban(ban.person.clone()))).padding([5, 10]);
    row![container(words).width(Length::Fill), back].align_y(Alignment::Center).spacing(8).into()
}

/// Where the house is found, and kept.
fn view_whereabouts(screen: &Room) -> Vec<Element<'_, Of>> {
    let Some(hosting) = &screen.visit.hosting else {
        return vec![sentence("It is hosted on another computer. Its addresses and key are shown there.")];
    };
    let addresses = hosting.addresses.iter().map(|address| {
        text(address.to_string()).font(CODE).size(13).class(Ink::Plain).wrapping(text::Wrapping::Glyph).into()
    });
    let key = hosting.house.fingerprint();
    vec![
        column![sentence("Others can join at:"), column(addresses).spacing(2)].spacing(4).into(),
        column![
            sentence("People who join by address see these words, and can ask you whether they match:"),
            text(key.words()).font(CODE).size(13).class(Ink::Plain),
        ]
        .spacing(4)
        .into(),
        column![
            sentence("Everything is kept in:"),
            text(hosting.folder.display().to_string()).size(13).class(Ink::Plain).wrapping(text::Wrapping::Glyph),
        ]
        .spacing(4)
        .into(),
    ]
}
