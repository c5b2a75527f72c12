//! The settings, over whatever is shown.

use std::path::Path;

use iced::widget::{column, row, text};
use iced::{Alignment, Length};

use super::parts::{choices, label, question, switch};
use crate::app::theme::{Element, Ink};
use crate::app::widget::{Kind, press};
use crate::settings::{ClockFace, Settings, TextSize, Theme};

const THEMES: [(Theme, &str); 4] =
    [(Theme::System, "System"), (Theme::Light, "Light"), (Theme::Dark, "Dark"), (Theme::Classic, "Classic")];
const CLOCKS: [(ClockFace, &str); 3] =
    [(ClockFace::System, "System"), (ClockFace::H24, "16:03"), (ClockFace::H12, "4:03 PM")];
/// Few enough to be chosen at once: what is pressed moves away as everything grows.
const SIZES: [u16; 5] = [80, 100, 120, 150, 200];
const ENTER: [(bool, &str); 2] = [(true, "Enter sends"), (false, "Enter breaks the line")];

/// What is changed.
#[derive(Clone, Debug)]
pub enum Message {
    /// How everything is painted.
    Theme(Theme),
    /// How large everything is.
    Size(TextSize),
    /// How times are shown.
    Clock(ClockFace),
    /// Whether with seconds.
    Seconds(bool),
    /// Whether one is told of words that speak to one.
    Notifications(bool),
    /// Whether with a sound.
    Sounds(bool),
    /// Whether Enter sends.
    EnterSends(bool),
    /// Whether others see that one types.
    ShowsTyping(bool),
    /// Opens the folder where everything is kept.
    Folder,
    /// They are as they should be.
    Done,
}

/// Changes the settings. False where it is not about them.
pub fn change(settings: &mut Settings, message: &Message) -> bool {
    match message {
        Message::Theme(theme) => settings.theme = *theme,
        Message::Size(size) => settings.text_size = *size,
        Message::Clock(clock) => settings.clock = *clock,
        Message::Seconds(on) => settings.seconds = *on,
        Message::Notifications(on) => settings.notifications = *on,
        Message::Sounds(on) => settings.sounds = *on,
        Message::EnterSends(on) => settings.enter_sends = *on,
        Message::ShowsTyping(on) => settings.shows_typing = *on,
        Message::Folder | Message::Done => return false,
    }
    true
}

/// The sizes at hand; and the one that is set, where it is another.
fn sizes<'a>(set: TextSize) -> Element<'a, Message> {
    let mut sizes: Vec<TextSize> = SIZES.iter().filter_map(|percent| TextSize::new(*percent)).chain([set]).collect();
    sizes.sort_by_key(|size| size.percent());
    sizes.dedup();
    let chips = sizes.into_iter().map(|size| {
        let kind = if size == set { Kind::Chosen } else { Kind::Quiet };
        press(format!("{} %", size.percent()), Message::Size(size)).kind(kind).padding([6, 12]).into()
    });
    row(chips).spacing(4).wrap().into()
}

/// What is seen.
pub fn view<'a>(settings: &Settings, folder: &'a Path) -> Element<'a, Message> {
    let group = |words, content: Element<'a, Message>| column![label(words), content].spacing(4).into();
    let switches = column![
        switch("Seconds in times", settings.seconds, Message::Seconds),
        switch("Tell me when someone mentions me and I am elsewhere", settings.notifications, Message::Notifications),
        switch("With a sound", settings.sounds, Message::Sounds),
        switch("Others see when I type", settings.shows_typing, Message::ShowsTyping),
    ];
    let place = row![
        text(folder.display().to_string())
            .size(13)
            .class(Ink::Faint)
            .width(Length::Fill)
            .wrapping(text::Wrapping::Glyph),
        press("Open the folder", Message::Folder).padding([6, 12]),
    ]
    .spacing(12)
    .align_y(Alignment::Center);
    question(
        "Settings",
        [
            group("Colours", choices(&THEMES, settings.theme, Message::Theme)),
            group("Size of everything", sizes(settings.text_size)),
            group("Times", choices(&CLOCKS, settings.clock, Message::Clock)),
            group("Writing", choices(&ENTER, settings.enter_sends, Message::EnterSends)),
            switches.into(),
            group("Everything is kept here", place.into()),
        ],
        None,
        [press("Done", Message::Done).kind(Kind::Primary).into()],
    )
}
