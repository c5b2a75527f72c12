//! The settings, over whatever is shown.

use std::path::Path;

use iced::widget::{column, row, text};
use iced::{Alignment, Length};

use super::parts::{choices, label, question, switch};
use crate::app::theme::{Element, Ink, MEDIUM};
use crate::app::widget::{Kind, press, press_maybe};
use crate::settings::{ClockFace, Settings, TextSize, Theme};

const THEMES: [(Theme, &str); 4] =
    [(Theme::System, "System"), (Theme::Light, "Light"), (Theme::Dark, "Dark"), (Theme::Classic, "Classic")];
const CLOCKS: [(ClockFace, &str); 3] =
    [(ClockFace::System, "System"), (ClockFace::H24, "16:03"), (ClockFace::H12, "4:03 PM")];
const ENTER: [(bool, &str); 2] = [(true, "Enter sends"), (false, "Enter breaks the line")];

/// What is changed.
#[derive(Clone, Debug)]
pub enum Message {
    /// How everything is painted.
    Theme(Theme),
    /// How large everything is.
    Larger,
    /// How large everything is.
    Smaller,
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
        Message::Larger => settings.text_size = settings.text_size.larger().unwrap_or(settings.text_size),
        Message::Smaller => settings.text_size = settings.text_size.smaller().unwrap_or(settings.text_size),
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

/// What is seen.
pub fn view<'a>(settings: &Settings, folder: &'a Path) -> Element<'a, Message> {
    let size = settings.text_size;
    let sizes = row![
        press_maybe("Smaller", size.smaller().map(|_: TextSize| Message::Smaller)).padding([6, 12]),
        text(format!("{} %", size.percent())).font(MEDIUM).class(Ink::Plain),
        press_maybe("Larger", size.larger().map(|_: TextSize| Message::Larger)).padding([6, 12]),
    ]
    .spacing(12)
    .align_y(Alignment::Center);
    let group = |words, content: Element<'a, Message>| column![label(words), content].spacing(4).into();
    let switches = column![
        switch("Seconds in times", settings.seconds, Message::Seconds),
        switch("Tell me when someone mentions me and I am elsewhere", settings.notifications, Message::Notifications),
        switch("Others see when I type", settings.shows_typing, Message::ShowsTyping),
        switch("With a sound", settings.sounds, Message::Sounds),
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
            group("Size of everything", sizes.into()),
            group("Times", choices(&CLOCKS, settings.clock, Message::Clock)),
            group("Writing", choices(&ENTER, settings.enter_sends, Message::EnterSends)),
            switches.into(),
            group("Everything is kept here", place.into()),
        ],
        None,
        [press("Done", Message::Done).kind(Kind::Primary).into()],
    )
}
