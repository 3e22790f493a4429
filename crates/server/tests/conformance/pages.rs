// SPDX-License-Identifier: EUPL-1.2
//! The pages at `/docs`: all of them are there, lead only to what is there, and run nothing.

use std::collections::{BTreeMap, BTreeSet};

use waarmaker_api::docs_page::{FIELD_CODES, PROBLEM_CODES};
use waarmaker_testkit::{Answer, App};

use crate::engines::on_both_engines;

/// Every page that the first one leads to, by path.
async fn pages(app: &App) -> BTreeMap<String, Answer> {
    let (mut found, mut wanted) = (BTreeMap::new(), vec!["/docs".to_owned()]);
    while let Some(path) = wanted.pop() {
        if found.contains_key(&path) {
            continue;
        }
        let answer = app.anonymous().send(axum::http::Method::GET, &path, &[("accept", "text/html")], None).await;
        assert_eq!(answer.status, 200, "{path}");
        if answer.header("content-type").starts_with("text/html") {
            let links = attributes(&answer, "href").into_iter().filter(|link| link.starts_with('/'));
            wanted.extend(links.map(|link| link.split('#').next().unwrap().to_owned()));
        }
        found.insert(path, answer);
    }
    found
}

/// The values of an attribute, in order.
fn attributes(page: &Answer, name: &str) -> Vec<String> {
    let html = String::from_utf8_lossy(&page.body);
    let start = format!(" {name}=\"");
    let parts = html.split(&start).skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

fn is_page(answer: &Answer) -> bool {
    answer.header("content-type").starts_with("text/html")
}

#[test]
fn every_resource_has_a_page_and_every_link_leads_somewhere() {
    on_both_engines(async |app| {
        let pages = pages(app).await;
        for room in app.api.house.rooms() {
            let resource = room.kind.resource();
            let path = format!("/docs/{}/{}", resource.component.name, resource.name);
            assert!(pages.contains_key(&path), "{path}");
        }
        let ids: BTreeMap<&str, Vec<String>> =
            pages.iter().map(|(path, page)| (path.as_str(), attributes(page, "id"))).collect();
        for (path, page) in pages.iter().filter(|(_, page)| is_page(page)) {
            let unique: BTreeSet<&String> = ids[path.as_str()].iter().collect();
            assert_eq!(unique.len(), ids[path.as_str()].len(), "{path}: an id twice");
            for link in attributes(page, "href") {
                let Some((target, id)) = link.split_once('#') else { continue };
                let target = if target.is_empty() { path } else { target };
                assert!(ids[target].iter().any(|known| known == id), "{path}: {link}");
            }
        }
    });
}

#[test]
fn pages_run_nothing_and_can_be_read_by_everybody() {
    on_both_engines(async |app| {
        for (path, page) in pages(app).await.iter().filter(|(_, page)| is_page(page)) {
            let html = String::from_utf8_lossy(&page.body);
            assert!(
                page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"),
                "{path}"
            );
            assert!(!html.contains("<script") && !html.contains(" style=") && !html.contains(" onclick"), "{path}");
            assert!(
                html.contains("<html lang=\"nl\">")
                    && html.contains("href=\"#inhoud\"")
                    && html.contains("<main id=\"inhoud\""),
                "{path}"
            );
            assert_eq!(html.matches("<h1>").count(), 1, "{path}");
            assert_eq!(
                html.matches("<table>").count(),
                html.matches("<caption").count(),
                "{path}: a caption for every table"
            );
            let levels = html.match_indices("<h").filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10));
            let levels: Vec<u32> = levels.collect();
            assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{path}: a level of headings is skipped");
        }
    });
}

#[test]
fn the_address_in_a_problem_leads_to_its_explanation() {
    on_both_engines(async |app| {
        let problem = app.anonymous().get("/zaken/api/v1/zaken?onzin=1").await.json();
        let (page, code) = problem["type"].as_str().unwrap().split_once('#').unwrap();
        let page = app.anonymous().get(page).await;
        let ids = attributes(&page, "id");
        assert!(ids.iter().any(|id| id == code), "{code}");
        assert!(PROBLEM_CODES.iter().all(|(_, code, _)| ids.iter().any(|id| id == code)));
        assert!(FIELD_CODES.iter().all(|(code, _)| ids.contains(&format!("veld-{code}"))));
    });
}

#[test]
fn a_page_that_is_not_there_says_so() {
    on_both_engines(async |app| {
        for path in ["/docs/niets", "/docs/zaken/niets", "/docs/niets/zaak"] {
            let answer = app.anonymous().get(path).await;
            assert_eq!((answer.status, answer.header("content-type")), (404, "text/html; charset=utf-8"), "{path}");
        }
    });
}

/// What a client can write into an address must not become markup.
#[test]
fn text_stays_text() {
    on_both_engines(async |app| {
        let host = ("host", "\"><img src=x>");
        let answer = app.anonymous().send(axum::http::Method::GET, "/docs/zaken/zaak", &[host], None).await;
        assert!(!String::from_utf8_lossy(&answer.body).contains("<img"));
    });
}
