// SPDX-License-Identifier: EUPL-1.2
//! The placeholder for our own address in stored documents.
//!
//! A document is stored as it is served, except that links to ourselves begin with [`ORIGIN`] instead of the scheme
//! and host. One register may be known under several addresses (inside and outside, old and new name); whoever
//! asks gets links to the address they asked. Serving is one pass that copies bytes ([`splice`]), without reading
//! JSON. That no client can smuggle the placeholder in is the work of [`text::clean_json`](crate::text::clean_json).

/// Stands, as first character of a stored JSON string, for the address of whoever asks. JSON writes it as one raw byte.
pub const ORIGIN: char = '\u{7f}';

const ORIGIN_BYTE: u8 = 0x7f;

/// Lists the addresses under which this register is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins {
    own: Vec<Origin>,
}

/// One address, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Origin {
    /// As configured, without a trailing slash.
    text: String,
    scheme: String,
    host: String,
    port: Option<u16>,
    /// Empty, or a path that begins with a slash and does not end with one.
    prefix: String,
}

/// The parts of an absolute URL that has no user in it.
struct Parts<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<u16>,
    /// From the first slash, question mark or number sign on; may be empty.
    path: &'a str,
}

impl Origins {
    /// Takes the addresses, such as `http://localhost:8080` or `https://gemeente.example/zgw`; the first is the main one.
    ///
    /// Trailing slashes are dropped. An address that is no `http` or `https` URL matches nothing.
    #[expect(clippy::needless_pass_by_value, reason = "the settings hand their list over")]
    pub fn new(own: Vec<String>) -> Self {
        Self { own: own.iter().map(|text| Origin::new(text)).collect() }
    }

    /// Turns a URL of our own into its stored form: the placeholder and the path. `None` for a URL of somebody else.
    ///
    /// Scheme and host match in any case, the default port is the same as none, the fragment and one trailing slash are
    /// dropped; the query stays. With several prefixes on one host the longest counts.
    pub fn canonical(&self, url: &str) -> Option<String> {
        let path = self.own_path(url)?;
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        let (path, query) = path.find('?').and_then(|at| path.split_at_checked(at)).unwrap_or((path, ""));
        let path = path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path);
        Some(format!("{ORIGIN}{path}{query}"))
    }

    /// Says whether a URL is one of our own.
    pub fn is_own(&self, url: &str) -> bool {
        self.own_path(url).is_some()
    }

    /// Gives what follows our address in a URL; it begins with a slash.
    fn own_path<'a>(&self, url: &'a str) -> Option<&'a str> {
        if url.contains(ORIGIN) {
            return None;
        }
        let parts = Parts::of(url)?;
        self.own.iter().filter_map(|origin| origin.path_of(&parts)).min_by_key(|path| path.len())
    }

    /// Gives the address to serve links under, for the `Host` header of a request: the first one with that host and port,
    /// else the main one. Nothing of the header itself is ever repeated. Without any address it is empty.
    pub fn for_host(&self, host: &str) -> &str {
        let wanted = split_port(host.trim());
        self.own
            .iter()
            .find(|origin| wanted.is_some_and(|(host, port)| origin.is_at(host, port)))
            .or(self.own.first())
            .map_or("", |origin| origin.text.as_str())
    }
}

impl Origin {
    fn new(text: &str) -> Self {
        let text = text.trim_end_matches('/').to_owned();
        let parts = Parts::of(&text);
        let (scheme, host, port, prefix) = parts
            .map(|parts| (parts.scheme.to_owned(), parts.host.to_owned(), parts.port, parts.path.to_owned()))
            .unwrap_or_default();
        Self { text, scheme, host, port, prefix }
    }

    fn is_at(&self, host: &str, port: Option<u16>) -> bool {
        let default = default_port(&self.scheme);
        !host.is_empty() && self.host.eq_ignore_ascii_case(host) && self.port.or(default) == port.or(default)
    }

    fn path_of<'a>(&self, url: &Parts<'a>) -> Option<&'a str> {
        let is_here = self.scheme.eq_ignore_ascii_case(url.scheme) && self.is_at(url.host, url.port);
        url.path.strip_prefix(self.prefix.as_str()).filter(|path| is_here && path.starts_with('/'))
    }
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        default_port(scheme)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let (host, port) = split_port(authority)?;
        (!host.is_empty() && !host.contains('@')).then_some(Self { scheme, host, port, path })
    }
}

/// Splits `host:port`; `None` when the port is no port. The colons within an IPv6 address in brackets are left alone.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    match authority.rsplit_once(':') {
        Some((host, "")) => Some((host, None)),
        Some((host, port)) if !port.ends_with(']') => {
            let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
            Some((host, Some(port.parse().ok().filter(|_| is_number)?)))
        }
        _ => Some((authority, None)),
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        _ if scheme.eq_ignore_ascii_case("https") => Some(443),
        _ if scheme.eq_ignore_ascii_case("http") => Some(80),
        _ => None,
    }
}

