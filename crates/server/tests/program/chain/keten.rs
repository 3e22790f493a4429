// SPDX-License-Identifier: EUPL-1.2
//! What happens in the street, from beginning to end.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use waarmaker_testkit::Mail;

use super::{
    browser::Browser,
    straat::{ROOT, Straat, answer, closed, on_both_engines, text},
};
use crate::process::{Client, eventually};

const PHOTO: &[u8] = include_bytes!("../../../demo/foto.png");
/// Everything behind the second cabinet.
const BEHIND: [&str; 12] = [
    "LM-301", "LM-302", "LM-303", "LM-304", "LM-305", "LM-306", "LM-401", "LM-402", "LM-403", "LM-404", "LM-405",
    "LM-406",
];

#[test]
fn a_lamp_that_says_it_is_broken_is_mended_and_everybody_who_should_know_is_told() {
    on_both_engines(|straat| {
        let server = straat.serve();
        let gemeente = straat.gemeente(&server);
        let lichtwacht = straat.aannemer(&server, &gemeente, "Lichtwacht Onderhoud");
        straat.subscribe(&gemeente);
        straat.say(&["LM-104"], "defect");
        let told = straat.notification("incidenten", "incident", "create");
        let incident = gemeente.json(text(&told, "resourceUrl"));
        assert_eq!((text(&incident, "bron"), text(&incident, "assetIdentificatie")), ("sensor", "LM-104"));
        let melding =
            json!({"asset": incident["asset"], "omschrijving": "De lamp is uit.", "email": "jan@bewoner.example"});
        let (status, melding) = gemeente.post(&format!("{ROOT}/meldingen"), &melding).unwrap();
        assert_eq!(
            (status, &melding["nieuw"], &melding["incident"]),
            (201, &json!(false), &incident["url"]),
            "{melding}"
        );
        let order = straat.order("aangeboden");
        assert_eq!((text(&order, "incident"), text(&order, "status")), (text(&incident, "url"), "aangeboden"));
        let done = mended(&lichtwacht, &order);
        let zaak = text(&order, "zaak");
        closed(&gemeente, zaak, "Hersteld");
        photo(&gemeente, zaak, &done);
        mails(straat, text(&melding, "code"));
        notified(straat, &order);
        explained(straat, &lichtwacht, &order);
        assert_eq!(straat.counts(), (1, 1, 1));
    });
}

/// Does an order as a contractor with a system does; others cannot.
fn mended(aannemer: &Client, order: &Value) -> Value {
    answer(aannemer, order, "accepteren", &json!({}));
    answer(aannemer, order, "terplaatse", &json!({}));
    let used = json!({
        "toelichting": "De driver was stuk.", "fotos": [STANDARD.encode(PHOTO)],
        "materiaal": [{"omschrijving": "Driver led 24 W", "aantal": 1}],
    });
    let done = answer(aannemer, order, "gereed", &used);
    assert_eq!((text(&done, "status"), &done["materiaal"][0]["omschrijving"]), ("gereed", &json!("Driver led 24 W")));
    // It sees its order, and nothing else of the municipality.
    assert_eq!(aannemer.json(&format!("{ROOT}/werkopdrachten"))["count"], 1);
    assert_eq!(aannemer.get("/zaken/api/v1/zaken").0, 403);
    done
}

/// The photo of the work is a document of the zaak.
fn photo(gemeente: &Client, zaak: &str, done: &Value) {
    let related = gemeente.json(&format!("/zaken/api/v1/zaakinformatieobjecten?zaak={zaak}"));
    assert_eq!(related.as_array().unwrap().len(), 1, "{related}");
    assert_eq!(related[0]["informatieobject"], done["fotos"][0]);
    let document = gemeente.json(text(&related[0], "informatieobject"));
    let (status, content) = gemeente.bytes(text(&document, "inhoud"));
    assert!(status == 200 && content.starts_with(b"\x89PNG"), "{document}");
}

/// Who joined with an address heard that it is known, planned and mended.
fn mails(straat: &Straat, code: &str) {
    let mails = straat.smtp.wait_for(3);
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    let begins = ["Wij weten het al: ", "De reparatie is gepland: ", "Het is hersteld: "];
    assert_eq!(subjects.len(), begins.len(), "{subjects:?}");
    assert!(subjects.iter().zip(begins).all(|(subject, begin)| subject.starts_with(begin)), "{subjects:?}");
    assert!(mails.iter().all(|mail| mail.to == ["jan@bewoner.example"] && mail.text.contains(code)), "{mails:?}");
}

/// The subscriber heard of everything, on the three kanalen.
fn notified(straat: &Straat, order: &Value) {
    straat.notification("zaken", "zaak", "create");
    straat.notification("zaken", "resultaat", "create");
    let own = straat.notification("werkopdrachten", "werkopdracht", "create");
    assert_eq!(own["hoofdObject"], order["url"]);
    straat.notification("werkopdrachten", "werkopdracht", "partial_update");
    let statussen = eventually("all statussen are told", || {
        let all = straat.receiver.received();
        let statussen: Vec<String> = all
            .iter()
            .filter(|one| one.text("resource") == "status" && one.is_accepted())
            .map(|one| one.text("resourceUrl").to_owned())
            .collect();
        (statussen.len() >= 5).then_some(statussen)
    });
    assert_eq!(statussen.len(), 5, "{statussen:?}");
    straat.notification("incidenten", "incident", "partial_update");
}

