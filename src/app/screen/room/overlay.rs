//! What lies over the room: a page, over that one thing at a time, and over anything the question whether to leave.

use super::dialog::Dialog;
use super::menu::Menu;
use super::page::Page;
use super::picking::{Picking, WhatFor};
use super::question::Question;
use super::save_path::SavePath;
use crate::export::Format;

/// What lies over the room.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    /// A page in the place of the room.
    page: Option<Page>,
    /// What lies over that, or over the room.
    top: Top,
    /// Whether it is asked whether to leave. Whoever stays comes back to what was there before.
    leaving: bool,
}

/// What can lie on top.
#[derive(Debug, Default)]
pub(super) enum Top {
    /// Nothing.
    #[default]
    None,
    /// A link that someone pressed, and may want to follow.
    Link(String),
    /// The choice of a form to save the room in.
    Saving(Format),
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
}

/// What was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// There was nothing to close.
    Nothing,
    /// The choice of a form to save the room in, beside which the room can be used.
    Saving,
    /// What was beside a message: a menu, or the picker of emoji.
    Beside,
    /// What had the focus.
    Other,
}

impl Overlay {
    /// Whether anything lies over the room.
    pub(super) const fn is_open(&self) -> bool {
        self.leaving || self.page.is_some() || !matches!(self.top, Top::None)
    }

    /// Whether keys are not for the room. Beside the forms to save in, they are.
    pub(super) const fn takes_keys(&self) -> bool {
        self.leaving || self.page.is_some() || !matches!(self.top, Top::None | Top::Saving(_))
    }

    /// What lies on top, but for the question whether to leave.
    pub(super) const fn top(&self) -> &Top {
        &self.top
    }

    /// Shows this instead of whatever was on top before.
    pub(super) fn show(&mut self, top: Top) {
        self.top = top;
    }

    /// Opens a page, with nothing over it.
    pub(super) fn open_page(&mut self, page: Page) {
        (self.page, self.top) = (Some(page), Top::None);
    }

    /// The page that is open.
    pub(super) const fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    /// The same, to change it.
    pub(super) const fn page_mut(&mut self) -> Option<&mut Page> {
        self.page.as_mut()
    }

    /// Closes the page.
    pub(super) fn close_page(&mut self) {
        self.page = None;
    }

    /// Closes the page and whatever dialog is open: the room itself is to be seen.
    pub(super) fn back_to_room(&mut self) {
        self.close_page();
        self.close_dialog();
    }

    /// The dialog that is open.
    pub(super) const fn dialog(&self) -> Option<&Dialog> {
        match &self.top {
            Top::Dialog(dialog) => Some(dialog),
            _ => None,
        }
    }

    /// The same, to change it.
    pub(super) const fn dialog_mut(&mut self) -> Option<&mut Dialog> {
        match &mut self.top {
            Top::Dialog(dialog) => Some(dialog),
            _ => None,
        }
    }

    /// Closes the dialog, if one is open.
    pub(super) fn close_dialog(&mut self) {
        if self.dialog().is_some() {
            self.top = Top::None;
        }
    }

    /// Says what was refused where it was asked for, and whether there is such a place.
    pub(super) fn trouble(&mut self, why: &str) -> bool {
        match (&mut self.top, &mut self.page) {
            (Top::Dialog(dialog), _) => dialog.trouble(why.to_owned()),
            (_, Some(page)) => page.trouble(why.to_owned()),
            _ => return false,
        }
        true
    }

    /// The path that is asked for, to change it.
    pub(super) const fn save_path_mut(&mut self) -> Option<&mut SavePath> {
        match &mut self.top {
            Top::SavePath(path) => Some(path),
            _ => None,
        }
    }

    /// Takes the link away, and gives it.
    pub(super) fn take_link(&mut self) -> Option<String> {
        match std::mem::take(&mut self.top) {
            Top::Link(link) => Some(link),
            other => self.put_back(other),
        }
    }

    /// The menu that is open.
    pub(super) const fn menu(&self) -> Option<&Menu> {
        match &self.top {
            Top::Menu(menu) if !self.leaving => Some(menu),
            _ => None,
        }
    }

    /// Takes the menu away, and gives it.
    pub(super) fn take_menu(&mut self) -> Option<Menu> {
        match std::mem::take(&mut self.top) {
            Top::Menu(menu) => Some(menu),
            other => self.put_back(other),
        }
    }

    /// The emoji that is being picked.
    pub(super) const fn picking(&self) -> Option<&Picking> {
        match &self.top {
            Top::Emoji(picking) if !self.leaving => Some(picking),
            _ => None,
        }
    }

    /// The same, to change it.
    pub(super) const fn picking_mut(&mut self) -> Option<&mut Picking> {
        match &mut self.top {
            Top::Emoji(picking) => Some(picking),
            _ => None,
        }
    }

    /// Whether one is being picked to be written.
    pub(super) fn picks_for_entry(&self) -> bool {
        self.picking().is_some_and(|picking| picking.what_for == WhatFor::Entry)
    }

    /// Takes the picker away, and gives it.
    pub(super) fn take_picking(&mut self) -> Option<Picking> {
        match std::mem::take(&mut self.top) {
            Top::Emoji(picking) => Some(*picking),
            other => self.put_back(other),
        }
    }

    /// Takes the question away, and gives it.
    pub(super) fn take_question(&mut self) -> Option<Question> {
        match std::mem::take(&mut self.top) {
            Top::Question(question) => Some(question),
            other => self.put_back(other),
        }
    }

    fn put_back<T>(&mut self, top: Top) -> Option<T> {
        self.top = top;
        None
    }

    /// Shows the forms to save in, or no longer.
    pub(super) fn toggle_saving(&mut self) {
        self.top = if matches!(self.top, Top::Saving(_)) { Top::None } else { Top::Saving(Format::Txt) };
    }

    /// Shows the forms to save in no longer.
    pub(super) fn close_saving(&mut self) {
        if matches!(self.top, Top::Saving(_)) {
            self.top = Top::None;
        }
    }

    /// Asks whether to leave.
    pub(super) const fn ask_to_leave(&mut self) {
        self.leaving = true;
    }

    /// Whether that is asked.
    pub(super) const fn is_leaving(&self) -> bool {
        self.leaving
    }

    /// What is uppermost is closed.
    pub(super) fn close(&mut self) -> Closed {
        if std::mem::take(&mut self.leaving) {
            return Closed::Other;
        }
        match std::mem::take(&mut self.top) {
            Top::None if self.page.take().is_some() => Closed::Other,
            Top::None => Closed::Nothing,
            Top::Saving(_) => Closed::Saving,
            Top::Menu(_) | Top::Emoji(_) => Closed::Beside,
            _ => Closed::Other,
        }
    }
}
