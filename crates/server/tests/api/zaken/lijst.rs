// SPDX-License-Identifier: EUPL-1.2
//! The list of zaken: filters, order, expansion.

use serde_json::{Value, json};

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

const ZAKEN: &str = "/zaken/api/v1/zaken";

/// The identificaties of the zaken that a query finds.
async fn found(kader: &Kader<'_>, query: &str) -> Vec<String> {
    let list = kader.admin.get(&format!("{ZAKEN}?{query}")).await.expect(200);
    let names: Vec<String> = list["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|zaak| zaak["identificatie"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(list["count"], names.len(), "{query}");
    names
}

/// Three zaken that differ in everything.
async fn three(kader: &Kader<'_>) -> Vec<String> {
    let all = [
        json!({"identificatie": "A", "startdatum": "2026-01-01", "registratiedatum": "2026-01-03", "einddatumGepland": "2026-05-01",
            "vertrouwelijkheidaanduiding": "openbaar", "archiefnominatie": "vernietigen", "archiefactiedatum": "2030-01-01"}),
        json!({"identificatie": "B", "startdatum": "2026-01-02", "registratiedatum": "2026-01-02", "publicatiedatum": "2026-01-01",
            "uiterlijkeEinddatumAfdoening": "2026-06-01", "vertrouwelijkheidaanduiding": "geheim", "bronorganisatie": "111222333",
            "archiefnominatie": "blijvend_bewaren", "archiefactiedatum": "2031-01-01", "archiefstatus": "gearchiveerd"}),
        json!({"identificatie": "C", "startdatum": "2026-01-03", "registratiedatum": "2026-01-01", "zaaktype": kader.other.zaaktype,
            "vertrouwelijkheidaanduiding": "intern"}),
    ];
    let mut urls = Vec::new();
    for members in &all {
        urls.push(url_of(&kader.zaak_with(members).await));
    }
    urls
}

#[test]
fn zaken_are_found_by_every_filter() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let urls = three(&kader).await;
        kader.close(&urls[0]).await;
        let zaaktype = &kader.other.zaaktype;
        let cases: [(&str, &[&str]); 38] = [
            ("identificatie=A", &["A"]),
            ("bronorganisatie=111222333", &["B"]),
            ("bronorganisatie__in=111222333,123456782", &["B"]),
            (&format!("zaaktype={zaaktype}"), &["C"]),
            ("zaaktype=https://elders.example/zaaktypen/1", &[]),
            ("archiefnominatie=vernietigen", &["A"]),
            ("archiefnominatie__in=vernietigen,blijvend_bewaren", &["A", "B"]),
            ("archiefactiedatum=2031-01-01", &["B"]),
            ("archiefactiedatum__isnull=true", &["C"]),
            ("archiefactiedatum__isnull=false", &["A", "B"]),
            ("archiefactiedatum__lt=2031-01-01", &["A"]),
            ("archiefactiedatum__gt=2030-01-01", &["B"]),
            ("archiefstatus=gearchiveerd", &["B"]),
            ("archiefstatus__in=gearchiveerd,overgedragen", &["B"]),
            ("startdatum=2026-01-02", &["B"]),
            ("startdatum__gt=2026-01-02", &["C"]),
            ("startdatum__gte=2026-01-02", &["B", "C"]),
            ("startdatum__lt=2026-01-02", &["A"]),
            ("startdatum__lte=2026-01-02", &["A", "B"]),
            ("registratiedatum=2026-01-01", &["C"]),
            ("registratiedatum__gt=2026-01-02", &["A"]),
            ("registratiedatum__lt=2026-01-02", &["C"]),
            ("einddatum=2026-02-01", &["A"]),
            ("einddatum__isnull=true", &["B", "C"]),
            ("einddatum__gt=2026-01-31", &["A"]),
            ("einddatum__lt=2026-02-01", &[]),
            ("einddatumGepland=2026-05-01", &["A"]),
            ("einddatumGepland__gt=2026-04-30", &["A"]),
            ("einddatumGepland__lt=2026-05-01", &[]),
            ("uiterlijkeEinddatumAfdoening=2026-06-01", &["B"]),
            ("uiterlijkeEinddatumAfdoening__gt=2026-05-31", &["B"]),
            ("uiterlijkeEinddatumAfdoening__lt=2026-06-01", &[]),
            ("maximaleVertrouwelijkheidaanduiding=intern", &["A", "C"]),
            ("maximaleVertrouwelijkheidaanduiding=openbaar", &["A"]),
            ("startdatum__gte=2026-01-02&archiefstatus=nog_te_archiveren", &["C"]),
            ("identificatie=", &["A", "B", "C"]),
            ("ordering=-startdatum", &["C", "B", "A"]),
            ("page=1", &["A", "B", "C"]),
        ];
        for (query, expected) in cases {
            assert_eq!(found(&kader, query).await, expected, "{query}");
        }
    });
}

