//! What the list remembers between frames, and what lies at a point of it.

use std::collections::HashMap;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::mouse;
use iced::advanced::widget::operation;
use iced::{Point, Rectangle, Size, Vector};

use super::hover_bar::{HoverAction, HoverBar};
use super::laid_row::{Laid, Press};
use super::scroll_bar::Bar;
use super::shifts::Shifts;
use crate::app::convert::px;
use crate::app::scrollback::{Placed, Spot};
use crate::room::EventId;

/// What the list remembers between frames.
#[derive(Default)]
pub(super) struct State {
    pub(super) laid: HashMap<u64, Laid>,
    pub(super) placed: Vec<Placed>,
    /// How it moved since the frame before.
    pub(super) shifts: Shifts,
    pub(super) size: Size,
    pub(super) theme: &'static str,
    pub(super) focused: bool,
    pub(super) bar: Bar,
    pub(super) hovered: Option<u64>,
    /// What is offered for it, where that is a message.
    pub(super) offers: HoverBar,
    pub(super) offered_for: Option<u64>,
    /// What is told at the upper edge while something older is looked at.
    pub(super) reminder: Option<Paragraph>,
    /// The time of the row that the pointer is on, and all of it where the pointer is on the time. They are drawn after
    /// the frame was put together, so they are kept here.
    pub(super) told: Option<(Paragraph, Option<Paragraph>)>,
    pub(super) over_link: bool,
    pub(super) over_offer: Option<HoverAction>,
    pub(super) gesture: Gesture,
}

/// What the pointer, a finger or a key held down is in the middle of.
#[derive(Default)]
pub(super) struct Gesture {
    pub(super) selecting: bool,
    /// What was pressed and of which message, until the button is let go.
    pub(super) pressed: Option<(EventId, Press)>,
    pub(super) last_click: Option<mouse::Click>,
    pub(super) shift: bool,
    pub(super) touched: Option<Point>,
}

impl State {
    /// The row at a point of the list, and the point within it.
    pub(super) fn row_at(&self, point: Point) -> Option<(u64, Point)> {
        let y = f64::from(point.y);
        let placed = self.placed.iter().find(|placed| y < placed.y + placed.height).or_else(|| self.placed.last())?;
        Some((placed.row, Point::new(point.x, px(y - placed.y))))
    }

    pub(super) fn spot(&self, point: Point) -> Option<Spot> {
        let (row, within) = self.row_at(point)?;
        let offset = self.laid.get(&row).map_or(0, |laid| laid.hit(within));
        Some(Spot { row, offset })
    }

    /// Where stands what is offered for the message under the pointer.
    pub(super) fn offers_at(&self) -> Option<Rectangle> {
        let row = self.offered_for.filter(|_| !self.gesture.selecting && !self.bar.is_held())?;
        let placed = self.placed.iter().find(|placed| placed.row == row)?;
        let top = px(placed.y) + self.laid.get(&row)?.first_line;
        Some(self.offers.bounds(top, self.size))
    }

    /// What is offered under a point of the list.
    pub(super) fn offer(&self, point: Point) -> Option<HoverAction> {
        let bounds = self.offers_at().filter(|bounds| bounds.contains(point))?;
        self.offers.at(point - Vector::new(bounds.x, bounds.y))
    }

    /// Where something that can be pressed stands in the list, for what opens beside it.
    pub(super) fn place_of(&self, press: &Press, row: u64) -> Option<Rectangle> {
        if let Press::HoverAction(offer) = press {
            let bar = self.offers_at()?;
            return Some(self.offers.place_of(*offer)? + Vector::new(bar.x, bar.y));
        }
        let placed = self.placed.iter().find(|placed| placed.row == row)?;
        Some(self.laid.get(&row)?.place_of(press)? + Vector::new(0.0, px(placed.y)))
    }

    pub(super) fn press(&self, point: Point) -> Option<Press> {
        if self.offers_at().is_some_and(|bounds| bounds.contains(point)) {
            return self.offer(point).map(Press::HoverAction);
        }
        let (row, within) = self.row_at(point)?;
        self.laid.get(&row)?.press(within)
    }
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
