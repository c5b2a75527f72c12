//! The entry: what is being written, with undo, drafts, completion, and the message that is being changed.

use std::cell::Cell;
use std::rc::Rc;

use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::widget::text_editor::{self, Action, Binding, Content, Cursor, Edit, KeyPress, Motion, Position};
use iced::widget::{Id, column, container, row, text};
use iced::{Alignment, Length};

use super::highlight::{self, Highlight};
use crate::app::emoji::{self, Emoji, Habits};
use crate::app::texts::room as texts;
use crate::app::theme::{CODE, Element, Ground, Ink, LINE, MEDIUM, PLAIN, STRONG};
use crate::app::undo::{self, History, Snapshot};
use crate::app::widget::{Kind, Pressable, accessible_editor, emoji as view_emoji, steady_caret};
use crate::commands::{self, Completion};
use crate::room::limits::TEXT_CHARS;
use crate::room::{EventId, Text};

/// By what the entry is found.
pub const ID: &str = "entry";
/// By what the button for emoji is found.
pub const EMOJI: &str = "emoji";

/// When so many characters are left, they are counted.
const LEFT: usize = 200;

/// How many messages something too long for one is sent as, at most.
const MESSAGES: usize = 10;

/// How many bytes can be pasted: what can be sent as several messages, and somewhat more, so that it can be cut here.
const PASTED: usize = TEXT_CHARS * 4 * MESSAGES;

/// How many lines it grows to.
const LINES: f32 = 8.0;

/// How many suggestions are shown.
const SUGGESTED: usize = 9;

/// What is known while something is written.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The names that can be completed, found only where they are asked for: there may be very many.
    pub names: &'a dyn Fn() -> Vec<String>,
    /// Which emoji are picked.
    pub emoji: &'a Habits,
}

/// What is being written.
#[derive(Default)]
pub struct Entry {
    content: Content,
    history: History,
    /// The message that is being changed, and what stood here before.
    editing: Option<(EventId, String)>,
    suggesting: Option<Suggesting>,
}

/// What could be meant by what was typed.
struct Suggesting {
    choices: Vec<Choice>,
    chosen: usize,
}

struct Choice {
    /// An emoji before it.
    sign: Option<&'static str>,
    shown: String,
    help: &'static str,
    /// The whole text with it, and where the caret is then.
    text: String,
    caret: usize,
}

/// What happens to the entry.
#[derive(Clone, Debug)]
pub enum Message {
    /// Something was typed, moved or selected.
    Act(Action),
    /// Enter.
    Send,
    Undo,
    Redo,
    /// Up in an empty entry.
    EditLast,
    /// Esc.
    Escape,
    /// Tab: takes the suggestion.
    Complete,
    /// Enter among suggestions: takes it, and sends what is whole already.
    Accept,
    /// Up or down among the suggestions.
    Choose(bool),
    /// This suggestion.
    Take(usize),
    Page(bool),
    /// The middle button: what is selected, wherever that is, is to be pasted.
    PasteSelected,
    /// The pointer that was pressed in it was let go.
    LetGo,
}

/// What the entry wants done.
pub enum Out {
    None,
    /// The words changed.
    Changed,
    Send,
    EditLast,
    Escape,
    Page(bool),
    /// The words changed: this emoji was taken.
    TookEmoji(&'static str),
    /// There is nothing to complete: Tab moves on.
    FocusNext,
    /// More was pasted than can be said.
    TooMuch,
    /// These words in it are selected.
    Selected(String),
    /// What is selected, wherever that is, is to be pasted.
    PasteSelected,
}

impl Entry {
    /// An entry with words in it.
    pub fn with(words: &str) -> Self {
        let mut entry = Self::default();
        entry.put(words, words.len());
        entry
    }

    /// What was being written before comes first; what was typed meanwhile follows it.
    pub fn begin_with(&mut self, before: &str) {
        if !before.is_empty() {
            let words = format!("{before}{}", self.words());
            self.put(&words, words.len());
        }
    }

    /// What stands in it.
    pub fn words(&self) -> String {
        self.content.text()
    }

    /// The message that is being changed.
    pub fn editing(&self) -> Option<EventId> {
        self.editing.as_ref().map(|(id, _)| *id)
    }

    /// What is to be kept for later: not the words of a message that is being changed.
    pub fn draft(&self) -> String {
        match &self.editing {
            Some((_, before)) => before.clone(),
            None => self.words(),
        }
    }

    /// What is selected in it.
    pub fn selected(&self) -> Option<String> {
        self.content.selection().filter(|words| !words.is_empty())
    }

