//! A table of people: who, what they are, by what they came, and where they are. It is searched by name, and narrowed to
//! some of them.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Font, Length};

use crate::app::convert::count;
use crate::app::screen::parts::{Beside, NARROW, OneLine, label, note, rows, segmented};
use crate::app::screen::room::page::people_filter::{PeopleFilter, Shown};
use crate::app::screen::room::view::people::dot_of;
use crate::app::texts::people as texts;
use crate::app::theme::{Element, Field, Icon, Ink, MEDIUM, PLAIN};
use crate::app::widget::{Kind, Pressable, avatar, glyph, truncated};
use crate::room::{PersonId, Rank};
use crate::wire::people::{Door, PersonLine};

/// By what the field above them is found.
const FIELD: &str = "people-search";

/// How many are shown at once.
const SHOWN: usize = 200;

/// Which people can be listed.
const SHOWN_ONES: [(Shown, &str); 4] = [
    (Shown::Everyone, texts::EVERYONE),
    (Shown::Here, texts::HERE_ONLY),
    (Shown::Away, texts::AWAY),
    (Shown::Operators, texts::OPERATORS),
];

/// How high a line is.
const LINE: f32 = 52.0;

/// From this width on of the window, there is room for by what they came.
const WITH_DOOR: f32 = 820.0;

/// What a table of people shows.
pub(super) struct People<'a, Message> {
    /// Who is in it.
    pub(super) all: Vec<&'a PersonLine>,
    /// How many there are, of whom these are some.
    pub(super) total: u64,
    /// Whose window this is.
    pub(super) me: PersonId,
    /// Who of them is listed.
    pub(super) filter: &'a PeopleFilter,
    /// What follows from typing.
    pub(super) on_words: fn(String) -> Message,
    /// What follows from choosing whom to list.
    pub(super) on_show: fn(Shown) -> Message,
    /// What opens someone.
    pub(super) on_person: fn(Box<PersonLine>) -> Message,
    /// How wide the window is.
    pub(super) width: f32,
}

impl<'a, Message: Clone + 'a> People<'a, Message> {
    /// Those first whose rank says something.
    pub(super) fn view(mut self) -> Element<'a, Message> {
        let filter = self.filter;
        self.all.retain(|line| filter.keeps(line));
        self.all.sort_by_cached_key(|line| (std::cmp::Reverse(line.rank), line.person.name.as_str().to_lowercase()));
        let more = self.total.saturating_sub(count(self.all.len().min(SHOWN)));
        let more = (more > 0 && filter.is_empty()).then(|| note(texts::more(more)));
        let field = OneLine {
            id: FIELD,
            hint: texts::SEARCH,
            value: &filter.words,
            secret: false,
            wrong: None,
            ground: Field::Raised,
            on_input: self.on_words,
            on_submit: (self.on_words)(filter.words.clone()),
        };
        let field = field.view_beside(Beside::Icon(Icon::Search));
        let shown = segmented(SHOWN_ONES, filter.shown, self.on_show);
        // Where there is room for both, they stand beside each other.
        let find: Element<'a, Message> = if self.has_door() {
            row![container(field).width(Length::Fill), shown].spacing(8).align_y(Alignment::Center).into()
        } else {
            column![field, shown].spacing(8).into()
        };
        let table: Element<'a, Message> = if self.all.is_empty() {
            note(if filter.words.trim().is_empty() { texts::NONE_SUCH } else { texts::NONE })
        } else {
            let head = self.view_head();
            let lines = self.all.iter().take(SHOWN).map(|line| self.view_line(line));
            rows(std::iter::once(head).chain(lines))
        };
        column![find, table].push(more).spacing(12).into()
    }

    const fn has_door(&self) -> bool {
        self.width >= WITH_DOOR
    }

    const fn is_narrow(&self) -> bool {
        self.width < NARROW
    }

    /// A line of the table, of which the cells stand below each other.
    fn view_cells(
        &self,
        name: Element<'a, Message>,
        cells: [&'a str; 2],
        seen: String,
        (size, font): (f32, Font),
    ) -> Element<'a, Message> {
        let cell = |words: String, part: u16| {
            let words = text(words).size(size).font(font).class(Ink::Soft).wrapping(text::Wrapping::None);
            container(words).width(Length::FillPortion(part)).clip(true)
        };
        let [role, door] = cells;
        let role = cell(role.to_owned(), 2);
        let door = self.has_door().then(|| cell(door.to_owned(), 2));
        let seen = (!self.is_narrow()).then(|| cell(seen, 3));
        let name = container(name).width(Length::FillPortion(3)).clip(true);
        row![name, role].push(door).push(seen).spacing(12).align_y(Alignment::Center).into()
    }

    fn view_head(&self) -> Element<'a, Message> {
        let cells =
            self.view_cells(label(texts::NAME), [texts::ROLE, texts::DOOR], texts::SEEN.to_owned(), (12.0, MEDIUM));
        let cells = row![container(cells).width(Length::Fill), iced::widget::space().width(18)].spacing(12);
        container(cells).padding([8, 16]).into()
    }

    fn view_line(&self, line: &'a PersonLine) -> Element<'a, Message> {
        let (who, name) = (line.person.who, line.person.name.as_str());
        let dot = dot_of(line);
        let words = truncated(name).font(MEDIUM).class(Ink::Plain);
        let you = (who == self.me && !self.is_narrow()).then(|| text(texts::YOU).size(12).class(Ink::Faint));
        let words = row![container(words).clip(true)].push(you).spacing(8).align_y(Alignment::Center);
        let name = row![avatar(Some(who), name, 28.0).dot(dot), words].spacing(12).align_y(Alignment::Center);
        let cells = self.view_cells(name.into(), [role(line), door(line)], seen(line), (14.0, PLAIN));
        let content = row![container(cells).width(Length::Fill), glyph(Icon::Ellipsis)].spacing(12);
        Pressable::new(
            content.align_y(Alignment::Center).height(Length::Fill),
            Some((self.on_person)(Box::new(line.clone()))),
        )
        .kind(Kind::Quiet)
        .padding([0, 16])
        .width(Length::Fill)
        .height(LINE)
        .into()
    }
}

/// What someone is, in a word.
const fn role(line: &PersonLine) -> &'static str {
    match line.rank {
        _ if line.muted => texts::MUTED,
        Rank::Owner => texts::HOST,
        Rank::Operator => texts::OPERATOR,
        Rank::Member => texts::ACCOUNT,
        Rank::Guest => texts::GUEST,
    }
}

/// By what they came.
fn door(line: &PersonLine) -> &'static str {
    match line.door {
        Some(Door::Here) => texts::HOST_WINDOW,
        Some(Door::Native) => texts::APP,
        Some(Door::Text) => texts::TEXT_DOOR,
        Some(Door::Irc) => texts::IRC_DOOR,
        Some(Door::Other) => texts::OTHER,
        None => "",
    }
}

/// Where they are.
fn seen(line: &PersonLine) -> String {
    match (&line.away, line.since) {
        (Some(away), _) => away.why.as_ref().map_or_else(|| texts::AWAY.to_owned(), |why| texts::away(why.as_str())),
        (None, Some(_)) => texts::HERE.to_owned(),
        (None, None) => texts::NOT_HERE.to_owned(),
    }
}