/// The clock and the evidence of the month.
fn explained(straat: &Straat, aannemer: &Client, order: &Value) {
    let klok = aannemer.json(&format!("{}/klok", text(order, "url")));
    assert_eq!((&klok["nummer"], klok["termijnen"].as_array().unwrap().len()), (&order["nummer"], 2), "{klok}");
    assert!(text(&klok, "tekst").lines().count() > 4, "{klok}");
    let begin: Timestamp = text(order, "aangeboden").parse().unwrap();
    let month = begin.to_zoned(TimeZone::get("Europe/Amsterdam").unwrap()).strftime("%Y-%m").to_string();
    let csv = straat.command(&["contracten", "rapport", "OVL-2025", &month, "-", "--format", "csv"]);
    let lines: Vec<&str> = csv.lines().collect();
    let begins = format!("OVL-2025;Lichtwacht Onderhoud;{month};{};", text(order, "nummer"));
    assert_eq!((lines.len(), lines.iter().filter(|line| line.starts_with(&begins)).count()), (3, 2), "{csv}");
}

#[test]
fn a_contractor_with_nothing_but_mail_does_its_work_by_the_link() {
    on_both_engines(|straat| {
        let server = straat.serve();
        let gemeente = straat.gemeente(&server);
        straat.say(&["PM-1"], "storing");
        let mails = straat.smtp.wait_for(1);
        let mail: &Mail = &mails[0];
        assert_eq!(mail.to, ["planning@meterbeheer.example"]);
        assert!(mail.subject.starts_with("Nieuwe opdracht WO-") && mail.subject.contains("PM-1"), "{mail:?}");
        let link = mail.url().unwrap();
        assert!(link.starts_with(&server.url) || link.starts_with("http://localhost:"), "{link}");
        let browser = Browser::new();
        let page = browser.send(link, "accepteren", &[], None);
        assert!(page.contains("U hebt de opdracht aangenomen."), "{page}");
        let fields = [("gereed-materiaal", "2 x Zekering"), ("gereed-toelichting", "Kaartlezer vervangen")];
        let page = browser.send(link, "gereed", &fields, Some(PHOTO));
        assert!(page.contains("Deze opdracht is klaar"), "{page}");
        for who in [&browser, &Browser::new()] {
            let (status, page) = who.open(link);
            assert!(status == 200 && page.contains("Deze opdracht is klaar") && !page.contains("id=\"form-"), "{page}");
        }
        let orders = gemeente.json(&format!("{ROOT}/werkopdrachten"));
        let order = &orders["results"][0];
        assert_eq!((&orders["count"], text(order, "status")), (&json!(1), "gereed"));
        assert_eq!(order["materiaal"], json!([{"omschrijving": "Zekering", "aantal": 2}]));
        closed(&gemeente, text(order, "zaak"), "Hersteld");
        photo(&gemeente, text(order, "zaak"), order);
        assert_eq!((straat.smtp.mails().len(), straat.receiver.received().len()), (1, 0));
    });
}

#[test]
fn twelve_lamps_behind_one_cabinet_are_one_order_that_is_withdrawn_when_they_recover_and_who_reported_one_hears_it() {
    on_both_engines(|straat| {
        let server = straat.serve();
        let gemeente = straat.gemeente(&server);
        straat.say(&BEHIND[..1], "defect");
        let first = eventually("the first lamp", || {
            gemeente.json(&format!("{ROOT}/incidenten"))["results"].as_array()?.first().cloned()
        });
        let melding = json!({"asset": first["asset"], "omschrijving": "Donker.", "email": "jan@bewoner.example"});
        let (status, melding) = gemeente.post(&format!("{ROOT}/meldingen"), &melding).unwrap();
        assert_eq!((status, &melding["incident"]), (201, &first["url"]), "{melding}");
        straat.say(&BEHIND[1..], "defect");
        let order = straat.order("aangeboden");
        assert!(text(&order, "assetOmschrijving").contains("kast K-2"), "{order}");
        let joined = gemeente.json(&format!("{ROOT}/incidenten?status=samengevoegd"));
        assert!(joined["count"].as_u64().unwrap() >= 12, "{joined}");
        straat.say(&BEHIND, "aan");
        let withdrawn = straat.order("ingetrokken");
        assert_eq!(withdrawn["url"], order["url"]);
        closed(&gemeente, text(&order, "zaak"), "Vanzelf hersteld");
        let open = gemeente.json(&format!("{ROOT}/incidenten?status=open"));
        assert_eq!(open["count"], 0, "{open}");
        let (_, zaken, orders) = straat.counts();
        assert_eq!((zaken, orders), (1, 1));
        mails(straat, text(&melding, "code"));
    });
}
