//! The picker of emoji: found by words, by groups, or among those that were picked last.

mod view;

use iced::Task;
use iced::widget::operation::{self, AbsoluteOffset};

use crate::app::emoji::sheet::{Sheet, Step};
use crate::app::emoji::{Emoji, Habits, Tone};

/// By what the field is found, and what is scrolled.
pub const FIELD: &str = "emoji-search";
const GRID: &str = "emoji-grid";

/// How high the part of the sheet is that is seen, where there is room for it.
const FRAME: f32 = 282.0;

/// The picker.
#[derive(Debug)]
pub struct EmojiPicker {
    habits: Habits,
    words: String,
    sheet: Sheet,
    /// The cell that Enter takes: the pointer was over it last, or the arrows led there.
    chosen: usize,
    /// How far the sheet is scrolled, and how much of it is seen.
    offset: f32,
    frame: f32,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// Words to look for.
    Search(String),
    /// An arrow.
    Step(Step),
    /// The pointer is over a cell.
    Point(usize),
    /// A cell is pressed.
    Pick(usize),
    /// Enter.
    Take,
    /// A section is to be seen.
    Section(usize),
    /// It was scrolled so far, and so much is seen.
    Scrolled(f32, f32),
    /// Emoji have this tone of skin from now on.
    Tone(Tone),
    /// It is put away.
    Close,
}

/// What it wants done.
pub enum Action {
    /// Nothing.
    None,
    /// This emoji was picked.
    Picked(String),
    /// It is put away.
    Close,
    /// This tone of skin is to be kept, and this is to be run.
    Tone(Tone, Task<Message>),
    /// This.
    Run(Task<Message>),
}

impl EmojiPicker {
    /// A picker for someone with these habits. Its field gets the focus.
    pub fn new(habits: Habits) -> (Self, Task<Message>) {
        let sheet = Sheet::of_all(&habits);
        let new = Self { habits, words: String::new(), sheet, chosen: 0, offset: 0.0, frame: FRAME };
        (new, operation::focus(FIELD))
    }

    /// Something happened.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Search(words) => {
                self.words = words;
                self.chosen = 0;
                self.lay_out();
                Action::Run(self.scroll_to(0.0))
            }
            Message::Step(step) => {
                self.chosen = self.sheet.step(self.chosen, step);
                let offset = self.sheet.offset_for(self.chosen, self.offset, self.frame);
                if (offset - self.offset).abs() < 0.5 { Action::None } else { Action::Run(self.scroll_to(offset)) }
            }
            Message::Point(cell) => {
                self.chosen = cell;
                Action::None
            }
            Message::Pick(cell) => self.pick(cell),
            Message::Take => self.pick(self.chosen),
            Message::Section(at) => {
                if self.is_searching() {
                    self.words.clear();
                    self.lay_out();
                }
                let Some(top) = self.sheet.sections().get(at).map(|section| section.top) else { return Action::None };
                if let Some(row) = self.sheet.rows().iter().find(|row| row.top > top) {
                    self.chosen = row.cells.start;
                }
                Action::Run(Task::batch([self.scroll_to(top), operation::focus(FIELD)]))
            }
            Message::Scrolled(offset, frame) => {
                (self.offset, self.frame) = (offset, frame);
                Action::None
            }
            Message::Tone(tone) => {
                self.habits.tone = tone;
                self.lay_out();
                Action::Tone(tone, operation::focus(FIELD))
            }
            Message::Close => Action::Close,
        }
    }

    /// Something was typed and nothing had the focus: it goes into the field.
    pub fn type_in(&mut self, words: &str) -> Action {
        let words = format!("{}{words}", self.words);
        match self.update(Message::Search(words)) {
            Action::Run(task) => {
                Action::Run(Task::batch([task, operation::focus(FIELD), operation::move_cursor_to_end(FIELD)]))
            }
            other => other,
        }
    }

    fn is_searching(&self) -> bool {
        !self.words.trim().is_empty()
    }

    fn lay_out(&mut self) {
        self.sheet =
            if self.is_searching() { Sheet::of_search(&self.words, &self.habits) } else { Sheet::of_all(&self.habits) };
    }

    fn scroll_to(&mut self, offset: f32) -> Task<Message> {
        self.offset = offset.min((self.sheet.height() - self.frame).max(0.0));
        operation::scroll_to(GRID, AbsoluteOffset { x: 0.0, y: self.offset })
    }

    fn pick(&self, cell: usize) -> Action {
        self.sheet.get(cell).map_or(Action::None, |emoji| Action::Picked(emoji.sign().to_owned()))
    }

    fn chosen(&self) -> Option<Emoji> {
        self.sheet.get(self.chosen)
    }
}
