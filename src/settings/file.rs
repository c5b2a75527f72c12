//! The settings as they stand in their file.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, value};

use super::{
    ClockFace, Moves, Notify, QuietHours, Reach, Settings, SkinTone, Spacing, TextSize, Theme, TimeOfDay, WindowPlace,
};
use crate::room::{Name, Sign};
use crate::wire::plainly::plainly;

/// What the file begins with when it is new.
const HEAD: &str = "# How you like Parlor. What can't be read here counts as not set.\n\n";

/// How themes and clocks are written.
const THEMES: [(&str, Theme); 5] = [
    ("system", Theme::System),
    ("light", Theme::Light),
    ("dark", Theme::Dark),
    ("classic", Theme::Classic),
    ("contrast", Theme::Contrast),
];
const REACHES: [(&str, Reach); 2] = [("computer", Reach::Computer), ("network", Reach::Network)];
const SPACINGS: [(&str, Spacing); 2] = [("comfortable", Spacing::Comfortable), ("compact", Spacing::Compact)];
const SKIN_TONES: [(&str, SkinTone); 6] = [
    ("yellow", SkinTone::Yellow),
    ("light", SkinTone::Light),
    ("medium-light", SkinTone::MediumLight),
    ("medium", SkinTone::Medium),
    ("medium-dark", SkinTone::MediumDark),
    ("dark", SkinTone::Dark),
];
const NOTIFIES: [(&str, Notify); 3] =
    [("everything", Notify::Everything), ("mentions", Notify::Mentions), ("nothing", Notify::Nothing)];
const MOVES: [(&str, Moves); 3] = [("line", Moves::OneLine), ("all", Moves::All), ("none", Moves::None)];
const CLOCKS: [(&str, ClockFace); 3] = [("system", ClockFace::System), ("12", ClockFace::H12), ("24", ClockFace::H24)];

/// Reads the settings, and says in a sentence each what could not be used.
#[must_use]
pub fn load(path: &Path) -> (Settings, Vec<String>) {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (Settings::default(), Vec::new()),
        Err(error) => {
            let trouble = format!(
                "The settings in {} can't be read: {}. Parlor goes on without them.",
                path.display(),
                plainly(&error)
            );
            return (Settings::default(), vec![trouble]);
        }
    };
    match text.parse::<DocumentMut>() {
        Ok(document) => Reader { document: &document, path, troubles: Vec::new() }.settings(),
        Err(_) => {
            let trouble = format!(
                "The settings in {} are not written as they should be. Parlor goes on without them, and keeps that file as it is beside the new one.",
                path.display()
            );
            (Settings::default(), vec![trouble])
        }
    }
}

struct Reader<'a> {
    document: &'a DocumentMut,
    path: &'a Path,
    troubles: Vec<String>,
}

