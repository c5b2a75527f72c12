//! The firewall of this computer, by the name people know it by. What it lets in can't be told without special rights, and is
//! not guessed.

use std::fs;
use std::path::Path;

use super::system::says;
use crate::doctor::evidence::Firewall;

/// What is known of it.
pub async fn look() -> Firewall {
    if cfg!(windows) {
        return Firewall { name: "Windows Defender Firewall", on: windows().await };
    }
    if cfg!(target_os = "macos") {
        let tool = "/usr/libexec/ApplicationFirewall/socketfilterfw";
        let on = says(tool, &["--getglobalstate"]).await.and_then(|text| macos(&text));
        return Firewall { name: "the firewall in System Settings", on };
    }
    let ufw = fs::read_to_string("/etc/ufw/ufw.conf").is_ok_and(|settings| ufw_is_on(&settings));
    // Where systemd runs it, it has a group of processes of its own, which everyone may see.
    let service = Path::new("/sys/fs/cgroup/system.slice/firewalld.service");
    let firewalld = service.is_dir() || Path::new("/run/firewalld.pid").is_file();
    match (ufw, firewalld) {
        (true, _) => Firewall { name: "ufw", on: Some(true) },
        (_, true) => Firewall { name: "firewalld", on: Some(true) },
        // Rules may be set by other means, which only the administrator sees.
        _ => Firewall { name: "nftables or iptables", on: None },
    }
}

fn ufw_is_on(settings: &str) -> bool {
    settings.lines().map(|line| line.trim().to_ascii_lowercase()).any(|line| line == "enabled=yes")
}

/// Whether it is on for any kind of network.
async fn windows() -> Option<bool> {
    let mut any = None;
    for profile in ["StandardProfile", "PublicProfile", "DomainProfile"] {
        let key = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy";
        let said = says("reg", &["query", &format!(r"{key}\{profile}"), "/v", "EnableFirewall"]).await;
        if let Some(on) = said.and_then(|text| registry(&text)) {
            any = Some(on || any.unwrap_or(false));
        }
    }
    any
}

/// A number as the registry shows it: not nothing, or nothing.
pub fn registry(text: &str) -> Option<bool> {
    let number = text.split_whitespace().skip_while(|word| *word != "REG_DWORD").nth(1)?;
    u32::from_str_radix(number.trim_start_matches("0x"), 16).ok().map(|number| number != 0)
}

/// `State = 0` is off.
fn macos(text: &str) -> Option<bool> {
    let state = text.split_once("State =")?.1.trim().chars().next()?;
    state.to_digit(10).map(|state| state != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_firewall_says_of_itself_is_read() {
        assert!(ufw_is_on("# /etc/ufw/ufw.conf\n\nENABLED=yes\nLOGLEVEL=low\n"));
        assert!(!ufw_is_on("# ENABLED=yes\nENABLED=no\n"));
        assert_eq!(
            registry("\r\nHKEY_LOCAL_MACHINE\\SYSTEM\r\n    EnableFirewall    REG_DWORD    0x1\r\n"),
            Some(true)
        );
        assert_eq!(registry("    EnableFirewall    REG_DWORD    0x0\r\n"), Some(false));
        assert_eq!(registry("ERROR"), None);
        assert_eq!(macos("Firewall is enabled. (State = 1)\n"), Some(true));
        assert_eq!(macos("Firewall is disabled. (State = 0)\n"), Some(false));
        assert_eq!(macos(""), None);
    }
}
