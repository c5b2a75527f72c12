//! The settings: a page of sections. What is changed holds at once.

use std::path::Path;

use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

use super::page;
use super::parts::{OneLine, group, rows, segmented, setting, stacked, switch_row, wrong};
use crate::app::texts::settings as texts;
use crate::app::theme::{self, Element, Field, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{Kind, Pressable, SMALL, glyph_in, press_maybe, preview};
use crate::settings::{ClockFace, Moves, Notify, QuietHours, Settings, Spacing, TextSize, Theme, TimeOfDay};

/// By what the field for one more word is found, and those for the hours.
const WORD: &str = "word";
const FROM: &str = "quiet-from";
const TO: &str = "quiet-to";

/// How long a word is at most, and how many there are.
const LONGEST: usize = 40;
const MOST: usize = 30;

/// A section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// How everything looks.
    Appearance,
    /// How one writes and reads.
    Messages,
    /// Of what one is told.
    Notifications,
    /// What helps to see.
    Accessibility,
    /// What is kept, and where.
    Data,
    /// What this is.
    About,
}

const SECTIONS: [page::Section<Section>; 6] = [
    page::Section::new(Section::Appearance, Icon::Palette, texts::APPEARANCE),
    page::Section::new(Section::Messages, Icon::MessageSquare, texts::MESSAGES),
    page::Section::new(Section::Notifications, Icon::Bell, texts::NOTIFICATIONS),
    page::Section::new(Section::Accessibility, Icon::Accessibility, texts::ACCESSIBILITY),
    page::Section::new(Section::Data, Icon::HardDrive, texts::DATA),
    page::Section::new(Section::About, Icon::Info, texts::ABOUT),
];

const THEMES: [(Theme, &str); 5] = [
    (Theme::System, texts::SYSTEM),
    (Theme::Light, texts::LIGHT),
    (Theme::Dark, texts::DARK),
    (Theme::Classic, texts::CLASSIC),
    (Theme::Contrast, texts::CONTRAST),
];
const SPACINGS: [(Spacing, &str); 2] = [(Spacing::Comfortable, texts::COMFORTABLE), (Spacing::Compact, texts::COMPACT)];
const CLOCKS: [(ClockFace, &str); 3] =
    [(ClockFace::System, texts::SYSTEM), (ClockFace::H24, texts::H24), (ClockFace::H12, texts::H12)];
const ENTER: [(bool, &str); 2] = [(true, texts::ENTER_SENDS), (false, texts::ENTER_BREAKS)];
const MOVES: [(Moves, &str); 3] =
    [(Moves::OneLine, texts::ONE_LINE), (Moves::All, texts::ALL), (Moves::None, texts::NONE)];
const NOTIFY: [(Notify, &str); 3] =
    [(Notify::Everything, texts::EVERYTHING), (Notify::Mentions, texts::MENTIONS), (Notify::Nothing, texts::NOTHING)];

/// The page, while it is open.
pub struct Page {
    section: Option<Section>,
    /// The word that is being typed.
    word: String,
    /// The hours, as they are typed.
    from: String,
    to: String,
    /// The look before that of high contrast.
    before: Theme,
    /// How much room everything takes, as soon as that is known.
    space: Option<u64>,
}

/// What is changed.
#[derive(Clone, Debug)]
pub enum Message {
    /// How everything is painted.
    Theme(Theme),
    /// With high contrast, or not.
    Contrast(bool),
    /// How large everything is.
    Size(TextSize),
    /// What is free between messages.
    Spacing(Spacing),
    /// How times are shown.
    Clock(ClockFace),
    /// Whether with seconds.
    Seconds(bool),
    /// Whether people have avatars.
    Avatars(bool),
    /// Whether mentions are underlined.
    Underlines(bool),
    /// Whether Enter sends.
    EnterSends(bool),
    /// Whether others see that one types.
    ShowsTyping(bool),
    /// How it is shown that people joined and left.
    Moves(Moves),
    /// Whether one is asked before a link is opened.
    AsksLinks(bool),
    /// Of what one is told.
    Notify(Notify),
    /// Whether of what is said in direct talks.
    NotifyDirect(bool),
    /// Whether with a sound.
    Sounds(bool),
    /// Whether one sees there what was said.
    NotifyText(bool),
    /// A word is typed.
    Word(String),
    /// It is one that one is told of.
    AddWord,
    /// This one is not any more.
    DropWord(usize),
    /// Whether there are quiet hours.
    Quiet(bool),
    /// When they begin.
    From(String),
    /// When they end.
    To(String),
    /// Opens a section, or goes back to all of them.
    Open(Option<Section>),
    /// Everything takes so much room.
    Counted(u64),
    /// Opens the folder where everything is kept.
    Folder,
    /// They are as they should be.
    Done,
}

