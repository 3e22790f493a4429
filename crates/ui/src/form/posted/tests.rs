// SPDX-License-Identifier: EUPL-1.2
//! What browsers, and others, send.

use axum::{body::Body, http::HeaderMap};

use super::{Posted, clean, file_name, is_foreign, multipart, urlencoded};
use crate::Site;

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut all = HeaderMap::new();
    for (name, value) in pairs {
        all.append(name.parse::<axum::http::HeaderName>().unwrap(), value.parse().unwrap());
    }
    all
}

fn parts(parts: &[(&str, &str, &[u8])]) -> Body {
    let mut body = Vec::new();
    for (name, more, bytes) in parts {
        body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    Body::from(body)
}

async fn read(body: Body, most: usize) -> Result<Posted, u16> {
    multipart(body, "x".to_owned(), most).await.map_err(|problem| problem.status)
}

const FILE: &str = "; filename=\"a.jpg\"";

#[test]
fn line_ends_become_one_and_what_nobody_sees_is_left_out() {
    assert_eq!(clean("a\r\nb\rc\n\td"), "a\nb\nc\n\td");
    assert_eq!(clean("a\0b\u{7}c\u{85}"), "abc");
    assert_eq!(file_name("C:\\foto's\\IMG_1.jpg"), "IMG_1.jpg");
    assert_eq!(file_name("../../etc/passwd\0"), "passwd");
    assert_eq!(file_name(&"x".repeat(5000)).len(), 200);
}

#[tokio::test]
async fn fields_that_are_no_text_are_read_as_well_as_can_be() {
    let posted = urlencoded(Body::from("naam=%FF%00Jan&%00x=1&&=&b")).await.unwrap();
    assert_eq!(posted.text("naam"), "\u{fffd}Jan");
    assert_eq!(posted.text("x"), "1");
    assert_eq!(posted.text("b"), "");
    let posted = read(parts(&[("naam", "", b"\xff\0Jan\r\nPiet")]), 0).await.unwrap();
    assert_eq!(posted.text("naam"), "\u{fffd}Jan\nPiet");
}

#[tokio::test]
async fn a_file_that_is_too_large_loses_no_text() {
    let large = vec![b'x'; 2000];
    let all: [(&str, &str, &[u8]); 4] =
        [("foto", FILE, b"klein"), ("foto", FILE, &large), ("foto", FILE, b"later"), ("naam", "", b"Jan")];
    let posted = read(parts(&all), 1000).await.unwrap();
    assert!(posted.too_large && posted.files.is_empty());
    assert_eq!(posted.text("naam"), "Jan");
    let posted = read(parts(&all), 5000).await.unwrap();
    assert_eq!((posted.too_large, posted.files.len()), (false, 3));
}

#[tokio::test]
async fn an_empty_file_field_is_no_file() {
    let posted = read(parts(&[("foto", "; filename=\"\"", b"")]), 10).await.unwrap();
    assert!(posted.files.is_empty() && !posted.too_large);
}

#[tokio::test]
async fn there_is_an_end_to_what_is_read() {
    let many: Vec<(&str, &str, &[u8])> = (0..600).map(|_| ("a", "", b"b".as_slice())).collect();
    assert_eq!(read(parts(&many), 0).await.unwrap_err(), 413);
    let files: Vec<(&str, &str, &[u8])> = (0..30).map(|_| ("a", FILE, b"b".as_slice())).collect();
    assert!(read(parts(&files), 1000).await.unwrap().too_large);
    let text = vec![b'x'; (1 << 20) + 1];
    assert_eq!(read(parts(&[("a", "", &text)]), 0).await.unwrap_err(), 413);
    assert_eq!(urlencoded(Body::from([b"a=".as_slice(), &text].concat())).await.unwrap_err().status, 413);
    assert_eq!(urlencoded(Body::from("a=b&".repeat(600))).await.unwrap_err().status, 413);
    let flood = vec![b'x'; 9 << 20];
    assert_eq!(read(parts(&[("a", FILE, &flood)]), 1 << 20).await.unwrap_err(), 413);
}

#[tokio::test]
async fn what_breaks_off_is_refused() {
    for broken in
        ["", "--x", "--x\r\n\r\n", "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nb", "zomaar iets"]
    {
        assert_eq!(read(Body::from(broken), 10).await.unwrap_err(), 400, "{broken}");
    }
}

#[test]
fn a_page_of_somebody_else_is_foreign() {
    let site = Site { origin: "https://waarmaker.example".to_owned(), ..Site::sample() };
    let host = ("host", "intern:8080");
    let table: &[(&[(&str, &str)], bool)] = &[
        (&[host], false),
        (&[host, ("sec-fetch-site", "same-origin")], false),
        (&[host, ("sec-fetch-site", "none")], false),
        (&[host, ("sec-fetch-site", "same-site")], true),
        (&[host, ("sec-fetch-site", "cross-site")], true),
        (&[host, ("origin", "https://waarmaker.example")], false),
        (&[host, ("origin", "http://intern:8080")], false),
        (&[host, ("origin", "https://evil.example")], true),
        (&[host, ("origin", "https://waarmaker.example.evil.example")], true),
        (&[host, ("origin", "null")], true),
        (&[host, ("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], true),
    ];
    for (given, foreign) in table {
        assert_eq!(is_foreign(&headers(given), &site), *foreign, "{given:?}");
    }
}
