//! A native guest, one who types text and one who speaks IRC, in one room.

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use parlor::host::{PlainDoors, Settings};
use parlor::room::Title;

use super::support::{TestHouse, Visitor, soon};

/// Someone whose program speaks in lines, of which each message has one.
struct Lines {
    stream: BufReader<TcpStream>,
    /// The messages that were shown: the words that are numbered.
    seen: Vec<String>,
}

impl Lines {
    async fn comes(house: &TestHouse, hello: &str, until: &str) -> Self {
        let mut stream = TcpStream::connect(house.address).await.unwrap();
        stream.write_all(hello.as_bytes()).await.unwrap();
        let mut lines = Self { stream: BufReader::new(stream), seen: Vec::new() };
        lines.until(until).await;
        lines
    }

    async fn by_text(house: &TestHouse) -> Self {
        Self::comes(house, "Tessa\n", "/quit leaves.").await
    }

    async fn by_irc(house: &TestHouse) -> Self {
        let hello = "CAP REQ :server-time message-tags batch\r\nNICK Iris\r\nUSER i 0 * :i\r\nCAP END\r\nJOIN #tea\r\n";
        Self::comes(house, hello, " 366 ").await
    }

    async fn says(&mut self, line: &str) {
        self.stream.get_mut().write_all(line.as_bytes()).await.unwrap();
    }

    /// Reads until a line has these words.
    async fn until(&mut self, words: &str) {
        soon(&format!("{words:?} after {:?}", self.seen), async {
            loop {
                let mut line = String::new();
                assert_ne!(self.stream.read_line(&mut line).await.unwrap(), 0, "the end, before {words:?}");
                // Of a message, the words are behind the last colon.
                self.seen.extend(
                    line.trim_end()
                        .rsplit_once(':')
                        .map(|(_, said)| said.trim())
                        .filter(|said| numbered(said))
                        .map(str::to_owned),
                );
                if line.contains(words) {
                    return;
                }
            }
        })
        .await;
    }
}

/// Whether these words are one of the messages that are counted here.
fn numbered(words: &str) -> bool {
    words.strip_prefix("message ").is_some_and(|number| number.parse::<u32>().is_ok())
}

fn tea(settings: &mut Settings) {
    settings.title = Title::parse("Tea").unwrap();
    settings.plain = PlainDoors { text: true, irc: true };
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_of_all_doors_see_one_order_each_once_also_over_a_restart_of_the_host() {
    let house = TestHouse::with(tea);
    let mut native = Visitor::come(&house, "Nora").await;
    let (mut text, mut irc) = (Lines::by_text(&house).await, Lines::by_irc(&house).await);
    for number in 0..5 {
        // All three at once; in which order they come is the host's to say.
        text.says(&format!("message {}\n", 3 * number)).await;
        irc.says(&format!("PRIVMSG #tea :message {}\r\n", 3 * number + 1)).await;
        native.says(&format!("message {}", 3 * number + 2)).await;
    }
    native.says("message 100").await;
    text.until("message 100").await;
    irc.until("message 100").await;
    native.sees_text("message 100").await;
    let before: Vec<String> = native.texts();
    assert_eq!(before.len(), 16, "{before:?}");
    // Their own words are not shown to them by these doors.
    let others = |own: u32| -> Vec<String> {
        let is_own =
            |words: &String| words.rsplit(' ').next().unwrap().parse::<u32>().is_ok_and(|n| n < 100 && n % 3 == own);
        before.iter().filter(|words| !is_own(words)).cloned().collect()
    };
    assert_eq!(text.seen, others(0));
    assert_eq!(irc.seen, others(1));

    let house = house.reopen_with(tea).await;
    let (mut text, mut irc) = (Lines::by_text(&house).await, Lines::by_irc(&house).await);
    native.says("message 101").await;
    text.until("message 101").await;
    irc.until("message 101").await;
    native.sees_text("message 101").await;
    let all = native.texts();
    assert_eq!(all.len(), 17, "{all:?}");
    // Everything that was said before comes first, what they said themselves as well.
    assert_eq!(text.seen, all);
    assert_eq!(irc.seen, all);
    native.saw_everything_once();
}