/// What is to be done besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// What was changed holds, and is kept.
    Keep,
    /// It is counted how much room everything takes.
    Count,
    /// The folder is opened.
    Folder,
    /// The page closes.
    Close,
}

/// Changes the settings; `page` is the one that is open.
pub fn change(settings: &mut Settings, page: Option<&mut Page>, message: Message) -> Action {
    match message {
        Message::Theme(theme) => settings.theme = theme,
        Message::Contrast(on) => {
            let before = page.map_or(Theme::System, |page| {
                if settings.theme != Theme::Contrast {
                    page.before = settings.theme;
                }
                page.before
            });
            settings.theme = if on { Theme::Contrast } else { before };
        }
        Message::Size(size) => settings.text_size = size,
        Message::Spacing(spacing) => settings.spacing = spacing,
        Message::Clock(clock) => settings.clock = clock,
        Message::Seconds(on) => settings.seconds = on,
        Message::Avatars(on) => settings.avatars = on,
        Message::Underlines(on) => settings.underlines = on,
        Message::EnterSends(on) => settings.enter_sends = on,
        Message::ShowsTyping(on) => settings.shows_typing = on,
        Message::Moves(moves) => settings.moves = moves,
        Message::AsksLinks(on) => settings.asks_links = on,
        Message::Notify(notify) => settings.notify = notify,
        Message::NotifyDirect(on) => settings.notify_direct = on,
        Message::Sounds(on) => settings.sounds = on,
        Message::NotifyText(on) => settings.notify_text = on,
        Message::DropWord(at) if at < settings.notify_words.len() => {
            settings.notify_words.remove(at);
        }
        Message::Quiet(on) => settings.quiet.on = on,
        message => {
            return match page {
                Some(page) => page.update(settings, message),
                None => Action::None,
            };
        }
    }
    Action::Keep
}

