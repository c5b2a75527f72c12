//! How the list is drawn.

use iced::advanced::Renderer as _;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::{Paragraph as _, Renderer as _};
use iced::advanced::{mouse, renderer};
use iced::border::Border;
use iced::{Color, Point, Rectangle, Renderer, Size, Vector};

use super::laid_row::{DAY_HEIGHT, Laid};
use super::pieces::{Boxed, Tone};
use super::state::State;
use super::typeset::{edge, text_left};
use super::{List, scroll_bar};
use crate::app::convert::px;
use crate::app::scrollback::Placed;
use crate::app::theme::Theme;
use crate::app::widget::avatar;
use crate::app::widget::glyph::draw_icon;

impl<Message> List<'_, Message> {
    pub(super) fn draw_list(
        &self,
        state: &State,
        renderer: &mut Renderer,
        theme: &Theme,
        bounds: Rectangle,
        clip: Rectangle,
        cursor: mouse::Cursor,
    ) {
        renderer.with_layer(state.shifts.mark(clip), |renderer| {
            for placed in &state.placed {
                if let Some(laid) = state.laid.get(&placed.row).filter(|laid| laid.height > 0.0) {
                    self.draw_row(state, renderer, theme, bounds, clip, *placed, laid);
                }
            }
            if let Some(handle) = scroll_bar::handle(bounds.size(), &self.content.standing()) {
                let strong = state.bar.over || state.bar.is_held();
                let color = if strong { theme.tokens.faint } else { theme.tokens.edge };
                fill(renderer, handle + Vector::new(bounds.x, bounds.y), color, 3.0);
            }
            if state.focused {
                let border = Border { color: theme.tokens.link, width: 2.0, radius: 0.into() };
                let quad = renderer::Quad { bounds: clip, border, ..renderer::Quad::default() };
                renderer.fill_quad(quad, Color::TRANSPARENT);
            }
        });
        // Always as many layers: the renderer compares each with the one that was at its place in the frame before.
        // One in which nothing is drawn has no size: it costs nothing.
        let layer = |drawn: bool| if drawn { clip } else { Rectangle::default() };
        let reminder = state.reminder.as_ref().map(|words| (words, reminder_frame(bounds, words)));
        let around = reminder.map_or_else(Rectangle::default, |(_, frame)| frame.expand(1.0));
        renderer.with_layer(clip.intersection(&around).unwrap_or_default(), |renderer| {
            if let Some((words, frame)) = reminder {
                draw_reminder(renderer, theme, frame, words);
            }
        });
        let offers = state.offers_at();
        renderer.with_layer(layer(offers.is_some()), |renderer| {
            if let Some(offers) = offers {
                let over = cursor.position_in(bounds).and_then(|point| state.offer(point));
                let offers_bounds = offers + Vector::new(bounds.x, bounds.y);
                state.offers.draw(renderer, theme, offers_bounds, over);
                state.offers.draw_name(renderer, theme, offers_bounds, bounds);
            }
        });
        let beside = cursor.position_in(bounds).filter(|point| point.x < text_left(bounds.width));
        renderer.with_layer(layer(beside.is_some()), |renderer| {
            if let Some(point) = beside {
                self.draw_full_time(state, renderer, theme, bounds, point);
            }
        });
    }

    #[allow(clippy::too_many_arguments, reason = "where and with what are one thing each")]
    fn draw_row(
        &self,
        state: &State,
        renderer: &mut Renderer,
        theme: &Theme,
        bounds: Rectangle,
        clip: Rectangle,
        placed: Placed,
        laid: &Laid,
    ) {
        let t = &theme.tokens;
        let Some(row) = self.content.rows().get(placed.row) else { return };
        let corner = Point::new(bounds.x, bounds.y + px(placed.y));
        let whole = Rectangle::new(corner, Size::new(bounds.width, px(placed.height)));
        // A ground of its own in whole pixels: letters end within one, and where only a part is drawn anew, the renderer
        // leaves that one as it was.
        fill(renderer, whole_pixels(whole), t.page, 0.0);
        // A tower of marks stays in its own row.
        let Some(clip) = whole_pixels(whole).intersection(&clip) else { return };
        let side = edge(bounds.width);
        let mut y = corner.y;
        if let Some(day) = &laid.day {
            divide(renderer, day, Point::new(corner.x, y + DAY_HEIGHT / 2.0), bounds.width, t.line, t.soft, clip);
            y += DAY_HEIGHT;
        }
        if let Some(mark) = &laid.mark {
            let width = mark.min_bounds().width;
            let right = corner.x + bounds.width - side;
            let line = Rectangle::new(
                Point::new(corner.x + side, y + 12.0),
                Size::new((bounds.width - 2.0 * side - width - 8.0).max(0.0), 1.0),
            );
            fill(renderer, line, t.accent, 0.0);
            renderer.fill_paragraph(mark, Point::new(right - width, y + 2.0), t.link, clip);
        }
        let chosen = self.content.picked() == Some(row.id) || self.content.pointed() == Some(placed.row);
        let hovered = (state.hovered == Some(placed.row) && row.is_of_someone()) || chosen;
        if hovered {
            let own =
                Rectangle { y: corner.y + laid.first_line - 2.0, height: laid.height - laid.first_line + 2.0, ..whole };
            let pointed = self.content.pointed() == Some(placed.row);
            fill(renderer, own, if pointed { t.tint } else { t.hover }, 0.0);
        }
        let shift = Vector::new(corner.x, corner.y);
        if let Some((who, initials, bounds)) = &laid.avatar {
            avatar::draw(renderer, theme, Some(*who), initials, *bounds + shift, clip);
        }
        if let Some((name, at)) = &laid.name {
            let color = row.by.as_ref().map_or(t.ink, |by| theme.of_person(by.who));
            renderer.fill_paragraph(name, *at + shift, color, clip);
        }
        if let Some((time, at)) = &laid.time {
            renderer.fill_paragraph(time, *at + shift, t.faint, clip);
        } else if let (true, true, Some((time, _))) = (hovered, laid.key.setting.avatars, &state.told) {
            // In a list without avatars there is no place for it.
            let at = Point::new(text_left(bounds.width) - 10.0 - time.min_width(), laid.first_line);
            renderer.fill_paragraph(time, at + shift, t.faint, clip);
        }
        if let Some((sign, at)) = laid.icon {
            draw_icon(renderer, sign, at + shift, 16.0, t.soft, clip);
        }
        if let Some(answered) = &laid.answered {
            answered.draw(renderer, theme, shift, clip);
        }
        self.draw_pieces(renderer, theme, corner, clip, placed.row, laid);
        laid.signs.iter().for_each(|chip| chip.draw(renderer, theme, shift, clip));
        if let Some(own) = &laid.own {
            own.draw(renderer, theme, shift, clip);
        }
    }

    fn draw_pieces(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        corner: Point,
        clip: Rectangle,
        row: u64,
        laid: &Laid,
    ) {
        let t = &theme.tokens;
        let end = laid.pieces.last().map_or(0, |piece| piece.range.end);
        let selected = self.content.selection().and_then(|selection| selection.of_row(row, end));
        for piece in &laid.pieces {
            let at = corner + Vector::new(piece.at.x, piece.at.y);
            let shift = Vector::new(at.x, at.y);
            if let Some(frame) = piece.frame {
                let bounds = Rectangle::new(at - Vector::new(12.0, 8.0), frame);
                let border = Border { color: t.line, width: 1.0, radius: 8.into() };
                renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, t.raised);
            }
            for (boxed, what) in &piece.boxed {
                let ground = if *what == Boxed::Mention { t.tint } else { t.side };
                for bounds in piece.bounds_of(boxed.clone()) {
                    let bounds = Rectangle { x: bounds.x - 3.0, width: bounds.width + 6.0, ..bounds };
                    fill(renderer, bounds.shrink([1.0, 0.0]) + shift, ground, 4.0);
                    if theme.underlines() && *what == Boxed::Mention {
                        let line = Rectangle { y: bounds.y + bounds.height - 4.0, height: 1.0, ..bounds };
                        fill(renderer, line + shift, t.link, 0.0);
                    }
                }
            }
            if let Some(selected) = &selected {
                let from = selected.start.max(piece.range.start);
                let to = selected.end.min(piece.range.end);
                if from < to {
                    for bounds in piece.bounds_of(from - piece.range.start..to - piece.range.start) {
                        fill(renderer, bounds + shift, t.selection, 0.0);
                    }
                }
            }
            for (range, _) in &piece.links {
                for bounds in piece.bounds_of(range.clone()) {
                    let line = Rectangle { y: bounds.y + bounds.height - 4.0, height: 1.0, ..bounds };
                    fill(renderer, line + shift, t.link, 0.0);
                }
            }
            let color = match piece.tone {
                Tone::Ink => t.ink,
                Tone::Soft => t.soft,
            };
            renderer.fill_paragraph(&piece.paragraph, at, color, clip);
        }
    }

    /// The day and the time in full, beside the pointer.
    fn draw_full_time(&self, state: &State, renderer: &mut Renderer, theme: &Theme, bounds: Rectangle, point: Point) {
        let Some((at, within)) = state.row_at(point) else { return };
        if state.laid.get(&at).is_none_or(|laid| within.y < laid.top || within.y > laid.height) {
            return;
        }
        let Some((_, Some(words))) = &state.told else { return };
        let size = words.min_bounds();
        let at =
            Point::new(bounds.x + edge(bounds.width), (bounds.y + point.y - size.height - 18.0).max(bounds.y + 4.0));
        let frame = Rectangle::new(at, Size::new(size.width + 16.0, size.height + 8.0));
        fill(renderer, frame, theme.tokens.tip, 6.0);
        renderer.fill_paragraph(words, at + Vector::new(8.0, 4.0), theme.tokens.on_tip, frame);
    }
}

