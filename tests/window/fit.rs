//! Every screen, page, dialog and menu in windows of four widths at four sizes of text: nothing that can be pressed lies
//! outside what holds it, is cut, or is under something else, and no words are wider than the button they stand on.
//!
//! With `PARLOR_PICTURES` set to a folder, each is drawn there as well, in the looks that `PARLOR_LOOKS` names.

use std::path::PathBuf;

use iced::advanced::widget::operation::{self, Operation};
use iced::keyboard::Modifiers;
use iced::keyboard::key::Named;
use iced::{Rectangle, Size, Vector};
use parlor::app::Message;
use parlor::app::screen::settings::Message as Setting;
use parlor::settings::{TextSize, Theme};
use tempfile::TempDir;

use crate::rooms::{looks_at, makes, picks, two};
use crate::stage::Stage;
use crate::talk::{introduces, says};

/// How wide the windows are, as the screen counts, and how high.
const WIDTHS: [f32; 4] = [1600.0, 1080.0, 700.0, 360.0];
const HEIGHT: f32 = 720.0;

/// How large the text is, in percent.
const SIZES: [u16; 4] = [80, 100, 150, 200];

/// How much of a pixel is nothing.
const SLACK: f32 = 1.0;

/// Something that can be looked at: how it opens, and how what was there before comes back.
struct View {
    name: &'static str,
    open: fn(&mut Stage),
    close: fn(&mut Stage),
}

fn escape(stage: &mut Stage) {
    stage.press(Named::Escape);
}

fn nothing(_: &mut Stage) {}

const fn view(name: &'static str, open: fn(&mut Stage)) -> View {
    View { name, open, close: escape }
}

/// Opens a section of a page.
fn section(stage: &mut Stage, page: &str, section: &str) {
    stage.click(page);
    stage.until_shown("Back to");
    stage.click(section);
}

/// Looks at each of these in every window.
fn fits(stage: &mut Stage, views: &[View]) {
    let mut wrong = Vec::new();
    for view in views {
        (view.open)(stage);
        for percent in SIZES {
            for width in WIDTHS {
                show_at(stage, width, percent);
                let case = format!("{} at {percent} %, {width} wide", view.name);
                wrong.extend(stage.misfits().into_iter().map(|what| format!("{case}: {what}")));
                paint(stage, view.name, width, percent);
            }
        }
        show_at(stage, 1080.0, 100);
        (view.close)(stage);
    }
    assert!(wrong.is_empty(), "{} things don’t fit:\n{}", wrong.len(), wrong.join("\n"));
}

/// The window is as wide as this on the screen, with the text at this size.
fn show_at(stage: &mut Stage, width: f32, percent: u16) {
    stage.update(Message::Settings(Setting::Size(TextSize::new(percent).unwrap())));
    let scale = f32::from(percent) / 100.0;
    stage.resize((width / scale).round(), (HEIGHT / scale).round());
    stage.redraw();
}

/// Draws it, where pictures are wanted.
fn paint(stage: &mut Stage, name: &str, width: f32, percent: u16) {
    let Some(folder) = std::env::var_os("PARLOR_PICTURES").map(PathBuf::from) else { return };
    let all =
        [("light", Theme::Light), ("dark", Theme::Dark), ("classic", Theme::Classic), ("contrast", Theme::Contrast)];
    let wanted = std::env::var("PARLOR_LOOKS").unwrap_or_else(|_| "light".to_owned());
    for (look, theme) in all.into_iter().filter(|(look, _)| wanted.contains(look)) {
        stage.update(Message::Settings(Setting::Theme(theme)));
        stage.redraw();
        let file = std::fs::File::create(folder.join(format!("{name}-{look}-{percent}-{width}.png"))).unwrap();
        let scale = f32::from(percent) / 100.0;
        let pixels = stage.pixels_at(scale);
        let size = [(stage.size.width * scale) as u32, (stage.size.height * scale) as u32];
        let mut image = png::Encoder::new(std::io::BufWriter::new(file), size[0], size[1]);
        image.set_color(png::ColorType::Rgba);
        image.write_header().unwrap().write_image_data(&pixels).unwrap();
    }
}

/// What can be pressed or typed into, what holds it, and what of that is seen.
#[derive(Clone)]
struct Control {
    bounds: Rectangle,
    /// What of the window it can be seen in: its own scrollable, or all of it.
    seen: Rectangle,
    /// Whether it is in something that scrolls down.
    scrolls: bool,
    /// How deep it lies, and of which of those that do, to tell what lies within another from what lies over it.
    path: Vec<usize>,
    words: String,
}

