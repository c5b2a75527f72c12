//! Direct talks, several devices, and what comes after a cut.

use std::collections::{BTreeMap, BTreeSet};

use parlor::guest::OwnState;
use parlor::room::{Act, Author, Body, Event, PersonId, Reach, RoomNo};

use super::client::{Irc, Key, house};
use crate::support::visitor::{open_room, text};
use crate::support::{Visitor, soon};

#[tokio::test(flavor = "multi_thread")]
async fn people_talk_directly_whether_they_come_by_irc_or_not() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    let mut ken = Irc::come(&house, "Ken").await;
    ada.send("PRIVMSG ken :psst").await;
    assert_eq!(ken.hears("PRIVMSG").await, ":Ada!u1@parlor PRIVMSG Ken :psst");
    ken.send("NOTICE Ada :what is it").await;
    assert_eq!(ada.hears("NOTICE").await, ":Ken!u2@parlor NOTICE Ada :what is it");
    ada.send("PRIVMSG Ken :\u{1}ACTION winks\u{1}").await;
    assert_eq!(ken.hears("ACTION").await, ":Ada!u1@parlor PRIVMSG Ken :\u{1}ACTION winks\u{1}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_of_one_person_are_one_nick() {
    let house = house();
    let me = Key::fresh();
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#course-chat").await;
    let mut one = Irc::connect_as(house.address, &me).await;
    one.register("Ada").await;
    one.join("#course-chat").await;
    ken.hears(":Ada!u2@parlor JOIN #course-chat").await;
    let mut other = Irc::connect_as(house.address, &me).await;
    other.send("NICK Ada").await;
    other.send("USER x 0 * :x").await;
    // The room that one device joined is there on the other.
    other.hears(":Ada!u2@parlor JOIN #course-chat").await;
    one.send("PRIVMSG #course-chat :from one").await;
    assert_eq!(other.hears("PRIVMSG").await, ":Ada!u2@parlor PRIVMSG #course-chat :from one");
    let lines = ken.until("from one").await;
    assert!(!lines.iter().any(|line| line.contains("JOIN")), "{lines:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_with_their_key_is_in_their_rooms_and_reads_what_they_missed_of_direct_talks() {
    let house = house();
    let me = Key::fresh();
    let mut ada = Irc::connect_as(house.address, &me).await;
    ada.register("Ada").await;
    ada.join("#course-chat").await;
    let mut ken = Irc::come(&house, "Ken").await;
    ken.send("PRIVMSG Ada :one").await;
    ada.hears("PRIVMSG Ada :one").await;
    // What it was told is read, and noted so before it is gone.
    ada.sync().await;
    ada.send("QUIT :bye").await;
    ada.hears("ERROR").await;
    assert_eq!(ada.next().await, None);
    ken.send("PRIVMSG Ada :two").await;
    ken.hears(" 301 Ken Ada :Not here now.").await;
    let mut again = Irc::connect_as(house.address, &me).await;
    again.send("NICK Ada").await;
    again.send("USER x 0 * :x").await;
    let lines = again.until("PRIVMSG Ada :two").await;
    assert!(!lines.iter().any(|line| line.contains(":one")), "{lines:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_comes_in_a_batch_with_its_times_and_to_nobody_who_would_take_it_for_news() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    for words in ["one", "two"] {
        ada.guest.say(text(words)).await.unwrap();
    }
    ada.sees_text("two").await;
    let mut old = Irc::come(&house, "Old").await;
    old.join("#course-chat").await;
    let mut new = Irc::come_with(&house, "New", "server-time batch").await;
    new.join("#course-chat").await;
    let lines = new.until("BATCH -").await;
    let batch = lines[0].split('+').nth(1).unwrap().split(' ').next().unwrap().to_owned();
    assert!(lines[0].contains(" chathistory #course-chat"), "{lines:#?}");
    assert!(lines[1].starts_with(&format!("@batch={batch};time=")) && lines[1].ends_with(":one"), "{lines:#?}");
    assert!(lines[2].ends_with(":two") && lines.len() == 4, "{lines:#?}");
    ada.guest.say(text("three")).await.unwrap();
    assert!(new.hears(":three").await.starts_with("@time="));
    let lines = old.until(":three").await;
    assert!(!lines.iter().any(|line| line.ends_with(":one") || line.ends_with(":two")), "{lines:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nick_means_whoever_has_it_now_and_nobody_who_had_it_before() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    let mut first = Irc::come(&house, "Ken").await;
    ada.send("PRIVMSG Ken :to the first").await;
    first.hears(":to the first").await;
    first.quits(&mut ada).await;
    let mut second = Irc::come(&house, "Ken").await;
    ada.send("PRIVMSG Ken :to the second").await;
    let lines = second.until(":to the second").await;
    assert!(!lines.iter().any(|line| line.contains("to the first")), "{lines:#?}");
    second.send("PRIVMSG Ada :hello").await;
    ada.hears("PRIVMSG Ada :hello").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_quits_is_told_to_quit_once_and_not_by_each_room_that_is_shared() {
    let house = house();
    let mut bob = Visitor::come(&house, "Bob").await;
    let mut ken = Irc::come(&house, "Ken").await;
    for channel in ["#course-chat", "#tea", "#milk"] {
        ken.join(channel).await;
    }
    bob.enters(RoomNo(2)).await;
    bob.enters(RoomNo(3)).await;
    // Each time anew, also for those who come back.
    let key = Key::fresh();
    for time in 1..=2 {
        let mut ada = Irc::connect_as(house.address, &key).await;
        ada.register("Ada").await;
        for channel in ["#course-chat", "#tea", "#milk"] {
            if time == 1 {
                ada.join(channel).await;
            }
            ken.hears(":Ada!u3@parlor JOIN #").await;
        }
        ada.send("QUIT").await;
        for room in [1, 2, 3] {
            let mut times = 0;
            let has_left = |event: &Event| {
                let Body::People(people) = &event.body else { return false };
                times += u32::from(people.left.iter().any(|one| one.name.as_str() == "Ada"));
                times == time
            };
            bob.sees_in(RoomNo(room), "that Ada left", has_left).await;
            bob.says_in(RoomNo(room), "done").await;
        }
        let mut lines = Vec::new();
        for _ in 0..3 {
            lines.extend(ken.until(" :done").await);
        }
        let of_ada: Vec<_> = lines.iter().filter(|line| line.starts_with(":Ada!")).collect();
        assert_eq!(of_ada, [":Ada!u3@parlor QUIT :Left"], "{lines:#?}");
    }
    house.close().await;
}

/// Who is in which channels, as a client makes it up from what it is told.
#[derive(Default)]
struct Model(BTreeMap<String, BTreeSet<String>>);

impl Model {
    fn hear(&mut self, lines: &[String]) {
        for line in lines {
            let mut words = line.split(' ').map(|word| word.trim_start_matches(':'));
            let nick = words.next().unwrap().split('!').next().unwrap().to_owned();
            match (words.next().unwrap(), words.next()) {
                ("JOIN", Some(channel)) => {
                    self.0.entry(channel.to_owned()).or_default().insert(nick);
                }
                ("PART", Some(channel)) => {
                    self.0.entry(channel.to_owned()).or_default().remove(&nick);
                }
                ("QUIT", _) => self.0.values_mut().for_each(|nicks| {
                    nicks.remove(&nick);
                }),
                _ => {}
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_stays_in_a_clients_list_of_a_channel_however_they_left() {
    let house = house();
    let mut bob = Visitor::come(&house, "Bob").await;
    let mut ken = Irc::come(&house, "Ken").await;
    let channels = ["#course-chat", "#tea"];
    for channel in channels {
        ken.join(channel).await;
    }
    bob.enters(RoomNo(2)).await;
    // Someone else who sees the same first, in each way.
    let mut lou = Irc::come(&house, "Lou").await;
    lou.join("#course-chat").await;
    let mut model = Model::default();
    let ways: [&[&str]; 3] = [&["QUIT"], &["PART #tea", "QUIT"], &["PART #course-chat", "QUIT"]];
    for (time, way) in ways.iter().enumerate() {
        let nick = format!("Guest{time}");
        let mut guest = Irc::come(&house, &nick).await;
        for channel in channels {
            guest.join(channel).await;
            model.hear(&ken.until(&format!(" JOIN {channel}")).await);
        }
        // In one write, so that nothing is told in between.
        guest.write(way.iter().map(|line| format!("{line}\r\n")).collect::<String>().as_bytes()).await;
        while guest.next().await.is_some() {}
        for room in [1, 2] {
            let mut here = false;
            let has_gone = |event: &Event| {
                let Body::People(people) = &event.body else { return false };
                let is_it = |one: &Author| one.name.as_str() == nick;
                here = (here || people.came.iter().any(is_it)) && !people.left.iter().any(is_it);
                !here && people.left.iter().any(is_it)
            };
            bob.sees_in(RoomNo(room), "that they are gone", has_gone).await;
            bob.says_in(RoomNo(room), "done").await;
            model.hear(&ken.until(" :done").await);
        }
        for channel in channels {
            ken.send(&format!("NAMES {channel}")).await;
            let lines = ken.until(" 366 ").await;
            assert!(!lines.iter().any(|line| line.contains(&nick)), "{lines:#?}");
            let kept = model.0.get(channel).is_some_and(|nicks| nicks.contains(&nick));
            assert!(!kept, "{nick} stays in {channel} after {way:?}");
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_they_are_a_bot_is_shown_as_one_until_they_go() {
    let house = house();
    let mut ada = Irc::come_with(&house, "Ada", "message-tags").await;
    let mut bot = Irc::come(&house, "Bot").await;
    ada.join("#course-chat").await;
    bot.join("#course-chat").await;
    bot.send("MODE Bot +B").await;
    bot.hears("MODE Bot +B").await;
    bot.send("PRIVMSG #course-chat :beep").await;
    assert!(ada.hears(":beep").await.starts_with("@bot;"));
    ada.send("WHOIS Bot").await;
    ada.hears(" 335 Ada Bot ").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_on_two_connections_stays_one_until_both_are_gone() {
    let house = house();
    let me = Key::fresh();
    let mut ada = Irc::come(&house, "Ada").await;
    let mut bots = Vec::new();
    for _ in 0..2 {
        let mut bot = Irc::connect_as(house.address, &me).await;
        bot.register("Bot").await;
        bot.send("MODE Bot +B").await;
        bot.hears("MODE Bot +B").await;
        bots.push(bot);
    }
    while let Some(mut bot) = bots.pop() {
        ada.send("WHOIS Bot").await;
        assert!(ada.until(" 318 ").await.iter().any(|line| line.contains(" 335 Ada Bot ")), "with {}", bots.len());
        bot.send("QUIT").await;
        while bot.next().await.is_some() {}
    }
    let mut person = Irc::connect_as(house.address, &me).await;
    person.register("Bot").await;
    // Their connections may end a moment after their clients hear so.
    soon("the mark to go", async {
        loop {
            ada.send("WHOIS Bot").await;
            if !ada.until(" 318 ").await.iter().any(|line| line.contains(" 335 ")) {
                return;
            }
        }
    })
    .await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_put_out_is_told_by_whom() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Irc::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    let whom = Author { who: PersonId(2), name: "Ken".parse().unwrap() };
    ken.join("#tea").await;
    ada.does(room, Act::Kicked { whom: whom.clone(), why: None }).await;
    assert_eq!(
        ken.hears(" KICK ").await,
        ":Ada!u1@parlor KICK #tea Ken :Ada kicked you from this room. You can rejoin."
    );
    ken.join("#tea").await;
    ada.does(room, Act::Banned { whom, until: None, why: None, reach: Reach::Person, house: false }).await;
    assert_eq!(ken.hears(" KICK ").await, ":Ada!u1@parlor KICK #tea Ken :Ada banned you from this room.");
    let milk = ada.makes(open_room("Milk")).await;
    ken.join("#milk").await;
    let host = Visitor::visit(house.own_visit("Host").await).await;
    host.guest.delete(milk).await.unwrap();
    assert_eq!(ken.hears(" KICK ").await, ":Host!u3@parlor KICK #milk Ken :Host deleted this room.");
    let by = ada
        .until("being put out", |update| match update {
            parlor::guest::Update::Out { room, by, .. } if *room == milk => Some(by.clone()),
            _ => None,
        })
        .await;
    assert_eq!(by.unwrap().name.as_str(), "Host");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_only_just_come_can_be_kicked() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let room = ada.makes(open_room("Tea")).await;
    // Someone's coming was told a moment ago, so that of the next is not told yet.
    let mut bob = Irc::come(&house, "Bob").await;
    bob.join("#tea").await;
    ada.sees_in(
        room,
        "that Bob came",
        |event| matches!(&event.body, Body::People(people) if people.came.iter().any(|one| one.name.as_str() == "Bob")),
    )
    .await;
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#tea").await;
    let whom = Author { who: PersonId(3), name: "Ken".parse().unwrap() };
    let kicked = ada.adds(room, Body::Act(Act::Kicked { whom, why: None })).await;
    assert!(matches!(kicked, OwnState::Kept { .. }), "{kicked:?}");
    ken.hears(" KICK #tea Ken ").await;
    let mut cat = Irc::come(&house, "Cat").await;
    cat.send("JOIN #tea").await;
    cat.hears(" 366 ").await;
    let mut dan = Irc::come(&house, "Dan").await;
    dan.join("#tea").await;
    ada.does(room, Act::Opped { whom: Author { who: PersonId(5), name: "Dan".parse().unwrap() } }).await;
    dan.send("KICK #tea Cat").await;
    cat.hears(":Dan!u5@parlor KICK #tea Cat ").await;
    house.close().await;
}