#[test]
fn zaken_are_found_by_one_and_the_same_rol() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let urls = three(&kader).await;
        let rol = async |zaak: &str, roltype: &str, kind: &str, identificatie: Value| {
            let body = json!({"zaak": zaak, "roltype": roltype, "betrokkeneType": kind, "roltoelichting": "t", "betrokkeneIdentificatie": identificatie});
            kader.made("rollen", &body).await;
        };
        rol(&urls[0], &kader.types.behandelaar, "medewerker", json!({"identificatie": "jvries"})).await;
        rol(
            &urls[0],
            &kader.types.initiator,
            "natuurlijk_persoon",
            json!({"inpBsn": "111222333", "anpIdentificatie": "a1", "inpA_nummer": "1234567890"}),
        )
        .await;
        rol(&urls[1], &kader.types.behandelaar, "organisatorische_eenheid", json!({"identificatie": "jvries"})).await;
        rol(
            &urls[1],
            &kader.types.initiator,
            "niet_natuurlijk_persoon",
            json!({"innNnpId": "111222333", "annIdentificatie": "ann1"}),
        )
        .await;
        rol(&urls[2], &kader.other.initiator, "vestiging", json!({"vestigingsNummer": "000012345678"})).await;
        let elsewhere = json!({"zaak": urls[2], "roltype": kader.other.behandelaar, "betrokkeneType": "medewerker", "roltoelichting": "t",
            "betrokkene": "https://personen.example/1"});
        kader.made("rollen", &elsewhere).await;
        let id = "rol__betrokkeneIdentificatie__";
        let cases: [(&str, &[&str]); 13] = [
            ("rol__betrokkeneType=medewerker", &["A", "C"]),
            ("rol__betrokkene=https://personen.example/1", &["C"]),
            ("rol__omschrijvingGeneriek=initiator", &["A", "B", "C"]),
            (&format!("{id}medewerker__identificatie=jvries"), &["A"]),
            (&format!("{id}organisatorischeEenheid__identificatie=jvries"), &["B"]),
            (&format!("{id}natuurlijkPersoon__inpBsn=111222333"), &["A"]),
            (&format!("{id}natuurlijkPersoon__anpIdentificatie=a1"), &["A"]),
            (&format!("{id}natuurlijkPersoon__inpA_nummer=1234567890"), &["A"]),
            (&format!("{id}nietNatuurlijkPersoon__innNnpId=111222333"), &["B"]),
            (&format!("{id}nietNatuurlijkPersoon__annIdentificatie=ann1"), &["B"]),
            (&format!("{id}vestiging__vestigingsNummer=000012345678"), &["C"]),
            (&format!("rol__omschrijvingGeneriek=initiator&{id}natuurlijkPersoon__inpBsn=111222333"), &["A"]),
            (&format!("rol__omschrijvingGeneriek=behandelaar&{id}natuurlijkPersoon__inpBsn=111222333"), &[]),
        ];
        for (query, expected) in cases {
            assert_eq!(found(&kader, query).await, expected, "{query}");
        }
    });
}

