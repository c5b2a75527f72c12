//! The whole program without a window: its screens are laid out and drawn, its tasks and connections run, and keys and
//! clicks reach it as they would from a person.

#[path = "listener.rs"]
mod listener;

use std::collections::HashMap;
use std::hash::Hasher as _;
use std::net::UdpSocket;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use iced::advanced::clipboard::{self, Clipboard};
use iced::advanced::renderer::{self, Headless as _};
use iced::advanced::widget::operation::{self, Operation as _};
use iced::futures::{FutureExt as _, StreamExt as _};
use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{self, Key, Location, Modifiers};
use iced::theme::Base as _;
use iced::{Event, Point, Renderer, Size, mouse, window};
use iced_test::Selector;
use iced_test::core::SmolStr;
use iced_test::futures::subscription;
use iced_test::runtime::user_interface::Cache;
use iced_test::runtime::{Action, Task, UserInterface, task};
use iced_test::selector::Bounded;
use listener::Listener;
use parlor::app::first_window::FirstWindow;
use parlor::app::{App, Message, program_settings};
use parlor::find::LocalNetwork;
use parlor::paths::Paths;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long nothing comes when nothing is on its way.
#[allow(dead_code, reason = "the tests wait for something")]
const REST: Duration = Duration::from_millis(30);

/// What was copied, and what was selected last.
#[derive(Clone, Default)]
struct Copied {
    copied: Arc<Mutex<String>>,
    selected: Arc<Mutex<String>>,
}

impl Copied {
    fn of(&self, kind: clipboard::Kind) -> &Mutex<String> {
        match kind {
            clipboard::Kind::Standard => &self.copied,
            clipboard::Kind::Primary => &self.selected,
        }
    }
}

impl Clipboard for Copied {
    fn read(&self, kind: clipboard::Kind) -> Option<String> {
        Some(self.of(kind).lock().unwrap().clone()).filter(|text| !text.is_empty())
    }

    fn write(&mut self, kind: clipboard::Kind, text: String) {
        *self.of(kind).lock().unwrap() = text;
    }
}

/// A network on which nobody else is.
fn alone() -> LocalNetwork {
    LocalNetwork::only_here(free_port())
}

