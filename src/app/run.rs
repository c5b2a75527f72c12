//! Opens the window.

use std::borrow::Cow;

use iced::{Application, Point, Program, Size, window};

use super::display::{self, NoWindow, Opened};
use super::first_window::{FirstWindow, hand_over};
use super::message::Message;
use super::theme::{PLAIN, TEXT, Theme};
use super::window::{App, SIZE};
use crate::find::LocalNetwork;
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

/// Opens the window, and comes back when it was closed. An invite stands in the lobby, for whoever opened it to join by.
/// Where a window is open already, that one comes to the front and takes the invite, unless `another` is wanted.
///
/// # Errors
/// There is no screen to open it on.
pub fn run(paths: Paths, invite: Option<String>, another: bool) -> Result<(), NoWindow> {
    if !another && hand_over(&paths, invite.as_deref()) {
        return Ok(());
    }
    // One that was opened beside it leaves the first one what it is.
    let first = if another { None } else { FirstWindow::listen(&paths) };
    let opened = Opened::default();
    let (begin, report) = (opened.clone(), paths.clone());
    let program = program_after(paths, LocalNetwork::new(), first, invite, move || {
        begin.now();
        super::crash::report_to(&report);
    });
    display::open(&opened, || program.run())
}

/// The whole program, before its window is opened.
pub fn program(
    paths: Paths,
    network: LocalNetwork,
) -> Application<impl Program<State = App, Message = Message, Theme = Theme>> {
    program_after(paths, network, None, None, || ())
}

/// The same, after what is done first, as soon as there is a screen.
fn program_after(
    paths: Paths,
    network: LocalNetwork,
    window: Option<FirstWindow>,
    invite: Option<String>,
    first: impl Fn() + 'static,
) -> Application<impl Program<State = App, Message = Message, Theme = Theme>> {
    let (settings, _) = settings::load(&paths.settings());
    let begin = move || {
        first();
        App::new(paths.clone(), network.clone(), window.clone(), invite.as_deref())
    };
    iced::application(begin, App::update, App::view)
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
        platform_specific: platform_specific(),
        ..window::Settings::default()
    }
}

/// By this name, that of its .desktop file, the system knows whose window it is: for its icon, its group, its rules.
/// Flatpak gives that file a name of its own, and says which.
#[cfg(target_os = "linux")]
fn platform_specific() -> window::settings::PlatformSpecific {
    window::settings::PlatformSpecific {
        application_id: std::env::var("FLATPAK_ID").unwrap_or_else(|_| "parlor".to_owned()),
        ..window::settings::PlatformSpecific::default()
    }
}

#[cfg(not(target_os = "linux"))]
fn platform_specific() -> window::settings::PlatformSpecific {
    window::settings::PlatformSpecific::default()
}

fn icon() -> Option<window::Icon> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(ICON)).read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let shape = reader.next_frame(&mut pixels).ok()?;
    pixels.truncate(shape.buffer_size());
    window::icon::from_rgba(pixels, shape.width, shape.height).ok()
}