/// Appends a stored document to `out`, with an address in the place of every placeholder.
pub fn splice(stored: &[u8], origin: &str, out: &mut Vec<u8>) {
    let mut rest = stored;
    while let Some((before, after)) =
        memchr::memchr(ORIGIN_BYTE, rest).and_then(|at| Some((rest.get(..at)?, rest.get(at + 1..)?)))
    {
        out.extend_from_slice(before);
        out.extend_from_slice(origin.as_bytes());
        rest = after;
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Origins, splice};

    fn origins(own: &[&str]) -> Origins {
        Origins::new(own.iter().map(ToString::to_string).collect())
    }

    fn canonical(own: &[&str], url: &str) -> Option<String> {
        origins(own).canonical(url).map(|stored| stored.replace(crate::ORIGIN, "~"))
    }

    #[test]
    fn a_url_of_our_own_becomes_the_placeholder_and_its_path() {
        let own = ["http://localhost:8080", "https://zaken.example/"];
        for url in [
            "http://localhost:8080/zaken/api/v1/zaken/1",
            "HTTP://LocalHost:8080/zaken/api/v1/zaken/1",
            "https://zaken.example/zaken/api/v1/zaken/1/",
            "https://zaken.example:443/zaken/api/v1/zaken/1#deel",
            "https://zaken.example:/zaken/api/v1/zaken/1/#deel",
        ] {
            assert_eq!(canonical(&own, url).as_deref(), Some("~/zaken/api/v1/zaken/1"), "{url}");
            assert!(origins(&own).is_own(url));
        }
        assert_eq!(canonical(&own, "https://zaken.example/a/?b=c/#d").as_deref(), Some("~/a?b=c/"));
        assert_eq!(canonical(&own, "https://zaken.example/").as_deref(), Some("~/"));
    }

    #[test]
    fn a_url_of_somebody_else_is_left_alone() {
        let own = ["http://localhost:8080", "https://zaken.example"];
        for url in [
            "",
            "zaken/1",
            "/zaken/1",
            "http://localhost/zaken",
            "http://localhost:8081/zaken",
            "https://localhost:8080/zaken",
            "http://localhost:8080",
            "http://localhost:8080?x=1",
            "http://localhost:80800/zaken",
            "http://localhost:+8080/zaken",
            "http://user@localhost:8080/zaken",
            "http://localhost:8080@evil.example/zaken",
            "http://localhost:8080.evil.example/zaken",
            "https://zaken.example.evil/zaken",
            "https://zaken.examples/zaken",
            "ftp://zaken.example/zaken",
            "https:///zaken",
            "https://zaken.example/\u{7f}/zaken",
            "\u{7f}/zaken",
        ] {
            assert_eq!(canonical(&own, url), None, "{url}");
            assert!(!origins(&own).is_own(url));
        }
    }

    #[test]
    fn a_prefix_belongs_to_the_address_and_the_longest_counts() {
        let own = ["https://gemeente.example", "https://gemeente.example/zgw/"];
        assert_eq!(canonical(&own, "https://gemeente.example/zgw/zaken/1").as_deref(), Some("~/zaken/1"));
        assert_eq!(canonical(&own, "https://gemeente.example/zgwx/1").as_deref(), Some("~/zgwx/1"));
        assert_eq!(canonical(&own[1..], "https://gemeente.example/zgwx/1"), None);
        assert_eq!(canonical(&own[1..], "https://gemeente.example/zgw"), None);
    }

    #[test]
    fn an_ipv6_address_matches_with_and_without_a_port() {
        assert_eq!(canonical(&["http://[::1]:8080"], "http://[::1]:8080/a").as_deref(), Some("~/a"));
        assert_eq!(canonical(&["http://[::1]"], "http://[::1]:80/a").as_deref(), Some("~/a"));
        assert_eq!(origins(&["http://x", "http://[::1]:8080"]).for_host("[::1]:8080"), "http://[::1]:8080");
    }

    #[test]
    fn the_host_that_was_asked_is_the_address_that_is_served() {
        let own = origins(&["http://localhost:8080/", "https://zaken.example/zgw"]);
        assert_eq!(own.for_host("localhost:8080"), "http://localhost:8080");
        assert_eq!(own.for_host("Zaken.Example"), "https://zaken.example/zgw");
        assert_eq!(own.for_host("zaken.example:443"), "https://zaken.example/zgw");
    }

    #[test]
    fn an_unknown_host_gets_the_main_address() {
        let own = origins(&["http://localhost:8080", "https://zaken.example"]);
        for host in ["", "evil.example", "localhost", "zaken.example:80", "localhost:x", ":", "localhost:8080\r\nx: y"]
        {
            assert_eq!(own.for_host(host), "http://localhost:8080", "{host}");
        }
        assert_eq!(origins(&[]).for_host("localhost"), "");
        assert_eq!(origins(&["not a url"]).for_host(""), "not a url");
    }

    #[test]
    fn every_placeholder_is_replaced() {
        let mut out = b"x".to_vec();
        splice(b"{\"url\":\"\x7f/a\",\"zaak\":\"\x7f/b\"}", "http://h", &mut out);
        assert_eq!(out, b"x{\"url\":\"http://h/a\",\"zaak\":\"http://h/b\"}");
        out.clear();
        splice(b"", "http://h", &mut out);
        assert_eq!(out, b"");
    }

    proptest! {
        #[test]
        fn splicing_is_replacing(stored in "[a-z\x7f\"é]{0,40}") {
            let mut out = Vec::new();
            splice(stored.as_bytes(), "https://h", &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), stored.replace('\x7f', "https://h"));
        }

        #[test]
        fn what_is_canonical_serves_the_same_url_again(path in "(/[a-z0-9-]{1,8}){1,5}") {
            let url = format!("http://localhost:8080{path}");
            let own = origins(&["http://localhost:8080"]);
            let mut out = Vec::new();
            splice(own.canonical(&url).unwrap().as_bytes(), own.for_host("localhost:8080"), &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), url);
        }

        #[test]
        fn no_url_or_host_makes_it_panic(text in "(https?://)?[a-z:/?#@\\[\\]é0-9]{0,20}|.*") {
            let own = origins(&["http://localhost:8080"]);
            let _ = (own.canonical(&text), own.for_host(&text), origins(&[&text]));
        }
    }
}