/// Where that stands in a list.
fn reminder_frame(list: Rectangle, words: &Paragraph) -> Rectangle {
    let size = Size::new(words.min_width().ceil() + 24.0, 24.0);
    Rectangle::new(Point::new((list.x + (list.width - size.width) / 2.0).floor(), list.y + 8.0), size)
}

/// The day and the author of what is at the upper edge, where neither is in sight.
fn draw_reminder(renderer: &mut Renderer, theme: &Theme, frame: Rectangle, words: &Paragraph) {
    let t = &theme.tokens;
    let border = Border { color: t.edge, width: 1.0, radius: 12.into() };
    renderer.fill_quad(renderer::Quad { bounds: frame, border, ..renderer::Quad::default() }, t.raised);
    renderer.fill_paragraph(words, frame.position() + Vector::new(12.0, 4.0), t.soft, frame);
}

/// A line with words in its middle.
fn divide(renderer: &mut Renderer, words: &Paragraph, at: Point, width: f32, line: Color, ink: Color, clip: Rectangle) {
    let size = words.min_bounds();
    let side = edge(width);
    let (left, right) = (at.x + side, at.x + width - side);
    let middle = f32::midpoint(left, right);
    let half = size.width / 2.0 + 12.0;
    for (from, to) in [(left, middle - half), (middle + half, right)] {
        if to > from {
            fill(renderer, Rectangle::new(Point::new(from, at.y), Size::new(to - from, 1.0)), line, 0.0);
        }
    }
    renderer.fill_paragraph(words, Point::new((middle - size.width / 2.0).floor(), at.y - 10.0), ink, clip);
}

/// The pixels that any of it lies on.
fn whole_pixels(bounds: Rectangle) -> Rectangle {
    let (x, y) = (bounds.x.floor(), bounds.y.floor());
    let (right, bottom) = ((bounds.x + bounds.width).ceil(), (bounds.y + bounds.height).ceil());
    Rectangle { x, y, width: right - x, height: bottom - y }
}

fn fill(renderer: &mut Renderer, bounds: Rectangle, color: Color, radius: f32) {
    let border = Border { radius: radius.into(), ..Border::default() };
    renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, color);
}