#[test]
fn zaken_are_ordered() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let urls = three(&kader).await;
        kader.close(&urls[1]).await;
        let cases: [(&str, [&str; 3]); 9] = [
            ("startdatum", ["A", "B", "C"]),
            ("-identificatie", ["C", "B", "A"]),
            ("identificatie", ["A", "B", "C"]),
            ("registratiedatum", ["C", "B", "A"]),
            ("-registratiedatum", ["A", "B", "C"]),
            ("einddatum,-identificatie", ["C", "A", "B"]),
            ("-einddatum", ["B", "A", "C"]),
            ("-archiefactiedatum", ["B", "A", "C"]),
            ("publicatiedatum,-startdatum", ["C", "A", "B"]),
        ];
        for (order, expected) in cases {
            assert_eq!(found(&kader, &format!("ordering={order}")).await, expected, "{order}");
        }
        let wrong =
            kader.admin.get(&format!("{ZAKEN}?ordering=omschrijving&kleur=rood&startdatum=gisteren")).await.problems();
        assert_eq!(wrong, ["nonFieldErrors/unknown-parameters", "startdatum/invalid", "ordering/invalid_choice"]);
    });
}

/// zrc-025
#[test]
fn what_a_zaak_refers_to_is_expanded() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let hoofdzaak = kader.zaak().await;
        let members =
            json!({"hoofdzaak": hoofdzaak, "relevanteAndereZaken": [{"url": hoofdzaak, "aardRelatie": "bijdrage"}]});
        let zaak = url_of(&kader.zaak_with(&members).await);
        kader.close(&zaak).await;
        let everything = "zaaktype,communicatiekanaal,productenOfDiensten,selectielijstklasse,hoofdzaak,deelzaken,relevanteAndereZaken,eigenschappen,\
                          rollen,status,zaakinformatieobjecten,zaakobjecten,resultaat";
        let shown = kader.admin.get(&format!("{zaak}?expand={everything}")).await.expect(200);
        let expanded = &shown["_expand"];
        assert_eq!(expanded.as_object().unwrap().len(), 13);
        assert_eq!(expanded["zaaktype"]["omschrijving"], "Aanvraag");
        assert_eq!(expanded["hoofdzaak"]["url"], hoofdzaak);
        assert_eq!(expanded["relevanteAndereZaken"][0]["url"], hoofdzaak);
        assert_eq!(expanded["status"]["statustype"], kader.types.eind);
        assert_eq!(expanded["resultaat"]["resultaattype"], kader.types.resultaattype);
        assert_eq!((&expanded["rollen"], &expanded["communicatiekanaal"]), (&json!([]), &json!({})));
        assert_eq!(shown["zaaktype"], kader.types.zaaktype);
        assert!(kader.now(&zaak).await.get("_expand").is_none());
        let deeper = kader
            .admin
            .get(&format!("{ZAKEN}?expand=deelzaken.hoofdzaak.deelzaken.status.statustype"))
            .await
            .expect(200);
        let path = &deeper["results"][0]["_expand"]["deelzaken"][0]["_expand"]["hoofdzaak"]["_expand"]["deelzaken"][0]
            ["_expand"]["status"];
        assert_eq!(path["_expand"]["statustype"]["omschrijving"], "Klaar");
    });
}

/// zrc-027, zrc-028
#[test]
fn what_is_no_reference_is_not_expanded() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        for path in ["omschrijving", "zaaktype.kleur", "onzin.zaaktype", "status.statustype.omschrijving"] {
            let answer = kader.admin.get(&format!("{zaak}?expand={path}")).await;
            assert_eq!(answer.problems(), ["expand/invalid-expand-field"], "{path}");
        }
    });
}

/// zrc-025, zrc-006
#[test]
fn what_may_not_be_read_is_not_expanded() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let hidden = kader.zaak_of(&kader.other).await;
        let zaak = url_of(
            &kader
                .zaak_with(
                    &json!({"hoofdzaak": hidden, "relevanteAndereZaken": [{"url": hidden, "aardRelatie": "vervolg"}]}),
                )
                .await,
        );
        let client = kader.client("lezer", &["zaken.lezen"]).await;
        let shown = client.get(&format!("{zaak}?expand=hoofdzaak,relevanteAndereZaken")).await.expect(200);
        assert_eq!(shown["_expand"], json!({"hoofdzaak": {}, "relevanteAndereZaken": []}));
    });
}
