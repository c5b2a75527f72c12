//! The scrollback list: lays out and draws what is in view, however long the log is, and turns wheel, pointer and keys
//! into what can be done to it. What it knows is in `app::scrollback`.

mod bar;
mod draw;
mod paint;

use std::collections::HashMap;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, operation, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::keyboard::{self, Key as KeyPressed, key::Named};
use iced::widget::Id;
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Vector, window};

use crate::app::clock::Face;
use crate::app::scrollback::{Action, Grain, Placed, Scrollback, Spot};
use crate::app::theme::{Element, PLAIN, Theme};
use crate::guest::OwnState;
use bar::Bar;
use paint::{Key, Laid, Press, Setting};

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
    face: Face,
    now: u64,
    theme: Theme,
    id: Option<Id>,
    on_action: Box<dyn Fn(Action) -> Message + 'a>,
}

/// Shows a scrollback, its times as this clock shows them.
pub fn scrollback<'a, Message>(
    content: &'a Scrollback,
    face: Face,
    now: u64,
    theme: Theme,
    on_action: impl Fn(Action) -> Message + 'a,
) -> List<'a, Message> {
    List { content, face, now, theme, id: None, on_action: Box::new(on_action) }
}

impl<Message> List<'_, Message> {
    /// By what it is found.
    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// What of a row depends on those before it.
    fn setting(&self, at: u64, floor: u64) -> Setting {
        let rows = self.content.rows();
        let Some(row) = rows.get(at).filter(|row| row.is_seen()) else { return Setting::default() };
        let mark = self.content.mark().is_some_and(|mark| mark == at);
        let time = || Some(self.face.time(row.at));
        let day = || Some(self.face.day(row.at, self.now));
        let first = at <= floor;
        let Some(before) = rows.seen_before(at).filter(|_| !first) else {
            return Setting { day: day(), mark, apart: true, time: time() };
        };
        if !self.face.same_day(before.at, row.at) {
            return Setting { day: day(), mark, apart: true, time: time() };
        }
        let goes_on = before.is_said()
            && row.is_said()
            && before.by.as_ref().map(|by| by.who) == row.by.as_ref().map(|by| by.who)
            && row.at.saturating_sub(before.at) < APART
            && !mark;
        let notes = !before.is_said() && !row.is_said() && !mark;
        Setting { day: None, mark, apart: !goes_on && !notes, time: if goes_on { None } else { time() } }
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
        let laid = if row.is_seen() { Laid::new(row, key, &self.theme) } else { Laid::nothing(key) };
        let height = laid.height;
        state.laid.insert(at, laid);
        Some(height)
    }
}

/// What the list remembers between frames.
#[derive(Default)]
struct State {
    laid: HashMap<u64, Laid>,
    placed: Vec<Placed>,
    size: Size,
    theme: &'static str,
    focused: bool,
    bar: Bar,
    hovered: Option<u64>,
    /// The time of the row that the pointer is on, and all of it where the pointer is on the time. They are drawn after
    /// the frame was put together, so they are kept here.
    told: Option<(Paragraph, Option<Paragraph>)>,
    over_link: bool,
    selecting: bool,
    /// What was pressed, until the button is let go.
    pressed: Option<Press>,
    last_click: Option<mouse::Click>,
    shift: bool,
    touched: Option<Point>,
}

impl State {
    /// The row at a point of the list, and the point within it.
    fn row_at(&self, point: Point) -> Option<(u64, Point)> {
        let y = f64::from(point.y);
        let placed = self.placed.iter().find(|placed| y < placed.y + placed.height).or_else(|| self.placed.last())?;
        Some((placed.row, Point::new(point.x, (y - placed.y) as f32)))
    }

    fn spot(&self, point: Point) -> Option<Spot> {
        let (row, within) = self.row_at(point)?;
        let offset = self.laid.get(&row).map_or(0, |laid| laid.hit(within));
        Some(Spot { row, offset })
    }