/// A port that nobody has.
pub fn free_port() -> u16 {
    UdpSocket::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// The program, and whoever uses it.
pub struct Stage {
    pub app: App,
    renderer: Renderer,
    cache: Option<Cache>,
    pub size: Size,
    cursor: mouse::Cursor,
    done: mpsc::UnboundedReceiver<Action<Message>>,
    doing: mpsc::UnboundedSender<Action<Message>>,
    listening: HashMap<u64, Listener>,
    copied: Copied,
    pub exited: bool,
    window: window::Id,
    /// How large the screen is, whatever the size of everything in the window.
    monitor: Option<Size>,
    /// How often the program itself saw to its widgets, as when it moves the focus.
    operations: usize,
    runtime: Runtime,
}

impl Stage {
    /// The program begins, with its things in this folder.
    pub fn open(home: &Path, size: (f32, f32)) -> Self {
        Self::begun(home, size, None, None, alone(), None)
    }

    /// The same, which hears of further starts.
    #[allow(dead_code, reason = "the benches are started once")]
    pub fn open_first(home: &Path, size: (f32, f32)) -> Self {
        Self::begun(home, size, None, None, alone(), FirstWindow::listen(&Paths::at(home)))
    }

    /// The same, on a network with others that is this computer.
    #[allow(dead_code, reason = "the benches meet nobody there")]
    pub fn open_near(home: &Path, size: (f32, f32), network: LocalNetwork) -> Self {
        Self::begun(home, size, None, None, network, None)
    }

    /// The same, on a screen that is this large.
    pub fn open_on(home: &Path, size: (f32, f32), monitor: Option<Size>) -> Self {
        Self::begun(home, size, monitor, None, alone(), None)
    }

    /// The same, opened by an invite.
    #[allow(dead_code, reason = "the benches have none")]
    pub fn invited(home: &Path, size: (f32, f32), invite: Option<&str>) -> Self {
        Self::begun(home, size, None, invite, alone(), None)
    }

    fn begun(
        home: &Path,
        size: (f32, f32),
        monitor: Option<Size>,
        invite: Option<&str>,
        network: LocalNetwork,
        first: Option<FirstWindow>,
    ) -> Self {
        for font in program_settings().fonts {
            iced::advanced::graphics::text::font_system().write().unwrap().load_font(font);
        }
        let runtime = Runtime::new().unwrap();
        let (doing, done) = mpsc::unbounded_channel();
        let settings = program_settings();
        let renderer = runtime
            .block_on(<Renderer as renderer::Headless>::new(
                settings.default_font,
                settings.default_text_size,
                Some("tiny-skia"),
            ))
            .unwrap();
        let (app, first) = {
            let _inside = runtime.enter();
            App::new(Paths::at(home), network, first, invite)
        };
        let mut stage = Self {
            app,
            renderer,
            cache: Some(Cache::default()),
            size: Size::new(size.0, size.1),
            cursor: mouse::Cursor::Unavailable,
            done,
            doing,
            listening: HashMap::new(),
            copied: Copied::default(),
            exited: false,
            window: window::Id::unique(),
            monitor,
            operations: 0,
            runtime,
        };
        stage.run(first);
        stage.listen();
        stage.on(Event::Window(window::Event::Opened { position: None, size: stage.size }));
        stage.until("the first focus", |stage| stage.operations > 0);
        stage
    }

    fn run(&self, task: Task<Message>) {
        let Some(mut stream) = task::into_stream(task) else { return };
        let doing = self.doing.clone();
        // What need not be waited for comes before anything else does.
        let _inside = self.runtime.enter();
        loop {
            match stream.next().now_or_never() {
                Some(Some(action)) => doing.send(action).unwrap(),
                Some(None) => return,
                None => break,
            }
        }
        self.runtime.spawn(async move {
            while let Some(action) = stream.next().await {
                if doing.send(action).is_err() {
                    return;
                }
            }
        });
    }

    /// Listens to what the program listens to just now.
    fn listen(&mut self) {
        let _inside = self.runtime.enter();
        let mut wanted = Vec::new();
        for recipe in subscription::into_recipes(self.app.subscription()) {
            let mut hash = subscription::Hasher::default();
            recipe.hash(&mut hash);
            let id = hash.finish();
            wanted.push(id);
            self.listening.entry(id).or_insert_with(|| Listener::to(recipe, self.doing.clone()));
        }
        self.listening.retain(|id, _| wanted.contains(id));
    }

    /// Something happened.
    pub fn update(&mut self, message: Message) {
        let before = self.app.scale();
        let task = {
            let _inside = self.runtime.enter();
            self.app.update(message)
        };
        // The window stays as large as it is, and is told in what things in it are measured in.
        let grown = self.app.scale() / before;
        self.size = Size::new(self.size.width / grown, self.size.height / grown);
        self.run(task);
        self.listen();
    }

    fn perform(&mut self, action: Action<Message>) {
        match action {
            Action::Output(message) => self.update(message),
            Action::Widget(operation) => {
                self.operations += 1;
                let mut next = Some(operation);
                let mut ui =
                    UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
                while let Some(mut operation) = next.take() {
                    ui.operate(&self.renderer, &mut operation);
                    if let operation::Outcome::Chain(chained) = operation.finish() {
                        next = Some(chained);
                    }
                }
                self.cache = Some(ui.into_cache());
            }
            Action::Clipboard(iced_test::runtime::clipboard::Action::Write { contents, target }) => {
                self.copied.write(target, contents);
            }
            Action::Clipboard(iced_test::runtime::clipboard::Action::Read { channel, target }) => {
                let _ = channel.send(self.copied.read(target));
            }
            Action::Window(window::Action::GetMonitorSize(_, channel)) => {
                let scale = self.app.scale();
                let _ = channel.send(self.monitor.map(|size| Size::new(size.width / scale, size.height / scale)));
            }
            Action::Window(window::Action::Resize(_, size)) => self.on(Event::Window(window::Event::Resized(size))),
            Action::Exit => self.exited = true,
            _ => {}
        }
    }

    /// An event reaches the window.
    pub fn on(&mut self, event: Event) {
        self.all([event]);
    }

    /// Events reach the window together.
    pub fn all(&mut self, events: impl IntoIterator<Item = Event>) {
        let events: Vec<Event> = events.into_iter().collect();
        let mut messages = Vec::new();
        let statuses = {
            let _inside = self.runtime.enter();
            let mut ui =
                UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
            let (_, statuses) = ui.update(&events, self.cursor, &mut self.renderer, &mut self.copied, &mut messages);
            self.cache = Some(ui.into_cache());
            statuses
        };
        for (event, status) in events.into_iter().zip(statuses) {
            if let Event::Window(window::Event::Resized(size)) = event {
                self.size = size;
            }
            let _inside = self.runtime.enter();
            for listener in self.listening.values() {
                listener.tell(subscription::Event::Interaction { window: self.window, event: event.clone(), status });
            }
        }
        for message in messages {
            self.update(message);
        }
        self.redraw();
    }

    /// A frame: laid out, and what is missing for it is asked for.
    pub fn redraw(&mut self) {
        let mut messages = Vec::new();
        {
            let _inside = self.runtime.enter();
            let mut ui =
                UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
            let frame = [Event::Window(window::Event::RedrawRequested(Instant::now()))];
            ui.update(&frame, self.cursor, &mut self.renderer, &mut self.copied, &mut messages);
            self.cache = Some(ui.into_cache());
        }
        for message in messages {
            self.update(message);
        }
    }

    /// When the program wants to be drawn again, if nobody does anything.
    pub fn next_frame(&mut self) -> window::RedrawRequest {
        let mut messages = Vec::new();
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        let frame = [Event::Window(window::Event::RedrawRequested(Instant::now()))];
        let (state, _) = ui.update(&frame, self.cursor, &mut self.renderer, &mut self.copied, &mut messages);
        self.cache = Some(ui.into_cache());
        assert!(messages.is_empty(), "{messages:?}");
        match state {
            iced_test::runtime::user_interface::State::Updated { redraw_request, .. } => redraw_request,
            state => panic!("{state:?}"),
        }
    }

    /// A frame, laid out and drawn.
    pub fn draw(&mut self) {
        let theme = self.app.theme();
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        let base = theme.base();
        ui.draw(&mut self.renderer, &theme, &renderer::Style { text_color: base.text_color }, self.cursor);
        self.cache = Some(ui.into_cache());
    }

    /// The same by widgets that were told before that a frame comes, as they are in a window: only then they know whether
    /// they have the focus or are pointed at.
    fn draw_as_shown(&mut self) {
        let theme = self.app.theme();
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        let frame = [Event::Window(window::Event::RedrawRequested(Instant::now()))];
        // What they ask for was asked for by the frame before.
        ui.update(&frame, self.cursor, &mut self.renderer, &mut self.copied, &mut Vec::new());
        let style = renderer::Style { text_color: theme.base().text_color };
        ui.draw(&mut self.renderer, &theme, &style, self.cursor);
        self.cache = Some(ui.into_cache());
    }

    /// The pixels of the last frame that was drawn.
    pub fn pixels(&mut self) -> Vec<u8> {
        let size = Size::new(self.size.width as u32, self.size.height as u32);
        self.renderer.screenshot(size, 1.0, self.app.theme().base().background_color)
    }

    /// The same, drawn anew with so many pixels for each of the window's.
    #[allow(dead_code, reason = "the benches look at nothing")]
    pub fn pixels_at(&mut self, scale: f32) -> Vec<u8> {
        self.draw_as_shown();
        let size = Size::new((self.size.width * scale) as u32, (self.size.height * scale) as u32);
        self.renderer.screenshot(size, scale, self.app.theme().base().background_color)
    }

    /// Looks at all that stands in the window.
    #[allow(dead_code, reason = "the benches look at nothing")]
    pub fn look_over(&mut self, look: &mut impl operation::Operation) {
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        ui.operate(&self.renderer, &mut operation::black_box(look));
        self.cache = Some(ui.into_cache());
    }

    /// Does what has come until now, and waits for nothing.
    pub fn catch_up(&mut self) {
        while let Ok(action) = self.done.try_recv() {
            self.perform(action);
        }
        self.redraw();
    }

    /// Does what has come, until nothing came for a moment: for benches, which wait for nothing in particular.
    #[allow(dead_code, reason = "the tests wait for something")]
    pub fn settle(&mut self) {
        self.catch_up();
        loop {
            let next = self.runtime.block_on(async { tokio::time::timeout(REST, self.done.recv()).await });
            let Ok(Some(action)) = next else { return };
            self.perform(action);
            self.catch_up();
        }
    }

    /// Goes on until this is so.
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            self.catch_up();
            if is_so(self) {
                return;
            }
            let left = end.saturating_duration_since(Instant::now());
            let next = self.runtime.block_on(async { tokio::time::timeout(left, self.done.recv()).await });
            match next {
                Ok(Some(action)) => self.perform(action),
                _ => panic!("{what}: waited in vain. In the window stands:\n{}", self.read().join("\n")),
            }
        }
    }

    /// Goes on until these words are in the window.
    pub fn until_shown(&mut self, words: &str) {
        self.until(&format!("for “{words}”"), |stage| stage.shows(words));
    }

    /// Goes on until these words are not in the window.
    pub fn until_gone(&mut self, words: &str) {
        self.until(&format!("for “{words}” to go"), |stage| !stage.shows(words));
    }

    /// Whether some words in the window hold these.
    pub fn shows(&mut self, words: &str) -> bool {
        self.read().iter().any(|shown| shown.contains(words))
    }

    /// All words in the window.
    pub fn read(&mut self) -> Vec<String> {
        let mut read = Read(Vec::new());
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        ui.operate(&self.renderer, &mut operation::black_box(&mut read));
        self.cache = Some(ui.into_cache());
        read.0.into_iter().map(|(words, _)| words).collect()
    }

    /// Where all that is exactly these words stands, and how wide and high it is.
    #[allow(dead_code, reason = "the benches look at nothing")]
    pub fn bounds_of(&mut self, words: &str) -> Vec<iced::Rectangle> {
        let mut read = Read(Vec::new());
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        ui.operate(&self.renderer, &mut operation::black_box(&mut read));
        self.cache = Some(ui.into_cache());
        read.0.into_iter().filter(|(shown, _)| shown == words).map(|(_, bounds)| bounds).collect()
    }

    /// Goes on until what has this id has the focus.
    #[allow(dead_code, reason = "the benches stay where they are")]
    pub fn until_focused(&mut self, id: &'static str) {
        self.until(&format!("for the focus on {id}"), |stage| stage.has_focus(id));
    }

    pub fn has_focus(&mut self, id: &'static str) -> bool {
        let mut is_focused = operation::focusable::is_focused(iced::widget::Id::new(id));
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        ui.operate(&self.renderer, &mut operation::black_box(&mut is_focused));
        self.cache = Some(ui.into_cache());
        matches!(is_focused.finish(), operation::Outcome::Some(true))
    }

    /// Whether what has the focus is seen, all of it that fits; or nothing has it.
    #[allow(dead_code, reason = "the benches stay where they are")]
    pub fn sees_the_focus(&mut self) -> bool {
        let mut find = iced_test::selector::is_focused().find();
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        ui.operate(&self.renderer, &mut operation::black_box(&mut find));
        self.cache = Some(ui.into_cache());
        let operation::Outcome::Some(Some(focused)) = find.finish() else { return true };
        let whole = focused.bounds();
        focused.visible_bounds().is_some_and(|seen| seen.height > whole.height - 0.5)
    }

    /// The layers that were drawn last.
    #[allow(dead_code, reason = "the benches look at nothing")]
    pub fn layers(&mut self) -> Vec<iced::Rectangle> {
        self.draw();
        self.renderer.layers().iter().map(|layer| layer.bounds).collect()
    }

    /// How many of the words and icons that were drawn last the renderer takes for others than they are: it would draw them
    /// anew in every frame.
    #[allow(dead_code, reason = "the benches look at nothing")]
    pub fn drawn_anew(&mut self) -> usize {
        self.draw();
        let texts = self.renderer.layers().iter().flat_map(|layer| &layer.text).flat_map(|group| group.as_slice());
        texts.filter(|text| **text != (*text).clone()).count()
    }

    /// How many words were drawn last, and how many of them were gone by the time that the renderer paints them.
    #[allow(dead_code, reason = "the benches look at nothing")]
    pub fn drawn_and_gone(&mut self) -> (usize, usize) {
        use iced::advanced::graphics::Text;
        self.draw();
        let texts = self.renderer.layers().iter().flat_map(|layer| &layer.text).flat_map(|group| group.as_slice());
        let gone = |text: &&Text| matches!(text, Text::Paragraph { paragraph, .. } if paragraph.upgrade().is_none());
        let texts: Vec<&Text> = texts.collect();
        (texts.len(), texts.iter().filter(|text| gone(text)).count())
    }

    /// Where something is.
    pub fn place_of<S>(&mut self, selector: S) -> Option<Point>
    where
        S: Selector + Send,
        S::Output: Bounded + Clone + Send + Sync + 'static,
    {
        let mut find = selector.find();
        let mut ui = UserInterface::build(self.app.view(), self.size, self.cache.take().unwrap(), &mut self.renderer);
        ui.operate(&self.renderer, &mut operation::black_box(&mut find));
        self.cache = Some(ui.into_cache());
        match find.finish() {
            operation::Outcome::Some(found) => Some(found?.visible_bounds()?.center()),
            _ => None,
        }
    }

    /// Presses where these words are, as soon as they are there.
    pub fn click(&mut self, words: &str) {
        self.until(&format!("for “{words}” to press it"), |stage| stage.place_of(words).is_some());
        let at = self.place_of(words).unwrap();
        self.click_at(at);
    }

    /// Presses what has this id.
    /// Clicks what is called so in the line of something else.
    #[allow(dead_code, reason = "the benches know where everything is")]
    pub fn click_beside(&mut self, what: &str, beside: &str) {
        let line = self.bounds_of(beside).first().copied().unwrap();
        let near = |bounds: &iced::Rectangle| (bounds.center_y() - line.center_y()).abs();
        let of = self.bounds_of(what).into_iter().min_by(|one, other| near(one).total_cmp(&near(other)));
        self.click_at(of.unwrap().center());
    }

    pub fn click_id(&mut self, id: &'static str) {
        let at = self.place_of(iced_test::selector::id(id)).unwrap();
        self.click_at(at);
    }

    pub fn click_at(&mut self, at: Point) {
        self.point(at);
        self.all([
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
        ]);
    }

    pub fn point(&mut self, at: Point) {
        self.cursor = mouse::Cursor::Available(at);
        self.on(Event::Mouse(mouse::Event::CursorMoved { position: at }));
    }

    /// Types words, key by key.
    pub fn type_in(&mut self, words: &str) {
        for c in words.chars() {
            if c == '\n' {
                self.press_with(Named::Enter, Modifiers::SHIFT);
                continue;
            }
            let text = SmolStr::new(c.to_string());
            self.key(Key::Character(text.clone()), Modifiers::empty(), Some(text));
        }
    }

    pub fn press(&mut self, key: Named) {
        self.press_with(key, Modifiers::empty());
    }

    /// Moves the focus on, and waits until it moved.
    #[allow(dead_code, reason = "the benches stay where they are")]
    pub fn tab(&mut self) {
        let before = self.operations;
        self.press(Named::Tab);
        self.until("the focus to move", |stage| stage.operations > before);
    }

    pub fn press_with(&mut self, key: Named, modifiers: Modifiers) {
        self.key(Key::Named(key), modifiers, None);
    }

    /// A letter together with Ctrl, or with Cmd on a Mac.
    pub fn command(&mut self, letter: &str) {
        self.key(Key::Character(SmolStr::new(letter)), Modifiers::COMMAND, None);
    }

    fn key(&mut self, key: Key, modifiers: Modifiers, text: Option<SmolStr>) {
        let physical_key = Physical::Unidentified(NativeCode::Unidentified);
        self.all([
            Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)),
            Event::Keyboard(keyboard::Event::KeyPressed {
                key: key.clone(),
                modified_key: key.clone(),
                physical_key,
                location: Location::Standard,
                modifiers,
                text,
                repeat: false,
            }),
            Event::Keyboard(keyboard::Event::KeyReleased {
                modified_key: key.clone(),
                key,
                physical_key,
                location: Location::Standard,
                modifiers,
            }),
            Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::empty())),
        ]);
        self.catch_up();
    }

    pub fn resize(&mut self, width: f32, height: f32) {
        self.on(Event::Window(window::Event::Resized(Size::new(width, height))));
        self.catch_up();
    }

    pub fn copied(&self) -> String {
        self.copied.copied.lock().unwrap().clone()
    }

    /// What a middle click would paste.
    #[allow(dead_code, reason = "the benches select nothing")]
    pub fn selected(&self) -> String {
        self.copied.selected.lock().unwrap().clone()
    }

    /// Drags from one point to another with the left button.
    #[allow(dead_code, reason = "the benches select nothing")]
    pub fn drag(&mut self, from: Point, to: Point) {
        self.point(from);
        self.on(Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)));
        self.point(to);
        self.on(Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)));
        self.catch_up();
    }

    /// Puts something into the clipboard.
    pub fn put_into_clipboard(&mut self, words: &str) {
        *self.copied.copied.lock().unwrap() = words.to_owned();
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Whatever still runs is not waited for.
        let runtime =
            std::mem::replace(&mut self.runtime, tokio::runtime::Builder::new_current_thread().build().unwrap());
        runtime.shutdown_background();
    }
}

/// Reads all words.
struct Read(Vec<(String, iced::Rectangle)>);

impl operation::Operation for Read {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn operation::Operation)) {
        operate(self);
    }

    fn text(&mut self, _: Option<&iced::widget::Id>, bounds: iced::Rectangle, words: &str) {
        self.0.push((words.to_owned(), bounds));
    }

    fn text_input(
        &mut self,
        _: Option<&iced::widget::Id>,
        bounds: iced::Rectangle,
        state: &mut dyn operation::TextInput,
    ) {
        self.0.push((state.text().to_owned(), bounds));
    }
}