impl Reader<'_> {
    fn settings(mut self) -> (Settings, Vec<String>) {
        let plain = Settings::default();
        let settings = Settings {
            name: self
                .field("name", "a name", |item| Some(Some(Name::parse(item.as_str()?).ok()?)))
                .unwrap_or_default(),
            last_house: self
                .field("last_house", "a title", |item| Some(Some(item.as_str()?.to_owned())))
                .unwrap_or_default(),
            port: self
                .field("port", "a number from 1 to 65535", |item| {
                    u16::try_from(item.as_integer()?).ok().filter(|port| *port > 0)
                })
                .unwrap_or(plain.port),
            reach: self.choice("reach", &REACHES, plain.reach),
            theme: self.choice("theme", &THEMES, plain.theme),
            text_size: self
                .field("text_size", "a number from 80 to 200", |item| {
                    TextSize::new(u16::try_from(item.as_integer()?).ok()?)
                })
                .unwrap_or_default(),
            spacing: self.choice("spacing", &SPACINGS, plain.spacing),
            avatars: self.switch("avatars", plain.avatars),
            clock: self.choice("clock", &CLOCKS, plain.clock),
            seconds: self.switch("seconds", plain.seconds),
            underlines: self.switch("underlines", plain.underlines),
            notify: self.notify(plain.notify),
            notify_direct: self.switch("notify_direct", plain.notify_direct),
            notify_text: self.switch("notify_text", plain.notify_text),
            notify_words: self.field("notify_words", "a list of words", words).unwrap_or_default(),
            quiet: QuietHours {
                on: self.switch("quiet", plain.quiet.on),
                from: self.time("quiet_from", plain.quiet.from),
                to: self.time("quiet_to", plain.quiet.to),
            },
            sounds: self.switch("sounds", plain.sounds),
            enter_sends: self.switch("enter_sends", plain.enter_sends),
            shows_typing: self.switch("shows_typing", plain.shows_typing),
            recent_emoji: self.field("recent_emoji", "a list of emoji", signs).unwrap_or_default(),
            skin_tone: self.choice("skin_tone", &SKIN_TONES, plain.skin_tone),
            asks_links: self.switch("asks_links", plain.asks_links),
            moves: self.choice("moves", &MOVES, plain.moves),
            window: self.field("window", "a place", |item| Some(Some(place(item)?))).unwrap_or_default(),
        };
        (settings, self.troubles)
    }

    fn field<T>(&mut self, name: &str, wanted: &str, read: impl FnOnce(&Item) -> Option<T>) -> Option<T> {
        let item = self.document.get(name)?;
        let found = read(item);
        if found.is_none() {
            let shown: String = item.to_string().trim().chars().take(40).collect();
            self.troubles.push(format!(
                "In {}, “{name}” is {shown}, but should be {wanted}. Until you change it there, Parlor acts as if it were not set.",
                self.path.display()
            ));
        }
        found
    }

    fn choice<T: Copy>(&mut self, name: &str, all: &[(&str, T)], plain: T) -> T {
        let words: Vec<String> = all.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        self.field(name, &words.join(" or "), |item| {
            let word =
                item.as_str().map(str::to_owned).or_else(|| item.as_integer().map(|number| number.to_string()))?;
            all.iter().find(|(known, _)| *known == word).map(|(_, choice)| *choice)
        })
        .unwrap_or(plain)
    }

    fn switch(&mut self, name: &str, plain: bool) -> bool {
        self.field(name, "true or false", Item::as_bool).unwrap_or(plain)
    }

    fn time(&mut self, name: &str, plain: TimeOfDay) -> TimeOfDay {
        self.field(name, "a time such as \"22:00\"", |item| TimeOfDay::parse(item.as_str()?)).unwrap_or(plain)
    }

    /// Of what someone is told. An older Parlor only knew whether.
    fn notify(&mut self, plain: Notify) -> Notify {
        let told = self.switch("notifications", true);
        let before = if told { plain } else { Notify::Nothing };
        self.choice("notify", &NOTIFIES, before)
    }
}

fn words(item: &Item) -> Option<Vec<String>> {
    item.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect()
}

fn signs(item: &Item) -> Option<Vec<String>> {
    let sign = |value: &toml_edit::Value| value.as_str().filter(|sign| Sign::parse(sign).is_ok()).map(str::to_owned);
    item.as_array()?.iter().map(sign).collect()
}

fn place(item: &Item) -> Option<WindowPlace> {
    let table = item.as_table_like()?;
    let number = |name: &str| {
        let item = table.get(name)?;
        let number = item.as_float().or_else(|| i32::try_from(item.as_integer()?).ok().map(f64::from))?;
        (number.is_finite() && number.abs() < 100_000.0).then(|| narrowed(number))
    };
    let position = number("x").zip(number("y"));
    Some(WindowPlace {
        position,
        width: number("width").filter(|n| *n > 0.0)?,
        height: number("height").filter(|n| *n > 0.0)?,
    })
}

#[expect(clippy::cast_possible_truncation, reason = "no screen has more pixels than f32 tells apart")]
const fn narrowed(number: f64) -> f32 {
    number as f32
}

