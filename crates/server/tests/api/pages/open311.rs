// SPDX-License-Identifier: EUPL-1.2
//! Open311 GeoReport v2: every operation in both formats, who may write, and bad input.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value as Json, json};
use waarmaker_testkit::{Answer, App, Client};

use crate::{
    engines::on_both_engines,
    signalen::{MELDINGEN, asset, doe, klok},
    werkopdrachten::{self, Wereld},
};

const V2: &str = "/open311/v2";
const KEY: &str = "stadsapp:geheim van stadsapp";

/// A client that may report.
async fn stadsapp(app: &App) {
    client_with(app, "stadsapp", &["signalen.melden"]).await;
}

async fn client_with(app: &App, client_id: &str, scopes: &[&str]) {
    let admin = app.superuser();
    drop(app.client(client_id));
    let body =
        json!({"clientIds": [client_id], "label": client_id, "autorisaties": [{"component": "sig", "scopes": scopes}]});
    admin.post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
}

async fn get(app: &App, path: &str) -> Answer {
    app.anonymous().send(Method::GET, path, &[("accept", ""), ("accept-crs", "")], None).await
}

/// Names and values of a form.
type Fields<'a> = &'a [(&'a str, &'a str)];

async fn post(app: &App, format: &str, fields: Fields<'_>) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    raw(app, format, "application/x-www-form-urlencoded; charset=utf-8", form.into_bytes()).await
}

async fn raw(app: &App, format: &str, kind: &str, body: Vec<u8>) -> Answer {
    let headers = [("accept", ""), ("accept-crs", ""), ("content-crs", ""), ("content-type", kind)];
    app.anonymous().send(Method::POST, &format!("{V2}/requests.{format}"), &headers, Some(body)).await
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

/// Status, and the code and words of the first error, which agree in both formats.
#[track_caller]
fn error(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    assert_eq!(body[0]["code"], answer.status, "{}: {body}", answer.asked);
    (answer.status, body[0]["description"].as_str().unwrap().to_owned())
}

/// Fields with a key.
fn report<'f>(more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let base = [("api_key", KEY), ("service_code", "lamp"), ("description", "De lamp doet het niet")];
    base.into_iter().chain(more.iter().copied()).collect()
}

async fn reported(client: &Client<'_>, code: &Json) -> Json {
    client.get(&format!("{MELDINGEN}?code={}", code.as_str().unwrap())).await.expect(200)["results"][0].clone()
}

#[test]
fn discovery_and_services_are_the_same_in_both_formats() {
    on_both_engines(async |app| {
        let discovery = get(app, "/open311/discovery.json").await.expect(200);
        assert_eq!(discovery["endpoints"][0]["url"], "http://testserver/open311/v2");
        assert_eq!(discovery["endpoints"][0]["formats"], json!(["application/json", "text/xml"]));
        let xml = get(app, "/open311/discovery.xml").await;
        assert_eq!(xml.header("content-type"), "text/xml; charset=utf-8");
        assert!(text(&xml).contains("<endpoint><specification>http://wiki.open311.org/GeoReport_v2</specification>"));
        let services = get(app, &format!("{V2}/services.json")).await.expect(200);
        assert_eq!([&services[0]["service_code"], &services[0]["metadata"]], [&json!("lamp"), &json!(true)]);
        let xml = get(app, &format!("{V2}/services.xml?jurisdiction_id=testserver")).await;
        assert!(text(&xml).contains("<services><service><service_code>lamp</service_code>"));
        let definition = get(app, &format!("{V2}/services/lamp.json")).await.expect(200);
        let codes: Vec<&str> =
            definition["attributes"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["nummer", "klacht", "gevaarlijk"]);
        assert_eq!(
            definition["attributes"][1]["values"][0],
            json!({"key": "brandt-niet", "name": "De lamp brandt niet"})
        );
        let xml = text(&get(app, &format!("{V2}/services/lamp.xml")).await);
        assert!(xml.contains("<value><key>brandt-niet</key><name>De lamp brandt niet</name></value>"), "{xml}");
        for path in ["services/boom.json", "services.json?jurisdiction_id=elders.example", "iets.json", "services"] {
            assert_eq!(error(&get(app, &format!("{V2}/{path}")).await).0, 404, "{path}");
        }
        let xml = get(app, &format!("{V2}/services/boom.xml")).await;
        assert_eq!(xml.status, 404);
        assert!(text(&xml).contains("<errors><error><code>404</code><description>Deze service_code"), "{}", text(&xml));
    });
}

