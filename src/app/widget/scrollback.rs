//! The scrollback list: lays out and draws what is in view, however long the log is, and turns wheel, pointer and keys
//! into what can be done to it. What it knows is in `app::scrollback`.

mod draw;
mod hover_bar;
mod laid_row;
mod own_state;
mod pieces;
mod pointer;
mod quote_and_signs;
mod scroll_bar;
mod shifts;
mod typeset;

use std::collections::HashMap;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, operation, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::keyboard::{self, Key as KeyPressed, key::Named};
use iced::widget::Id;
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Vector, window};

use crate::app::clock::TimeFormat;
use crate::app::convert::{count, px};
use crate::app::scrollback::{Action, Fold, Placed, Row, Scrollback, Spot};
use crate::app::texts::list as texts;
use crate::app::theme::{Element, MEDIUM, Theme};
use crate::app::widget::pressable::opens_menu;
use crate::guest::OwnState;
use crate::room::{EventId, Sign};
use crate::settings::{Moves, Spacing};
pub use hover_bar::HoverAction;
use hover_bar::HoverBar;
use laid_row::{DAY_HEIGHT, Key, Laid, Press, Setting, is_on_its_way};
use scroll_bar::Bar;
use shifts::Shifts;
use typeset::text_left;

/// How far one notch of a wheel goes.
const NOTCH: f32 = 60.0;
/// How far an arrow key goes.
const STEP: f32 = 48.0;
/// How many rows stay laid out.
const LAID: usize = 600;
/// How long after the one before a message of the same person stands apart.
const APART: u64 = 5 * 60 * 1000;

/// A scrollback list.
pub struct List<'a, Message> {
    content: &'a Scrollback,
    times: TimeFormat,
    now: u64,
    theme: Theme,
    id: Option<Id>,
    offered: Vec<HoverAction>,
    avatars: bool,
    /// What is free between messages.
    spacing: Spacing,
    /// How it is shown that people joined and left.
    moves: Moves,
    /// The first row that is new.
    mark: Option<u64>,
    /// What stands beside a message that is not sent yet.
    unsent: &'static str,
    on_action: Box<dyn Fn(Action) -> Message + 'a>,
}

/// Shows a scrollback, its times as this clock shows them.
pub fn scrollback<'a, Message>(
    content: &'a Scrollback,
    times: TimeFormat,
    now: u64,
    theme: Theme,
    on_action: impl Fn(Action) -> Message + 'a,
) -> List<'a, Message> {
    List {
        content,
        times,
        now,
        theme,
        id: None,
        offered: Vec::new(),
        avatars: true,
        spacing: Spacing::default(),
        moves: Moves::default(),
        mark: content.first_new(),
        unsent: texts::SENDING,
        on_action: Box::new(on_action),
    }
}

