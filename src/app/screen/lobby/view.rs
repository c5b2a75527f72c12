//! What is seen of the lobby: the welcome, the name, and the two cards.

use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Alignment, Length, Padding, Size};

use super::{Asks, Lobby, Message, ON_THE_WAY, Side, host, join};
use crate::app::recent::Recent;
use crate::app::screen::parts::{
    NARROW, OneLine, heading, label, line, over, segmented_wide, sentence, spot, stacked, wide_press, wrong,
};
use crate::app::texts::lobby as texts;
use crate::app::theme::{Element, Field, Ground, Icon, Ink, MEDIUM, STRONG};
use crate::app::widget::{Kind, Pressable, avatar, glyph, glyph_in, icon_button, level, press, tipped};
use crate::room::PersonId;
use crate::settings::Settings;

/// How wide the cards are, and what is between them.
const JOIN: f32 = 500.0;
const HOST: f32 = 360.0;
const BETWEEN: f32 = 20.0;

/// How wide the field of the name is.
const NAME: f32 = 280.0;
const WELCOME: f32 = 400.0;

/// How high the welcome is, about: it stands in the middle of the window.
const WELCOME_HIGH: f32 = 400.0;

/// Both halves of a narrow lobby.
const SIDES: [(Side, &str); 2] = [(Side::Join, texts::JOIN), (Side::Host, texts::HOST)];

