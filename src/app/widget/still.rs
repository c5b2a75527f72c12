//! A field whose caret keeps still: with nobody typing, nothing is drawn.

use iced::advanced::Renderer as _;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, Vector, keyboard, window};

use crate::app::theme::{Element, Theme};
use iced::window::RedrawRequest;
use std::sync::LazyLock;
use std::time::Instant;

/// A moment before any field was touched.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// A field with a caret that does not blink.
pub fn still<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Element::new(Still(content.into(), false))
}

/// The same for a field of one line. Esc is not for it, but for what it stands in.
pub fn still_line<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Element::new(Still(content.into(), true))
}

struct Still<'a, Message>(Element<'a, Message>, bool);

impl<Message> Widget<Message, Theme, Renderer> for Still<'_, Message> {
    fn tag(&self) -> tree::Tag {
        self.0.as_widget().tag()
    }

    fn state(&self) -> tree::State {
        self.0.as_widget().state()
    }

    fn children(&self) -> Vec<Tree> {
        self.0.as_widget().children()
    }

    fn diff(&self, tree: &mut Tree) {
        self.0.as_widget().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        self.0.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.0.as_widget().size_hint()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        // As wide as whole pixels, where it is a line: see `draw`.
        let limits = if self.1 { limits.max_width(limits.max().width.floor()) } else { *limits };
        self.0.as_widget_mut().layout(tree, renderer, &limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.0.as_widget_mut().operate(tree, layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let escape = keyboard::Key::Named(keyboard::key::Named::Escape);
        if matches!(event, Event::Keyboard(keyboard::Event::KeyPressed { key, .. }) if self.1 && *key == escape) {
            return;
        }
        let content = self.0.as_widget_mut();
        if !matches!(event, Event::Window(window::Event::RedrawRequested(_))) {
            content.update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
            return;
        }
        // The field shows its caret for the first half second after it was touched. In this moment that never ends.
        let event = Event::Window(window::Event::RedrawRequested(*START));
        let before = shell.redraw_request();
        content.update(tree, &event, layout, cursor, renderer, clipboard, shell, viewport);
        if matches!(shell.redraw_request(), RedrawRequest::At(_)) {
            Shell::replace_redraw_request(shell, before);
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let content = self.0.as_widget();
        if !self.1 {
            content.draw(tree, renderer, theme, style, layout, cursor, viewport);
            return;
        }
        // On whole pixels: of a selection that ends within one, the renderer leaves a trace when it draws only a part
        // anew.
        let at = layout.position();
        let shift = Vector::new(at.x.round() - at.x, at.y.round() - at.y);
        renderer.with_translation(shift, |renderer| {
            content.draw(tree, renderer, theme, style, layout, cursor, &(*viewport - shift));
        });
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.0.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.0.as_widget_mut().overlay(tree, layout, renderer, viewport, translation)
    }
}
