//! A page: sections at the left, and one of them beside them. The settings, a room's settings and Manage are pages.

use iced::widget::{column, container, opaque, row, scrollable, space, text};
use iced::{Alignment, Length, Padding};

use super::parts::{NARROW, absolute, badge, line_down, sentence, wrong};
use crate::app::theme::{Element, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{Kind, Pressable, glyph, glyph_in, truncated};

/// How wide the sections are, and what stands beside them at most.
const SECTIONS: f32 = 232.0;
const CONTENT: f32 = 688.0;

/// A page. In a narrow window there are first the sections, then the one that was opened.
pub struct Page<'a, T, Message> {
    /// What it is called.
    pub title: &'a str,
    /// The way back, in words.
    pub back: String,
    /// What goes back.
    pub on_back: Message,
    /// The sections.
    pub sections: Vec<Section<T>>,
    /// The one that was opened. In a wide window, the first is where none was.
    pub open: Option<T>,
    /// What opens one, or, in a narrow window, goes back to all of them.
    pub on_open: fn(Option<T>) -> Message,
    /// What stands below the title of the section that is open, in a sentence. It may be empty.
    pub about: String,
    /// What stands in it.
    pub content: Element<'a, Message>,
    /// What went wrong. It is seen however far the rest is scrolled, and what was done only where nothing did.
    pub trouble: Option<&'a str>,
    /// What was done.
    pub told: Option<&'a str>,
    /// How wide the window is.
    pub width: f32,
}

/// A section of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section<T> {
    /// Which it is.
    pub of: T,
    /// Its icon.
    pub icon: Icon,
    /// What it is called.
    pub title: &'static str,
    /// How many things wait in it.
    pub waiting: usize,
    /// Whether it stands apart from those above.
    pub apart: bool,
}

impl<T> Section<T> {
    /// A section in which nothing waits.
    pub const fn new(of: T, icon: Icon, title: &'static str) -> Self {
        Self { of, icon, title, waiting: 0, apart: false }
    }
}

impl<'a, T: PartialEq + Copy + 'a, Message: Clone + 'a> Page<'a, T, Message> {
    /// What is seen of it.
    pub fn view(mut self) -> Element<'a, Message> {
        let narrow = self.width < NARROW;
        // Of a page with one section, that is the page.
        let single = self.sections.len() == 1;
        let shown = self.open.or_else(|| self.sections.first().map(|section| section.of));
        let body = std::mem::replace(&mut self.content, space().into());
        let page: Element<'a, Message> = match (narrow, self.open) {
            (true, None) if !single => self.view_sections(None),
            (true, _) => {
                let (words, on_back) = if single {
                    (self.back.clone(), self.on_back.clone())
                } else {
                    (self.title.to_owned(), (self.on_open)(None))
                };
                let back = container(way_back(words, on_back)).padding([6, 8]);
                column![back, self.view_open(shown, body, 16.0)].into()
            }
            (false, _) => {
                let side = if self.width < 900.0 { 24.0 } else { 48.0 };
                let body = self.view_open(shown, body, side);
                row![container(self.view_sections(shown)).width(SECTIONS), line_down(), body].into()
            }
        };
        opaque(container(page).class(Ground::Page).width(Length::Fill).height(Length::Fill))
    }

    /// The section that is open.
    fn view_open(&self, shown: Option<T>, content: Element<'a, Message>, side: f32) -> Element<'a, Message> {
        let title = self.sections.iter().find(|section| Some(section.of) == shown).map_or("", |section| section.title);
        let title = text(title).size(20).line_height(absolute(28.0)).font(STRONG).class(Ink::Plain);
        let about = (!self.about.is_empty()).then(|| sentence(self.about.clone()));
        let head = column![title].push(about).spacing(4);
        let content = column![head, content].spacing(20).max_width(CONTENT);
        // In a narrow window, the way back stands above it.
        let top = if self.width < NARROW { 8.0 } else { 28.0 };
        let content = container(content).padding(Padding::from([28.0, side]).top(top)).width(Length::Fill);
        let notice = self.trouble.map(wrong).or_else(|| self.told.map(sentence)).map(|words| {
            let notice = container(words).class(Ground::Notice).padding([8, 12]).max_width(CONTENT);
            container(notice.width(Length::Fill)).padding(Padding::from([8.0, side]).bottom(16))
        });
        column![scrollable(content).width(Length::Fill).height(Length::Fill)].push(notice).into()
    }

    fn view_sections(&self, shown: Option<T>) -> Element<'a, Message> {
        let rows = self.sections.iter().map(|section| {
            let chosen = shown == Some(section.of);
            let sign = if chosen { glyph_in(section.icon, 18.0, Ink::Link) } else { glyph(section.icon) };
            let words = text(section.title).font(MEDIUM).class(Ink::Around).width(Length::Fill);
            let waiting = (section.waiting > 0).then(|| badge(section.waiting, Ground::Badge));
            let further = shown.is_none().then(|| glyph(Icon::ChevronRight));
            let line = row![sign, words].push(waiting).push(further).spacing(12).align_y(Alignment::Center);
            let line = Pressable::new(line.height(Length::Fill), Some((self.on_open)(Some(section.of))))
                .kind(if chosen { Kind::Chosen } else { Kind::Quiet })
                .padding([0, 12])
                .width(Length::Fill)
                .height(if shown.is_none() { 44 } else { 36 });
            container(line).padding(Padding::ZERO.top(if section.apart { 12.0 } else { 0.0 })).into()
        });
        let rows: Vec<Element<'a, Message>> = rows.collect();
        let title = text(self.title).size(20).line_height(absolute(28.0)).font(STRONG).class(Ink::Plain);
        let back = way_back(self.back.clone(), self.on_back.clone());
        let top = column![back, container(title).padding(Padding::from([8, 12]).top(12))];
        let rows = scrollable(column(rows).spacing(2).width(Length::Fill)).spacing(4).height(Length::Fill);
        container(column![top, rows].spacing(4).padding(Padding::from([12, 8])))
            .class(Ground::Side)
            .width(Length::Fill)
            .height(Length::Fill)
            .into()
    }
}

/// The way back from a page.
fn way_back<'a, Message: Clone + 'a>(words: String, on_back: Message) -> Element<'a, Message> {
    let line = row![glyph(Icon::ArrowLeft), truncated(words).font(MEDIUM).class(Ink::Around)]
        .spacing(8)
        .align_y(Alignment::Center);
    Pressable::new(line.height(Length::Fill), Some(on_back)).kind(Kind::Quiet).padding([0, 8]).height(36).into()
}