#[test]
fn a_report_is_a_melding_of_its_client_and_can_be_read_by_everybody_without_who_or_what_was_said() {
    on_both_engines(async |app| {
        stadsapp(app).await;
        let admin = app.superuser();
        asset(app, "lichtmast", "L-7", None);
        let words = "<script>alert('Jan Jansen, 06-12345678')</script> é €";
        let fields = report(&[
            ("description", words),
            ("attribute[nummer]", "l-7"),
            ("attribute[klacht]", "knippert"),
            ("email", "jan@example.nl"),
            ("first_name", "Jan"),
            ("phone", "0612345678"),
            ("media_url", "https://foto.example/1.jpg"),
        ]);
        let fields: Vec<(&str, &str)> = fields.into_iter().filter(|pair| pair.1 != "De lamp doet het niet").collect();
        let made = post(app, "json", &fields).await.expect(201);
        let id = made[0]["service_request_id"].as_str().unwrap().to_owned();
        let code = &made[0]["extended_attributes"]["code"];
        let melding = reported(&admin, code).await;
        assert_eq!([&melding["kanaal"], &melding["soortKlacht"]], [&json!("open311"), &json!("knippert")]);
        assert_eq!(melding["omschrijving"], format!("{words}\n\nFoto: https://foto.example/1.jpg"));
        let trail = admin.get(&format!("{}/audittrail", melding["url"].as_str().unwrap())).await.expect(200);
        assert_eq!(
            [&trail[0]["applicatieWeergave"], &trail[0]["gebruikersWeergave"]],
            [&json!("stadsapp"), &json!("Open311")]
        );
        let token = get(app, &format!("{V2}/tokens/{}.json", code.as_str().unwrap())).await.expect(200);
        assert_eq!(token[0]["service_request_id"], id.as_str());
        for path in ["requests.json?extensions=true".to_owned(), format!("requests/{id}.json")] {
            let answer = get(app, &format!("{V2}/{path}")).await;
            let found = &answer.expect(200)[0];
            assert_eq!([&found["service_request_id"], &found["status"]], [&json!(id), &json!("open")]);
            assert_eq!(found["description"], "De lamp knippert");
            assert_eq!(found["requested_datetime"], "2026-11-21T12:00:00+01:00");
            assert_eq!([&found["lat"], &found["address_id"]], [&json!(52.09), &json!("L-7")]);
        }
        for format in ["json", "xml"] {
            for path in [format!("requests.{format}?extensions=true"), format!("requests/{id}.{format}")] {
                let shown = text(&get(app, &format!("{V2}/{path}")).await);
                assert!(shown.contains(&id) && shown.contains("De lamp knippert"), "{shown}");
                for secret in ["alert", "<script", "Jan", "0612", "example.nl", "foto.example", code.as_str().unwrap()]
                {
                    assert!(!shown.contains(secret), "{secret} in {shown}");
                }
            }
        }
    });
}