impl<Message> List<'_, Message> {
    /// By what it is found.
    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// What is offered for the message under the pointer.
    #[must_use]
    pub fn offering(mut self, offered: Vec<HoverAction>) -> Self {
        self.offered = offered;
        self
    }

    /// Whether people have avatars, and what is free between messages.
    #[must_use]
    pub const fn dressed(mut self, avatars: bool, spacing: Spacing) -> Self {
        (self.avatars, self.spacing) = (avatars, spacing);
        self
    }

    /// How it is shown that people joined and left.
    #[must_use]
    pub const fn moving(mut self, moves: Moves) -> Self {
        self.moves = moves;
        self
    }

    /// What is not sent yet waits for a connection.
    #[must_use]
    pub const fn waiting(mut self, waits: bool) -> Self {
        self.unsent = if waits { texts::WAITING } else { texts::SENDING };
        self
    }

    /// How a row lies among others that tell who came and went.
    fn fold(&self, at: u64) -> Option<Fold> {
        match self.moves {
            Moves::OneLine => self.content.fold(at, |one, other| !self.times.same_day(one.at, other.at)),
            Moves::All => None,
            Moves::None => self.content.rows().get(at)?.moves().map(|_| Fold::Closed),
        }
    }

    /// The signs of a row, how often each was given, and whether its reader gave it.
    fn signs_of<'b>(&'b self, row: &'b Row) -> impl Iterator<Item = (&'b Sign, usize, bool)> {
        let me = self.content.reader().map(|me| me.who);
        let counted = row.signs.counted_without(self.content.rows().ignored());
        counted.map(move |(sign, count)| (sign, count, me.is_some_and(|me| row.signs.has(sign, me))))
    }

    /// What of a row depends on those before it.
    fn setting(&self, at: u64, floor: u64) -> Setting {
        let rows = self.content.rows();
        let Some(row) = rows.get(at).filter(|row| row.is_seen()) else { return Setting::default() };
        let plain = Setting {
            mark: self.mark == Some(at),
            time: self.times.time(row.at),
            fold: self.fold(at),
            avatars: self.avatars,
            spacing: self.spacing,
            unsent: self.unsent,
            ..Setting::default()
        };
        let before = rows.seen_before(at, self.moves != Moves::None).filter(|_| at > floor);
        let Some(before) = before.filter(|before| self.times.same_day(before.at, row.at)) else {
            return Setting { day: Some(self.times.day(row.at, self.now)), apart: true, ..plain };
        };
        let goes_on = before.is_of_someone()
            && row.is_of_someone()
            && before.by.as_ref().map(|by| by.who) == row.by.as_ref().map(|by| by.who)
            && row.at.saturating_sub(before.at) < APART
            && !plain.mark;
        let notes = !before.is_of_someone() && !row.is_of_someone() && !plain.mark;
        Setting { apart: !goes_on && !notes, ..plain }
    }

    /// What is told at the upper edge while something older is looked at: the day, and whose words these are, where
    /// neither is in sight.
    fn reminder(&self, placed: &[Placed], floor: u64) -> Option<String> {
        let top = placed.iter().find(|placed| placed.height > 0.0)?;
        let row = self.content.rows().get(top.row)?;
        let setting = self.setting(top.row, floor);
        if setting.day.is_some() && top.y > -f64::from(DAY_HEIGHT) {
            return None;
        }
        let day = self.times.day(row.at, self.now);
        let goes_on = row.is_of_someone() && (!setting.apart || top.y < -16.0);
        Some(if goes_on { format!("{} · {day}", row.name()) } else { day })
    }

    fn lay(&self, state: &mut State, at: u64, width: f32, floor: u64) -> Option<f32> {
        let row = self.content.rows().get(at)?;
        let key = Key {
            version: row.version,
            id: row.id,
            own: row.own.clone(),
            width,
            theme: self.theme.called(),
            setting: self.setting(at, floor),
        };
        if let Some(laid) = state.laid.get(&at).filter(|laid| laid.key == key) {
            return Some(laid.height);
        }
        let laid =
            if row.is_seen() { Laid::new(row, self.signs_of(row), key, &self.theme) } else { Laid::nothing(key) };
        let height = laid.height;
        state.laid.insert(at, laid);
        Some(height)
    }
}

/// The whole pixels within.
fn pixels_within(bounds: Rectangle) -> Rectangle {
    let (x, y) = (bounds.x.ceil(), bounds.y.ceil());
    let (right, bottom) = ((bounds.x + bounds.width).floor(), (bounds.y + bounds.height).floor());
    Rectangle { x, y, width: (right - x).max(0.0), height: (bottom - y).max(0.0) }
}

/// What the list remembers between frames.
#[derive(Default)]
struct State {
    laid: HashMap<u64, Laid>,
    placed: Vec<Placed>,
    /// How it moved since the frame before.
    shifts: Shifts,
    size: Size,
    theme: &'static str,
    focused: bool,
    bar: Bar,
    hovered: Option<u64>,
    /// What is offered for it, where that is a message.
    offers: HoverBar,
    offered_for: Option<u64>,
    /// What is told at the upper edge while something older is looked at.
    reminder: Option<Paragraph>,
    /// The time of the row that the pointer is on, and all of it where the pointer is on the time. They are drawn after
    /// the frame was put together, so they are kept here.
    told: Option<(Paragraph, Option<Paragraph>)>,
    over_link: bool,
    over_offer: Option<HoverAction>,
    gesture: Gesture,
}

/// What the pointer, a finger or a key held down is in the middle of.
#[derive(Default)]
struct Gesture {
    selecting: bool,
    /// What was pressed and of which message, until the button is let go.
    pressed: Option<(EventId, Press)>,
    last_click: Option<mouse::Click>,
    shift: bool,
    touched: Option<Point>,
}

impl State {
    /// The row at a point of the list, and the point within it.
    fn row_at(&self, point: Point) -> Option<(u64, Point)> {
        let y = f64::from(point.y);
        let placed = self.placed.iter().find(|placed| y < placed.y + placed.height).or_else(|| self.placed.last())?;
        Some((placed.row, Point::new(point.x, px(y - placed.y))))
    }