    /// Selects everything in it.
    pub fn select_all(&mut self) {
        self.content.perform(Action::SelectAll);
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// Changes a message.
    pub fn edit(&mut self, id: EventId, words: &Text) {
        self.editing = Some((id, self.words()));
        self.put(words.as_str(), words.as_str().len());
    }

    /// Gives up changing a message. False where none is being changed.
    pub fn stop_editing(&mut self) -> bool {
        let Some((_, before)) = self.editing.take() else { return false };
        self.put(&before, before.len());
        true
    }

    /// What was written was sent.
    pub fn sent(&mut self) {
        let before = self.editing.take().map(|(_, before)| before).unwrap_or_default();
        self.put(&before, before.len());
        self.history = History::default();
    }

    /// Types this at the caret.
    pub fn type_in(&mut self, words: &str) {
        self.act(
            Action::Edit(Edit::Paste(std::sync::Arc::new(words.to_owned()))),
            Known { names: &Vec::new, emoji: &Habits::default() },
            0,
        );
    }

    fn put(&mut self, words: &str, caret: usize) {
        self.content = Content::with_text(words);
        let before = &words[..caret.min(words.len())];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().map_or(0, str::len);
        self.content.move_to(Cursor { position: Position { line, column }, selection: None });
        self.suggesting = None;
    }

    fn snapshot(&self) -> Snapshot {
        let Position { line, column } = self.content.cursor().position;
        Snapshot { text: self.words(), cursor: (line, column) }
    }

    fn restore(&mut self, snapshot: &Snapshot) {
        self.content = Content::with_text(&snapshot.text);
        let (line, column) = snapshot.cursor;
        self.content.move_to(Cursor { position: Position { line, column }, selection: None });
        self.suggesting = None;
    }

    /// How many bytes are before the caret.
    fn caret(&self) -> usize {
        let Position { line, column } = self.content.cursor().position;
        self.words().split('\n').take(line).map(|line| line.len() + 1).sum::<usize>() + column
    }

    /// Something happened. `now` is the time in milliseconds.
    pub fn update(&mut self, message: Message, known: Known<'_>, now: u64) -> Out {
        match message {
            Message::Act(action) => return self.act(action, known, now),
            Message::Undo => {
                if let Some(before) = self.history.undo(self.snapshot()) {
                    self.restore(&before);
                    return Out::Changed;
                }
            }
            Message::Redo => {
                if let Some(after) = self.history.redo(self.snapshot()) {
                    self.restore(&after);
                    return Out::Changed;
                }
            }
            Message::Send => return Out::Send,
            Message::EditLast if self.is_empty() => return Out::EditLast,
            Message::EditLast => {}
            Message::Escape => {
                if self.suggesting.take().is_none() {
                    return Out::Escape;
                }
            }
            Message::Complete => {
                if self.suggesting.is_none() {
                    let completion = commands::complete_word(&self.words(), self.caret(), &(known.names)());
                    self.offer(completion);
                }
                let Some(Suggesting { chosen, .. }) = self.suggesting else { return Out::FocusNext };
                return self.take(chosen, now);
            }
            Message::Accept => {
                let words = self.words();
                let suggesting = self.suggesting.as_ref();
                // Keys may come faster than they are shown: the suggestions may be gone by now.
                let whole = suggesting
                    .and_then(|all| all.choices.get(all.chosen))
                    .is_none_or(|choice| choice.text.trim_end() == words);
                if whole {
                    return Out::Send;
                }
                let chosen = suggesting.map_or(0, |suggesting| suggesting.chosen);
                return self.take(chosen, now);
            }
            Message::Take(chosen) => return self.take(chosen, now),
            Message::Choose(down) => {
                if let Some(Suggesting { choices, chosen }) = &mut self.suggesting {
                    let count = choices.len();
                    *chosen = (*chosen + if down { 1 } else { count - 1 }) % count;
                }
            }
            Message::Page(down) => return Out::Page(down),
            Message::LetGo => return self.selected().map_or(Out::None, Out::Selected),
            Message::PasteSelected => {
                // What is selected here may be just that: it is written once more, not replaced by itself.
                if self.selected().is_some() {
                    self.content.perform(Action::Move(Motion::Right));
                }
                return Out::PasteSelected;
            }
        }
        Out::None
    }

    fn act(&mut self, action: Action, known: Known<'_>, now: u64) -> Out {
        let edit = match &action {
            Action::Edit(Edit::Insert(c)) if c.is_whitespace() => Some(undo::Edit::Break),
            Action::Edit(Edit::Insert(_)) => Some(undo::Edit::Type),
            Action::Edit(Edit::Backspace | Edit::Delete) => Some(undo::Edit::Delete),
            Action::Edit(_) => Some(undo::Edit::Paste),
            _ => None,
        };
        let Some(edit) = edit else {
            let selects =
                matches!(action, Action::Select(_) | Action::SelectWord | Action::SelectLine | Action::SelectAll);
            self.content.perform(action);
            self.suggesting = None;
            return self.selected().filter(|_| selects).map_or(Out::None, Out::Selected);
        };
        if let Action::Edit(Edit::Paste(pasted)) = &action
            && pasted.len() > PASTED
        {
            return Out::TooMuch;
        }
        let before = self.snapshot();
        self.content.perform(action);
        if before.text == self.words() {
            return Out::None;
        }
        self.history.record(before, edit, now);
        self.suggest(known);
        Out::Changed
    }

    /// Looks for what could be meant by what stands before the caret.
    fn suggest(&mut self, known: Known<'_>) {
        let (words, caret) = (self.words(), self.caret());
        if words.starts_with('/') && !words.contains(char::is_whitespace) && caret == words.len() {
            let choice = |help: &commands::Help| {
                let text = format!("/{} ", help.word);
                Choice { sign: None, shown: help.usage.to_owned(), help: help.help, caret: text.len(), text }
            };
            let choices: Vec<Choice> = commands::matching(&words).into_iter().map(choice).take(SUGGESTED).collect();
            self.suggesting = (!choices.is_empty()).then_some(Suggesting { choices, chosen: 0 });
            return;
        }
        if let Some(completion) = emoji::complete(&words, caret, known.emoji) {
            self.offer_emoji(&completion);
            return;
        }
        let completion = words.contains('@').then(|| commands::complete(&words, caret, &(known.names)())).flatten();
        self.offer(completion);
    }

    /// Offers emoji, each in its place, and a space behind it where nothing follows.
    fn offer_emoji(&mut self, completion: &emoji::Completion) {
        let words = self.words();
        let (before, after) = (&words[..completion.range.start], &words[completion.range.end..]);
        let gap = if after.is_empty() { " " } else { "" };
        let choice = |emoji: &Emoji| {
            let sign = emoji.sign();
            let text = format!("{before}{sign}{gap}{after}");
            let caret = before.len() + sign.len() + gap.len();
            Choice { sign: Some(sign), shown: emoji.name().to_owned(), help: "", text, caret }
        };
        let choices = completion.emoji.iter().map(choice).collect();
        self.suggesting = Some(Suggesting { choices, chosen: 0 });
    }

    /// Offers names, each in its place.
    fn offer(&mut self, completion: Option<Completion>) {
        let words = self.words();
        self.suggesting = completion.map(|Completion { range, names }| {
            let (before, after) = (&words[..range.start], &words[range.end..]);
            let choice = |name: String| {
                let mention = format!("@{name} ");
                let caret = before.len() + mention.len();
                Choice { sign: None, shown: name, help: "", text: format!("{before}{mention}{after}"), caret }
            };
            Suggesting { choices: names.into_iter().map(choice).take(SUGGESTED).collect(), chosen: 0 }
        });
    }

    fn take(&mut self, chosen: usize, now: u64) -> Out {
        let Some(choice) = self.suggesting.take().and_then(|all| all.choices.into_iter().nth(chosen)) else {
            return Out::None;
        };
        self.history.record(self.snapshot(), undo::Edit::Paste, now);
        self.put(&choice.text, choice.caret);
        choice.sign.map_or(Out::Changed, Out::TookEmoji)
    }

    /// What is seen of it. `enter_sends` tells whether Enter sends, or Ctrl and Enter only; without a hint, nothing can
    /// be written here.
    pub fn view<'a>(&'a self, hint: &'a str, enter_sends: bool, focused: Rc<Cell<bool>>) -> Element<'a, Message> {
        let (empty, suggesting) = (self.is_empty(), self.suggesting.is_some());
        let field = iced::widget::text_editor(&self.content).id(Id::new(ID)).placeholder(hint).on_action(Message::Act);
        let field = field
            .key_binding(move |press| bind(press, empty, suggesting, enter_sends))
            .size(14)
            .line_height(text::LineHeight::Absolute(LINE.into()))
            .class(focused)
            .padding([9, 12])
            .min_height(LINE)
            .max_height(LINE * LINES + 18.0)
            .wrapping(text::Wrapping::WordOrGlyph)
            .highlight_with::<Highlight>((), highlight::format);
        accessible_editor(steady_caret(field), self.words())
    }

    /// What could be meant, to stand above the entry.
    pub fn view_suggestions(&self) -> Option<Element<'_, Message>> {
        let Suggesting { choices, chosen } = self.suggesting.as_ref()?;
        let lines = choices.iter().enumerate().map(|(index, choice)| {
            let is_chosen = index == *chosen;
            let name = || text(choice.shown.as_str()).font(if is_chosen { STRONG } else { PLAIN }).class(Ink::Plain);
            let words: Element<'_, Message> = if let Some(sign) = choice.sign {
                row![view_emoji(sign, 18.0), name()].spacing(10).align_y(Alignment::Center).into()
            } else if choice.help.is_empty() {
                name().into()
            } else {
                let usage = text(choice.shown.as_str()).font(CODE).size(12.5).class(Ink::Plain);
                let usage = usage.wrapping(text::Wrapping::WordOrGlyph).width(Length::FillPortion(2));
                row![usage, text(choice.help).class(Ink::Soft).width(Length::FillPortion(3))].spacing(12).into()
            };
            let tab = is_chosen.then(|| text(texts::TAB).size(12).font(MEDIUM).class(Ink::Faint));
            let words = row![container(words).width(Length::Fill)].push(tab).spacing(12).align_y(Alignment::Center);
            let kind = if is_chosen { Kind::MenuChosen } else { Kind::Menu };
            Pressable::new(words, Some(Message::Take(index))).kind(kind).padding([6, 10]).width(Length::Fill).into()
        });
        Some(container(column(lines)).class(Ground::Popover).padding(4).width(Length::Fill).into())
    }

