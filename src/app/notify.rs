//! Tells someone who is not looking that they are spoken to, the way this computer tells things.

use notify_rust::Notification;

/// How much of a message is told.
const SHOWN: usize = 200;

/// Tells it. Whether it is seen is for the system to say; that nothing can tell it is no trouble.
pub async fn tell(title: String, body: String, sound: bool) {
    let told = tokio::task::spawn_blocking(move || {
        let mut notification = Notification::new();
        notification.appname("Parlor").icon("parlor").summary(&title).body(&harmless(&body));
        if sound {
            notification.sound_name("message-new-instant");
        }
        notification.show().map(|_| ())
    });
    if let Ok(Err(error)) = told.await {
        tracing::debug!(%error, "nobody could be told");
    }
}

/// Words as text: some systems read marks in them.
fn harmless(words: &str) -> String {
    let shown: String = words.chars().take(SHOWN).collect();
    shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
