//! What people are called on IRC. A name has spaces, dots and letters of any script, and a nick has none of them; so each
//! name has one nick that leads back to it, and the name itself is shown in full as the real name. Pure.
//!
//! | in a name | in a nick |
//! |---|---|
//! | `A`–`Z`, `a`–`z`, `0`–`9`, `-`, `_` | the same |
//! | a space, `'`, `.` | `\|`, `` ` ``, `^` |
//! | any other character | the plain letter it is made of, or `_`; at the end of the nick stands between braces what it was |
//! | a digit or `-` at the beginning | `[` before it |

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

use crate::room::name::NameError;
use crate::room::{Author, Name, PersonId};

/// How long a nick is at most. The few names that would need more are told by the person's number.
pub const NICK_BYTES: usize = 64;

/// The digits of what stands between braces. The upper half says that another follows.
const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// Whom a nick means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nick {
    /// Whoever is called so.
    Name(Name),
    /// This person, whose name is too long for a nick.
    Person(PersonId),
}

/// Why something is no nick.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NickError {
    /// It has a sign that no nick has here.
    #[error("A nick can't contain “{0}”. Use letters, digits and - _ | ` ^")]
    Sign(char),
    /// What stands between braces means nothing.
    #[error("A nick can't contain braces. Use letters, digits and - _ | ` ^")]
    Braces,
    /// What it stands for can't be a name.
    #[error("{0}")]
    Name(#[from] NameError),
}

/// The nick of someone.
pub fn nick_of(person: &Author) -> String {
    let whole = written(person.name.as_str());
    if whole.len() <= NICK_BYTES {
        return whole;
    }
    let mut short: String = whole.chars().take_while(|c| *c != '{').take(16).collect();
    let _ = write!(short, "{{w{}}}", person.who.0);
    short
}

/// Whom a nick means.
///
/// # Errors
/// Nobody can be called so.
pub fn read(nick: &str) -> Result<Nick, NickError> {
    let (plain, braced) = match nick.strip_suffix('}').and_then(|nick| nick.split_once('{')) {
        Some((plain, braced)) => (plain, Some(braced)),
        None => (nick, None),
    };
    if let Some(number) = braced.and_then(|braced| braced.strip_prefix(['w', 'W'])) {
        return number.parse().map(|number| Nick::Person(PersonId(number))).map_err(|_| NickError::Braces);
    }
    let plain = plain.strip_prefix('[').filter(|rest| rest.starts_with(needs_bracket)).unwrap_or(plain);
    let mut name: Vec<char> = Vec::with_capacity(plain.len());
    for c in plain.chars() {
        name.push(match c {
            '|' => ' ',
            '`' => '\'',
            '^' => '.',
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => c,
            c if c.is_ascii() => return Err(NickError::Sign(c)),
            // Whoever can type it means it.
            c => c,
        });
    }
    if let Some(braced) = braced {
        restore(&mut name, braced).ok_or(NickError::Braces)?;
    }
    let name: String = name.into_iter().collect();
    Ok(Nick::Name(Name::parse(&name)?))
}

/// What two nicks have in common that are the same to a client.
pub fn folded(nick: &str) -> String {
    nick.to_ascii_lowercase()
}

const fn needs_bracket(c: char) -> bool {
    matches!(c, '0'..='9' | '-')
}

fn written(name: &str) -> String {
    let mut nick = String::with_capacity(name.len() + 8);
    let mut braced = String::new();
    let (mut last, mut gap) = (0, 0);
    for c in name.chars() {
        if nick.is_empty() && needs_bracket(c) {
            nick.push('[');
        }
        if c.is_ascii() {
            nick.push(match c {
                ' ' => '|',
                '\'' => '`',
                '.' => '^',
                c => c,
            });
            gap += 1;
            continue;
        }
        nick.push(base(c));
        let code = i64::from(u32::from(c));
        write_number(((zigzag(code - last)) << 1) | u64::from(gap > 0), &mut braced);
        if gap > 0 {
            write_number(gap, &mut braced);
        }
        (last, gap) = (code, 0);
    }
    if !braced.is_empty() {
        nick.push('{');
        nick.push_str(&braced);
        nick.push('}');
    }
    nick
}

/// The plain letter that a character is made of.
fn base(c: char) -> char {
    c.nfd().next().filter(char::is_ascii_alphabetic).unwrap_or('_')
}

/// Puts back what a nick could not carry. Nothing where that makes no sense.
fn restore(name: &mut [char], braced: &str) -> Option<()> {
    let mut digits = braced.bytes().map(|byte| byte.to_ascii_lowercase());
    let (mut last, mut place) = (0, 0);
    while digits.len() > 0 {
        let number = read_number(&mut digits)?;
        if number & 1 == 1 {
            place += usize::try_from(read_number(&mut digits)?).ok()?;
        }
        last += unzigzag(number >> 1);
        *name.get_mut(place)? = char::from_u32(u32::try_from(last).ok()?)?;
        place += 1;
    }
    Some(())
}

fn write_number(mut number: u64, to: &mut String) {
    loop {
        let digit = usize::try_from(number & 15).unwrap_or_default();
        number >>= 4;
        to.push(char::from(DIGITS[if number == 0 { digit } else { digit + 16 }]));
        if number == 0 {
            return;
        }
    }
}

fn read_number(digits: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let read = digits.next()?;
        let digit = DIGITS.iter().position(|digit| *digit == read)? as u64;
        if shift > 32 {
            return None;
        }
        number |= (digit & 15) << shift;
        shift += 4;
        if digit < 16 {
            return Some(number);
        }
    }
}

#[expect(clippy::cast_sign_loss, reason = "that is what it is for")]
const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

#[expect(clippy::cast_possible_wrap, reason = "that is what it is for")]
const fn unzigzag(number: u64) -> i64 {
    ((number >> 1) as i64) ^ -((number & 1) as i64)
}

#[cfg(test)]
#[path = "../../../../tests/irc/nick.rs"]
mod tests;
