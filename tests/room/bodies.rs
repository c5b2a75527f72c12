//! What happened, as JSON: what is read, and what is refused.

use parlor::room::{Author, Body, Event, People};
use serde_json::{Value, json};

const ID: &str = "0197f3a4-11c2-7c3e-9a60-0f3a1c2d3e4f";
const ADA: &str = r#"{"who":3,"name":"Ada"}"#;

fn read(body: &str) -> Result<Body, String> {
    serde_json::from_str(body).map_err(|error| error.to_string())
}

#[track_caller]
fn refused(body: &str, why: &str) {
    let error = read(body).unwrap_err();
    assert!(error.contains(why), "{body}: {error}");
}

/// One of every kind, with all it can have.
fn every_kind() -> Vec<Value> {
    let ada: Value = serde_json::from_str(ADA).unwrap();
    let mut kinds = vec![
        json!({"kind": "titled", "title": "Tea room"}),
        json!({"kind": "topic", "topic": "Tea"}),
        json!({"kind": "memory", "memory": {"keep": "days", "days": 7}}),
        json!({"kind": "named", "name": "Ada"}),
        json!({"kind": "said", "text": "hi"}),
        json!({"kind": "did", "text": "waves"}),
        json!({"kind": "replied", "to": ID, "text": "hi"}),
        json!({"kind": "reacted", "of": ID, "sign": "👍", "off": true}),
        json!({"kind": "edited", "of": ID, "text": "hi"}),
        json!({"kind": "withdrawn", "of": ID}),
        json!({"kind": "erased", "of": ID, "by": ada}),
        json!({"kind": "people", "came": [ada], "left": [ada], "lost": [ada]}),
        json!({"kind": "direct", "between": [ada, ada]}),
        json!({"kind": "muted", "whom": ada, "until": 7, "why": "loud"}),
        json!({"kind": "kicked", "whom": ada, "why": "loud"}),
        json!({"kind": "banned", "whom": ada, "until": 7, "why": "loud", "reach": "subnet", "house": true}),
        json!({"kind": "unbanned", "whom": ada, "house": true}),
        json!({"kind": "slowed", "seconds": 5}),
        json!({"kind": "opened", "to": "invited"}),
    ];
    kinds.extend(["opped", "deopped", "unmuted", "invited"].map(|kind| json!({"kind": kind, "whom": ada})));
    kinds.extend(["gone", "locked", "unlocked", "archived", "reopened"].map(|kind| json!({"kind": kind})));
    kinds
}

#[test]
fn every_kind_is_written_as_it_was_read_and_knows_its_name() {
    for written in every_kind() {
        let body = read(&written.to_string()).unwrap();
        assert!(!matches!(body, Body::Other(_)), "{written}");
        assert_eq!(serde_json::to_value(&body).unwrap(), written);
        assert_eq!(body.kind(), written["kind"]);
    }
    let newer = read(r#"{"kind":"drawn"}"#).unwrap();
    assert_eq!(newer.kind(), "drawn");
    // Kinds are written in small letters; any other is one that we don't know.
    assert!(matches!(read(r#"{"kind":"Said"}"#), Ok(Body::Other(_))));
}

#[test]
fn a_field_that_appears_twice_is_refused_however_deep_and_whatever_the_kind() {
    let twice = "duplicate field";
    refused(r#"{"kind":"said","text":"hi","text":"hi"}"#, twice);
    refused(r#"{"kind":"said","kind":"said","text":"hi"}"#, twice);
    refused(r#"{"kind":"said","text":"hi","mood":1,"mood":1}"#, twice);
    refused(r#"{"kind":"said","text":"hi","mood":[{"deep":{"a":1,"a":2}}]}"#, twice);
    refused(r#"{"kind":"opped","whom":{"who":3,"who":4,"name":"Ada"}}"#, twice);
    refused(r#"{"kind":"people","came":[{"who":3,"name":"Ada","name":"Ken"}]}"#, twice);
    refused(r#"{"kind":"memory","memory":{"keep":"open","keep":"everything"}}"#, twice);
    refused(r#"{"kind":"drawn","lines":1,"lines":2}"#, twice);
    refused(r#"{"kind":"drawn","lines":[{"a":1,"b":{"c":1,"c":1}}]}"#, twice);
    // Also within an event, wherever that comes from.
    let event = |body: &str| format!(r#"{{"seq":1,"at":1,"id":"{ID}","body":{body}}}"#);
    assert!(serde_json::from_str::<Event>(&event(r#"{"kind":"gone"}"#)).is_ok());
    assert!(serde_json::from_str::<Event>(&event(r#"{"kind":"gone","a":1,"a":1}"#)).is_err());
}

#[test]
fn a_list_is_no_object() {
    for body in [
        "[]".to_owned(),
        r#"["said","hi"]"#.to_owned(),
        r#"{"kind":"opped","whom":[]}"#.to_owned(),
        r#"{"kind":"opped","whom":[3,"Ada"]}"#.to_owned(),
        r#"{"kind":"memory","memory":[]}"#.to_owned(),
        r#"{"kind":"memory","memory":["everything"]}"#.to_owned(),
        r#"{"kind":"people","came":[[3,"Ada"]]}"#.to_owned(),
        format!(r#"{{"kind":"direct","between":[{ADA},[3,"Ada"]]}}"#),
        r#"{"kind":"erased","by":[3,"Ada"]}"#.to_owned(),
    ] {
        assert!(read(&body).is_err(), "{body}");
    }
    assert!(serde_json::from_str::<Author>(r#"[3,"Ada"]"#).is_err());
    assert!(serde_json::from_str::<People>("[]").is_err());
    assert!(serde_json::from_str::<Event>(&format!(r#"[1,1,"{ID}",3,"Ada",{{"kind":"gone"}}]"#)).is_err());
}

#[test]
fn null_is_the_same_as_left_out_where_that_may_be() {
    for (with, without) in [
        (format!(r#"{{"kind":"reacted","of":"{ID}","sign":"👍","off":null}}"#), json!({"of": ID, "sign": "👍"})),
        (r#"{"kind":"people","came":null,"left":null,"lost":null}"#.to_owned(), json!({})),
        (r#"{"kind":"erased","of":null,"by":null}"#.to_owned(), json!({})),
        (
            format!(r#"{{"kind":"banned","whom":{ADA},"until":null,"why":null,"reach":null,"house":null}}"#),
            json!({"whom": {"who": 3, "name": "Ada"}}),
        ),
    ] {
        let (body, mut without) = (read(&with).unwrap(), without);
        without["kind"] = body.kind().into();
        assert_eq!(serde_json::to_value(&body).unwrap(), without);
    }
    for body in [
        r#"{"kind":"said","text":null}"#.to_owned(),
        r#"{"kind":"topic","topic":null}"#.to_owned(),
        r#"{"kind":"memory","memory":null}"#.to_owned(),
        r#"{"kind":"opped","whom":null}"#.to_owned(),
        r#"{"kind":"withdrawn","of":null}"#.to_owned(),
        r#"{"kind":"slowed","seconds":null}"#.to_owned(),
        r#"{"kind":"opened","to":null}"#.to_owned(),
        r#"{"kind":"people","came":[null]}"#.to_owned(),
        format!(r#"{{"kind":"direct","between":[{ADA},null]}}"#),
        r#"{"kind":null}"#.to_owned(),
        "null".to_owned(),
    ] {
        assert!(read(&body).is_err(), "{body}");
    }
}
