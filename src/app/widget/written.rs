//! The many-lined field as this window needs it. It tells its words to whoever asks what stands in the window, a test or
//! a reader for the blind: the field that comes with iced keeps them to itself. And while an input method puts a word
//! together, the keys are the input method's: the Enter that ends a word does not send.

use iced::advanced::Renderer as _;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, input_method, mouse, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, keyboard};

use crate::app::theme::{Element, Theme};

/// A field, and the words in it.
pub fn written<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, words: String) -> Element<'a, Message> {
    Element::new(Written { content: content.into(), words })
}

struct Written<'a, Message> {
    content: Element<'a, Message>,
    words: String,
}

/// Whether a word is being put together.
#[derive(Default)]
struct Composing(bool);

impl<Message> Widget<Message, Theme, Renderer> for Written<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Composing>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Composing::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.text(None, layout.bounds(), &self.words);
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
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
        let composing = tree.state.downcast_mut::<Composing>();
        match event {
            Event::InputMethod(input_method::Event::Preedit(word, _)) => composing.0 = !word.is_empty(),
            Event::InputMethod(input_method::Event::Commit(_) | input_method::Event::Closed) => composing.0 = false,
            Event::Keyboard(keyboard::Event::KeyPressed { .. }) if composing.0 => {
                shell.capture_event();
                return;
            }
            _ => {}
        }
        let content = self.content.as_widget_mut();
        content.update(&mut tree.children[0], event, layout, cursor, renderer, clipboard, shell, viewport);
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
        let bounds = layout.bounds();
        let Some(clip) = bounds.intersection(viewport) else { return };
        // The software renderer cuts the lines that are scrolled out of an editor only where the layer cuts the editor
        // itself: so it is drawn as an upper and a lower half.
        let middle = clip.y + (clip.height / 2.0).round();
        let upper = Rectangle { height: middle - clip.y, ..clip };
        let lower = Rectangle { y: middle, height: clip.y + clip.height - middle, ..clip };
        for half in [upper, lower] {
            renderer.with_layer(half, |renderer| {
                self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
            });
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }
}
