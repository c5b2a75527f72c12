//! Tells someone who is not looking that they are spoken to, the way this computer tells things.

use notify_rust::Notification;

/// How much of a message is told.
const SHOWN: usize = 200;

/// Tells it. Whether it is seen is for the system to say; that nothing can tell it is no trouble.
pub async fn tell(title: String, body: String, sound: bool) {
    let told = tokio::task::spawn_blocking(move || {
        name_the_program();
        let mut notification = Notification::new();
        #[cfg(windows)]
        if is_installed() {
            notification.app_id(ID);
        }
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

/// As what Windows and macOS know the installed program: their packages carry the same.
#[cfg(any(windows, target_os = "macos"))]
const ID: &str = "chat.parlor.Parlor";

/// Whether the installer put it here, which also told Windows this name: under one that it was not told, nothing is shown.
#[cfg(windows)]
fn is_installed() -> bool {
    std::env::current_exe().is_ok_and(|me| me.with_file_name("uninstall.exe").is_file())
}

/// macOS shows what a program of the system's own list says. Outside of its bundle it is on none, and speaks as the
/// terminal that it was started from: it would have to ask where it is otherwise.
#[cfg(target_os = "macos")]
fn name_the_program() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let bundled = std::env::current_exe().is_ok_and(|me| me.to_string_lossy().contains(".app/Contents/MacOS/"));
        if let Err(error) = notify_rust::set_application(if bundled { ID } else { "com.apple.Terminal" }) {
            tracing::debug!(%error, "the system does not know the program");
        }
    });
}

#[cfg(not(target_os = "macos"))]
const fn name_the_program() {}

/// Words as text: some systems read marks in them.
fn harmless(words: &str) -> String {
    let shown: String = words.chars().take(SHOWN).collect();
    shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
