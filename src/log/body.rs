//! Bodies as they lie in the store.
//!
//! Most are words that were said, in the very form in which they were written, and those are read straight away. Any other
//! form goes the way of whatever comes from outside.

use std::borrow::Cow;

use serde::Deserialize;

use crate::room::{Body, Text};

/// Words that were said, and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words<'a> {
    kind: Said,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

#[derive(Deserialize)]
enum Said {
    #[serde(rename = "said")]
    Said,
}

/// Reads a body.
pub(super) fn read(json: &str) -> Result<Body, serde_json::Error> {
    if json.starts_with(r#"{"kind":"said","#)
        && let Ok(Words { kind: Said::Said, text }) = serde_json::from_str(json)
        && let Ok(text) = Text::parse(&text)
    {
        return Ok(Body::Said { text });
    }
    serde_json::from_str(json)
}
