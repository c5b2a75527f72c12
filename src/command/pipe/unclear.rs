//! Why a line of a program can't be read, in words for whoever writes the program.

use serde_json::{Value, json};

use super::input::Request;

/// How much of an unknown word is told.
const SHOWN: usize = 20;

/// Why not, as the end of a sentence.
pub fn why(line: &str, error: &serde_json::Error) -> String {
    const EXAMPLE: &str = r#"such as {"t":"say","text":"Hello"}."#;
    let Ok(Value::Object(fields)) = serde_json::from_str(line) else {
        return format!("it is not a JSON object, {EXAMPLE}");
    };
    let Some(kind) = fields.get("t").and_then(Value::as_str) else {
        return format!("it has no \"t\", {EXAMPLE}");
    };
    known_instead_of(kind).map_or_else(
        || format!("{error}."),
        |known| {
            let kind: String = kind.chars().take(SHOWN).collect();
            format!("there is no “{kind}”. Choose one of {}.", known.join(", "))
        },
    )
}

/// What a line can be, where it is none of these.
fn known_instead_of(kind: &str) -> Option<Vec<String>> {
    let error = serde_json::from_value::<Request>(json!({ "t": kind })).err()?.to_string();
    let (unknown, known) = error.split_once("expected one of ")?;
    unknown.starts_with("unknown variant").then(|| known.split('`').skip(1).step_by(2).map(str::to_owned).collect())
}
