// SPDX-License-Identifier: EUPL-1.2
//! What the tests of everything that belongs to a zaak start from: two published zaaktypen with their types, and zaken of them.

use serde_json::{Value, json};
use waarmaker_core::ORIGIN as PLACEHOLDER;
use waarmaker_testkit::{App, Client, ORIGIN};

pub(crate) const ZAKEN: &str = "/zaken/api/v1";
const CATALOGI: &str = "/catalogi/api/v1";

/// The types of one zaaktype.
#[derive(Debug)]
pub(crate) struct Types {
    pub(crate) zaaktype: String,
    pub(crate) begin: String,
    pub(crate) eind: String,
    pub(crate) resultaattype: String,
    pub(crate) behandelaar: String,
    pub(crate) initiator: String,
    pub(crate) kleur: String,
    pub(crate) getal: String,
    pub(crate) zaakobjecttype: String,
    pub(crate) informatieobjecttype: String,
}

/// A catalogue with two zaaktypen.
#[derive(Debug)]
pub(crate) struct Kader<'a> {
    pub(crate) app: &'a App,
    pub(crate) admin: Client<'a>,
    pub(crate) types: Types,
    pub(crate) other: Types,
}

/// Creates something; returns its URL.
#[track_caller]
pub(crate) fn url_of(made: &Value) -> String {
    made["url"].as_str().unwrap().to_owned()
}

impl<'a> Kader<'a> {
    pub(crate) async fn new(app: &'a App) -> Self {
        let admin = app.superuser();
        let lists = Lists::import(app).await;
        let catalogus = json!({"domein": "KADER", "rsin": "000000000", "contactpersoonBeheerNaam": "Beheer"});
        let catalogus = url_of(&admin.post(&format!("{CATALOGI}/catalogussen"), &catalogus).await.expect(201));
        let aanvraag = types(&admin, &catalogus, "Aanvraag", &lists).await;
        let other = types(&admin, &catalogus, "Melding", &lists).await;
        Self { app, admin, types: aanvraag, other }
    }

    /// Creates something at a path below the root of the Zaken API, or at a URL.
    pub(crate) async fn made(&self, path: &str, body: &Value) -> Value {
        self.admin.post(&at(path), body).await.expect(201)
    }

    /// An open zaak.
    pub(crate) async fn zaak(&self) -> String {
        self.zaak_of(&self.types).await
    }

    pub(crate) async fn zaak_of(&self, types: &Types) -> String {
        let body = json!({"bronorganisatie": "000000000", "verantwoordelijkeOrganisatie": "000000000", "startdatum": "2026-01-01",
            "zaaktype": types.zaaktype, "vertrouwelijkheidaanduiding": "openbaar"});
        url_of(&self.made("zaken", &body).await)
    }

    /// Gives a zaak a resultaat and its end status.
    pub(crate) async fn close(&self, zaak: &str) {
        self.made("resultaten", &json!({"zaak": zaak, "resultaattype": self.types.resultaattype})).await;
        let eind = json!({"zaak": zaak, "statustype": self.types.eind, "datumStatusGezet": "2026-02-01T10:00:00Z"});
        self.made("statussen", &eind).await;
    }

    /// A client with these scopes for zaken of the first zaaktype.
    pub(crate) async fn client(&self, client_id: &str, scopes: &[&str]) -> Client<'a> {
        let client = self.app.client(client_id);
        let autorisatie = json!({"component": "zrc", "scopes": scopes, "zaaktype": self.types.zaaktype,
            "maxVertrouwelijkheidaanduiding": "zeer_geheim"});
        let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": [autorisatie]});
        self.admin.post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
        client
    }

    /// The notifications that wait in the outbox, as they are sent.
    pub(crate) fn messages(&self) -> Vec<Value> {
        let read = || {
            self.app.db().read_blocking(|tx| tx.query("SELECT body FROM outbox ORDER BY id", &[], |row| row.bytes(0)))
        };
        let bodies: Result<Vec<Vec<u8>>, waarmaker_db::Error> =
            std::thread::scope(|scope| scope.spawn(read).join()).unwrap();
        let sent = |body: Vec<u8>| {
            let body = String::from_utf8(body).unwrap();
            assert!(body.contains(PLACEHOLDER), "{body}");
            serde_json::from_str(&body.replace(PLACEHOLDER, ORIGIN)).unwrap()
        };
        bodies.unwrap().into_iter().map(sent).collect()
    }

    /// The notifications that wait in the outbox, as `resource/actie`.
    pub(crate) fn notified(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let of = |message: &Value| format!("{}/{}", text(&message["resource"]), text(&message["actie"]));
        self.messages().iter().map(of).collect()
    }
}

/// A path below the root of the Zaken API as one from the root of the server; a URL as it is.
pub(crate) fn at(path: &str) -> String {
    if path.starts_with(ORIGIN) || path.starts_with('/') { path.to_owned() } else { format!("{ZAKEN}/{path}") }
}

