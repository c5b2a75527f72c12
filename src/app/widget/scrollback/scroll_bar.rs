//! The scroll bar of the list: it spans all there is.

use iced::{Point, Rectangle, Size};

use crate::app::convert::px;
use crate::app::scrollback::Standing;

/// How wide the strip is that it stands in.
pub(super) const WIDTH: f32 = 12.0;
/// How small the handle may get.
const LEAST: f32 = 28.0;

/// What the pointer does with it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bar {
    pub(super) over: bool,
    /// How far into the handle it was taken.
    held: Option<f32>,
}

impl Bar {
    pub(super) const fn is_held(self) -> bool {
        self.held.is_some()
    }

    /// Whether the press is for the bar; and where it goes, if it goes anywhere.
    pub(super) fn press(&mut self, point: Point, size: Size, standing: &Standing) -> Option<Option<f64>> {
        let handle = handle(size, standing)?;
        if point.x < size.width - WIDTH {
            return None;
        }
        if point.y >= handle.y && point.y <= handle.y + handle.height {
            self.held = Some(point.y - handle.y);
            return Some(None);
        }
        self.held = Some(handle.height / 2.0);
        Some(self.drag(point, size, standing))
    }

    /// Where it goes to, if it is held.
    pub(super) fn drag(&self, point: Point, size: Size, standing: &Standing) -> Option<f64> {
        let (held, handle) = (self.held?, handle(size, standing)?);
        let way = size.height - handle.height;
        Some(if way <= 0.0 { 1.0 } else { f64::from((point.y - held) / way).clamp(0.0, 1.0) })
    }

    pub(super) const fn release(&mut self) {
        self.held = None;
    }
}

/// The handle; none where all there is is seen.
pub(super) fn handle(size: Size, standing: &Standing) -> Option<Rectangle> {
    let (top, shown) = standing.view.part(&standing.heights);
    if shown >= 1.0 {
        return None;
    }
    let height = (size.height * px(shown)).max(LEAST).min(size.height);
    let part = if shown < 1.0 { top / (1.0 - shown) } else { 1.0 };
    let y = (size.height - height) * px(part);
    Some(Rectangle::new(Point::new(size.width - WIDTH + 3.0, y), Size::new(WIDTH - 6.0, height)))
}
