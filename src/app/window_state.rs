//! The window itself, apart from what is in it: how large it is, where, and whether it has the focus.

use iced::{Point, Size, window};

use crate::settings::WindowPlace;

/// How much of a screen's height is not for a window: its title, and what the desktop shows at an edge.
const AROUND: f32 = 64.0;

/// The window itself.
#[derive(Clone, Copy, Debug)]
pub struct WindowState {
    /// What the system calls it, as soon as that is known.
    pub id: Option<window::Id>,
    /// How large it is, whatever the size of everything in it.
    pixels: Size,
    /// Where it is, if that is known; in the same measure.
    position: Option<Point>,
    /// Whether it has the focus.
    pub focused: bool,
    /// Counts changes of its place, so that only the last is kept.
    pub changes: u64,
}

impl WindowState {
    /// A window that is not open yet. How large it will be is in its own pixels.
    #[must_use]
    pub const fn new(pixels: Size) -> Self {
        Self { id: None, pixels, position: None, focused: true, changes: 0 }
    }

    /// It is this large, told in what things in it are measured in. They are `scale` times as large as usual.
    pub fn resize(&mut self, size: Size, scale: f32) {
        self.pixels = Size::new(size.width * scale, size.height * scale);
    }

    /// It is there, told in the same way.
    pub fn move_to(&mut self, at: Point, scale: f32) {
        self.position = Some(Point::new(at.x * scale, at.y * scale));
    }

    /// How large it is, as things in it are measured just now.
    #[must_use]
    pub fn size(&self, scale: f32) -> Size {
        Size::new(self.pixels.width / scale, self.pixels.height / scale)
    }

    /// How large it is to be on a screen that is this large, told in what things in it are measured in; nothing where it
    /// is no larger than that.
    #[must_use]
    pub fn fitted(&self, monitor: Size, scale: f32) -> Option<Size> {
        let size = self.size(scale);
        let fitted = Size::new(size.width.min(monitor.width), size.height.min(monitor.height - AROUND / scale));
        (fitted != size && fitted.height > 0.0).then_some(fitted)
    }

    /// Where it is, without the size that its person likes everything in.
    #[must_use]
    pub fn place(&self) -> WindowPlace {
        let position = self.position.map(|at| (at.x, at.y));
        WindowPlace { position, width: self.pixels.width, height: self.pixels.height }
    }
}
