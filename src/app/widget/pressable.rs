//! What can be pressed: by pointer, by finger, and by key when it has the focus.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, operation};
use iced::advanced::{Shell, mouse, renderer};
use iced::border::Border;
use iced::keyboard::{self, key};
use iced::widget::{Id, text};
use iced::{Background, Color, Event, Length, Padding, Size, touch, window};

use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::{Element, Ink, MEDIUM, Theme};

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
    /// A line in a list.
    Line,
    /// The line that is chosen.
    Chosen,
    /// Words among words.
    Link,
}

/// What can be pressed.
pub struct Pressable<'a, Message> {
    content: Element<'a, Message>,
    press: Press<Message>,
}

/// How that differs from what is in it.
struct Press<Message> {
    on_press: Option<Message>,
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
    Pressable::new(text(words).font(MEDIUM).class(Ink::Around).wrapping(text::Wrapping::Word), on_press)
}

impl<'a, Message: Clone + 'a> Pressable<'a, Message> {
    /// Anything to press.
    pub fn new(content: impl Into<Element<'a, Message>>, on_press: Option<Message>) -> Self {
        let press = Press {
            on_press,
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

impl<Message> Press<Message> {
    fn look(&self, theme: &Theme, state: State) -> Look {
        let t = &theme.tokens;
        let (over, off) = (state.over, self.on_press.is_none());
        let bare = Look { ground: None, line: Color::TRANSPARENT, ink: t.soft };
        match self.kind {
            Kind::Primary if off => Look { ground: Some(t.side), line: t.line, ink: t.faint },
            Kind::Primary => {
                let ground = if over { mix(t.accent, t.ink, 0.14) } else { t.accent };
                Look { ground: Some(ground), line: ground, ink: t.on_accent }
            }
            Kind::Plain => {
                let ground = if over { t.hover } else { t.raised };
                Look { ground: Some(ground), line: t.line, ink: if off { t.faint } else { t.ink } }
            }
            Kind::Quiet if over => Look { ground: Some(mix(t.side, t.ink, 0.05)), ink: t.ink, ..bare },
            Kind::Quiet => Look { ink: if off { t.faint } else { t.soft }, ..bare },
            Kind::Danger => {
                let ground = over.then_some(mix(t.raised, t.danger, 0.1));
                Look { ground, line: t.line, ink: if off { t.faint } else { t.danger } }
            }
            Kind::Line if over => Look { ground: Some(mix(t.side, t.ink, 0.05)), ink: t.ink, ..bare },
            Kind::Line => bare,
            Kind::Chosen => Look { ground: Some(t.tint), ink: t.ink, ..bare },
            Kind::Link => Look { ink: t.link, ..bare },
        }
    }
}

struct Look {
    ground: Option<Color>,
    line: Color,
    ink: Color,
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

impl<Message: Clone> Differs<Message> for Press<Message> {
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
        if self.on_press.is_some() {
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
        let Some(on_press) = &self.on_press else {
            *state = State::default();
            return;
        };
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
                if over {
                    shell.publish(on_press.clone());
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
                shell.publish(on_press.clone());
                shell.capture_event();
            }
            _ => {}
        }
    }

    fn draw(&self, state: &State, on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        use iced::advanced::Renderer as _;
        let Canvas { renderer, theme, layout, .. } = on;
        let bounds = layout.bounds();
        let look = self.look(theme, *state);
        let radius = if self.kind == Kind::Link { 4.0 } else { 8.0 };
        if state.focused {
            let ring = renderer::Quad {
                bounds: bounds.expand(3.0),
                border: Border { color: theme.tokens.link, width: 2.0, radius: (radius + 3.0).into() },
                ..renderer::Quad::default()
            };
            renderer.fill_quad(ring, Color::TRANSPARENT);
        }
        if look.ground.is_some() || look.line.a > 0.0 {
            let border = Border { color: look.line, width: 1.0, radius: radius.into() };
            let quad = renderer::Quad { bounds, border, ..renderer::Quad::default() };
            renderer.fill_quad(quad, Background::Color(look.ground.unwrap_or(Color::TRANSPARENT)));
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
        if self.on_press.is_some() && cursor.is_over(layout.bounds()) {
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
