//! Words as they are looked for: without case, accents and signs, one after the other. Both what is said and what is
//! asked for goes through here, so that the store never sees a language of its own in what someone typed. Pure.

use caseless::Caseless as _;
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::UnicodeGeneralCategory as _;
use unicode_properties::general_category::{GeneralCategory, GeneralCategoryGroup};

/// The words of a text, each after a space. In scripts that put no spaces between words, each character is a word.
pub(super) fn words(text: &str) -> String {
    let mut words = Words(String::with_capacity(text.len() + text.len() / 4));
    if text.is_ascii() {
        text.chars().for_each(|c| words.add(c.to_ascii_lowercase()));
    } else {
        let plain = text.nfkd().default_case_fold().nfkd().filter(|c| !is_accent(*c)).map(bare);
        plain.nfc().for_each(|c| words.add(c));
    }
    words.0
}

/// Whether a character is a word of its own: no word goes on after it.
pub(super) fn is_alone(c: char) -> bool {
    matches!(kind(c), Kind::Alone)
}

/// Words that grow, separated by spaces.
struct Words(String);

impl Words {
    fn add(&mut self, c: char) {
        let alone = match kind(c) {
            Kind::Letter => false,
            Kind::Alone => true,
            Kind::Between => {
                self.part();
                return;
            }
        };
        if alone {
            self.part();
        }
        self.0.push(c);
        if alone {
            self.part();
        }
    }

    fn part(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with(' ') {
            self.0.push(' ');
        }
    }
}

enum Kind {
    /// Part of a word.
    Letter,
    /// A word of its own.
    Alone,
    /// Part of none.
    Between,
}

fn kind(c: char) -> Kind {
    if c.is_ascii() {
        return match c {
            '0'..='9' | 'a'..='z' => Kind::Letter,
            '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~' => Kind::Alone,
            _ => Kind::Between,
        };
    }
    match c.general_category_group() {
        GeneralCategoryGroup::Symbol => Kind::Alone,
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number if is_without_spaces(c) => Kind::Alone,
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number => Kind::Letter,
        _ => Kind::Between,
    }
}

/// Scripts that put no spaces between words, and Korean, where what is looked for often stands within a word.
const fn is_without_spaces(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'       // Thai, Lao
        | '\u{0f00}'..='\u{109f}'     // Tibetan, Burmese
        | '\u{1780}'..='\u{17ff}'     // Khmer
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{31ff}' // kana, bopomofo
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' // Chinese characters
        | '\u{ac00}'..='\u{d7a3}') // Korean
}

/// What a letter wears and may be left out. The two Japanese marks make other sounds, not accents.
fn is_accent(c: char) -> bool {
    !c.is_ascii() && c.general_category() == GeneralCategory::NonspacingMark && !matches!(c, '\u{3099}' | '\u{309a}')
}

/// Letters that wear something which can't be taken off otherwise.
const fn bare(c: char) -> char {
    match c {
        'ı' => 'i',
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        c => c,
    }
}
