// SPDX-License-Identifier: EUPL-1.2
//! Downloads.

use axum::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::kader::{HALLO, Kader};
use crate::engines::on_both_engines;

#[test]
fn a_download_is_never_shown_as_a_page() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let html = STANDARD.encode("<script>alert(1)</script>");
        let body = json!({"inhoud": html, "formaat": "text/html", "bestandsnaam": "één\"; x.html"});
        let url = kader.url(&body).await;
        let answer = kader.admin.send(Method::GET, &format!("{url}/download"), &[("accept", "text/html")], None).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"<script>alert(1)</script>".as_slice()));
        for (name, value) in [
            ("content-type", "application/octet-stream"),
            ("content-length", "25"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            (
                "content-disposition",
                "attachment; filename=\"__n__ x.html\"; filename*=UTF-8''%C3%A9%C3%A9n%22%3B%20x.html",
            ),
            ("accept-ranges", "bytes"),
            ("api-version", "1.7.0"),
        ] {
            assert_eq!(answer.header(name), value, "{name}");
        }
        let head = kader.admin.head(&format!("{url}/download")).await;
        assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, "25"));
        assert_eq!(head.header("etag"), answer.header("etag"));
    });
}

#[test]
fn a_part_of_a_content_can_be_asked_for() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        // Three chunks, so that ranges lie within one and across two.
        let content: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
        let url = kader.url(&json!({"inhoud": STANDARD.encode(&content)})).await;
        let url = format!("{url}/download");
        let get = async |headers: &[(&str, &str)]| kader.admin.send(Method::GET, &url, headers, None).await;
        let whole = get(&[]).await;
        let tag = whole.header("etag").to_owned();
        assert!(whole.body == content && tag.starts_with('"'), "{tag}");
        let size = content.len();
        let chunk = 4 << 20;
        for (range, first, last) in [
            ("bytes=0-9".to_owned(), 0, 9),
            (format!("bytes={}-{}", chunk - 5, chunk + 5), chunk - 5, chunk + 5),
            (format!("bytes={}-", size - 3), size - 3, size - 1),
            ("bytes=-4".to_owned(), size - 4, size - 1),
            (format!("bytes=5-{}", size * 2), 5, size - 1),
        ] {
            let part = get(&[("range", &range), ("if-range", &tag)]).await;
            assert_eq!(
                (part.status, part.header("content-range")),
                (206, format!("bytes {first}-{last}/{size}").as_str())
            );
            assert!(
                part.body == content[first..=last] && part.header("content-length") == part.body.len().to_string(),
                "{range}"
            );
        }
        let none = get(&[("range", &format!("bytes={size}-"))]).await;
        assert_eq!((none.status, none.header("content-range")), (416, format!("bytes */{size}").as_str()));
        for headers in [
            [("range", "bytes=0-1,4-5"), ("x", "")],
            [("range", "bytes=9-1"), ("x", "")],
            [("range", "bytes=0-1"), ("if-range", "\"anders\"")],
        ] {
            let all = get(&headers).await;
            assert_eq!((all.status, all.body.len()), (200, size));
        }
        let known = get(&[("if-none-match", &format!("\"x\", {tag}"))]).await;
        assert_eq!((known.status, known.body.len()), (304, 0));
        let head = kader.admin.send(Method::HEAD, &url, &[("range", "bytes=0-9")], None).await;
        assert_eq!((head.status, head.header("content-length"), head.body.len()), (206, "10", 0));
    });
}

#[test]
fn a_download_takes_the_rights_of_its_document() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let secret = kader.url(&json!({"inhoud": HALLO, "vertrouwelijkheidaanduiding": "geheim"})).await;
        let open = kader.url(&json!({"inhoud": HALLO})).await;
        let nota = kader.url(&json!({"inhoud": HALLO, "informatieobjecttype": kader.nota})).await;
        let reader = kader.client("lezer", &["documenten.lezen"], "intern").await;
        let writer = kader.client("schrijver", &["documenten.bijwerken"], "zeer_geheim").await;
        let status = async |client: &waarmaker_testkit::Client<'_>, url: &str| {
            client.get(&format!("{url}/download")).await.status
        };
        assert_eq!(status(&reader, &open).await, 200);
        assert_eq!(status(&reader, &secret).await, 403);
        assert_eq!(status(&reader, &nota).await, 403);
        assert_eq!(status(&writer, &open).await, 403);
        assert_eq!(status(&app.anonymous(), &open).await, 403);
        assert_eq!(kader.admin.post(&format!("{open}/download"), &json!({})).await.refusal().0, 405);
        assert_eq!(kader.admin.get(&format!("{open}/download?expand=informatieobjecttype")).await.status, 400);
    });
}

#[test]
fn a_content_that_was_damaged_is_not_served() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({"inhoud": HALLO})).await;
        let folder = std::fs::read_dir(app.blobs())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.is_dir())
            .unwrap();
        let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
        std::fs::write(&file, b"Hullo").unwrap();
        assert_eq!(kader.admin.get(&format!("{url}/download")).await.refusal(), (500, "error".to_owned()));
        std::fs::remove_file(&file).unwrap();
        assert_eq!(kader.admin.get(&format!("{url}/download")).await.refusal(), (500, "error".to_owned()));
    });
}