    fn spot(&self, point: Point) -> Option<Spot> {
        let (row, within) = self.row_at(point)?;
        let offset = self.laid.get(&row).map_or(0, |laid| laid.hit(within));
        Some(Spot { row, offset })
    }

    /// Where stands what is offered for the message under the pointer.
    fn offers_at(&self) -> Option<Rectangle> {
        let row = self.offered_for.filter(|_| !self.gesture.selecting && !self.bar.is_held())?;
        let placed = self.placed.iter().find(|placed| placed.row == row)?;
        let top = px(placed.y) + self.laid.get(&row)?.first_line;
        Some(self.offers.bounds(top, self.size))
    }

    /// What is offered under a point of the list.
    fn offer(&self, point: Point) -> Option<HoverAction> {
        let bounds = self.offers_at().filter(|bounds| bounds.contains(point))?;
        self.offers.at(point - Vector::new(bounds.x, bounds.y))
    }

    /// Where something that can be pressed stands in the list, for what opens beside it.
    fn place_of(&self, press: &Press, row: u64) -> Option<Rectangle> {
        if let Press::HoverAction(offer) = press {
            let bar = self.offers_at()?;
            return Some(self.offers.place_of(*offer)? + Vector::new(bar.x, bar.y));
        }
        let placed = self.placed.iter().find(|placed| placed.row == row)?;
        Some(self.laid.get(&row)?.place_of(press)? + Vector::new(0.0, px(placed.y)))
    }

