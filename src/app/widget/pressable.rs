//! What can be pressed: by pointer, by finger, and by key when it has the focus.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, operation};
use iced::advanced::{Shell, mouse, renderer};
use iced::border::Border;
use iced::keyboard::{self, key};
use iced::widget::{Id, text};
use iced::{Background, Color, Event, Length, Padding, Rectangle, Size, touch, window};

use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::{Element, Ink, LINE, MEDIUM, Theme};

/// How it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The one that matters most.
    Primary,
    /// One of several.
    Plain,
    /// Beside the others: only words, until the pointer is over it.
    Quiet,
    /// The same, and it undoes or ends something.
    Danger,
    /// The one that matters most, and it undoes or ends something.
    DangerPrimary,
    /// A card among others, of which it is the one that is chosen.
    CardChosen,
    /// A line in a list.
    Line,
    /// The line that is chosen.
    Chosen,
    /// Words among words.
    Link,
    /// An icon alone.
    Icon,
    /// The same, while what it opens is open.
    IconOn,
    /// A line in a menu.
    Menu,
    /// The line of it that Enter takes.
    MenuChosen,
    /// A line that undoes or ends something.
    MenuDanger,
    /// One of a segmented row.
    Segment,
    /// The one of them that is chosen.
    SegmentChosen,
    /// A reaction under a message, or in a menu.
    Reaction,
    /// Over the list.
    Floating,
    /// No look of its own but the ring of the focus.
    Bare,
}

/// What can be pressed.
pub struct Pressable<'a, Message> {
    content: Element<'a, Message>,
    press: Press<'a, Message>,
}

/// What follows from pressing, told where that stands in the window.
type At<'a, Message> = Box<dyn Fn(Rectangle) -> Message + 'a>;

/// How that differs from what is in it.
struct Press<'a, Message> {
    on_press: Option<Message>,
    /// What is said instead, told where it stands: something opens beside it.
    opens: Option<At<'a, Message>>,
    /// What the right button opens, told where the pointer is.
    menu: Option<At<'a, Message>>,
    /// What it is called, where it has no words of its own.
    name: Option<&'a str>,
    kind: Kind,
    id: Option<Id>,
    width: Length,
    height: Length,
    padding: Padding,
}

/// Words to press.
pub fn press<'a, Message: Clone + 'a>(words: impl text::IntoFragment<'a>, on_press: Message) -> Pressable<'a, Message> {
    press_maybe(words, Some(on_press))
}

/// Words to press, where they can be pressed just now.
pub fn press_maybe<'a, Message: Clone + 'a>(
    words: impl text::IntoFragment<'a>,
    on_press: Option<Message>,
) -> Pressable<'a, Message> {
    // Where it is wider than all there is, it breaks between two words instead of being cut.
    let line = text::LineHeight::Absolute(LINE.into());
    let words = text(words).line_height(line).font(MEDIUM).class(Ink::Around).wrapping(text::Wrapping::Word);
    Pressable::new(words, on_press)
}

impl<'a, Message: Clone + 'a> Pressable<'a, Message> {
    /// Anything to press.
    pub fn new(content: impl Into<Element<'a, Message>>, on_press: Option<Message>) -> Self {
        let press = Press {
            on_press,
            opens: None,
            menu: None,
            name: None,
            kind: Kind::Plain,
            id: None,
            width: Length::Shrink,
            height: Length::Shrink,
            padding: Padding::from([8, 14]),
        };
        Self { content: content.into(), press }
    }

    /// How it looks.
    #[must_use]
    pub const fn kind(mut self, kind: Kind) -> Self {
        self.press.kind = kind;
        self
    }

    /// What is said when it is pressed, told where it stands, for what opens beside it.
    #[must_use]
    pub fn opens(mut self, opens: impl Fn(Rectangle) -> Message + 'a) -> Self {
        self.press.opens = Some(Box::new(opens));
        self
    }

    /// What is said when it is pressed with the right button, told where the pointer is; by keyboard, the key for menus.
    #[must_use]
    pub fn menu(mut self, menu: impl Fn(Rectangle) -> Message + 'a) -> Self {
        self.press.menu = Some(Box::new(menu));
        self
    }

    /// What it is called, where it has no words of its own.
    #[must_use]
    pub const fn named(mut self, name: &'a str) -> Self {
        self.press.name = Some(name);
        self
    }

    /// By what it is found.
    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.press.id = Some(id.into());
        self
    }

    /// How wide it is.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.press.width = width.into();
        self
    }

    /// How high it is.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.press.height = height.into();
        self
    }

    /// How far its edge is from what is in it.
    #[must_use]
    pub fn padding(mut self, padding: impl Into<Padding>) -> Self {
        self.press.padding = padding.into();
        self
    }
}