impl Page {
    /// The settings, opened.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let QuietHours { from, to, .. } = settings.quiet;
        let before = if settings.theme == Theme::Contrast { Theme::System } else { settings.theme };
        Self { section: None, word: String::new(), from: from.to_string(), to: to.to_string(), before, space: None }
    }

    fn update(&mut self, settings: &mut Settings, message: Message) -> Action {
        match message {
            Message::Word(word) => {
                self.word = word.chars().take(LONGEST).collect();
                Action::None
            }
            Message::AddWord => {
                let word = std::mem::take(&mut self.word).trim().to_owned();
                let known = settings.notify_words.iter().any(|known| known.to_lowercase() == word.to_lowercase());
                if word.is_empty() || known || settings.notify_words.len() >= MOST {
                    return Action::None;
                }
                settings.notify_words.push(word);
                Action::Keep
            }
            Message::From(from) => {
                let read = TimeOfDay::parse(&from);
                self.from = from;
                read.map_or(Action::None, |from| {
                    settings.quiet.from = from;
                    Action::Keep
                })
            }
            Message::To(to) => {
                let read = TimeOfDay::parse(&to);
                self.to = to;
                read.map_or(Action::None, |to| {
                    settings.quiet.to = to;
                    Action::Keep
                })
            }
            Message::Open(section) => {
                self.section = section;
                if section == Some(Section::Data) { Action::Count } else { Action::None }
            }
            Message::Counted(bytes) => {
                self.space = Some(bytes);
                Action::None
            }
            Message::Folder => Action::Folder,
            Message::Done => Action::Close,
            _ => Action::None,
        }
    }

    /// What is seen. `back` is where one goes back to, and `width` that of the window.
    #[must_use]
    pub fn view<'a>(
        &'a self,
        settings: &'a Settings,
        folder: &'a Path,
        back: String,
        width: f32,
    ) -> Element<'a, Message> {
        let section = self.section.unwrap_or(Section::Appearance);
        let about = if section == Section::Data { texts::DATA_MEANS.to_owned() } else { String::new() };
        let content = match section {
            Section::Appearance => view_appearance(settings),
            Section::Messages => view_messages(settings),
            Section::Notifications => self.view_notifications(settings),
            Section::Accessibility => view_accessibility(settings),
            Section::Data => self.view_data(folder),
            Section::About => view_about(),
        };
        let page = page::Page {
            title: texts::TITLE,
            back,
            on_back: Message::Done,
            sections: SECTIONS.to_vec(),
            open: self.section,
            on_open: Message::Open,
            about,
            content,
            trouble: None,
            told: None,
            width,
        };
        page.view()
    }

    fn view_notifications<'a>(&'a self, settings: &'a Settings) -> Element<'a, Message> {
        let first = rows([
            setting(texts::NOTIFY, texts::NOTIFY_MEANS, segmented(NOTIFY, settings.notify, Message::Notify)),
            switch_row(texts::DIRECT, "", settings.notify_direct, Message::NotifyDirect),
            switch_row(texts::SOUND, "", settings.sounds, Message::Sounds),
            switch_row(texts::SHOW_TEXT, texts::SHOW_TEXT_MEANS, settings.notify_text, Message::NotifyText),
        ]);
        let quiet = &settings.quiet;
        let mut hours = vec![switch_row(texts::QUIET, texts::QUIET_MEANS, quiet.on, Message::Quiet)];
        if quiet.on {
            let wrong_time = [&self.from, &self.to].into_iter().any(|time| TimeOfDay::parse(time).is_none());
            let times = row![
                time(FROM, &self.from, Message::From),
                text(texts::TO).class(Ink::Soft),
                time(TO, &self.to, Message::To)
            ]
            .spacing(8)
            .align_y(Alignment::Center);
            let times = column![times].push(wrong_time.then(|| wrong(texts::NO_TIME))).spacing(4);
            hours.push(setting(texts::FROM, "", times));
        }
        column![first, group(texts::WORDS, self.view_words(settings)), group(texts::QUIET_HOURS, rows(hours)),]
            .spacing(24)
            .into()
    }

    /// The words that one is told of, and a field for one more.
    fn view_words<'a>(&'a self, settings: &'a Settings) -> Element<'a, Message> {
        let chips = settings.notify_words.iter().enumerate().map(|(at, word)| {
            let cross = glyph_in(Icon::X, 14.0, Ink::Around);
            let content = row![text(word.as_str()).size(13).font(STRONG).class(Ink::Around), cross].spacing(6);
            Pressable::new(content.align_y(Alignment::Center), Some(Message::DropWord(at)))
                .kind(Kind::Reaction)
                .padding([2, 10])
                .into()
        });
        let chips = (!settings.notify_words.is_empty()).then(|| row(chips).spacing(8).wrap().into());
        let field = OneLine {
            id: WORD,
            hint: texts::ADD_WORD,
            value: &self.word,
            secret: false,
            wrong: None,
            ground: Field::Raised,
            on_input: Message::Word,
            on_submit: Message::AddWord,
        };
        let add = press_maybe(texts::ADD, (!self.word.trim().is_empty()).then_some(Message::AddWord));
        let line = row![container(field.view()).width(Length::Fill), add].spacing(8).align_y(Alignment::Center);
        let words = container(stacked([chips, Some(line.into())], 12.0)).padding([12, 16]);
        rows([words.width(Length::Fill).into()])
    }

    fn view_data<'a>(&'a self, folder: &'a Path) -> Element<'a, Message> {
        let open = row![glyph_in(Icon::FolderOpen, SMALL, Ink::Around), text(texts::OPEN_FOLDER).font(MEDIUM)];
        let open = Pressable::new(open.spacing(8).align_y(Alignment::Center), Some(Message::Folder));
        let path = text(folder.display().to_string()).size(13).class(Ink::Faint).wrapping(text::Wrapping::Glyph);
        let title = text(texts::FOLDER).font(MEDIUM).class(Ink::Plain);
        let folder = crate::app::widget::beside(column![title, path].spacing(2), open, 16.0, 132.0);
        let space = self.space.map_or_else(|| texts::COUNTING.to_owned(), texts::bytes);
        rows([
            container(folder).padding([10, 16]).width(Length::Fill).into(),
            setting(texts::SPACE, "", text(space).class(Ink::Soft)),
        ])
    }
}