#[test]
fn the_same_report_in_xml_joins_what_is_known() {
    on_both_engines(async |app| {
        stadsapp(app).await;
        asset(app, "lichtmast", "L-7", None);
        let first = post(app, "json", &report(&[("address_string", "domplein")])).await.expect(201);
        let id = first[0]["service_request_id"].as_str().unwrap();
        let lamp = doe(app, |cx| Ok(waarmaker_lampen::data::nummer("L-7", cx)?.unwrap()));
        let (lat, long) = (lamp.punt.lat.to_string(), (lamp.punt.lon + 0.0001).to_string());
        let second = post(app, "xml", &report(&[("lat", &lat), ("long", &long)])).await;
        assert_eq!((second.status, second.header("content-type")), (201, "text/xml; charset=utf-8"));
        let xml = text(&second);
        assert!(
            xml.contains(&format!("<service_requests><request><service_request_id>{id}</service_request_id>")),
            "{xml}"
        );
        assert!(xml.contains("<known>true</known>"), "{xml}");
        let found = get(app, &format!("{V2}/requests/{id}.json?extensions=true")).await.expect(200);
        assert_eq!(found[0]["extended_attributes"]["meldingen"], 2);
    });
}

#[test]
fn nobody_writes_without_a_key_that_may() {
    on_both_engines(async |app| {
        stadsapp(app).await;
        client_with(app, "lezer", &["signalen.lezen"]).await;
        asset(app, "lichtmast", "L-7", None);
        let keys = ["", "stadsapp", "stadsapp:", "stadsapp:fout", "niemand:geheim", "lezer:geheim van lezer", ":"];
        for key in keys {
            let fields =
                [("api_key", key), ("service_code", "lamp"), ("attribute[nummer]", "L-7"), ("description", "x")];
            assert_eq!(error(&post(app, "json", &fields).await).0, 403, "{key}");
        }
        let xml = post(app, "xml", &[("api_key", "stadsapp:fout")]).await;
        assert!(text(&xml).contains("<errors><error><code>403</code>"), "{}", text(&xml));
        let form = b"service_code=lamp&attribute%5Bnummer%5D=L-7&description=x".to_vec();
        let path = format!("{V2}/requests.json?api_key=stadsapp%3Ageheim%20van%20stadsapp");
        let headers = [("accept-crs", ""), ("content-crs", ""), ("content-type", "application/x-www-form-urlencoded")];
        let answer = app.anonymous().send(Method::POST, &path, &headers, Some(form)).await;
        assert_eq!(error(&answer).0, 403, "a key belongs in the form");
        assert_eq!(get(app, &format!("{V2}/requests.json")).await.expect(200), json!([]));
    });
}

#[test]
fn a_key_sends_only_so_much_in_an_hour_and_hears_when_it_may_again() {
    on_both_engines(async |app| {
        stadsapp(app).await;
        client_with(app, "andere", &["signalen.melden"]).await;
        asset(app, "lichtmast", "L-7", None);
        let fields = report(&[("attribute[nummer]", "L-7")]);
        post(app, "json", &fields).await.expect(201);
        // As if the rest of the hour's reports had come.
        app.write(|tx| tx.run("UPDATE drempels SET aantal = 600 WHERE soort = 'open311'", &[]).map(|_| ()));
        let refused = post(app, "json", &fields).await;
        let (status, said) = error(&refused);
        assert!(status == 429 && said.contains("600 meldingen in dit uur"), "{status} {said}");
        let wait: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=3600).contains(&wait), "{wait}");
        let xml = post(app, "xml", &fields).await;
        assert_eq!((xml.status, xml.header("retry-after")), (429, refused.header("retry-after")));
        assert!(text(&xml).contains("<errors><error><code>429</code><description>Met deze api_key"), "{}", text(&xml));
        let wrong = [("api_key", "stadsapp:fout")];
        assert_eq!(error(&post(app, "json", &wrong).await).0, 403, "a wrong key is not told what a right one sent");
        let other: Vec<_> = fields
            .iter()
            .map(|pair| if pair.0 == "api_key" { ("api_key", "andere:geheim van andere") } else { *pair })
            .collect();
        post(app, "json", &other).await.expect(201);
        get(app, &format!("{V2}/requests.json")).await.expect(200);
        app.clock.advance(Duration::from_secs(wait));
        post(app, "json", &fields).await.expect(201);
    });
}