struct Fit {
    window: Rectangle,
    parents: Vec<Place>,
    last: Place,
    count: usize,
    controls: Vec<Control>,
    wrong: Vec<String>,
}

#[derive(Clone)]
struct Place {
    seen: Rectangle,
    scrolls: bool,
    control: Option<usize>,
    number: usize,
}

impl Fit {
    fn new(size: Size) -> Self {
        let window = Rectangle::with_size(size);
        let top = Place { seen: window, scrolls: false, control: None, number: 0 };
        Self { window, parents: vec![top.clone()], last: top, count: 0, controls: Vec::new(), wrong: Vec::new() }
    }

    fn parent(&self) -> &Place {
        self.parents.last().unwrap()
    }

    fn control(&mut self, bounds: Rectangle, words: &str) {
        let parent = self.parent().clone();
        self.count += 1;
        let path = self.parents.iter().map(|place| place.number).collect();
        let control = Control { bounds, seen: parent.seen, scrolls: parent.scrolls, path, words: words.to_owned() };
        self.last = Place { control: Some(self.controls.len()), number: self.count, ..parent };
        self.controls.push(control);
    }

    /// What is wrong with what was seen.
    fn misfits(mut self) -> Vec<String> {
        for control in &self.controls {
            let Control { bounds, seen, .. } = control;
            let side = bounds.x < seen.x - SLACK || bounds.x + bounds.width > seen.x + seen.width + SLACK;
            let above = bounds.y < seen.y - SLACK || bounds.y + bounds.height > seen.y + seen.height + SLACK;
            if bounds.width < SLACK || bounds.height < SLACK {
                self.wrong.push(format!("“{}” has no size: {bounds:?}", control.words));
            } else if side || (above && !control.scrolls) {
                self.wrong.push(format!("“{}” is cut: {bounds:?} in {seen:?}", control.words));
            }
        }
        for (at, one) in self.controls.iter().enumerate() {
            for other in &self.controls[at + 1..] {
                // What stands within another is a part of it.
                let within = other.path.starts_with(&one.path) && contains(one.bounds, other.bounds);
                let shown = |control: &Control| control.bounds.intersection(&control.seen);
                let both = shown(one).zip(shown(other)).and_then(|(one, other)| one.intersection(&other));
                if both.is_some_and(|both| both.width > SLACK && both.height > SLACK) && !within {
                    let (one, other) =
                        (format!("{} {:?}", one.words, one.bounds), format!("{} {:?}", other.words, other.bounds));
                    self.wrong.push(format!("“{other}” lies on “{one}”"));
                }
            }
        }
        self.wrong
    }
}

fn contains(outer: Rectangle, inner: Rectangle) -> bool {
    inner.x >= outer.x - SLACK
        && inner.y >= outer.y - SLACK
        && inner.x + inner.width <= outer.x + outer.width + SLACK
        && inner.y + inner.height <= outer.y + outer.height + SLACK
}

impl Operation for Fit {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        self.parents.push(self.last.clone());
        operate(self);
        self.last = self.parents.pop().unwrap();
    }

    fn container(&mut self, _: Option<&iced::widget::Id>, _: Rectangle) {
        self.last = self.parent().clone();
    }

    fn scrollable(
        &mut self,
        _: Option<&iced::widget::Id>,
        bounds: Rectangle,
        content: Rectangle,
        _: Vector,
        _: &mut dyn operation::Scrollable,
    ) {
        let parent = self.parent().clone();
        let mut seen = parent.seen.intersection(&bounds).unwrap_or(Rectangle::with_size(Size::ZERO));
        if content.width > bounds.width + SLACK && content.height <= bounds.height + SLACK {
            // It scrolls sideways, and not by accident.
            (seen.x, seen.width) = (content.x, content.width);
        }
        if bounds.x + bounds.width > self.window.width + SLACK {
            self.wrong.push(format!("a list is wider than the window: {bounds:?}"));
        }
        self.last = Place { seen, scrolls: true, ..parent };
    }

    fn focusable(&mut self, id: Option<&iced::widget::Id>, bounds: Rectangle, _: &mut dyn operation::Focusable) {
        // Over the list, what floats is meant to.
        if id != Some(&iced::widget::Id::new(parlor::app::screen::room::LIST)) {
            self.control(bounds, "");
        }
    }

    fn text_input(&mut self, _: Option<&iced::widget::Id>, _: Rectangle, state: &mut dyn operation::TextInput) {
        let text = state.text().to_owned();
        if let Some(last) = self.last.control.and_then(|at| self.controls.get_mut(at)) {
            last.words = format!("field {text}");
        }
    }

    fn text(&mut self, _: Option<&iced::widget::Id>, bounds: Rectangle, words: &str) {
        let Some(control) = self.parent().control.and_then(|at| self.controls.get_mut(at)) else { return };
        if !control.words.is_empty() {
            control.words.push(' ');
        }
        control.words.push_str(words);
        let holder = control.bounds;
        if bounds.x < holder.x - SLACK
            || bounds.y < holder.y - SLACK
            || bounds.y + bounds.height > holder.y + holder.height + SLACK
        {
            self.wrong.push(format!("“{words}” stands out of its button: {bounds:?} in {holder:?}"));
        }
    }
}

