//! Links in a message: which words are one, and where it truly leads.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use url::Url;

use crate::wire::message_link::{MessageLink, SCHEME};

/// What a link may begin with. Everything else stays words: a click must not run or open anything on this computer.
const SCHEMES: [&str; 3] = ["http", "https", "parlor"];

/// What an address may begin with instead of a scheme.
const WWW: &str = "www.";

/// The links of a stretch of words, in order: where each stands, and where it leads.
pub(super) fn links(words: &str) -> Vec<(Range<usize>, String)> {
    if !words.contains(':') && !words.contains(WWW) {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder.url_must_have_scheme(false);
    let found = finder.links(words).filter_map(|link| {
        let before = words[..link.start()].chars().next_back();
        let written = match (before, link.as_str().strip_suffix('_')) {
            // `_https://…_` is emphasis around a link.
            (Some('_'), Some(inner)) => inner,
            _ => link.as_str(),
        };
        let target = match written.strip_prefix(WWW) {
            Some(_) => format!("https://{written}"),
            None if written.contains("://") => written.to_owned(),
            None => return None,
        };
        leads_somewhere(&target).then(|| (link.start()..link.start() + written.len(), target))
    });
    let mut found: Vec<(Range<usize>, String)> = found.collect();
    found.extend(message_links(words).filter(|(range, _)| !words[range.clone()].contains("://")));
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Links to messages: they have no host, so nobody else finds them.
fn message_links(words: &str) -> impl Iterator<Item = (Range<usize>, String)> + '_ {
    words.match_indices(SCHEME).filter_map(|(at, _)| {
        let apart = !words[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let end = words[at..].find(char::is_whitespace).map_or(words.len(), |end| at + end);
        let written = words[at..end].trim_end_matches(|c: char| !c.is_alphanumeric());
        (apart && written.parse::<MessageLink>().is_ok()).then(|| (at..at + written.len(), written.to_owned()))
    })
}

fn leads_somewhere(written: &str) -> bool {
    if written.chars().any(misleads) {
        return false;
    }
    Url::parse(written).is_ok_and(|url| SCHEMES.contains(&url.scheme()) && url.host_str().is_some())
}

/// Whether a character changes what its neighbours look like, or shows nothing at all.
fn misleads(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Where a link leads, told so that no letter can be taken for another: a host with other than plain letters is spelled
/// as computers spell it (`xn--…`), and what stands before an `@`, which only looks like a host, is left out.
#[must_use]
pub fn true_address(link: &str) -> String {
    let Ok(mut url) = Url::parse(link) else { return link.escape_default().to_string() };
    // Both fail only where there is no host, and then there is nothing before it.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}