    fn press(&self, point: Point) -> Option<Press> {
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
        if state.laid.len() > LAID
            && let (Some(first), Some(last)) = (placed.first(), placed.last())
        {
            let near = first.row.saturating_sub(LAID as u64 / 4)..=last.row + LAID as u64 / 4;
            state.laid.retain(|row, _| near.contains(row));
        }
        state.placed = placed;
        layout::Node::new(size)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let bounds = layout.bounds();
        let state = tree.state.downcast_mut::<State>();
        operation.container(self.id.as_ref(), bounds);
        for placed in &state.placed {
            if let Some(row) = self.content.rows().get(placed.row).filter(|row| row.is_seen()) {
                let at = Point::new(bounds.x, bounds.y + placed.y as f32);
                let row_bounds = Rectangle::new(at, Size::new(bounds.width, placed.height as f32));
                let seen = row_bounds.intersection(&bounds).unwrap_or(row_bounds);
                if let Some((_, words)) = row.answers.as_ref().and_then(|quote| quote.words.as_ref()) {
                    operation.text(None, seen, &format!("↪ {words}"));
                }
                operation.text(None, seen, &row.text());
                for (sign, count) in row.signs.counted() {
                    operation.text(None, seen, &format!("{sign} {count}"));
                }
                match &row.own {
                    Some(OwnState::Sending) => operation.text(None, seen, "sending"),
                    Some(OwnState::Refused { .. }) => operation.text(None, seen, "refused"),
                    _ => {}
                }
            }
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
            Event::Window(window::Event::RedrawRequested(_)) => self.want(state, shell),
            Event::Mouse(event) => self.on_mouse(state, event, bounds, cursor, shell),
            Event::Touch(event) => self.on_touch(state, *event, bounds, shell),
            Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => state.shift = modifiers.shift(),
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
        let Some(clip) = layout.bounds().intersection(viewport) else { return };
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
            Some(point) if point.x > layout.bounds().width - bar::WIDTH => mouse::Interaction::default(),
            Some(_) if state.over_link => mouse::Interaction::Pointer,
            Some(point) if point.x >= paint::TEXT_LEFT - 8.0 => mouse::Interaction::Text,
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

    fn on_mouse(
        &self,
        state: &mut State,
        event: &mouse::Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
    ) {
        let over = cursor.position_in(bounds).filter(|_| !shell.is_event_captured());
        match event {
            mouse::Event::WheelScrolled { delta } if over.is_some() => {
                let by = match delta {
                    mouse::ScrollDelta::Lines { y, .. } => -y * NOTCH,
                    mouse::ScrollDelta::Pixels { y, .. } => -y,
                };
                self.act(Action::Move(by), shell);
                shell.capture_event();
            }
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                let Some(point) = over else {
                    state.focused = false;
                    return;
                };
                shell.capture_event();
                if let Some(part) = state.bar.press(point, bounds.size(), &self.content.standing()) {
                    if let Some(part) = part {
                        self.act(Action::GoToPart(part), shell);
                    }
                    return;
                }
                state.focused = true;
                state.pressed = state.press(point);
                let click = mouse::Click::new(point, mouse::Button::Left, state.last_click);
                state.last_click = Some(click);
                let Some(spot) = state.spot(point) else { return };
                state.selecting = true;
                let grain = match click.kind() {
                    mouse::click::Kind::Single => Grain::Char,
                    mouse::click::Kind::Double => Grain::Word,
                    mouse::click::Kind::Triple => Grain::Row,
                };
                let goes_on = state.shift && grain == Grain::Char && self.content.selection().is_some();
                self.act(if goes_on { Action::Extend(spot) } else { Action::Select(spot, grain) }, shell);
            }
            mouse::Event::ButtonPressed(mouse::Button::Right) => {
                if let Some((row, _)) = over.and_then(|point| state.row_at(point)) {
                    self.act(Action::Pick(row), shell);
                    shell.capture_event();
                }
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                state.selecting = false;
                state.bar.release();
                if let Some(press) = state.pressed.take()
                    && let Some(point) = over
                    && state.press(point).as_ref() == Some(&press)
                    && let Some((row, _)) = state.row_at(point)
                    && let Some(row) = self.content.rows().get(row)
                {
                    self.act(
                        match press {
                            Press::Link(link) => Action::Open(link),
                            Press::Quote(of) => Action::Answered(of),
                            Press::Sign(sign) => Action::Sign(row.id, sign),
                        },
                        shell,
                    );
                }
            }
            mouse::Event::CursorMoved { .. } => {
                if let Some(point) = cursor.position() {
                    let point = point - Vector::new(bounds.x, bounds.y);
                    if let Some(part) = state.bar.drag(point, bounds.size(), &self.content.standing()) {
                        self.act(Action::GoToPart(part), shell);
                        return;
                    }
                    if state.selecting {
                        self.select_to(state, point, bounds.height, shell);
                    }
                }
                let hovered = over.and_then(|point| state.row_at(point)).map(|(row, _)| row);
                let over_link = over.is_some_and(|point| state.press(point).is_some());
                let over_bar = over.is_some_and(|point| point.x > bounds.width - bar::WIDTH);
                let same = (hovered, over_link, over_bar) == (state.hovered, state.over_link, state.bar.over);
                // The time of a row is told in full while the pointer is on it.
                if !same || over.is_some_and(|point| point.x < paint::TEXT_LEFT) {
                    shell.request_redraw();
                }
                (state.hovered, state.over_link, state.bar.over) = (hovered, over_link, over_bar);
                let on_time = over.is_some_and(|point| point.x < paint::TEXT_LEFT);
                state.told =
                    hovered.and_then(|row| self.content.rows().get(row)).filter(|row| row.is_seen()).map(|row| {
                        let small = |words: &str, size| paint::paragraph(words, size, 20.0, PLAIN, f32::INFINITY);
                        let full = on_time.then(|| small(&self.face.full(row.at), 12.0));
                        (small(&self.face.time(row.at), 11.5), full)
                    });
            }
            mouse::Event::CursorLeft if state.hovered.take().is_some() => shell.request_redraw(),
            _ => {}
        }
    }

    /// Goes on selecting to a point, and scrolls where that lies beyond an edge.
    fn select_to(&self, state: &mut State, point: Point, height: f32, shell: &mut Shell<'_, Message>) {
        if point.y < 0.0 {
            self.act(Action::Move(point.y.max(-STEP)), shell);
        } else if point.y > height {
            self.act(Action::Move((point.y - height).min(STEP)), shell);
        }
        let within = Point::new(point.x, point.y.clamp(0.0, height - 1.0));
        if let Some(spot) = state.spot(within) {
            if self.content.selection().is_some_and(|selection| selection.ends() != (spot, spot)) {
                // It was a selection, not a press of what lies under it.
                state.pressed = None;
            }
            self.act(Action::Extend(spot), shell);
        }
    }

    fn on_touch(
        &self,
        state: &mut State,
        event: iced::touch::Event,
        bounds: Rectangle,
        shell: &mut Shell<'_, Message>,
    ) {
        use iced::touch::Event::{FingerLifted, FingerLost, FingerMoved, FingerPressed};
        match event {
            FingerPressed { position, .. } => state.touched = bounds.contains(position).then_some(position),
            FingerMoved { position, .. } => {
                if let Some(before) = state.touched {
                    state.touched = Some(position);
                    self.act(Action::Move(before.y - position.y), shell);
                }
            }
            FingerLifted { .. } | FingerLost { .. } => state.touched = None,
        }
    }
}

impl<'a, Message: 'a> From<List<'a, Message>> for Element<'a, Message> {
    fn from(list: List<'a, Message>) -> Self {
        Self::new(list)
    }
}