/// A field for a time.
fn time<'a>(id: &'static str, value: &'a str, on_input: fn(String) -> Message) -> Element<'a, Message> {
    let ground = if TimeOfDay::parse(value).is_some() { Field::Raised } else { Field::Wrong };
    let (hint, secret, wrong, on_submit) = ("22:00", false, None, Message::Word(String::new()));
    container(OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit }.view()).width(76).into()
}

/// The looks, each in its own colours.
fn view_themes<'a>(chosen: Theme) -> Element<'a, Message> {
    let looks = THEMES.map(|(theme, words)| {
        let is = theme == chosen;
        let (look, other) = match theme {
            Theme::System => (theme::Theme::LIGHT, Some(theme::Theme::DARK)),
            Theme::Light => (theme::Theme::LIGHT, None),
            Theme::Dark => (theme::Theme::DARK, None),
            Theme::Classic => (theme::Theme::CLASSIC, None),
            Theme::Contrast => (theme::Theme::CONTRAST, None),
        };
        let words = text(words).size(13).font(if is { STRONG } else { theme::PLAIN });
        let words = words.class(if is { Ink::Plain } else { Ink::Soft });
        let card = column![preview(look, other, is), words].spacing(8).align_x(Alignment::Center);
        Pressable::new(card, Some(Message::Theme(theme))).kind(Kind::Bare).padding([4, 0]).into()
    });
    row(looks).spacing(24).wrap().vertical_spacing(8).into()
}

fn view_appearance<'a>(settings: &'a Settings) -> Element<'a, Message> {
    let mut sizes = TextSize::ALL.to_vec();
    // One that was written into the file by hand is shown as well.
    if !sizes.contains(&settings.text_size) {
        sizes.push(settings.text_size);
        sizes.sort_by_key(|size| size.percent());
    }
    let sizes = sizes.into_iter().map(|size| (size, format!("{} %", size.percent())));
    column![
        group(texts::THEME, view_themes(settings.theme)),
        group(
            texts::TEXT_AND_TIME,
            rows([
                setting(texts::TEXT_SIZE, texts::TEXT_SIZE_MEANS, segmented(sizes, settings.text_size, Message::Size)),
                setting(texts::SPACING, "", segmented(SPACINGS, settings.spacing, Message::Spacing)),
                setting(texts::TIME, "", segmented(CLOCKS, settings.clock, Message::Clock)),
                switch_row(texts::SECONDS, "", settings.seconds, Message::Seconds),
            ])
        ),
        group(texts::PEOPLE, rows([switch_row(texts::AVATARS, "", settings.avatars, Message::Avatars)])),
    ]
    .spacing(24)
    .into()
}

fn view_messages<'a>(settings: &'a Settings) -> Element<'a, Message> {
    let other = if settings.enter_sends { texts::BREAKS_TOO } else { texts::SENDS_TOO };
    column![
        rows([
            setting(texts::ENTER, other, segmented(ENTER, settings.enter_sends, Message::EnterSends)),
            switch_row(texts::TYPING, "", settings.shows_typing, Message::ShowsTyping),
        ]),
        group(
            texts::SHOWN,
            rows([
                setting(texts::MOVES, "", segmented(MOVES, settings.moves, Message::Moves)),
                switch_row(texts::LINKS, texts::LINKS_MEANS, settings.asks_links, Message::AsksLinks),
            ])
        ),
    ]
    .spacing(24)
    .into()
}

fn view_accessibility<'a>(settings: &'a Settings) -> Element<'a, Message> {
    let contrast = settings.theme == Theme::Contrast;
    rows([
        switch_row(texts::CONTRAST, texts::CONTRAST_MEANS, contrast, Message::Contrast),
        switch_row(texts::UNDERLINE, texts::UNDERLINE_MEANS, settings.underlines, Message::Underlines),
    ])
}

fn view_about<'a>() -> Element<'a, Message> {
    let value = |words: &'a str| text(words).class(Ink::Soft);
    column![
        rows([setting(texts::VERSION, "", value(env!("CARGO_PKG_VERSION")))]),
        group(texts::WITHIN, rows(texts::LICENCES.map(|(what, licence)| setting(what, "", value(licence))))),
    ]
    .spacing(24)
    .into()
}
