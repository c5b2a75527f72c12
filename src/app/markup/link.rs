//! Links in a message: which words are one, and where it truly leads.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use url::Url;

/// What a link may begin with. Everything else stays words: a click must not run or open anything on this computer.
const SCHEMES: [&str; 3] = ["http", "https", "parlor"];

/// The links of a stretch of words, in order.
pub(super) fn links(words: &str) -> Vec<(Range<usize>, String)> {
    if !words.contains("://") {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let found = finder.links(words).filter_map(|link| {
        let before = words[..link.start()].chars().next_back();
        let written = match (before, link.as_str().strip_suffix('_')) {
            // `_https://…_` is emphasis around a link.
            (Some('_'), Some(inner)) => inner,
            _ => link.as_str(),
        };
        leads_somewhere(written).then(|| (link.start()..link.start() + written.len(), written.to_owned()))
    });
    found.collect()
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
