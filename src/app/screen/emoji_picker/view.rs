//! What is seen of the picker: the field, the groups, the cells, and at the foot what is chosen and the tones of skin.

use iced::alignment::Horizontal;
use iced::keyboard::key::Named;
use iced::widget::scrollable::{Direction, Scrollbar};
use iced::widget::{Id, column, container, row, scrollable, space, text, text_input};
use iced::{Alignment, Length, Padding, Pixels};

use super::{EmojiPicker, FIELD, FRAME, GRID, Message};
use crate::app::emoji::sheet::Step;
use crate::app::emoji::{Group, Tone};
use crate::app::screen::parts::hint;
use crate::app::texts::emoji as texts;
use crate::app::theme::{Element, Field, Ground, ICONS, Icon, Ink, MEDIUM};
use crate::app::widget::{
    Kind, Pressable, arrows, emoji, emoji_grid, icon_button, steady_caret_line, swatch, tipped, truncated,
};

/// How wide it is.
const WIDTH: f32 = 350.0;
/// How far what stands in it is from its edge.
const EDGE: f32 = 13.0;
/// How high everything in it is but the cells.
const AROUND: f32 = 142.0;
/// The least of the cells that is seen in a low window.
const LEAST: f32 = 72.0;
/// How many rows the keys for pages lead.
const PAGE: usize = 7;

impl EmojiPicker {
    /// What is seen, in a window of this height.
    pub fn view(&self, height: f32) -> Element<'_, Message> {
        let frame = (height - AROUND - 16.0).clamp(LEAST, FRAME);
        let foot = container(self.view_foot()).padding([0.0, EDGE]).height(48).align_y(Alignment::Center);
        let content = column![
            container(self.view_field()).padding(Padding::from([8.0, EDGE]).top(12)),
            container(self.view_groups()).center_x(Length::Fill).height(36),
            line(),
            self.view_cells(frame),
            line(),
            foot,
        ];
        arrows(container(content.width(WIDTH)).class(Ground::Popover), step)
    }

    fn view_field(&self) -> Element<'_, Message> {
        let icon = text_input::Icon {
            font: ICONS,
            code_point: Icon::Search.glyph().chars().next().unwrap_or(' '),
            size: Some(Pixels(16.0)),
            spacing: 8.0,
            side: text_input::Side::Left,
        };
        let field = text_input(&hint(texts::SEARCH), &self.words)
            .id(Id::new(FIELD))
            .icon(icon)
            .on_input(Message::Search)
            .on_submit(Message::Take)
            .padding([8, 10])
            .size(14)
            .line_height(text::LineHeight::Absolute(20.into()))
            .class(Field::Raised);
        steady_caret_line(field)
    }

    fn view_groups(&self) -> Element<'_, Message> {
        // None of them is shown alone while something is looked for; each leads back.
        let shown = (!self.is_searching()).then(|| self.sheet.section_at(self.offset));
        let groups = Group::ALL.iter().map(|group| (group.icon(), group.title()));
        let all = std::iter::once((Icon::Clock, texts::RECENT)).chain(groups).enumerate();
        let buttons = all.map(|(at, (icon, name))| {
            let kind = if Some(at) == shown { Kind::IconOn } else { Kind::Icon };
            tipped(icon_button(icon, name, Some(Message::Section(at))).kind(kind), name, "")
        });
        // In a window that is narrower than the picker, they scroll.
        scrollable(row(buttons).spacing(1.4)).direction(Direction::Horizontal(Scrollbar::hidden())).into()
    }

    fn view_cells(&self, frame: f32) -> Element<'_, Message> {
        if self.sheet.is_empty() {
            return container(text(texts::NOTHING).class(Ink::Soft)).center_x(Length::Fill).center_y(frame).into();
        }
        let cells = emoji_grid(&self.sheet, Some(self.chosen), Message::Point, Message::Pick);
        let bar = Scrollbar::new().width(6).scroller_width(6).margin(3);
        scrollable(container(cells).padding([0.0, EDGE]).width(Length::Fill))
            .id(Id::new(GRID))
            .direction(Direction::Vertical(bar))
            .on_scroll(|seen| Message::Scrolled(seen.absolute_offset().y, seen.bounds().height))
            .height(frame)
            .into()
    }

    fn view_foot(&self) -> Element<'_, Message> {
        let chosen: Element<'_, Message> = match self.chosen() {
            Some(one) => {
                let code = one.shortcode().map(|code| truncated(texts::code(code)).class(Ink::Soft).size(13.0));
                row![emoji(one.sign(), 22.0), truncated(one.title()).font(MEDIUM)]
                    .push(code)
                    .spacing(8)
                    .align_y(Alignment::Center)
                    .into()
            }
            None => space().into(),
        };
        let tones = Tone::ALL.into_iter().zip(texts::SKIN_TONES).map(|(tone, name)| {
            let spot = container(swatch(tone.color(), tone == self.habits.tone)).center(Length::Fill);
            let spot = Pressable::new(spot, Some(Message::Tone(tone))).kind(Kind::Bare).padding(0);
            spot.width(24).height(28).named(name).into()
        });
        let tones = tipped(row(tones), texts::SKIN_TONE, "");
        row![container(chosen).width(Length::Fill).clip(true).align_x(Horizontal::Left), tones]
            .spacing(8)
            .align_y(Alignment::Center)
            .into()
    }
}

/// What the keys do that lead through the cells.
const fn step(key: Named) -> Option<Message> {
    Some(Message::Step(match key {
        Named::ArrowLeft => Step::Left,
        Named::ArrowRight => Step::Right,
        Named::ArrowUp => Step::Up(1),
        Named::ArrowDown => Step::Down(1),
        Named::PageUp => Step::Up(PAGE),
        Named::PageDown => Step::Down(PAGE),
        _ => return None,
    }))
}

fn line<'a>() -> Element<'a, Message> {
    container(space().width(Length::Fill).height(1)).class(Ground::Line).into()
}
