//! What the pointer and fingers do to the list.

use iced::advanced::{Shell, mouse};
use iced::{Point, Rectangle, Size, Vector};

use super::hover_bar::{HoverAction, HoverBar};
use super::keys::STEP;
use super::laid_row::Press;
use super::state::State;
use super::typeset::{paragraph, text_left};
use super::{List, NOTCH, scroll_bar};
use crate::app::scrollback::{Action, Grain};
use crate::app::theme::PLAIN;
use crate::room::EventId;

impl<Message> List<'_, Message> {
    pub(super) fn on_mouse(
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
                state.gesture.pressed = self.pressed(state, point);
                if matches!(state.gesture.pressed, Some((_, Press::HoverAction(_)))) {
                    return;
                }
                let click = mouse::Click::new(point, mouse::Button::Left, state.gesture.last_click);
                state.gesture.last_click = Some(click);
                let Some(spot) = state.spot(point) else { return };
                state.gesture.selecting = true;
                let grain = match click.kind() {
                    mouse::click::Kind::Single => Grain::Char,
                    mouse::click::Kind::Double => Grain::Word,
                    mouse::click::Kind::Triple => Grain::Row,
                };
                let goes_on = state.gesture.shift && grain == Grain::Char && self.content.selection().is_some();
                self.act(if goes_on { Action::Extend(spot) } else { Action::Select(spot, grain) }, shell);
            }
            mouse::Event::ButtonPressed(mouse::Button::Right) => {
                if let Some(((row, _), at)) = over.and_then(|point| state.row_at(point)).zip(cursor.position()) {
                    self.act(Action::Menu(row, Rectangle::new(at, Size::ZERO)), shell);
                    shell.capture_event();
                }
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                let selected = self.content.selection().is_some_and(|selection| !selection.is_empty());
                if std::mem::take(&mut state.gesture.selecting) && selected {
                    shell.publish((self.on_action)(Action::Selected));
                }
                state.bar.release();
                // The list may have moved meanwhile: what lies under the pointer by now must be what was pressed.
                if let Some(pressed) = state.gesture.pressed.take()
                    && over.and_then(|point| self.pressed(state, point)).as_ref() == Some(&pressed)
                    && let Some(action) = self.pressed_to(state, pressed, bounds)
                {
                    self.act(action, shell);
                }
            }
            mouse::Event::CursorMoved { .. } => {
                if let Some(point) = cursor.position() {
                    let point = point - Vector::new(bounds.x, bounds.y);
                    if let Some(part) = state.bar.drag(point, bounds.size(), &self.content.standing()) {
                        self.act(Action::GoToPart(part), shell);
                        return;
                    }
                    if state.gesture.selecting {
                        self.select_to(state, point, bounds.height, shell);
                    }
                }
                if self.hover(state, over, bounds.width) {
                    shell.request_redraw();
                }
            }
            mouse::Event::CursorLeft if self.hover(state, None, bounds.width) => shell.request_redraw(),
            _ => {}
        }
    }

    /// What can be pressed at a point of the list, and of which message.
    fn pressed(&self, state: &State, point: Point) -> Option<(EventId, Press)> {
        let press = state.press(point)?;
        let row = match press {
            Press::HoverAction(_) => state.offered_for?,
            _ => state.row_at(point)?.0,
        };
        Some((self.content.rows().get(row)?.id, press))
    }

    /// The pointer is over this point of the list, or elsewhere. Whether that is to be seen.
    pub(super) fn hover(&self, state: &mut State, over: Option<Point>, width: f32) -> bool {
        let offers = state.offers_at();
        // What is offered for a message may stand over another.
        let on_offers = offers.zip(over).is_some_and(|(offers, point)| offers.contains(point));
        let hovered = match over.and_then(|point| state.row_at(point)) {
            Some(_) if on_offers => state.hovered,
            row => row.map(|(row, _)| row),
        };
        let before = (state.hovered, state.over_link, state.bar.over, state.over_offer, state.offered_for);
        let stands = state.offered_for.is_none() || state.offers.of == self.offered;
        if state.hovered != hovered || state.offered_for.is_some() != self.can_offer(hovered) || !stands {
            state.offered_for = hovered.filter(|_| self.can_offer(hovered));
            state.offers = state.offered_for.map(|_| HoverBar::new(&self.offered)).unwrap_or_default();
        }
        state.hovered = hovered;
        state.over_link = over.is_some_and(|point| state.press(point).is_some());
        state.over_offer = over.and_then(|point| state.offer(point));
        state.bar.over = over.is_some_and(|point| point.x > width - scroll_bar::WIDTH);
        // Beside the avatar, not on it: that is pressed to see who it is.
        let on_time = over.is_some_and(|point| point.x < text_left(width)) && !state.over_link;
        state.told = hovered.and_then(|row| self.content.rows().get(row)).filter(|row| row.is_seen()).map(|row| {
            let small = |words: &str, size| paragraph(words, size, 20.0, PLAIN, f32::INFINITY);
            let full = on_time.then(|| small(&self.times.full(row.at), 12.0));
            (small(&self.times.time(row.at), 12.0), full)
        });
        // The time of a row is told in full while the pointer is on it.
        on_time || before != (state.hovered, state.over_link, state.bar.over, state.over_offer, state.offered_for)
    }

    /// Whether something is offered for a row.
    fn can_offer(&self, row: Option<u64>) -> bool {
        let row = row.and_then(|row| self.content.rows().get(row));
        !self.offered.is_empty() && row.is_some_and(|row| row.is_said() && row.is_seen() && row.own.is_none())
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
                state.gesture.pressed = None;
            }
            self.act(Action::Extend(spot), shell);
        }
    }

    pub(super) fn on_touch(
        &self,
        state: &mut State,
        event: iced::touch::Event,
        bounds: Rectangle,
        shell: &mut Shell<'_, Message>,
    ) {
        use iced::touch::Event::{FingerLifted, FingerLost, FingerMoved, FingerPressed};
        match event {
            FingerPressed { position, .. } => state.gesture.touched = bounds.contains(position).then_some(position),
            FingerMoved { position, .. } => {
                if let Some(before) = state.gesture.touched {
                    state.gesture.touched = Some(position);
                    self.act(Action::Move(before.y - position.y), shell);
                }
            }
            FingerLifted { .. } | FingerLost { .. } => state.gesture.touched = None,
        }
    }
}

impl<Message> List<'_, Message> {
    /// What comes of pressing something of a message.
    fn pressed_to(&self, state: &State, (of, press): (EventId, Press), bounds: Rectangle) -> Option<Action> {
        let row = || self.content.rows().find(of).or(state.offered_for);
        let place = |row| state.place_of(&press, row).map(|place| place + Vector::new(bounds.x, bounds.y));
        Some(match press.clone() {
            Press::Link(link) => Action::Open(link),
            Press::Quote(answered) => Action::Answered(answered),
            Press::Sign(sign) => Action::Sign(of, sign),
            Press::Own(again) => Action::Own(of, again),
            Press::Fold => Action::Fold(row()?),
            Press::Person => Action::Person(row()?, place(row()?)?),
            Press::HoverAction(HoverAction::React) => Action::React(state.offered_for?, place(row()?)?),
            Press::HoverAction(HoverAction::Reply) => Action::Answer(state.offered_for?),
            Press::HoverAction(HoverAction::More) => Action::Menu(state.offered_for?, place(row()?)?),
        })
    }
}
