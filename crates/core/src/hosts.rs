// SPDX-License-Identifier: EUPL-1.2
//! Which hosts the program may be made to connect to: what keeps the URL of a stranger harmless.

use std::net::IpAddr;

/// Which hosts may be asked, and which of them may have a private address. A host is listed as `HOST` for every port of it or as `HOST:PORT`
/// for one; `*` among the allowed stands for every public host.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    allowed: Vec<String>,
    private: Vec<String>,
}

impl Hosts {
    /// From the two lists; a host that may be private may be asked.
    pub const fn new(allowed: Vec<String>, private: Vec<String>) -> Self {
        Self { allowed, private }
    }

    /// Whether a host may be asked at all.
    pub fn may_be_asked(&self, host: &str, port: Option<u16>) -> bool {
        self.allowed.iter().any(|listed| listed == "*" || is_at(listed, host, port)) || self.may_be_private(host, port)
    }

    /// Whether a host may have an address that is not public.
    pub fn may_be_private(&self, host: &str, port: Option<u16>) -> bool {
        self.private.iter().any(|listed| is_at(listed, host, port))
    }
}

/// Whether a host and port are those of a line of a list.
pub fn is_at(listed: &str, host: &str, port: Option<u16>) -> bool {
    let with_port = port.map(|port| format!("{host}:{port}"));
    listed.eq_ignore_ascii_case(host) || with_port.is_some_and(|with_port| listed.eq_ignore_ascii_case(&with_port))
}

/// Whether an address is on the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let special =
                ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_broadcast() || ip.is_documentation();
            !(special
                || ip.is_unspecified()
                || ip.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && b & 0xfe == 18))
        }
        IpAddr::V6(ip) => {
            let first = ip.segments().first().copied().unwrap_or(0);
            // 2000::/3 is what is given out; within it, 6to4 and Teredo can wrap an address of the other kind.
            first & 0xe000 == 0x2000
                && first != 0x2002
                && !(first == 0x2001 && ip.segments().get(1).is_none_or(|second| *second < 0x200))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_special_addresses_are_not_public() {
        for address in
            ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"]
        {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "2002:a00:1::", "::"] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        assert!(is_public("93.184.216.34".parse().unwrap()) && is_public("2a00:1450::1".parse().unwrap()));
    }

    #[test]
    fn a_host_that_is_not_on_the_list_is_not_asked() {
        let hosts = Hosts::new(vec!["example.nl".to_owned(), "other.nl:443".to_owned()], Vec::new());
        assert!(hosts.may_be_asked("EXAMPLE.nl", Some(443)) && hosts.may_be_asked("example.nl", Some(8443)));
        assert!(hosts.may_be_asked("other.nl", Some(443)) && !hosts.may_be_asked("other.nl", Some(80)));
        assert!(!hosts.may_be_asked("example.nl.evil.test", Some(443)));
    }
}
