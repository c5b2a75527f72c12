//! What names, titles and texts share: the one-line spelling, the folding behind keys, the look of a string type.
//! What each of them may contain lives with each of them.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;
use unicode_segmentation::UnicodeSegmentation;

/// Every assigned character is stable after a few rounds; the bound is for those that are yet to come.
const ROUNDS: usize = 8;

/// The one spelling of a line: NFC, no outer white space, and each inner run of it (line ends too) one space.
pub(super) fn one_line(raw: &str) -> String {
    let composed: String = raw.nfc().collect();
    let mut line = String::with_capacity(composed.len());
    for word in composed.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Characters as a reader counts them.
pub(super) fn graphemes(line: &str) -> usize {
    line.graphemes(true).count()
}

/// Whether a character shows nothing and takes no room: joiners, bidi controls, fillers, selectors, tags.
///
/// These are the default-ignorable ones, which are just those that a skeleton leaves out.
pub(super) fn is_invisible(c: char) -> bool {
    skeleton(c.encode_utf8(&mut [0; 4])).next().is_none()
}

/// Whether a reader would see nothing at all. A blank Braille cell is a symbol by its category, and still blank.
pub(super) fn is_blank(s: &str) -> bool {
    s.chars().all(|c| c.is_whitespace() || c == '\u{2800}' || is_invisible(c))
}

/// What two strings have in common if a reader could take one for the other: no case, no look-alikes,
/// no spaces, nothing invisible.
pub(super) fn confusable_key(line: &str) -> String {
    let mut folded = caseless(line);
    for _ in 0..ROUNDS {
        // Capitals are compared first: far more of them look alike across scripts (Greek Ν and Latin N), and only
        // as a capital does "i" meet the "l" it can be taken for. Comparing what comes out once more, in small
        // letters, catches such as "m" and "rn". A letter that looks like one letter when small and like another
        // as a capital (Greek ν: v, N) goes with its capital, or else "Dave" and "Dane" would be one name.
        let next = look(&look(&folded.to_uppercase()));
        if next == folded {
            break;
        }
        folded = next;
    }
    folded
}

/// The string without what look-alikes differ in, and without case.
fn look(s: &str) -> String {
    caseless(&skeleton(s).collect::<String>())
}

/// The string without case, compatibility variants and spaces. Some variants have a case of their own, hence twice.
fn caseless(s: &str) -> String {
    s.nfd().default_case_fold().nfkd().default_case_fold().nfkd().filter(|c| !c.is_whitespace()).collect()
}

/// What every string type with a `parse` of its own shows of itself: as text, and through serde as a plain string
/// that is parsed on its way in.
macro_rules! string_type {
    ($type:ident, $error:ident) => {
        impl $type {
            /// The words themselves.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(raw: &str) -> Result<Self, $error> {
                Self::parse(raw)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let raw = <String as serde::Deserialize>::deserialize(from)?;
                Self::parse(&raw).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(super) use string_type;
