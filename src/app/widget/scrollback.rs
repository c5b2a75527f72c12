//! The scrollback list: lays out and draws what is in view, however long the log is, and turns wheel, pointer and keys
//! into what can be done to it. What it knows is in `app::scrollback`.

mod draw;
mod hover_bar;
mod keys;
mod laid_row;
mod laying;
mod own_state;
mod pieces;
mod pointer;
mod quote_and_signs;
mod scroll_bar;
mod shifts;
mod state;
mod typeset;

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::widget::Id;
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Vector, window};

use crate::app::clock::TimeFormat;
use crate::app::convert::{count, px};
use crate::app::scrollback::{Action, Fold, Scrollback};
use crate::app::texts::list as texts;
use crate::app::theme::{Element, MEDIUM, Theme};
use crate::guest::OwnState;
use crate::settings::{Moves, Spacing};
pub use hover_bar::HoverAction;
use laid_row::is_on_its_way;
use state::State;
use typeset::text_left;

/// How far one notch of a wheel goes.
const NOTCH: f32 = 60.0;
/// How many rows stay laid out: those in view, and some pages around them. One takes a tenth of a millisecond to lay out
/// anew, and twenty kilobytes while it stays.
const LAID: usize = 160;

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
}

/// The whole pixels within.
fn pixels_within(bounds: Rectangle) -> Rectangle {
    let (x, y) = (bounds.x.ceil(), bounds.y.ceil());
    let (right, bottom) = ((bounds.x + bounds.width).floor(), (bounds.y + bounds.height).floor());
    Rectangle { x, y, width: (right - x).max(0.0), height: (bottom - y).max(0.0) }
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
            Event::Keyboard(event) => self.on_key(state, event, bounds, shell),
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
