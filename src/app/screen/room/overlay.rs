//! What lies over the room, one thing at a time; and the question whether to leave, which is asked over anything.

use super::dialog::Dialog;
use super::menu::Menu;
use super::picking::{Picking, WhatFor};
use super::question::Question;
use super::save_path::SavePath;

/// What lies over the room.
#[derive(Debug, Default)]
pub(super) enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// A link that someone pressed, and may want to follow.
    Link(String),
    /// The choice of a form to save the room in.
    Saving,
    /// A menu.
    Menu(Menu),
    /// The picker of emoji.
    Emoji(Box<Picking>),
    /// A question before something that can't be undone.
    Question(Question),
    /// Where to save it.
    SavePath(SavePath),
    /// A dialog.
    Dialog(Dialog),
    /// The question whether to leave. Whoever stays comes back to what was there before.
    Leaving(Box<Self>),
}

impl Overlay {
    /// What there is below the question whether to leave, if that is asked.
    const fn below(&self) -> &Self {
        match self {
            Self::Leaving(below) => below,
            top => top,
        }
    }

    fn below_mut(&mut self) -> &mut Self {
        match self {
            Self::Leaving(below) => below,
            top => top,
        }
    }

    /// Whether anything lies over the room.
    pub(super) const fn is_open(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Whether keys are not for the room. Beside the forms to save in, they are.
    pub(super) const fn takes_keys(&self) -> bool {
        !matches!(self, Self::None | Self::Saving)
    }

    /// The dialog that is open.
    pub(super) const fn dialog(&self) -> Option<&Dialog> {
        match self.below() {
            Self::Dialog(dialog) => Some(dialog),
            _ => None,
        }
    }

    /// The same, to change it.
    pub(super) fn dialog_mut(&mut self) -> Option<&mut Dialog> {
        match self.below_mut() {
            Self::Dialog(dialog) => Some(dialog),
            _ => None,
        }
    }

    /// The path that is asked for, to change it.
    pub(super) fn save_path_mut(&mut self) -> Option<&mut SavePath> {
        match self.below_mut() {
            Self::SavePath(path) => Some(path),
            _ => None,
        }
    }

    /// Shows this instead of whatever was there before.
    pub(super) fn show(&mut self, overlay: Self) {
        *self.below_mut() = overlay;
    }

    /// Closes the dialog, if one is open.
    pub(super) fn close_dialog(&mut self) {
        if self.dialog().is_some() {
            self.show(Self::None);
        }
    }

    /// Takes the link away, and gives it.
    pub(super) fn take_link(&mut self) -> Option<String> {
        let below = self.below_mut();
        match std::mem::take(below) {
            Self::Link(link) => Some(link),
            other => {
                *below = other;
                None
            }
        }
    }

    /// The menu that is open.
    pub(super) const fn menu(&self) -> Option<&Menu> {
        match self {
            Self::Menu(menu) => Some(menu),
            _ => None,
        }
    }

    /// Takes the menu away, and gives it.
    pub(super) fn take_menu(&mut self) -> Option<Menu> {
        match std::mem::take(self) {
            Self::Menu(menu) => Some(menu),
            other => {
                *self = other;
                None
            }
        }
    }

    /// The emoji that is being picked.
    pub(super) const fn picking(&self) -> Option<&Picking> {
        match self {
            Self::Emoji(picking) => Some(picking),
            _ => None,
        }
    }

    /// The same, to change it.
    pub(super) const fn picking_mut(&mut self) -> Option<&mut Picking> {
        match self {
            Self::Emoji(picking) => Some(picking),
            _ => None,
        }
    }

    /// Whether one is being picked to be written.
    pub(super) fn picks_for_entry(&self) -> bool {
        self.picking().is_some_and(|picking| picking.what_for == WhatFor::Entry)
    }

    /// Takes the picker away, and gives it.
    pub(super) fn take_picking(&mut self) -> Option<Picking> {
        match std::mem::take(self) {
            Self::Emoji(picking) => Some(*picking),
            other => {
                *self = other;
                None
            }
        }
    }

    /// Takes the question away, and gives it.
    pub(super) fn take_question(&mut self) -> Option<Question> {
        match std::mem::take(self) {
            Self::Question(question) => Some(question),
            other => {
                *self = other;
                None
            }
        }
    }

    /// Shows the forms to save in, or no longer.
    pub(super) fn toggle_saving(&mut self) {
        self.show(if matches!(self.below(), Self::Saving) { Self::None } else { Self::Saving });
    }

    /// Shows the forms to save in no longer.
    pub(super) fn close_saving(&mut self) {
        if matches!(self.below(), Self::Saving) {
            self.show(Self::None);
        }
    }

    /// Asks whether to leave.
    pub(super) fn ask_to_leave(&mut self) {
        if !self.is_leaving() {
            *self = Self::Leaving(Box::new(std::mem::take(self)));
        }
    }

    /// Whether that is asked.
    pub(super) const fn is_leaving(&self) -> bool {
        matches!(self, Self::Leaving(_))
    }

    /// What is on top is closed, and given; below the question whether to leave, whatever was there is there again.
    pub(super) fn close(&mut self) -> Self {
        match std::mem::take(self) {
            Self::Leaving(below) => {
                *self = *below;
                Self::Leaving(Box::default())
            }
            closed => closed,
        }
    }
}