impl Stage {
    /// What does not fit into the window as it is.
    fn misfits(&mut self) -> Vec<String> {
        let mut fit = Fit::new(self.size);
        self.look_over(&mut fit);
        assert!(!fit.controls.is_empty(), "nothing can be pressed");
        fit.misfits()
    }
}

#[test]
fn the_lobby_and_the_settings_fit_into_every_window() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), (1080.0, 720.0));
    stage.until_focused("name");
    fits(&mut stage, &[View { name: "lobby-first", open: nothing, close: nothing }]);
    introduces(&mut stage, "Ada");
    fits(
        &mut stage,
        &[
            View { name: "lobby", open: nothing, close: nothing },
            View {
                name: "lobby-error",
                open: |stage| {
                    stage.click_id("to");
                    stage.type_in(",");
                    stage.press(Named::Enter);
                    stage.until_shown("is not an address");
                },
                close: nothing,
            },
            View { name: "lobby-unfolded", open: |stage| stage.click("Port 7275"), close: nothing },
            view("settings", |stage| stage.command(",")),
            view("settings-messages", |stage| settings(stage, "Messages")),
            view("settings-notifications", |stage| {
                settings(stage, "Notifications");
                stage.click("Do not disturb");
            }),
            view("settings-accessibility", |stage| settings(stage, "Accessibility")),
            view("settings-data", |stage| settings(stage, "Data and storage")),
            view("settings-about", |stage| settings(stage, "About")),
        ],
    );
    stage.click_id("to");
    stage.command("a");
    stage.type_in("127.0.0.1:1");
    stage.press(Named::Enter);
    stage.until_shown("Find out why");
    fits(&mut stage, &[View { name: "lobby-no-way", open: nothing, close: nothing }]);
    stage.click_id("find-out");
    stage.until_shown("done in ");
    fits(&mut stage, &[View { name: "doctor", open: nothing, close: nothing }]);
}

#[test]
fn what_a_place_that_had_a_password_asks_fits_into_every_window() {
    let (home, _) = crate::places::hosted_with_a_password();
    let mut stage = Stage::open(home.path(), (1080.0, 720.0));
    stage.click("Host again");
    stage.until_shown("Host without a password");
    // Where there is room for one half, it is the one with the question.
    stage.resize(360.0, 720.0);
    stage.click("Host");
    stage.resize(1080.0, 720.0);
    fits(&mut stage, &[View { name: "lobby-had-password", open: nothing, close: nothing }]);
}

/// Opens the invite, from wherever its button is at this width.
fn invites(stage: &mut Stage) {
    stage.command("k");
    stage.until_focused("go-to");
    stage.type_in("Invite people");
    stage.press(Named::Enter);
    stage.until_shown("Or say this code");
}

fn settings(stage: &mut Stage, section: &str) {
    stage.command(",");
    stage.until_shown("Appearance");
    stage.click(section);
}

