//! Two things, of which the one gets its place before the other: two groups at the ends of a line, where the second goes
//! below the first when they don't fit, words with buttons beside them, two cards of one height; and a foot that is seen
//! whole below what can be scrolled.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size};

use crate::app::theme::{Element, Theme};

/// Puts `left` and `right` as far apart as they get.
pub fn apart<'a, Message: 'a>(
    left: impl Into<Element<'a, Message>>,
    right: impl Into<Element<'a, Message>>,
    spacing: f32,
) -> Element<'a, Message> {
    Element::new(Pair { parts: [left.into(), right.into()], how: How::Apart(spacing) })
}

/// Gives `words` what `buttons` leave of a line; where that is less than `least`, the buttons go below them.
pub fn beside<'a, Message: 'a>(
    words: impl Into<Element<'a, Message>>,
    buttons: impl Into<Element<'a, Message>>,
    spacing: f32,
    least: f32,
) -> Element<'a, Message> {
    Element::new(Pair { parts: [words.into(), buttons.into()], how: How::Beside(spacing, least) })
}

/// Puts `foot` below `body`, which has to do with the height that is left.
pub fn footed<'a, Message: 'a>(
    body: impl Into<Element<'a, Message>>,
    foot: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Element::new(Pair { parts: [body.into(), foot.into()], how: How::Footed })
}

/// Puts two things beside each other, as wide as these parts of the line say, and both as high as the higher one. What
/// fills their height fills that.
pub fn level<'a, Message: 'a>(
    left: impl Into<Element<'a, Message>>,
    right: impl Into<Element<'a, Message>>,
    spacing: f32,
    parts: [f32; 2],
) -> Element<'a, Message> {
    Element::new(Pair { parts: [left.into(), right.into()], how: How::Level(spacing, parts) })
}

/// How two things stand to each other.
#[derive(Clone, Copy)]
enum How {
    /// At the ends of a line, with so much between them at least.
    Apart(f32),
    /// The same, and the first folds into what is left of the line, if that is not less than the second of these.
    Beside(f32, f32),
    /// Below each other.
    Footed,
    /// Beside each other, with so much between them, in these parts of what is left, and equally high.
    Level(f32, [f32; 2]),
}

struct Pair<'a, Message> {
    parts: [Element<'a, Message>; 2],
    how: How,
}

impl<Message> Widget<Message, Theme, Renderer> for Pair<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(self.parts.as_slice());
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let (all, loose) = (limits.max(), limits.loose());
        let [one, other] = &mut self.parts;
        let [one_tree, other_tree] = tree.children.as_mut_slice() else { return layout::Node::new(Size::ZERO) };
        if let How::Level(spacing, parts) = self.how {
            let width = |part: f32| (((all.width - spacing) * part / (parts[0] + parts[1])).round()).max(0.0);
            let mut lay = |width: f32, height: Option<f32>, which: bool| {
                let limits = match height {
                    // As high as it wants to be, whatever would fill more.
                    None => layout::Limits::with_compression(
                        Size::new(width, 0.0),
                        Size::new(width, f32::INFINITY),
                        Size::new(false, true),
                    ),
                    Some(height) => layout::Limits::new(Size::new(width, height), Size::new(width, height)),
                };
                if which {
                    one.as_widget_mut().layout(one_tree, renderer, &limits)
                } else {
                    other.as_widget_mut().layout(other_tree, renderer, &limits)
                }
            };
            let [left, right] = parts.map(width);
            let height = lay(left, None, true).size().height.max(lay(right, None, false).size().height);
            let nodes =
                vec![lay(left, Some(height), true), lay(right, Some(height), false).move_to((all.width - right, 0.0))];
            return layout::Node::with_children(Size::new(all.width, height), nodes);
        }
        let other = other.as_widget_mut().layout(other_tree, renderer, &loose);
        let left = match self.how {
            How::Apart(_) => loose,
            How::Beside(spacing, least) => match all.width - other.size().width - spacing {
                left if left >= least => loose.max_width(left),
                _ => loose,
            },
            How::Level(..) => loose,
            How::Footed => loose.max_height((all.height - other.size().height).max(0.0)),
        };
        let one = one.as_widget_mut().layout(one_tree, renderer, &left);
        match self.how {
            How::Apart(spacing) | How::Beside(spacing, _) => set_apart(all.width, spacing, one, other),
            How::Footed | How::Level(..) => {
                let below = one.size().height;
                let height = below + other.size().height;
                layout::Node::with_children(Size::new(all.width, height), vec![one, other.move_to((0.0, below))])
            }
        }
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.container(None, layout.bounds());
        operation.traverse(&mut |operation| {
            for ((part, tree), layout) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
                part.as_widget_mut().operate(tree, layout, renderer, operation);
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
        for ((part, tree), layout) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            part.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
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
        for ((part, tree), layout) in self.parts.iter().zip(&tree.children).zip(layout.children()) {
            part.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
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
        let parts = self.parts.iter().zip(&tree.children).zip(layout.children());
        parts
            .map(|((part, tree), layout)| part.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer))
            .max()
            .unwrap_or_default()
    }
}

/// Two groups in one line, or the second below the first, each at its end.
fn set_apart(width: f32, spacing: f32, left: layout::Node, right: layout::Node) -> layout::Node {
    let (one, other) = (left.size(), right.size());
    let gap = if one.width > 0.0 && other.width > 0.0 { spacing } else { 0.0 };
    let at_right = (width - other.width).max(0.0);
    let beside = one.width + gap + other.width <= width;
    let height = if beside { one.height.max(other.height) } else { one.height + gap + other.height };
    let (left_y, right_y) =
        if beside { ((height - one.height) / 2.0, (height - other.height) / 2.0) } else { (0.0, one.height + gap) };
    let groups = vec![left.move_to((0.0, left_y)), right.move_to((at_right, right_y))];
    layout::Node::with_children(Size::new(width, height), groups)
}