    fn press(&self, point: Point) -> Option<Press> {
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

impl<Message> Widget<Message, Theme, Renderer> for List<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let size = limits.max();
        let mut standing = self.content.standing_mut();
        let standing = &mut *standing;
        let floor = standing.view.floor();
        if state.size.width != size.width || state.theme != self.theme.called() {
            // What was measured for another width says nothing about this one.
            standing.heights.forget();
            state.laid.clear();
            state.theme = self.theme.called();
        }
        state.size = size;
        let mut placed = std::mem::take(&mut state.placed);
        placed.clear();
        placed.extend(
            standing
                .view
                .place(&mut standing.heights, f64::from(size.height), |at| self.lay(state, at, size.width, floor)),
        );
        // On whole pixels, so that letters are sharp wherever the list was scrolled to, and those that were drawn once
        // serve again: between pixels each would be drawn anew for every part of one.
        for row in &mut placed {
            row.y = row.y.round();
        }
        if state.laid.len() > LAID
            && let (Some(first), Some(last)) = (placed.first(), placed.last())
        {
            let near = first.row.saturating_sub(count(LAID / 4))..=last.row + count(LAID / 4);
            state.laid.retain(|row, _| near.contains(row));
        }
        let told = if standing.view.is_following() { None } else { self.reminder(&placed, floor) };
        state.reminder = told.map(|words| typeset::paragraph(&words, 12.0, 16.0, MEDIUM, f32::INFINITY));
        state.shifts.place(&placed);
        state.placed = placed;
        layout::Node::new(size)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let bounds = layout.bounds();
        let state = tree.state.downcast_mut::<State>();
        operation.container(self.id.as_ref(), bounds);
        for placed in &state.placed {
            if let Some(row) = self.content.rows().get(placed.row).filter(|row| row.is_seen() && placed.height > 0.0) {
                let at = Point::new(bounds.x, bounds.y + px(placed.y));
                let row_bounds = Rectangle::new(at, Size::new(bounds.width, px(placed.height)));
                let seen = row_bounds.intersection(&bounds).unwrap_or(row_bounds);
                if let Some(quote) = &row.answers {
                    let (name, words) = quote.shown.told();
                    let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
                    operation.text(None, seen, &format!("↪ {name}{words}"));
                }
                match self.fold(placed.row) {
                    Some(Fold::First { words, open: false, .. }) => operation.text(None, seen, &words),
                    _ => operation.text(None, seen, &row.text()),
                }
                for (sign, count, _) in self.signs_of(row) {
                    operation.text(None, seen, &format!("{sign} {count}"));
                }
                match &row.own {
                    Some(own) if is_on_its_way(own, self.unsent) => operation.text(None, seen, self.unsent),
                    Some(OwnState::Refused { wait: Some(_), .. }) => {
                        operation.text(None, seen, texts::NOT_SENT_YET);
                        operation.text(None, seen, texts::SENT_LATER);
                    }
                    Some(OwnState::Refused { why, .. }) => {
                        operation.text(None, seen, texts::NOT_SENT);
                        operation.text(None, seen, why);
                    }
                    _ => {}
                }
                if let Some(own) = state.laid.get(&placed.row).and_then(|laid| laid.own.as_ref()) {
                    own.tell(Vector::new(bounds.x, bounds.y + px(placed.y)), operation);
                }
            }
        }
        if let Some(offers) = state.offers_at() {
            state.offers.tell(Vector::new(bounds.x + offers.x, bounds.y + offers.y), operation);
        }
        operation.focusable(self.id.as_ref(), bounds, state);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        match event {
            Event::Window(window::Event::RedrawRequested(_)) => {
                self.want(state, shell);
                let over = cursor.position_in(bounds).and_then(|point| state.offer(point));
                if let Some(due) = state.offers.rest(over, std::time::Instant::now()) {
                    shell.request_redraw_at(due);
                }
                // Rows may have moved under a pointer that did not.
                self.hover(state, cursor.position_in(bounds), bounds.width);
            }
            Event::Mouse(event) => self.on_mouse(state, event, bounds, cursor, shell),
            Event::Touch(event) => self.on_touch(state, *event, bounds, shell),
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. })
                if (opens_menu(key, *modifiers) || (*key == KeyPressed::Named(Named::Enter) && modifiers.alt()))
                    && !shell.is_event_captured() =>
            {
                // For the message that was picked by keyboard, wherever the focus is.
                let picked = self.content.picked().and_then(|picked| self.content.rows().find(picked));
                if let Some(placed) = state.placed.iter().find(|placed| Some(placed.row) == picked) {
                    let at = Point::new(bounds.x + text_left(bounds.width), bounds.y + px(placed.y.max(0.0)));
                    let at = Rectangle::new(at, Size::new(0.0, px(placed.height)));
                    self.act(Action::Menu(placed.row, at), shell);
                    shell.capture_event();
                }
            }
            Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => state.gesture.shift = modifiers.shift(),
            Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, text, .. })
                if state.focused && !shell.is_event_captured() =>
            {
                let command = modifiers.command();
                let action = match key {
                    KeyPressed::Named(Named::ArrowUp) => Some(Action::Move(-STEP)),
                    KeyPressed::Named(Named::ArrowDown) => Some(Action::Move(STEP)),
                    KeyPressed::Named(Named::Home) => Some(Action::GoToPart(0.0)),
                    KeyPressed::Named(Named::End) => Some(Action::Follow),
                    _ if command => match key.to_latin(*physical_key) {
                        Some('a') => Some(Action::SelectAll),
                        Some('c') => Some(Action::Copy),
                        _ => None,
                    },
                    _ => text
                        .as_ref()
                        .filter(|text| !modifiers.alt() && !text.chars().any(char::is_control))
                        .map(|text| Action::Type(text.to_string())),
                };
                if let Some(action) = action {
                    shell.publish((self.on_action)(action));
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        // Whole pixels: of what ends within one, the renderer leaves a trace when it draws only a part anew.
        let Some(clip) = layout.bounds().intersection(viewport).map(pixels_within) else { return };
        self.draw_list(state, renderer, theme, layout.bounds(), clip, cursor);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Rectangle,
        _: &Renderer,
    ) -> mouse::Interaction {
        let state = tree.state.downcast_ref::<State>();
        match cursor.position_in(layout.bounds()) {
            None => mouse::Interaction::default(),
            Some(point) if point.x > layout.bounds().width - scroll_bar::WIDTH => mouse::Interaction::default(),
            Some(_) if state.over_link => mouse::Interaction::Pointer,
            Some(point) if point.x >= text_left(layout.bounds().width) - 8.0 => mouse::Interaction::Text,
            Some(_) => mouse::Interaction::default(),
        }
    }
}

impl<Message> List<'_, Message> {
    /// Asks for what is in view and not at hand.
    fn want(&self, state: &State, shell: &mut Shell<'_, Message>) {
        let (Some(first), Some(last)) = (state.placed.first(), state.placed.last()) else { return };
        // A little beyond what is seen, so that it is there when it is.
        let around = first.row.saturating_sub(20)..=last.row + 20;
        if let Some(range) = self.content.wants(*around.start(), *around.end()) {
            shell.publish((self.on_action)(Action::Want(range)));
        }
    }

    fn act(&self, action: Action, shell: &mut Shell<'_, Message>) {
        shell.publish((self.on_action)(action));
        shell.request_redraw();
    }
}

impl<'a, Message: 'a> From<List<'a, Message>> for Element<'a, Message> {
    fn from(list: List<'a, Message>) -> Self {
        Self::new(list)
    }
}
