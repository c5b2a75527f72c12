//! What is said of an option whose value can't be read: a sentence that says what to type. The rest of what may be wrong with
//! a command line is told by what reads it.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The sentence, where there is one.
pub fn sentence(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue) else { return None };
    let said = match (error.kind(), error.get(ContextKind::ValidValue)) {
        (ErrorKind::ValueValidation, _) => error.source()?.to_string(),
        (ErrorKind::InvalidValue, Some(ContextValue::Strings(known))) if !value.is_empty() => {
            format!("There is no “{value}”. Choose {}.", listed(known))
        }
        _ => return None,
    };
    let option = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => argument.split(' ').next().filter(|word| word.starts_with("--")),
        _ => None,
    };
    Some(option.map_or_else(|| said.clone(), |option| format!("{option}: {said}")))
}

/// `text or irc`.
fn listed(words: &[String]) -> String {
    match words {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => words.concat(),
    }
}