#[test]
fn the_room_and_what_opens_over_it_fit_into_every_window() {
    let (mut ada, mut grace, ..) = two();
    fits(&mut ada, &[View { name: "room-first", open: nothing, close: nothing }]);
    says(&mut ada, "Good afternoon. Homework 2 is due on Friday, so ask early.");
    says(&mut grace, "Does part (b) need more than one process?");
    says(&mut grace, "@Ada my server stops after five clients. This is all I have:");
    says(&mut grace, "```\nserver.listen(5)  # five wait, not five in all\n```");
    ada.until_shown("server.listen");
    makes(&mut ada, "Labs");
    says(&mut ada, "/msg Grace between us");
    ada.until_shown("Only you and Grace");
    crate::rooms::goes_to(&mut ada, "Course chat");
    ada.until_shown("server.listen");
    fits(
        &mut ada,
        &[
            View { name: "room", open: nothing, close: nothing },
            view("room-menu", |stage| picks(stage, "Does part (b) need more than one process?")),
            view("room-menu-own", |stage| picks(stage, "Good afternoon. Homework 2 is due on Friday, so ask early.")),
            view("room-reply", |stage| {
                picks(stage, "Does part (b) need more than one process?");
                stage.click("Reply");
            }),
            view("room-edit", |stage| {
                stage.click_id("entry");
                stage.press(Named::ArrowUp);
                stage.until_shown("Editing your message");
            }),
            view("question", |stage| {
                picks(stage, "Good afternoon. Homework 2 is due on Friday, so ask early.");
                stage.click("Delete");
                stage.until_shown("Delete this message?");
            }),
            view("room-emoji", |stage| stage.click("Emoji")),
            view("place-menu", |stage| stage.click("Menu")),
            view("search", |stage| {
                stage.command("f");
                stage.until_focused("find");
                stage.type_in("server");
                let hits =
                    |stage: &mut Stage| stage.read().iter().filter(|words| words.contains("server stops")).count();
                stage.until("what is found", |stage| hits(stage) > 1);
            }),
            View { name: "without-people", open: |stage| stage.click("People"), close: |stage| stage.click("People") },
            view("go-to", |stage| {
                stage.command("k");
                stage.until_focused("go-to");
                stage.type_in("gra");
            }),
            view("save", |stage| stage.command("s")),
            view("quit", |stage| stage.command("q")),
            view("new-room", |stage| {
                stage.click("New room");
                stage.click("Anyone who knows it");
            }),
            view("invite", invites),
            view("invite-new", |stage| {
                invites(stage);
                stage.click("New link");
                stage.until_shown("What is it for?");
            }),
            View {
                name: "projector",
                open: |stage| {
                    invites(stage);
                    stage.click("Show big");
                    stage.until_shown("One person per code. ");
                },
                close: |stage| {
                    stage.click("Close");
                    stage.until_shown("Show big");
                    escape(stage);
                },
            },
            view("account", |stage| {
                stage.click("Ada");
                stage.until_focused("account-first");
            }),
            view("help", |stage| {
                says(stage, "/help");
                stage.until_shown("/nick");
            }),
        ],
    );
    // Without a pointer.
    ada.press_with(Named::ArrowUp, Modifiers::ALT);
}

#[test]
fn what_is_not_sent_fits_into_every_window() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/slow 3600");
    grace.until_shown("slow mode");
    for words in ["Good afternoon.", "Does part (b) need more than one process?"] {
        says(&mut grace, words);
    }
    grace.until_shown("Not sent yet.");
    says(&mut ada, "/lock");
    grace.until_shown("Only operators can write here.");
    says(&mut grace, "My server stops after five clients.");
    grace.until_shown("Not sent.");
    fits(&mut grace, &[View { name: "room-not-sent", open: nothing, close: nothing }]);
}

#[test]
fn people_and_pages_fit_into_every_window() {
    let (mut ada, mut grace, ..) = two();
    says(&mut grace, "too many pastes");
    ada.until_shown("too many pastes");
    says(&mut ada, "/mute Grace 1h too many pastes");
    ada.until_shown("muted Grace");
    fits(
        &mut ada,
        &[
            view("person", |stage| {
                looks_at(stage, "Grace");
                stage.until_shown("Make operator");
            }),
            view("person-moderate", |stage| {
                looks_at(stage, "Grace");
                stage.click("Moderate…");
                stage.click("Ban");
            }),
            view("room-settings", |stage| section(stage, "Room settings", "General")),
            view("room-settings-access", |stage| {
                section(stage, "Room settings", "Access");
                stage.click("Password");
            }),
            view("room-settings-history", |stage| section(stage, "Room settings", "History")),
            view("room-settings-moderation", |stage| section(stage, "Room settings", "Moderation")),
            view("room-settings-people", |stage| section(stage, "Room settings", "People")),
            view("room-settings-danger", |stage| {
                section(stage, "Room settings", "Danger zone");
                stage.click("Delete room…");
            }),
            view("manage", |stage| section(stage, "Manage", "Access")),
            view("manage-password", |stage| {
                section(stage, "Manage", "Access");
                stage.click_id("manage-password");
                stage.type_in("open sesame");
                stage.click("Set");
                stage.until_shown("Remove…");
            }),
            view("manage-requests", |stage| section(stage, "Manage", "Requests")),
            view("manage-people", |stage| {
                section(stage, "Manage", "People");
                stage.until_shown("2 here now.");
            }),
            view("manage-rooms", |stage| section(stage, "Manage", "Rooms")),
            view("manage-bans", |stage| section(stage, "Manage", "Bans")),
            view("manage-invites", |stage| section(stage, "Manage", "Invites")),
            view("manage-network", |stage| section(stage, "Manage", "Network and key")),
            view("manage-doors", |stage| section(stage, "Manage", "Doors")),
        ],
    );
}