impl Lobby {
    /// What is seen in a window of this size.
    pub fn view<'a>(
        &'a self,
        recent: &'a [Recent],
        settings: &'a Settings,
        now: u64,
        Size { width, height }: Size,
    ) -> Element<'a, Message> {
        if let Some(doctor) = &self.doctor {
            return doctor.view(width).map(Message::Doctor);
        }
        let page = if self.welcomes {
            self.view_welcome(settings, height)
        } else {
            self.view_cards(recent, settings, now, width)
        };
        let page = scrollable(page).width(Length::Fill).height(Length::Fill);
        let titled = |to: &str| {
            let known = recent.iter().find(|recent| recent.to.as_deref() == Some(to));
            let of_recent = known.map(|recent| recent.title.as_str());
            of_recent.or_else(|| self.join.found_title(&self.found))
        };
        let (question, width) = match &self.asks {
            None => (None, 0.0),
            Some(Asks::Key(question)) => (Some(question.view(titled(&question.to())).map(Message::Question)), 520.0),
            Some(Asks::Password(question)) => {
                (Some(question.view(titled(&question.text)).map(Message::Password)), 420.0)
            }
        };
        over(page, question, width)
    }

    /// What whoever is here for the first time sees: their name comes first.
    fn view_welcome<'a>(&'a self, settings: &Settings, height: f32) -> Element<'a, Message> {
        let sign: Element<'_, Message> = if self.name.trim().is_empty() {
            container(glyph_in(Icon::User, 28.0, Ink::Soft)).class(Ground::Nobody).center(72).into()
        } else {
            avatar(Some(ME), &self.name, 72.0).into()
        };
        let centred = |words| text(words).line_height(text::LineHeight::Absolute(20.into())).center().class(Ink::Soft);
        let title = text(texts::WELCOME).size(24).line_height(text::LineHeight::Absolute(32.into())).font(STRONG);
        let head =
            column![title.class(Ink::Plain), centred(texts::WELCOME_MEANS)].spacing(4).align_x(Alignment::Center);
        let stays = || text(texts::NAME_STAYS).size(12).line_height(text::LineHeight::Absolute(18.into()));
        let below = self.name_trouble().map_or_else(|| stays().class(Ink::Faint).into(), wrong);
        let name = column![label(texts::CALL_YOU), self.view_field(texts::YOUR_NAME), below].spacing(6);
        let go_on = wide_press(texts::CONTINUE, self.name().is_ok().then_some(Message::Next));
        let go_on = go_on.kind(Kind::Primary).id("continue");
        let larger: Option<Element<'_, Message>> = settings.text_size.larger().map(|_| {
            let words = row![glyph(Icon::Accessibility), text(texts::LARGER).size(13).font(MEDIUM)].spacing(8);
            Pressable::new(words.align_y(Alignment::Center), Some(Message::Larger)).kind(Kind::Quiet).into()
        });
        let parts = [self.view_notices(), Some(name.into()), Some(go_on.into())];
        let form = container(stacked(parts, 20.0)).max_width(WELCOME).width(Length::Fill);
        let page = column![sign, head, form, larger.unwrap_or_else(|| space().into())].spacing(20);
        let page = page.align_x(Alignment::Center).width(Length::Fill);
        let above = ((height - WELCOME_HIGH) / 2.0).max(24.0);
        container(page).padding(Padding::from([above, 16.0]).bottom(24)).width(Length::Fill).into()
    }

    fn view_cards<'a>(
        &'a self,
        recent: &'a [Recent],
        settings: &'a Settings,
        now: u64,
        width: f32,
    ) -> Element<'a, Message> {
        let (narrow, free) = (width < NARROW, self.opening.is_none());
        let usual = width >= JOIN + BETWEEN + HOST + 2.0 * BETWEEN;
        let title = text(texts::PARLOR).size(24).line_height(text::LineHeight::Absolute(32.into())).font(STRONG);
        let gear: Element<'_, Message> = if narrow {
            tipped(icon_button(Icon::Settings, texts::SETTINGS, Some(Message::Settings)), texts::SETTINGS, "Ctrl+,")
        } else {
            let words = row![glyph(Icon::Settings), text(texts::SETTINGS).font(MEDIUM).class(Ink::Around)].spacing(8);
            let words = words.align_y(Alignment::Center);
            Pressable::new(words, Some(Message::Settings)).kind(Kind::Quiet).padding([6, 8]).into()
        };
        let top = row![title.class(Ink::Plain), space().width(Length::Fill), gear].align_y(Alignment::Center);
        let last = recent.iter().find(|recent| recent.to.is_none());
        let hosted = last.map(|last| last.title.as_str()).or(settings.last_house.as_deref());
        let last = hosted.map(|title| host::Card::view_last(last, title, now, free).map(Message::Host));
        let known = join::Known { found: &self.found, recent, now, name: self.name.trim(), free };
        let places = join::Card::view_places(&known).map(Message::Join);
        let join = self.join.view(free).map(Message::Join);
        let host = self.host.view(free).map(Message::Host);
        let join = Halves { body: places, foot: Some(stacked([Some(join), self.on_the_way(Side::Join)], 14.0)) };
        let host = Halves { body: stacked([Some(host), self.on_the_way(Side::Host)], 14.0), foot: last };
        let cards: Element<'_, Message> = if narrow {
            let shown = if self.side == Side::Join { join } else { host };
            column![segmented_wide(SIDES, self.side, Message::Show), shown.stacked()].spacing(16).into()
        } else {
            let looking = row![spot(Ground::Here), text(texts::LOOKING).size(13).class(Ink::Soft)].spacing(8);
            let head = row![heading(texts::JOIN), space().width(Length::Fill), looking.align_y(Alignment::Center)];
            let head = head.align_y(Alignment::Center);
            let join = Halves { body: column![head, join.body].spacing(8).into(), ..join };
            // Where there is less room than usual, the narrower card keeps more of it.
            let parts = if usual { [JOIN, HOST] } else { [JOIN, HOST + 140.0] };
            level(join.card(), host.card(), BETWEEN, parts)
        };
        let parts = [Some(top.into()), self.view_notices(), Some(self.view_name(narrow)), Some(cards)];
        let padding = if narrow { [20.0, 16.0] } else { [40.0, 20.0] };
        let page = container(stacked(parts, if narrow { 16.0 } else { 18.0 })).padding(padding);
        container(page.max_width(JOIN + BETWEEN + HOST + 2.0 * BETWEEN)).center_x(Length::Fill).into()
    }

    /// What is being opened, and the way out of it, at the foot of its card.
    fn on_the_way(&self, side: Side) -> Option<Element<'_, Message>> {
        let opening = self.opening.as_ref().filter(|opening| opening.side == side)?;
        let words = text(opening.what.as_str()).class(Ink::Plain).width(Length::Fill);
        let line = row![words, press(texts::CANCEL, Message::Cancel)].spacing(12).align_y(Alignment::Center);
        Some(container(line).id(ON_THE_WAY).into())
    }

    fn view_notices(&self) -> Option<Element<'_, Message>> {
        if self.notices.is_empty() {
            return None;
        }
        let notices = self.notices.iter().enumerate().map(|(index, notice)| {
            let dismiss =
                tipped(icon_button(Icon::X, texts::DISMISS, Some(Message::Dismiss(index))), texts::DISMISS, "");
            let line = row![container(sentence(notice.as_str())).width(Length::Fill), dismiss];
            container(line.spacing(12).align_y(Alignment::Center)).class(Ground::Notice).padding([8, 12]).into()
        });
        Some(column(notices).spacing(8).into())
    }

    fn view_field(&self, hint: &'static str) -> Element<'_, Message> {
        let field = OneLine {
            id: "name",
            hint,
            value: &self.name,
            secret: false,
            wrong: None,
            ground: if self.name_trouble().is_some() { Field::Wrong } else { Field::Raised },
            on_input: Message::Name,
            on_submit: Message::Next,
        };
        field.view()
    }

    fn view_name(&self, narrow: bool) -> Element<'_, Message> {
        let face = avatar(Some(ME), &self.name, 40.0);
        let trouble = self.name_trouble().map(wrong);
        let width = if narrow { Length::Fill } else { Length::Fixed(NAME) };
        let field = container(self.view_field(texts::YOUR_NAME)).width(width);
        let field = row![face, field].spacing(12).align_y(Alignment::Center);
        if narrow {
            return column![field].push(trouble).spacing(6).into();
        }
        let beside = trouble.unwrap_or_else(|| text(texts::NAME_MEANS).class(Ink::Faint).into());
        field.push(beside).into()
    }
}

/// Oneself, before anyone gave one a number.
const ME: PersonId = PersonId(1);

/// What stands on a card, and what at its foot.
struct Halves<'a> {
    body: Element<'a, Message>,
    foot: Option<Element<'a, Message>>,
}

impl<'a> Halves<'a> {
    /// Without a card around it.
    fn stacked(self) -> Element<'a, Message> {
        let foot = self.foot.map(|foot| column![line(), foot].spacing(16).into());
        stacked([Some(self.body), foot], 16.0)
    }

    /// On a card that is as high as the one beside it: the foot is at its end.
    fn card(self) -> Element<'a, Message> {
        let foot = self.foot.map(|foot| column![line(), container(foot).padding([16, 20]).width(Length::Fill)]);
        let body = container(self.body).padding([20, 20]).width(Length::Fill);
        let card = column![body, space().height(Length::Fill)].push(foot).width(Length::Fill);
        container(card).class(Ground::Card).padding(1).width(Length::Fill).height(Length::Fill).into()
    }
}
