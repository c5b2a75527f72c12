//! Who is in the room: a list that lays out only who is in view, however many there are.

use std::sync::Arc;

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding, Task};

use super::dialog::{Dialog, Person};
use super::sides::spot;
use super::{Action, Message, Room};
use crate::app::convert::{count, px, real, whole};
use crate::app::theme::{Element, Ground, Ink, LINE, MEDIUM};
use crate::app::widget::{Kind, Pressable, cut};
use crate::room::{PersonId, Rank};
use crate::wire::people::PersonLine;

/// How high one person is.
const HEIGHT: f32 = 30.0;

/// How many more than fit are laid out, above and below.
const BEYOND: usize = 8;

/// How many there are at most in view.
const VIEW: usize = 80;

impl Room {
    /// Who is here.
    pub(super) fn view_people(&self) -> Element<'_, Message> {
        if self.rooms.shown.out.is_some() {
            let words = text("You are not in this room.").size(12).font(MEDIUM).class(Ink::Soft);
            return container(words)
                .class(Ground::Page)
                .padding([16, 14])
                .height(Length::Fill)
                .width(Length::Fill)
                .into();
        }
        // Above those who are away stands a line of its own.
        let (listed, about) = (&self.rooms.shown.listed, self.rooms.shown.about);
        let apart = listed.len() - about;
        let all = listed.len() + usize::from(apart > 0);
        let first = whole(self.rooms.shown.scrolled / HEIGHT).saturating_sub(BEYOND).min(all);
        let last = (first + VIEW + 2 * BEYOND).min(all);
        let lines = (first..last).filter_map(|at| match at {
            at if at == about && apart > 0 => Some(self.view_apart(apart)),
            at => Some(self.view_one(self.rooms.shown.here.get(listed.get(at - usize::from(at > about))?)?)),
        });
        let above = space().height(height_of(first));
        let below = space().height(height_of(all - last));
        let more = self.rooms.shown.people.saturating_sub(count(listed.len()));
        let more = (more > 0).then(|| {
            container(text(format!("and {more} more")).class(Ink::Faint))
                .height(HEIGHT)
                .align_y(Alignment::Center)
                .into()
        });
        let list = column![above, column(lines.chain(more)), below].width(Length::Fill);
        let words = if self.connection.is_open() { "Here now" } else { "Here when last seen" };
        let here = self.rooms.shown.people.max(count(listed.len())) - count(apart);
        let title = text(format!("{words}, {here}")).size(12).font(MEDIUM).class(Ink::Soft);
        let list = scrollable(list).on_scroll(|viewport| Message::PeopleScrolled(viewport.absolute_offset().y));
        container(column![container(title).padding([0, 6]), list].spacing(10))
            .class(Ground::Page)
            .padding([16, 8])
            .height(Length::Fill)
            .width(Length::Fill)
            .into()
    }

    /// Whether one of the two of a direct talk is not in the house: the talk waits for them.
    fn is_elsewhere(&self, line: &PersonLine) -> bool {
        self.rooms.shown.direct.is_some() && line.since.is_none()
    }

    /// What stands above those who are away, or for whom the talk waits.
    fn view_apart(&self, count: usize) -> Element<'_, Message> {
        let words = if self.rooms.shown.direct.is_some() { "Not at their computer" } else { "Away" };
        let words = text(format!("{words}, {count}")).size(12).font(MEDIUM).class(Ink::Soft);
        container(words).padding(Padding::from([0, 6]).bottom(5)).height(HEIGHT).align_y(Alignment::End).into()
    }

    fn view_one<'a>(&'a self, line: &'a PersonLine) -> Element<'a, Message> {
        let who = line.person.who;
        let elsewhere = self.is_elsewhere(line);
        let away = self.rooms.shown.is_apart(line) || !self.connection.is_open();
        let faint = away || self.rooms.ignored.contains_key(&who);
        let is = match (line.muted, line.rank) {
            _ if elsewhere => Some("not here"),
            (true, _) => Some("muted"),
            (_, Rank::Owner) => Some("host"),
            (_, Rank::Operator) => Some("operator"),
            _ => None,
        };
        let word = match (who == self.me.author.who, is) {
            (true, Some(is)) => Some(format!("you, {is}")),
            (true, None) => Some("you".to_owned()),
            (false, is) => is.map(str::to_owned),
        };
        let word = word.map(|word| text(word).size(12).class(Ink::Faint));
        let name = cut(line.person.name.as_str()).class(if faint { Ink::Faint } else { Ink::Plain });
        let name = container(name).width(Length::Fill).clip(true);
        let spot = spot(if away { Ground::Away } else { Ground::Here });
        let words = row![spot, name, word].spacing(8).align_y(Alignment::Center);
        Pressable::new(words, Some(Message::LookAt(who)))
            .kind(Kind::Quiet)
            .padding([(HEIGHT - LINE) / 2.0, 6.0])
            .width(Length::Fill)
            .into()
    }

    /// The list of people was scrolled: at its end, more of them are asked for.
    pub(super) fn on_people_scrolled(&mut self, offset: f32) -> Action {
        self.rooms.shown.scrolled = offset;
        let listed = self.rooms.shown.listed.len();
        let near_end = whole(offset / HEIGHT) + VIEW >= listed;
        if !near_end || count(listed) >= self.rooms.shown.people || listed < self.rooms.shown.asked {
            return Action::None;
        }
        self.rooms.shown.asked = listed * 4;
        let (guest, room, most) = (Arc::clone(&self.visit.guest), self.rooms.shown.room, self.rooms.shown.asked);
        Action::Run(Task::perform(async move { guest.people(Some(room), most).await }, move |crowd| match crowd {
            Ok(crowd) => Message::People(room, crowd.total, crowd.people),
            Err(_) => Message::TypingOver,
        }))
    }

    /// Looks at a person: what is known is shown, and the rest is asked for.
    pub(super) fn look_at(&mut self, who: PersonId) -> Action {
        match self.rooms.shown.here.get(&who).cloned() {
            Some(line) => self.look_at_line(line),
            None => Action::None,
        }
    }

    pub(super) fn look_at_line(&mut self, line: PersonLine) -> Action {
        let (guest, room, name) = (Arc::clone(&self.visit.guest), self.rooms.shown.room, line.person.name.clone());
        let opened = self.open(Dialog::Person(Box::new(Person::new(line))));
        let asked = Task::perform(async move { guest.whois(&name, Some(room)).await }, |line| match line {
            Ok(line) => Message::Known(Box::new(line)),
            // What is known already is shown.
            Err(_) => Message::TypingOver,
        });
        match opened {
            Action::Run(task) => Action::Run(Task::batch([task, asked])),
            other => other,
        }
    }

    /// More is known of someone.
    pub(super) fn known(&mut self, line: PersonLine) -> Action {
        if let Some(Dialog::Person(person)) = self.overlay.dialog_mut() {
            person.is(line.clone());
        }
        let who = line.person.who;
        if let Some(known) = self.rooms.shown.here.get_mut(&who) {
            *known = line;
            self.rooms.shown.list_people(&self.me.author);
        }
        Action::None
    }
}

/// How high so many people are together.
fn height_of(people: usize) -> f32 {
    px(real(count(people))) * HEIGHT
}