impl<Message: Clone> Press<'_, Message> {
    const fn is_on(&self) -> bool {
        self.on_press.is_some() || self.opens.is_some()
    }

    fn pressed(&self, bounds: Rectangle) -> Option<Message> {
        self.opens.as_ref().map(|opens| opens(bounds)).or_else(|| self.on_press.clone())
    }

    const fn radius(&self) -> f32 {
        match self.kind {
            Kind::Link => 4.0,
            Kind::Segment | Kind::SegmentChosen => 7.0,
            Kind::Reaction => 12.0,
            Kind::Floating => 16.0,
            _ => 8.0,
        }
    }

    fn look(&self, theme: &Theme, state: State) -> Look {
        let t = &theme.tokens;
        let (over, off) = (state.over, !self.is_on());
        let bare = Look { ground: None, line: Color::TRANSPARENT, ink: t.soft };
        match self.kind {
            Kind::Primary if off => Look { ground: Some(t.side), line: t.line, ink: t.faint },
            Kind::Primary => {
                let ground = if over { mix(t.accent, t.ink, 0.14) } else { t.accent };
                Look { ground: Some(ground), line: ground, ink: t.on_accent }
            }
            Kind::Plain => {
                let ground = if off {
                    t.side
                } else if over {
                    t.lift
                } else {
                    t.raised
                };
                Look { ground: Some(ground), line: t.field, ink: if off { t.faint } else { t.ink } }
            }
            Kind::Quiet if over => Look { ground: Some(mix(t.side, t.ink, 0.05)), ink: t.ink, ..bare },
            Kind::Quiet => Look { ink: if off { t.faint } else { t.soft }, ..bare },
            Kind::Danger => {
                let ground = if over { mix(t.raised, t.danger, 0.1) } else { t.raised };
                Look { ground: Some(ground), line: t.field, ink: if off { t.faint } else { t.danger } }
            }
            Kind::DangerPrimary if off => Look { ground: Some(t.side), line: t.line, ink: t.faint },
            Kind::DangerPrimary => {
                let ground = if over { mix(t.danger, t.ink, 0.14) } else { t.danger };
                Look { ground: Some(ground), line: ground, ink: t.on_accent }
            }
            Kind::CardChosen => {
                Look { ground: Some(t.tint), line: if theme.is_stark() { t.edge } else { t.accent }, ink: t.ink }
            }
            Kind::Line if over => Look { ground: Some(mix(t.side, t.ink, 0.05)), ink: t.ink, ..bare },
            Kind::Line => bare,
            Kind::Chosen => {
                let line = if theme.is_stark() { t.edge } else { Color::TRANSPARENT };
                Look { ground: Some(t.tint), line, ink: t.ink }
            }
            Kind::Link => Look { ink: t.link, ..bare },
            Kind::Icon if over && !off => Look { ground: Some(mix(t.side, t.ink, 0.03)), ink: t.ink, ..bare },
            Kind::Icon => Look { ink: if off { t.faint } else { t.soft }, ..bare },
            Kind::IconOn => Look { ground: Some(t.tint), ink: t.link, ..bare },
            Kind::MenuChosen => Look { ground: Some(t.lift), ink: t.ink, ..bare },
            Kind::Menu | Kind::MenuDanger => {
                let ink = match self.kind {
                    _ if off => t.faint,
                    Kind::MenuDanger => t.danger,
                    _ => t.ink,
                };
                let lit = (over || state.focused) && !off;
                Look { ground: lit.then_some(t.lift), ink, ..bare }
            }
            Kind::Segment => Look { ink: if over { t.ink } else { t.soft }, ..bare },
            Kind::SegmentChosen if theme.is_stark() => Look { ground: Some(t.ink), line: t.ink, ink: t.page },
            Kind::SegmentChosen => Look { ground: Some(t.raised), line: t.edge, ink: t.ink },
            Kind::Reaction => {
                let ground = if over { t.lift } else { t.raised };
                Look { ground: Some(ground), line: if over { t.edge } else { t.line }, ink: t.ink }
            }
            Kind::Floating => Look { ground: Some(if over { t.lift } else { t.raised }), line: t.edge, ink: t.ink },
            Kind::Bare => Look { ink: t.ink, ..bare },
        }
    }
}

struct Look {
    ground: Option<Color>,
    line: Color,
    ink: Color,
}

/// Whether this is the key for menus, on keyboards with one and on others.
pub(super) fn opens_menu(key: &keyboard::Key, modifiers: keyboard::Modifiers) -> bool {
    match key {
        keyboard::Key::Named(key::Named::ContextMenu) => true,
        keyboard::Key::Named(key::Named::F10) => modifiers.shift(),
        _ => false,
    }
}

/// Something between two colours.
fn mix(from: Color, to: Color, much: f32) -> Color {
    let between = |from: f32, to: f32| from + (to - from) * much;
    Color::from_rgb(between(from.r, to.r), between(from.g, to.g), between(from.b, to.b))
}

/// What is remembered of it between frames.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    focused: bool,
    pressed: bool,
    over: bool,
}

impl operation::Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