/// Writes what changed since `was`: whole beside the old file, then in its place. What else stands in the file stays, be
/// it by hand or by another window; a file that could not be read is kept beside it.
///
/// # Errors
/// They were not written. The old file is as it was.
pub fn save(path: &Path, was: &Settings, settings: &Settings) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let before = match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        // It is no text at all, and kept all the same.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            fs::rename(path, aside(path))?;
            None
        }
        Err(error) => return Err(error),
    };
    let mut document = match before.as_deref().map(str::parse::<DocumentMut>) {
        Some(Ok(document)) => document,
        Some(Err(_)) => {
            fs::rename(path, aside(path))?;
            DocumentMut::new()
        }
        None => DocumentMut::new(),
    };
    let is_new = document.is_empty();
    // What was not changed stays as it is written, even where it can't be used.
    let mut put = |name: &str, changed: bool, new: Option<Item>| match new {
        Some(new) if changed || !document.contains_key(name) => set(&mut document, name, new),
        None if changed => {
            document.remove(name);
        }
        _ => {}
    };
    put("name", was.name != settings.name, settings.name.as_ref().map(|name| value(name.as_str())));
    put("last_house", was.last_house != settings.last_house, settings.last_house.as_ref().map(value));
    put("port", was.port != settings.port, Some(value(i64::from(settings.port))));
    put("reach", was.reach != settings.reach, Some(value(word(&REACHES, settings.reach))));
    put("theme", was.theme != settings.theme, Some(value(word(&THEMES, settings.theme))));
    put("text_size", was.text_size != settings.text_size, Some(value(i64::from(settings.text_size.percent()))));
    put("spacing", was.spacing != settings.spacing, Some(value(word(&SPACINGS, settings.spacing))));
    put("avatars", was.avatars != settings.avatars, Some(value(settings.avatars)));
    put("clock", was.clock != settings.clock, Some(value(word(&CLOCKS, settings.clock))));
    put("seconds", was.seconds != settings.seconds, Some(value(settings.seconds)));
    put("underlines", was.underlines != settings.underlines, Some(value(settings.underlines)));
    put("notify", was.notify != settings.notify, Some(value(word(&NOTIFIES, settings.notify))));
    put("notify_direct", was.notify_direct != settings.notify_direct, Some(value(settings.notify_direct)));
    put("notify_text", was.notify_text != settings.notify_text, Some(value(settings.notify_text)));
    let listed: toml_edit::Array = settings.notify_words.iter().collect();
    put("notify_words", was.notify_words != settings.notify_words, Some(value(listed)));
    put("quiet", was.quiet.on != settings.quiet.on, Some(value(settings.quiet.on)));
    put("quiet_from", was.quiet.from != settings.quiet.from, Some(value(settings.quiet.from.to_string())));
    put("quiet_to", was.quiet.to != settings.quiet.to, Some(value(settings.quiet.to.to_string())));
    put("sounds", was.sounds != settings.sounds, Some(value(settings.sounds)));
    put("enter_sends", was.enter_sends != settings.enter_sends, Some(value(settings.enter_sends)));
    put("shows_typing", was.shows_typing != settings.shows_typing, Some(value(settings.shows_typing)));
    let recent = settings.recent_emoji.iter().map(String::as_str).collect::<toml_edit::Array>();
    put("recent_emoji", was.recent_emoji != settings.recent_emoji, Some(value(recent)));
    put("skin_tone", was.skin_tone != settings.skin_tone, Some(value(word(&SKIN_TONES, settings.skin_tone))));
    put("asks_links", was.asks_links != settings.asks_links, Some(value(settings.asks_links)));
    put("moves", was.moves != settings.moves, Some(value(word(&MOVES, settings.moves))));
    put("window", was.window != settings.window, settings.window.map(table));
    let text = format!("{}{document}", if is_new { HEAD } else { "" });
    if before.as_deref() == Some(&text) {
        return Ok(());
    }
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = File::create(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

/// Puts a value in, and leaves what is written around it.
fn set(document: &mut DocumentMut, name: &str, new: Item) {
    match (document.get_mut(name).and_then(Item::as_value_mut), new.as_value()) {
        (Some(old), Some(new)) => {
            let around = old.decor().clone();
            *old = new.clone();
            *old.decor_mut() = around;
        }
        _ => {
            document.insert(name, new);
        }
    }
}

fn word<T: PartialEq + Copy>(all: &[(&'static str, T)], chosen: T) -> &'static str {
    all.iter().find(|(_, known)| *known == chosen).map_or("system", |(word, _)| word)
}

fn table(place: WindowPlace) -> Item {
    let mut table = toml_edit::InlineTable::new();
    let mut put = |name: &str, number: f32| {
        table.insert(name, f64::from(number.round()).into());
    };
    if let Some((x, y)) = place.position {
        put("x", x);
        put("y", y);
    }
    put("width", place.width);
    put("height", place.height);
    value(table)
}

/// A name beside the file that nothing has yet.
fn aside(path: &Path) -> PathBuf {
    let name = |number: u32| path.with_extension(format!("broken-{number}.toml"));
    (1..).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(0))
}