    /// What stands in it as several messages, where it is too long for one and not for a few.
    pub fn parts(&self) -> Option<Vec<String>> {
        let words = self.words();
        if self.editing.is_some() || words.chars().count() <= TEXT_CHARS {
            return None;
        }
        let parts = in_parts(&words);
        (parts.len() <= MESSAGES).then_some(parts)
    }

    /// How many characters are left where they are few, and how many there are too many.
    pub fn counter(&self) -> Option<(usize, usize)> {
        let count = self.words().chars().count();
        let (left, over) = (TEXT_CHARS.saturating_sub(count), count.saturating_sub(TEXT_CHARS));
        (left <= LEFT).then_some((left, over))
    }
}

/// Words in parts that each fit into a message: cut at the end of a line, else between two words, else anywhere.
fn in_parts(words: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = words;
    while let Some((end, _)) = rest.char_indices().nth(TEXT_CHARS) {
        let most = &rest[..end];
        let cut = most.rfind('\n').or_else(|| most.rfind(' ')).filter(|cut| *cut > 0).unwrap_or(end);
        parts.push(rest[..cut].trim_end().to_owned());
        rest = rest[cut..].trim_start_matches(['\n', ' ']);
    }
    parts.push(rest.to_owned());
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// What a key does here. Nothing where it is for someone else.
fn bind(press: KeyPress, empty: bool, suggesting: bool, enter_sends: bool) -> Option<Binding<Message>> {
    if !matches!(press.status, text_editor::Status::Focused { .. }) {
        return None;
    }
    let custom = |message| Some(Binding::Custom(message));
    let (command, shift) = (press.modifiers.command(), press.modifiers.shift());
    match press.key.as_ref() {
        Key::Named(Named::Enter) if shift => Some(Binding::Enter),
        Key::Named(Named::Enter) if suggesting && !command => custom(Message::Accept),
        Key::Named(Named::Enter) if enter_sends || command => custom(Message::Send),
        Key::Named(Named::Escape) => custom(Message::Escape),
        Key::Named(Named::Tab) if (suggesting || !empty) && !shift => custom(Message::Complete),
        Key::Named(Named::Tab) => None,
        Key::Named(Named::ArrowUp) if suggesting => custom(Message::Choose(false)),
        Key::Named(Named::ArrowDown) if suggesting => custom(Message::Choose(true)),
        Key::Named(Named::ArrowUp) if empty && press.modifiers == Modifiers::empty() => custom(Message::EditLast),
        // It picks a message, wherever the focus is.
        Key::Named(Named::ArrowUp) if press.modifiers.alt() => None,
        Key::Named(Named::PageUp) => custom(Message::Page(false)),
        Key::Named(Named::PageDown) => custom(Message::Page(true)),
        _ if command => match press.key.to_latin(press.physical_key) {
            Some('z') if shift => custom(Message::Redo),
            Some('z') => custom(Message::Undo),
            Some('y') => custom(Message::Redo),
            Some('a' | 'c' | 'v' | 'x') => Binding::from_key_press(press),
            // On some keyboards these two make letters together.
            Some(_) if press.modifiers.alt() => Binding::from_key_press(press),
            Some(_) => None,
            None if press.text.is_some() && !press.modifiers.alt() => None,
            None => Binding::from_key_press(press),
        },
        _ => Binding::from_key_press(press),
    }
}
