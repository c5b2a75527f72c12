//! Opens the window.

use std::borrow::Cow;

use iced::{Application, Point, Program, Size, window};

use super::message::Message;
use super::theme::{PLAIN, TEXT, Theme};
use super::window::{App, SIZE};
use crate::paths::Paths;
use crate::settings::{self, WindowPlace};

/// How small it may get.
const LEAST: Size = Size::new(360.0, 480.0);

/// The letters, with the program.
const FONTS: [&[u8]; 6] = [
    include_bytes!("../../assets/fonts/Inter-Regular.ttf"),
    include_bytes!("../../assets/fonts/Inter-Medium.ttf"),
    include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"),
    include_bytes!("../../assets/fonts/Inter-Italic.ttf"),
    include_bytes!("../../assets/fonts/Lucide.ttf"),
    include_bytes!("../../assets/fonts/Twemoji.ttf"),
];

/// The icon of the window.
const ICON: &[u8] = include_bytes!("../../assets/icon/64.png");

/// Why the window can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum NoWindow {
    /// There is nothing to open it on.
    #[error("There is no screen here to open a window on. In a terminal, “parlor host” and “parlor join” do the same.")]
    NoScreen,
    /// The system said no.
    #[error("The window can't be opened: {0}. In a terminal, “parlor host” and “parlor join” do the same.")]
    System(#[from] iced::Error),
}

/// Whether there is a screen, as far as that can be told beforehand.
fn has_screen() -> bool {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos")))
        || ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter().any(named)
}

/// Opens the window, and comes back when it was closed.
///
/// # Errors
/// There is no screen to open it on.
pub fn run(paths: Paths) -> Result<(), NoWindow> {
    if !has_screen() {
        return Err(NoWindow::NoScreen);
    }
    super::crash::report_to(&paths);
    Ok(program(paths).run()?)
}

/// The whole program, before its window is opened.
pub fn program(paths: Paths) -> Application<impl Program<State = App, Message = Message, Theme = Theme>> {
    let (settings, _) = settings::load(&paths.settings());
    iced::application(move || App::new(paths.clone()), App::update, App::view)
        .title(App::title)
        .theme(|app: &App| Some(app.theme()))
        .scale_factor(App::scale)
        .subscription(App::subscription)
        .settings(program_settings())
        .window(window_settings(settings.window.as_ref(), f32::from(settings.text_size.percent()) / 100.0))
        .exit_on_close_request(false)
}

/// What is set for the whole program.
#[must_use]
pub fn program_settings() -> iced::Settings {
    iced::Settings {
        id: Some("parlor".to_owned()),
        fonts: FONTS.iter().map(|font| Cow::Borrowed(*font)).collect(),
        default_font: PLAIN,
        default_text_size: TEXT.into(),
        ..iced::Settings::default()
    }
}

/// Larger than any screen.
const MOST: f32 = 16_000.0;

/// The window, where it was left. The size is kept as it is on the screen; what is opened grows by `scale`.
fn window_settings(place: Option<&WindowPlace>, scale: f32) -> window::Settings {
    let fits = |kept: f32, least: f32| kept.clamp(least, MOST) / scale;
    let kept = place.map(|place| Size::new(fits(place.width, LEAST.width), fits(place.height, LEAST.height)));
    let size = kept.unwrap_or(SIZE);
    // Beyond the left or the upper edge it could not be taken hold of again.
    let position =
        place.and_then(|place| place.position).filter(|at| [at.0, at.1].iter().all(|at| (0.0..MOST).contains(at)));
    let position = position.map_or(window::Position::Default, |(x, y)| window::Position::Specific(Point::new(x, y)));
    window::Settings {
        size,
        position,
        min_size: Some(LEAST),
        icon: icon(),
        exit_on_close_request: false,
        ..window::Settings::default()
    }
}

fn icon() -> Option<window::Icon> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(ICON)).read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let shape = reader.next_frame(&mut pixels).ok()?;
    pixels.truncate(shape.buffer_size());
    window::icon::from_rgba(pixels, shape.width, shape.height).ok()
}
