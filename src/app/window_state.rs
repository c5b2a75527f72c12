//! The window itself, apart from what is in it: how large it is, where, and whether it has the focus.

use iced::{Point, Size, window};

use crate::settings::WindowPlace;

/// The window itself.
#[derive(Clone, Copy, Debug)]
pub struct WindowState {
    /// What the system calls it, as soon as that is known.
    pub id: Option<window::Id>,
    /// How large it is.
    pub size: Size,
    /// Where it is, if that is known.
    pub position: Option<Point>,
    /// Whether it has the focus.
    pub focused: bool,
    /// Counts changes of its place, so that only the last is kept.
    pub changes: u64,
}

impl WindowState {
    /// A window that is not open yet.
    #[must_use]
    pub const fn new(size: Size) -> Self {
        Self { id: None, size, position: None, focused: true, changes: 0 }
    }

    /// Where it is, without the size that its person likes everything in.
    #[must_use]
    pub fn place(&self, scale: f32) -> WindowPlace {
        let position = self.position.map(|at| (at.x * scale, at.y * scale));
        WindowPlace { position, width: self.size.width * scale, height: self.size.height * scale }
    }
}
