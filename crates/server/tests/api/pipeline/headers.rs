// SPDX-License-Identifier: EUPL-1.2
//! Methods, media types, coordinate reference systems and paths, in the order of handbook 1.4.

use axum::http::Method;

use crate::engines::on_both_engines;

const ZAKEN: &str = "/zaken/api/v1/zaken";

#[test]
fn a_method_that_a_resource_does_not_have_is_405_before_the_token_is_looked_at() {
    on_both_engines(async |app| {
        let client = app.anonymous();
        for (method, url) in [
            (Method::DELETE, ZAKEN),
            (Method::HEAD, ZAKEN),
            (Method::TRACE, ZAKEN),
            (Method::POST, "/zaken/api/v1/zaken/0a1b2c3d-0000-4000-8000-000000000000"),
            (Method::PUT, "/zaken/api/v1/statussen/0a1b2c3d-0000-4000-8000-000000000000"),
        ] {
            let answer = client.send(method.clone(), url, &[], None).await;
            assert_eq!(answer.status, 405, "{method} {url}");
        }
    });
}

#[test]
fn every_answer_tells_the_version_of_the_api() {
    on_both_engines(async |app| {
        assert_eq!(app.superuser().get(ZAKEN).await.header("api-version"), "1.7.0");
        assert_eq!(app.anonymous().get("/catalogi/api/v1/zaaktypen").await.header("api-version"), "1.3.3");
        assert_eq!(app.anonymous().get("/nergens").await.status, 404);
    });
}

#[test]
fn a_missing_crs_header_is_412_and_another_crs_406() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let crs = async |name, value, body: Option<Vec<u8>>| {
            let method = if body.is_some() { Method::POST } else { Method::GET };
            client.send(method, ZAKEN, &[(name, value)], body).await.status
        };
        assert_eq!(crs("accept-crs", "", None).await, 412);
        assert_eq!(crs("accept-crs", "EPSG:28992", None).await, 406);
        assert_eq!(crs("content-crs", "", Some(b"{}".to_vec())).await, 412);
        assert_eq!(crs("content-crs", "EPSG:28992", Some(b"{}".to_vec())).await, 406);
    });
}

#[test]
fn another_media_type_is_415_and_an_answer_in_another_is_406() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let xml =
            client.send(Method::POST, ZAKEN, &[("content-type", "application/xml")], Some(b"<zaak/>".to_vec())).await;
        assert_eq!(xml.refusal(), (415, "unsupported_media_type".to_owned()));
        assert_eq!(client.send(Method::GET, ZAKEN, &[("accept", "text/csv")], None).await.status, 406);
    });
}

#[test]
fn what_is_no_json_is_a_parse_error_and_too_much_is_413() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for body in [&b"{"[..], b"", b"\xff\xfe", b"{\"a\":1e999}", b"nope"] {
            let answer = client.send(Method::POST, ZAKEN, &[], Some(body.to_vec())).await;
            assert_eq!(answer.refusal(), (400, "parse_error".to_owned()), "{body:?}");
        }
        let deep = [vec![b'['; 500], vec![b']'; 500]].concat();
        assert_eq!(client.send(Method::POST, ZAKEN, &[], Some(deep)).await.status, 400);
        let large = format!("{{\"omschrijving\":\"{}\"}}", "x".repeat(5 << 20));
        assert_eq!(client.send(Method::POST, ZAKEN, &[], Some(large.into_bytes())).await.status, 413);
    });
}

#[test]
fn unknown_parameters_and_a_page_beyond_the_last_are_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        assert_eq!(client.get(&format!("{ZAKEN}?kleur=rood")).await.problems(), ["nonFieldErrors/unknown-parameters"]);
        assert_eq!(client.get(&format!("{ZAKEN}?page=1000000000")).await.status, 404);
        assert_eq!(client.get(&format!("{ZAKEN}?page=0")).await.problems(), ["page/invalid"]);
        assert_eq!(client.get(&format!("{ZAKEN}?identificatie=a%00b")).await.problems(), ["nonFieldErrors/invalid"]);
        assert_eq!(client.get(&format!("{ZAKEN}?identificatie={}", "x".repeat(9000))).await.status, 414);
    });
}