#[test]
fn bad_input_says_what_to_do() {
    on_both_engines(async |app| {
        stadsapp(app).await;
        asset(app, "lichtmast", "L-7", None);
        asset(app, "lichtmast", "L-8", None);
        let long = "x".repeat(2001);
        let cases: &[(Fields, u16, &str)] = &[
            (&[], 400, "lat, long: Zeg welke lamp"),
            (&[("lat", "52.09")], 400, "lat, long: Geef lat en long allebei"),
            (&[("lat", "noord"), ("long", "5.1")], 400, "in graden van WGS 84"),
            (&[("lat", "91"), ("long", "5.1")], 400, "in graden van WGS 84"),
            (&[("lat", "NaN"), ("long", "5.1")], 400, "in graden van WGS 84"),
            (&[("lat", "40.7"), ("long", "-74.0")], 400, "buiten de gemeente"),
            (&[("lat", "52.095"), ("long", "5.2")], 400, "Binnen 30 meter staat geen object"),
            (&[("attribute[nummer]", "L-9999")], 400, "attribute[nummer]: Er is geen lamp met dit nummer"),
            (&[("address_string", "Domplein")], 400, "In Domplein staan 2 lampen"),
            (&[("address_string", "Nergensstraat 1")], 400, "Wij vinden deze straat niet"),
            (
                &[("attribute[nummer]", "L-7"), ("attribute[klacht]", "stuk")],
                400,
                "attribute[klacht]: Kies een van: brandt-niet",
            ),
            (&[("attribute[nummer]", "L-7"), ("attribute[gevaarlijk]", "misschien")], 400, "Kies ja of nee"),
            (&[("attribute[nummer]", "L-7"), ("media_url", "javascript:alert(1)")], 400, "media_url: Geef een adres"),
            (&[("attribute[nummer]", "L-7"), ("email", "geen adres")], 400, "email: "),
            (
                &[("attribute[nummer]", "L-7"), ("jurisdiction_id", "elders.example")],
                404,
                "Die van deze gemeente is testserver",
            ),
        ];
        for (more, status, words) in cases {
            let (found, said) = error(&post(app, "json", &report(more)).await);
            assert!(found == *status && said.contains(words), "{more:?}: {found} {said}");
        }
        let base = [("api_key", KEY), ("attribute[nummer]", "L-7")];
        for (more, status) in
            [(("description", "x"), 400), (("service_code", "boom"), 404), (("service_code", "lamp"), 400)]
        {
            assert_eq!(error(&post(app, "json", &[base[0], base[1], more]).await).0, status, "{more:?}");
        }
        let fields = [base[0], base[1], ("service_code", "lamp"), ("description", long.as_str())];
        assert!(error(&post(app, "json", &fields).await).1.starts_with("description: "));
        let answer = raw(app, "json", "application/json", b"{}".to_vec()).await;
        assert_eq!(error(&answer).0, 415);
        let answer = raw(app, "json", "application/x-www-form-urlencoded", b"description=%ff%fe".to_vec()).await;
        assert_eq!(error(&answer).0, 400);
        let answer = raw(app, "json", "application/x-www-form-urlencoded", vec![b'x'; 70_000]).await;
        assert_eq!(error(&answer).0, 413);
        let answer = app.anonymous().send(Method::DELETE, &format!("{V2}/requests.json"), &[], None).await;
        assert_eq!(error(&answer).0, 405);
        assert_eq!(get(app, &format!("{V2}/requests.json")).await.expect(200), json!([]), "nothing was made");
    });
}

