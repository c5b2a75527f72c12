//! Moving the focus, and scrolling to where it went: whatever gets the focus is seen.

use iced::advanced::widget::operate;
use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, Scrollable};
use iced::widget::{Id, operation};
use iced::{Rectangle, Task, Vector};

/// How far from the edge of what is scrolled it stands at least: below a field stands what is wrong with it.
const MARGIN: f32 = 28.0;

/// What has this id gets the focus, and is seen.
pub fn focus<Message: Send + 'static>(id: impl Into<Id>) -> Task<Message> {
    look_for(Wanted::Focus(id.into()))
}

/// The same, and what is said of it is seen, too, as far as there is room for both.
pub fn focus_with<Message: Send + 'static>(id: impl Into<Id>, said: impl Into<Id>) -> Task<Message> {
    // The focus moves at once: whatever is typed next is meant for it.
    focus(id).chain(reveal(said)).chain(look_for(Wanted::Focused))
}

/// What comes next gets the focus, and is seen.
pub fn focus_next<Message: Send + 'static>() -> Task<Message> {
    operation::focus_next().chain(look_for(Wanted::Focused))
}

/// What came before gets the focus, and is seen.
pub fn focus_previous<Message: Send + 'static>() -> Task<Message> {
    operation::focus_previous().chain(look_for(Wanted::Focused))
}

/// What has this id is scrolled to, wherever the focus is.
pub fn reveal<Message: Send + 'static>(id: impl Into<Id>) -> Task<Message> {
    look_for(Wanted::Called(id.into()))
}

/// What comes next of these gets the focus; the first, where none of them has it.
pub fn focus_around<Message: Send + 'static>(ids: &[&'static str]) -> Task<Message> {
    let ids = ids.iter().map(|id| Id::new(id)).collect();
    operate::<()>(Around { ids, focused: None }).discard()
}

/// Looks for which of these has the focus.
struct Around {
    ids: Vec<Id>,
    focused: Option<usize>,
}

impl Operation for Around {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn focusable(&mut self, id: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused = id.and_then(|id| self.ids.iter().position(|known| known == id)).or(self.focused);
        }
    }

    fn finish(&self) -> Outcome<()> {
        let next = self.focused.map_or(0, |at| (at + 1) % self.ids.len().max(1));
        match self.ids.get(next) {
            Some(id) => Outcome::Chain(Box::new(Search::of(Wanted::Focus(id.clone())))),
            None => Outcome::None,
        }
    }
}

fn look_for<Message: Send + 'static>(wanted: Wanted) -> Task<Message> {
    operate::<()>(Search::of(wanted)).discard()
}

/// What is to be seen.
enum Wanted {
    /// What has the focus.
    Focused,
    /// What has this id, and gets the focus.
    Focus(Id),
    /// What has this id.
    Called(Id),
}

/// Something that can be scrolled, on the way to what is wanted.
#[derive(Clone, Copy)]
struct Scrolled {
    /// Which it is of all there are.
    number: usize,
    frame: Rectangle,
    content: Rectangle,
    offset: f32,
}

/// Looks for what is wanted, and remembers what it stands in.
struct Search {
    wanted: Wanted,
    /// How many that can be scrolled were met.
    passed: usize,
    /// The one whose content comes next.
    entering: Option<Scrolled>,
    within: Vec<Scrolled>,
    found: Option<(Rectangle, Vec<Scrolled>)>,
}

impl Search {
    const fn of(wanted: Wanted) -> Self {
        Self { wanted, passed: 0, entering: None, within: Vec::new(), found: None }
    }

    fn find(&mut self, bounds: Rectangle) {
        self.found = Some((bounds, self.within.clone()));
    }
}

impl Operation for Search {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let entered = self.entering.take();
        self.within.extend(entered);
        operate(self);
        if entered.is_some() {
            self.within.pop();
        }
    }

    fn scrollable(
        &mut self,
        _: Option<&Id>,
        frame: Rectangle,
        content: Rectangle,
        translation: Vector,
        _: &mut dyn Scrollable,
    ) {
        self.entering = Some(Scrolled { number: self.passed, frame, content, offset: translation.y });
        self.passed += 1;
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        if matches!(&self.wanted, Wanted::Called(wanted) if id == Some(wanted)) {
            self.find(bounds);
        }
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        match &self.wanted {
            Wanted::Focus(wanted) if id == Some(wanted) => {
                state.focus();
                self.find(bounds);
            }
            Wanted::Focus(_) => state.unfocus(),
            Wanted::Focused if state.is_focused() => self.find(bounds),
            Wanted::Focused | Wanted::Called(_) => {}
        }
    }

    fn finish(&self) -> Outcome<()> {
        let Some((bounds, within)) = &self.found else { return Outcome::None };
        let mut bounds = *bounds;
        let mut offsets = Vec::new();
        for scrolled in within.iter().rev() {
            let offset = scrolled.offset_for(bounds);
            if (offset - scrolled.offset).abs() >= 1.0 {
                offsets.push((scrolled.number, offset));
            }
            // Whatever it stands in sees it where it is then.
            bounds.y -= offset;
        }
        if offsets.is_empty() { Outcome::None } else { Outcome::Chain(Box::new(ScrollTo { passed: 0, offsets })) }
    }
}

impl Scrolled {
    /// How far this has to be scrolled for it to be seen, and no farther. Where it is too high, its beginning counts.
    fn offset_for(&self, bounds: Rectangle) -> f32 {
        let top = bounds.y - self.frame.y - MARGIN;
        let bottom = bounds.y + bounds.height - self.frame.y + MARGIN;
        let most = (self.content.height - self.frame.height).max(0.0);
        self.offset.max(bottom - self.frame.height).min(top).clamp(0.0, most)
    }
}

/// Scrolls each of these to where it is to be.
struct ScrollTo {
    passed: usize,
    offsets: Vec<(usize, f32)>,
}

impl Operation for ScrollTo {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn scrollable(&mut self, _: Option<&Id>, _: Rectangle, _: Rectangle, _: Vector, state: &mut dyn Scrollable) {
        let number = self.passed;
        self.passed += 1;
        if let Some((_, offset)) = self.offsets.iter().find(|(wanted, _)| *wanted == number) {
            state.scroll_to(AbsoluteOffset { x: None, y: Some(*offset) });
        }
    }
}