/// Entries of the built-in lists that a resultaattype needs.
struct Lists {
    omschrijving: String,
    klasse: String,
    procestype: String,
}

impl Lists {
    async fn import(app: &App) -> Self {
        crate::referentielijsten::import_builtin(app).await;
        let client = app.anonymous();
        let root = "/referentielijsten/api/v1";
        let omschrijvingen = client.get(&format!("{root}/resultaattypeomschrijvingen")).await.expect(200);
        let resultaten = client.get(&format!("{root}/resultaten")).await.expect(200);
        let nihil =
            resultaten["results"].as_array().and_then(|all| all.iter().find(|one| one["procestermijn"] == "nihil"));
        let nihil = nihil.unwrap();
        let procestype = nihil["procesType"].as_str().unwrap().to_owned();
        Self { omschrijving: url_of(&omschrijvingen[0]), klasse: url_of(nihil), procestype }
    }
}

/// A published zaaktype with its types.
async fn types(admin: &Client<'_>, catalogus: &str, naam: &str, lists: &Lists) -> Types {
    let zaaktype = json!({
        "identificatie": naam, "omschrijving": naam, "vertrouwelijkheidaanduiding": "openbaar", "doel": "d", "aanleiding": "a",
        "indicatieInternOfExtern": "extern", "handelingInitiator": "aanvragen", "onderwerp": "o", "handelingBehandelaar": "behandelen",
        "doorlooptijd": "P30D", "opschortingEnAanhoudingMogelijk": false, "verlengingMogelijk": false, "publicatieIndicatie": false,
        "productenOfDiensten": [], "selectielijstProcestype": lists.procestype, "referentieproces": {"naam": "r"}, "verantwoordelijke": "v",
        "catalogus": catalogus, "besluittypen": [format!("Besluit bij {naam}")], "deelzaaktypen": [], "gerelateerdeZaaktypen": [], "beginGeldigheid": "2020-01-01",
    });
    let zaaktype = url_of(&admin.post(&format!("{CATALOGI}/zaaktypen"), &zaaktype).await.expect(201));
    let sub = async |path: &str, mut body: Value| {
        body["zaaktype"] = json!(zaaktype);
        url_of(&admin.post(&format!("{CATALOGI}/{path}"), &body).await.expect(201))
    };
    let begin = sub("statustypen", json!({"omschrijving": "Ontvangen", "volgnummer": 1})).await;
    let eind = sub("statustypen", json!({"omschrijving": "Klaar", "volgnummer": 2})).await;
    let behandelaar =
        sub("roltypen", json!({"omschrijving": "Behandelend ambtenaar", "omschrijvingGeneriek": "behandelaar"})).await;
    let initiator = sub("roltypen", json!({"omschrijving": "Aanvrager", "omschrijvingGeneriek": "initiator"})).await;
    let eigenschap = async |naam: &str, formaat: &str, lengte: &str, waarden: Value| {
        let specificatie =
            json!({"formaat": formaat, "lengte": lengte, "kardinaliteit": "1", "waardenverzameling": waarden});
        sub("eigenschappen", json!({"naam": naam, "definitie": "d", "specificatie": specificatie})).await
    };
    let kleur = eigenschap("kleur", "tekst", "5", json!(["rood", "groen"])).await;
    let getal = eigenschap("aantal", "getal", "2", json!([])).await;
    let resultaattype = json!({"omschrijving": "Verleend", "resultaattypeomschrijving": lists.omschrijving,
        "selectielijstklasse": lists.klasse, "brondatumArchiefprocedure": {"afleidingswijze": "afgehandeld"}});
    let resultaattype = sub("resultaattypen", resultaattype).await;
    let zaakobjecttype = json!({"anderObjecttype": false, "beginGeldigheid": "2020-01-01", "objecttype": "https://example.nl/pand",
        "relatieOmschrijving": "gaat over", "catalogus": catalogus});
    let zaakobjecttype = sub("zaakobjecttypen", zaakobjecttype).await;
    let brief = json!({"catalogus": catalogus, "omschrijving": format!("Brief bij {naam}"), "vertrouwelijkheidaanduiding": "openbaar",
        "beginGeldigheid": "2020-01-01", "informatieobjectcategorie": "brief"});
    let informatieobjecttype =
        url_of(&admin.post(&format!("{CATALOGI}/informatieobjecttypen"), &brief).await.expect(201));
    admin.post(&format!("{informatieobjecttype}/publish"), &json!({})).await.expect(200);
    let ziot = json!({"informatieobjecttype": brief["omschrijving"], "volgnummer": 1, "richting": "inkomend"});
    sub("zaaktype-informatieobjecttypen", ziot).await;
    admin.post(&format!("{zaaktype}/publish"), &json!({})).await.expect(200);
    Types {
        zaaktype,
        begin,
        eind,
        resultaattype,
        behandelaar,
        initiator,
        kleur,
        getal,
        zaakobjecttype,
        informatieobjecttype,
    }
}