#[test]
fn requests_are_found_by_number_status_time_and_page() {
    on_both_engines(async |app| {
        stadsapp(app).await;
        let mut ids = Vec::new();
        for number in ["L-1", "L-2", "L-3"] {
            asset(app, "lichtmast", number, None);
            let made = post(app, "json", &report(&[("attribute[nummer]", number)])).await.expect(201);
            ids.push(made[0]["service_request_id"].as_str().unwrap().to_owned());
            app.clock.advance(Duration::from_hours(24));
        }
        let found = async |query: &str| -> Vec<String> {
            let answer = get(app, &format!("{V2}/requests.json?{query}")).await.expect(200);
            answer
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["service_request_id"].as_str().unwrap().to_owned())
                .collect()
        };
        let (first, second, third) = (ids[0].as_str(), ids[1].as_str(), ids[2].as_str());
        assert_eq!(found("").await, [third, second, first]);
        assert_eq!(found(&format!("service_request_id={first},{third},INC-0-0")).await, [third, first]);
        assert_eq!(found("status=closed").await, Vec::<String>::new());
        assert_eq!(found("status=open,closed&service_code=lamp").await.len(), 3);
        assert_eq!(found("service_code=boom").await.len(), 0);
        assert_eq!(found("start_date=2026-11-22T00:00:00%2B01:00").await, [third, second]);
        assert_eq!(found("start_date=2026-11-22T00:00:00+01:00&end_date=2026-11-22T23:00:00Z").await, [second]);
        let page = get(app, &format!("{V2}/requests.json?page_size=2")).await;
        assert_eq!(page.header("link"), "</open311/v2/requests.json?page_size=2&page=2>; rel=\"next\"");
        assert_eq!(found("page_size=2&page=2").await, [first]);
        for wrong in [
            "status=kapot",
            "start_date=gisteren",
            "page=0",
            "page_size=1001",
            "start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z",
            "start_date=2026-11-02T00:00:00Z&end_date=2026-11-01T00:00:00Z",
        ] {
            assert_eq!(error(&get(app, &format!("{V2}/requests.json?{wrong}")).await).0, 400, "{wrong}");
        }
        app.clock.advance(Duration::from_hours(24 * 100));
        assert_eq!(found("").await.len(), 0, "the last 90 days");
        for path in ["requests/INC-0-0.json", "tokens/AAAAAAAA.json", "requests/%3Cscript%3E.json"] {
            assert_eq!(error(&get(app, &format!("{V2}/{path}")).await).0, 404, "{path}");
        }
    });
}

#[test]
fn our_own_client_of_open311_can_talk_to_it() {
    werkopdrachten::with_channels(async |app| {
        let wereld = Wereld::new(app).await;
        stadsapp(app).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = waarmaker_api::http::router(std::sync::Arc::clone(&app.api), waarmaker_open311::routes());
        let server = tokio::spawn(axum::serve(listener, router).into_future());
        let kanaal = json!({"soort": "open311", "url": format!("http://{address}/open311/v2"), "geheim": KEY,
            "jurisdictionId": "testserver", "serviceCode": "lamp"});
        wereld.admin.patch(&wereld.aannemer_url, &json!({"kanaal": kanaal})).await.expect(200);
        let order = wereld.order_for(wereld.lamp).await;
        werkopdrachten::runner(app, None).run_until_idle().await.unwrap();
        let now = wereld.now_is(order["url"].as_str().unwrap()).await;
        assert_eq!(now["externNummer"], "INC-2026-0000001");
        let found = get(app, &format!("{V2}/requests/INC-2026-0000001.json?extensions=true")).await.expect(200);
        assert_eq!(found[0]["agency_responsible"], "Lichtpunt BV");
        wereld.answer(&order, "accepteren", json!({})).await;
        wereld.answer(&order, "gereed", json!({})).await;
        let found = get(app, &format!("{V2}/requests/INC-2026-0000001.json")).await.expect(200);
        assert_eq!([&found[0]["status"], &found[0]["status_notes"]], [&json!("closed"), &json!("Het is hersteld.")]);
        klok(app, 1);
        server.abort();
    });
}