impl<Message: Clone> Differs<Message> for Press<'_, Message> {
    type State = State;

    fn size(&self, _: Size<Length>) -> Size<Length> {
        Size::new(self.width, self.height)
    }

    fn layout(
        &self,
        _: &mut State,
        limits: &layout::Limits,
        inner: &mut dyn FnMut(&layout::Limits) -> layout::Node,
    ) -> layout::Node {
        layout::padded(limits, self.width, self.height, self.padding, inner)
    }

    fn place<'a>(&self, layout: Layout<'a>) -> Option<Layout<'a>> {
        layout.children().next()
    }

    fn operate(
        &mut self,
        state: &mut State,
        layout: Layout<'_>,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        operation.container(self.id.as_ref(), layout.bounds());
        if let Some(name) = self.name {
            operation.text(None, layout.bounds(), name);
        }
        if self.is_on() {
            operation.focusable(self.id.as_ref(), layout.bounds(), state);
        }
        operation.traverse(inner);
    }

    fn update(
        &mut self,
        state: &mut State,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        inner(event, cursor, shell);
        if !self.is_on() {
            *state = State::default();
            return;
        }
        let bounds = layout.bounds();
        let over = cursor.is_over(layout.bounds()) && !shell.is_event_captured();
        if state.over != over && !matches!(event, Event::Window(window::Event::RedrawRequested(_))) {
            state.over = over;
            shell.request_redraw();
        }
        let pressed = matches!(
            event,
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
                | Event::Touch(touch::Event::FingerPressed { .. })
        );
        if pressed && std::mem::take(&mut state.focused) {
            // Also where the press was for something else: that may have the focus now.
            shell.request_redraw();
        }
        if shell.is_event_captured() {
            return;
        }
        match event {
            _ if pressed && over => {
                state.pressed = true;
                shell.capture_event();
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerLifted { .. })
                if std::mem::take(&mut state.pressed) =>
            {
                if over && let Some(message) = self.pressed(bounds) {
                    shell.publish(message);
                }
                shell.capture_event();
            }
            Event::Touch(touch::Event::FingerLost { .. }) => state.pressed = false,
            Event::Keyboard(keyboard::Event::KeyPressed {
                key: keyboard::Key::Named(key::Named::Enter | key::Named::Space),
                modifiers,
                repeat: false,
                ..
            }) if state.focused && !modifiers.command() && !modifiers.alt() => {
                if let Some(message) = self.pressed(bounds) {
                    shell.publish(message);
                }
                shell.capture_event();
            }
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Right)) if over => {
                if let (Some(menu), Some(at)) = (&self.menu, cursor.position()) {
                    shell.publish(menu(Rectangle::new(at, Size::ZERO)));
                    shell.capture_event();
                }
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. })
                if state.focused && opens_menu(key, *modifiers) =>
            {
                if let Some(menu) = &self.menu {
                    shell.publish(menu(bounds));
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    fn draw(&self, state: &State, on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        use iced::advanced::Renderer as _;
        let Canvas { renderer, theme, layout, .. } = on;
        let bounds = layout.bounds();
        let mut look = self.look(theme, *state);
        if state.focused && matches!(self.kind, Kind::Plain | Kind::Danger) {
            look.line = theme.tokens.accent;
        }
        let radius = self.radius();
        if look.ground.is_some() || look.line.a > 0.0 {
            let border = Border { color: look.line, width: 1.0, radius: radius.into() };
            let quad = renderer::Quad { bounds, border, ..renderer::Quad::default() };
            renderer.fill_quad(quad, Background::Color(look.ground.unwrap_or(Color::TRANSPARENT)));
        }
        if state.focused {
            // Around a button; else within its own bounds, so that no list cuts it.
            let (inset, color) = match self.kind {
                Kind::Primary | Kind::Plain | Kind::Danger => (-2.0, theme.tokens.ring),
                Kind::SegmentChosen if theme.is_stark() => (2.0, theme.tokens.page),
                _ => (0.0, theme.tokens.link),
            };
            let ring = renderer::Quad {
                bounds: if inset < 0.0 { bounds.expand(-inset) } else { bounds.shrink(inset) },
                border: Border { color, width: 2.0, radius: (radius - inset).max(0.0).into() },
                ..renderer::Quad::default()
            };
            renderer.fill_quad(ring, Color::TRANSPARENT);
        }
        on.style = renderer::Style { text_color: look.ink };
        inner(on);
    }

    fn mouse_interaction(
        &self,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &dyn Fn() -> mouse::Interaction,
    ) -> mouse::Interaction {
        if self.is_on() && cursor.is_over(layout.bounds()) {
            mouse::Interaction::Pointer
        } else {
            mouse::Interaction::default()
        }
    }
}

impl<'a, Message: Clone + 'a> From<Pressable<'a, Message>> for Element<'a, Message> {
    fn from(pressable: Pressable<'a, Message>) -> Self {
        Wrapped::around(pressable.content, pressable.press)
    }
}
