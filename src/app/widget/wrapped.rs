//! A widget around one other. What every such widget hands on is handed on here, once; each tells only how it differs.

use std::marker::PhantomData;

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, Vector};

use crate::app::theme::{Element, Theme};

/// How a widget differs from the one that it wraps. Each method is given `inner`, which does the same with that one.
pub trait Differs<Message> {
    /// What it remembers between frames.
    type State: Default + 'static;

    /// How large it wants to be, where the one in it wants to be this large.
    fn size(&self, inner: Size<Length>) -> Size<Length> {
        inner
    }

    /// Lays it out.
    fn layout(
        &self,
        _: &mut Self::State,
        limits: &layout::Limits,
        inner: &mut dyn FnMut(&layout::Limits) -> layout::Node,
    ) -> layout::Node {
        inner(limits)
    }

    /// Where the one in it stands: all over it, unless its layout has a child.
    fn place<'a>(&self, layout: Layout<'a>) -> Option<Layout<'a>> {
        Some(layout)
    }

    /// Tells what it is to whoever goes through the window.
    fn operate(
        &mut self,
        _: &mut Self::State,
        _: Layout<'_>,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        inner(operation);
    }

    /// Something happened.
    fn update(
        &mut self,
        _: &mut Self::State,
        event: &Event,
        _: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        inner(event, cursor, shell);
    }

    /// Draws it.
    fn draw(&self, _: &Self::State, on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        inner(on);
    }

    /// How the pointer looks over it.
    fn mouse_interaction(
        &self,
        _: Layout<'_>,
        _: mouse::Cursor,
        inner: &dyn Fn() -> mouse::Interaction,
    ) -> mouse::Interaction {
        inner()
    }
}

/// What is drawn on, and with what.
pub struct Canvas<'a> {
    /// What draws.
    pub renderer: &'a mut Renderer,
    /// The look of the window.
    pub theme: &'a Theme,
    /// What is taken over from around.
    pub style: renderer::Style,
    /// Where the widget stands.
    pub layout: Layout<'a>,
    /// Where the pointer is.
    pub cursor: mouse::Cursor,
    /// What is seen of the window.
    pub viewport: Rectangle,
}

/// A widget, and how what is around it differs from it.
pub struct Wrapped<'a, Message, D> {
    content: Element<'a, Message>,
    differs: D,
}

impl<'a, Message: 'a, D: Differs<Message> + 'a> Wrapped<'a, Message, D> {
    /// Wraps a widget.
    pub fn around(content: impl Into<Element<'a, Message>>, differs: D) -> Element<'a, Message> {
        Element::new(Self { content: content.into(), differs })
    }
}

/// Tells the state of a widget around another from that of others.
struct Kept<S>(PhantomData<S>);

/// The state of the widget around, and the tree of the one in it.
fn parts<S: 'static>(tree: &mut Tree) -> Option<(&mut S, &mut Tree)> {
    let Tree { state, children, .. } = tree;
    Some((state.downcast_mut::<S>(), children.first_mut()?))
}

impl<Message, D: Differs<Message>> Widget<Message, Theme, Renderer> for Wrapped<'_, Message, D> {
    fn tag(&self) -> tree::Tag {
        // Of a type of its own: the state `()` must not pass for that of a widget which keeps none at all.
        tree::Tag::of::<Kept<D::State>>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(D::State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.differs.size(self.content.as_widget().size())
    }

    fn size_hint(&self) -> Size<Length> {
        self.differs.size(self.content.as_widget().size_hint())
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let Some((state, tree)) = parts::<D::State>(tree) else { return layout::Node::new(Size::ZERO) };
        let content = self.content.as_widget_mut();
        self.differs.layout(state, limits, &mut |limits| content.layout(tree, renderer, limits))
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let Some((state, tree)) = parts::<D::State>(tree) else { return };
        let (content, place) = (self.content.as_widget_mut(), self.differs.place(layout));
        self.differs.operate(state, layout, operation, &mut |operation| {
            if let Some(layout) = place {
                content.operate(tree, layout, renderer, operation);
            }
        });
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
        let Some((state, tree)) = parts::<D::State>(tree) else { return };
        let (content, place) = (self.content.as_widget_mut(), self.differs.place(layout));
        self.differs.update(state, event, layout, cursor, shell, &mut |event, cursor, shell| {
            if let Some(layout) = place {
                content.update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
            }
        });
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
        let state = tree.state.downcast_ref::<D::State>();
        let (content, place) = (self.content.as_widget(), self.differs.place(layout));
        let mut on = Canvas { renderer, theme, style: *style, layout, cursor, viewport: *viewport };
        self.differs.draw(state, &mut on, &mut |on| {
            if let (Some(layout), Some(tree)) = (place, tree.children.first()) {
                content.draw(tree, on.renderer, on.theme, &on.style, layout, on.cursor, &on.viewport);
            }
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
        self.differs.mouse_interaction(layout, cursor, &|| match (self.differs.place(layout), tree.children.first()) {
            (Some(layout), Some(tree)) => {
                self.content.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
            }
            _ => mouse::Interaction::default(),
        })
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let place = self.differs.place(layout)?;
        self.content.as_widget_mut().overlay(tree.children.first_mut()?, place, renderer, viewport, translation)
    }
}
