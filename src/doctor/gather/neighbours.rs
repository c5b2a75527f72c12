//! What the system sees on the local link (ARP/NDP): whether it found the computer that has an address.

use std::net::IpAddr;

use super::system::says;

/// What the system knows of a neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Neighbour {
    /// It answered lately.
    Answers,
    /// It answered once; whether it still does is not known.
    Answered,
    /// It is looked for, or was in vain.
    Unanswered,
    /// Nothing.
    NotListed,
}

/// What the system knows of whoever has this address. Nothing where it does not tell.
pub async fn look(ip: IpAddr) -> Option<Neighbour> {
    let written = ip.to_string();
    if cfg!(windows) {
        return says("arp", &["-a", &written])
            .await
            .map(|text| in_table(&text, &written))
            .or(Some(Neighbour::NotListed));
    }
    if cfg!(target_os = "macos") {
        let text = says("/usr/sbin/arp", &["-an"]).await?;
        return Some(in_table(&text, &format!("({written})")));
    }
    for tool in ["/sbin/ip", "/usr/sbin/ip", "/bin/ip", "ip"] {
        if let Some(text) = says(tool, &["neighbour", "show", "to", &written]).await {
            return Some(by_state(&text));
        }
    }
    let table = std::fs::read_to_string("/proc/net/arp").ok().filter(|_| ip.is_ipv4())?;
    Some(in_arp(&table, &written))
}

/// As `ip neighbour` writes it: the state is the last word.
fn by_state(text: &str) -> Neighbour {
    let states = text.lines().filter_map(|line| line.split_whitespace().last());
    let known = states.filter(|state| *state != "NOARP").map(|state| match state {
        "REACHABLE" | "PERMANENT" => Neighbour::Answers,
        "STALE" | "DELAY" | "PROBE" => Neighbour::Answered,
        "INCOMPLETE" | "FAILED" => Neighbour::Unanswered,
        _ => Neighbour::NotListed,
    });
    known.min_by_key(|neighbour| *neighbour as u8).unwrap_or(Neighbour::NotListed)
}

/// As Linux keeps it in a file: the third column has a bit for whether an answer came.
fn in_arp(table: &str, ip: &str) -> Neighbour {
    let flags = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let flags = flags.filter(|columns| columns.first() == Some(&ip)).find_map(|columns| {
        columns.get(2).and_then(|flags| u32::from_str_radix(flags.trim_start_matches("0x"), 16).ok())
    });
    match flags {
        Some(flags) if flags & 2 != 0 => Neighbour::Answered,
        Some(_) => Neighbour::Unanswered,
        None => Neighbour::NotListed,
    }
}

/// As `arp -a` writes it, on Windows and macOS: a line with the address and that of the card, if there is one.
fn in_table(text: &str, ip: &str) -> Neighbour {
    let line = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let Some(line) = line.into_iter().find(|words| words.iter().take(2).any(|word| *word == ip)) else {
        return Neighbour::NotListed;
    };
    let card = line.iter().any(|word| word.split([':', '-']).filter(|part| is_hex(part)).count() == 6);
    if card { Neighbour::Answered } else { Neighbour::Unanswered }
}

fn is_hex(part: &str) -> bool {
    matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_system_writes_of_neighbours_is_read() {
        for (text, expected) in [
            ("10.77.0.1 dev net0 lladdr 3e:14:98:6d:aa:01 REACHABLE \n", Neighbour::Answers),
            ("10.77.0.1 dev net0 lladdr 3e:14:98:6d:aa:01 STALE \n", Neighbour::Answered),
            ("10.77.0.1 dev net0 FAILED \n", Neighbour::Unanswered),
            ("10.77.0.1 dev net0 INCOMPLETE \n", Neighbour::Unanswered),
            ("fe80::1 dev net0 lladdr 3e:14:98:6d:aa:01 router REACHABLE\n", Neighbour::Answers),
            ("", Neighbour::NotListed),
        ] {
            assert_eq!(by_state(text), expected, "{text}");
        }
        let arp = "IP address       HW type     Flags       HW address            Mask     Device\n\
                   10.77.0.1        0x1         0x2         3e:14:98:6d:aa:01     *        net0\n\
                   10.77.0.10       0x1         0x0         00:00:00:00:00:00     *        net0\n";
        assert_eq!(in_arp(arp, "10.77.0.1"), Neighbour::Answered);
        assert_eq!(in_arp(arp, "10.77.0.10"), Neighbour::Unanswered);
        assert_eq!(in_arp(arp, "10.77.0.2"), Neighbour::NotListed);
        let windows = "\r\nInterface: 192.168.1.34 --- 0x7\r\n  Internet Address      Physical Address      Type\r\n  \
                       192.168.1.20          aa-bb-cc-00-11-22     dynamic   \r\n";
        assert_eq!(in_table(windows, "192.168.1.20"), Neighbour::Answered);
        assert_eq!(in_table(windows, "192.168.1.2"), Neighbour::NotListed);
        let mac = "? (192.168.1.1) at 0:11:22:a:b:c on en0 ifscope [ethernet]\n\
                   ? (192.168.1.20) at (incomplete) on en0 ifscope [ethernet]\n";
        assert_eq!(in_table(mac, "(192.168.1.1)"), Neighbour::Answered);
        assert_eq!(in_table(mac, "(192.168.1.20)"), Neighbour::Unanswered);
    }
}
