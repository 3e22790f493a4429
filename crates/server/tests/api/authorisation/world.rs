// SPDX-License-Identifier: EUPL-1.2
//! A register with something of everything.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use waarmaker_resource::Guard;
use waarmaker_testkit::{App, Client};

use super::model::{LEVELS, Rights, TYPES};

/// A zaak with what belongs to it.
#[derive(Debug)]
pub(super) struct Zaak {
    pub(super) url: String,
    pub(super) zaaktype: usize,
    pub(super) level: usize,
    /// Resource name → URL of the one that belongs to this zaak.
    pub(super) parts: BTreeMap<&'static str, String>,
}

/// The register.
#[derive(Debug)]
pub(super) struct World<'a> {
    pub(super) admin: Client<'a>,
    pub(super) zaken: Vec<Zaak>,
    pub(super) zaaktypen: Vec<String>,
    /// Resource name → URL of one, for what is not guarded by a zaak.
    pub(super) others: BTreeMap<&'static str, String>,
}

/// Types of one zaaktype that samples refer to.
struct Types {
    zaaktype: String,
    statustype: String,
    resultaattype: String,
    roltype: String,
    eigenschap: String,
}

async fn made(admin: &Client<'_>, path: &str, body: &Value) -> String {
    admin.post(path, body).await.expect(201)["url"].as_str().unwrap().to_owned()
}

impl<'a> World<'a> {
    /// Fills the register.
    pub(super) async fn fill(app: &'a App) -> Self {
        let admin = app.superuser();
        let mut world =
            Self { admin: admin.clone(), zaken: Vec::new(), zaaktypen: Vec::new(), others: BTreeMap::new() };
        let lists = builtin_lists(app).await;
        let catalogus = json!({"domein": "AUTH", "rsin": "000000000", "contactpersoonBeheerNaam": "Beheer"});
        let catalogus = made(&admin, "/catalogi/api/v1/catalogussen", &catalogus).await;
        world.others.insert("catalogus", catalogus.clone());
        for number in 0..TYPES {
            let types = world.types(&catalogus, number, &lists).await;
            world.zaaktypen.push(types.zaaktype.clone());
            for level in 0..LEVELS.len() {
                let zaak = world.zaak(&types, number, level).await;
                world.zaken.push(zaak);
            }
        }
        world.applicatie().await;
        world.complete(app);
        world
    }

    /// Types of a zaaktype; those of the last one stay behind as samples.
    async fn types(
        &mut self,
        catalogus: &str,
        number: usize,
        (omschrijving, klasse, procestype): &(String, String, String),
    ) -> Types {
        let admin = self.admin.clone();
        let root = "/catalogi/api/v1";
        let zaaktype = json!({
            "identificatie": format!("AUTH-{number}"), "omschrijving": "Aanvraag", "vertrouwelijkheidaanduiding": "openbaar", "doel": "d", "aanleiding": "a",
            "indicatieInternOfExtern": "extern", "handelingInitiator": "aanvragen", "onderwerp": "o", "handelingBehandelaar": "behandelen",
            "doorlooptijd": "P30D", "opschortingEnAanhoudingMogelijk": false, "verlengingMogelijk": false, "publicatieIndicatie": false,
            "productenOfDiensten": [], "selectielijstProcestype": procestype, "referentieproces": {"naam": "r"}, "verantwoordelijke": "v",
            "catalogus": catalogus, "besluittypen": [], "deelzaaktypen": [], "gerelateerdeZaaktypen": [], "beginGeldigheid": "2020-01-01",
        });
        let zaaktype = made(&admin, &format!("{root}/zaaktypen"), &zaaktype).await;
        let sub = async |path: &str, mut body: Value| {
            body["zaaktype"] = json!(zaaktype);
            made(&admin, &format!("{root}/{path}"), &body).await
        };
        let statustype = sub("statustypen", json!({"omschrijving": "Ontvangen", "volgnummer": 1})).await;
        sub("statustypen", json!({"omschrijving": "Klaar", "volgnummer": 2})).await;
        let roltype = sub("roltypen", json!({"omschrijving": "Adviseur", "omschrijvingGeneriek": "adviseur"})).await;
        let specificatie = json!({"formaat": "tekst", "lengte": "20", "kardinaliteit": "1", "waardenverzameling": []});
        let eigenschap =
            sub("eigenschappen", json!({"naam": "kleur", "definitie": "d", "specificatie": specificatie})).await;
        let resultaattype = json!({"omschrijving": "Verleend", "resultaattypeomschrijving": omschrijving, "selectielijstklasse": klasse,
            "brondatumArchiefprocedure": {"afleidingswijze": "afgehandeld"}});
        let resultaattype = sub("resultaattypen", resultaattype).await;
        let zaakobjecttype = json!({"anderObjecttype": false, "beginGeldigheid": "2020-01-01", "objecttype": "https://example.nl/pand",
            "relatieOmschrijving": "gaat over", "catalogus": catalogus});
        let zaakobjecttype = sub("zaakobjecttypen", zaakobjecttype).await;
        let iot = json!({"catalogus": catalogus, "omschrijving": format!("Brief {number}"), "vertrouwelijkheidaanduiding": "openbaar",
            "beginGeldigheid": "2020-01-01", "informatieobjectcategorie": "brief"});
        let iot_url = made(&admin, &format!("{root}/informatieobjecttypen"), &iot).await;
        let ziot = sub(
            "zaaktype-informatieobjecttypen",
            json!({"informatieobjecttype": iot["omschrijving"], "volgnummer": 1, "richting": "inkomend"}),
        )
        .await;
        let besluittype = json!({"catalogus": catalogus, "omschrijving": format!("Besluit {number}"), "publicatieIndicatie": false,
            "informatieobjecttypen": [], "beginGeldigheid": "2020-01-01"});
        let besluittype = made(&admin, &format!("{root}/besluittypen"), &besluittype).await;
        admin.post(&format!("{zaaktype}/publish"), &json!({})).await.expect(200);
        for (name, url) in [
            ("zaaktype", &zaaktype),
            ("statustype", &statustype),
            ("roltype", &roltype),
            ("eigenschap", &eigenschap),
            ("resultaattype", &resultaattype),
            ("zaakobjecttype", &zaakobjecttype),
            ("informatieobjecttype", &iot_url),
            ("zaakinformatieobjecttype", &ziot),
            ("besluittype", &besluittype),
        ] {
            self.others.insert(name, url.clone());
        }
        Types { zaaktype, statustype, resultaattype, roltype, eigenschap }
    }

    /// A zaak with one of everything.
    async fn zaak(&self, types: &Types, zaaktype: usize, level: usize) -> Zaak {
        let root = "/zaken/api/v1";
        let zaak = json!({"bronorganisatie": "000000000", "verantwoordelijkeOrganisatie": "000000000", "zaaktype": types.zaaktype,
            "startdatum": "2026-01-01", "vertrouwelijkheidaanduiding": LEVELS[level],
            "zaakgeometrie": {"type": "Point", "coordinates": [5.0, 52.0]}});
        let url = made(&self.admin, &format!("{root}/zaken"), &zaak).await;
        let part = async |path: &str, mut body: Value| {
            body["zaak"] = json!(url);
            made(&self.admin, &format!("{root}/{path}"), &body).await
        };
        let persoon = json!({"betrokkeneType": "natuurlijk_persoon", "roltype": types.roltype, "roltoelichting": "t",
            "betrokkeneIdentificatie": {"inpBsn": "000000000"}});
        let status = json!({"statustype": types.statustype, "datumStatusGezet": "2026-01-02T10:00:00Z"});
        let pand = json!({"objectType": "pand", "objectIdentificatie": {"identificatie": "0344100000000001"}});
        let contact = json!({"datumtijd": "2026-01-02T10:00:00Z", "kanaal": "balie"});
        let mut parts = BTreeMap::new();
        parts.insert("status", part("statussen", status).await);
        parts.insert("resultaat", part("resultaten", json!({"resultaattype": types.resultaattype})).await);
        parts.insert("rol", part("rollen", persoon).await);
        parts.insert("zaakobject", part("zaakobjecten", pand).await);
        parts.insert("klantcontact", part("klantcontacten", contact).await);
        parts.insert(
            "zaakcontactmoment",
            part("zaakcontactmomenten", json!({"contactmoment": "https://example.nl/contactmomenten/1"})).await,
        );
        parts.insert("zaakverzoek", part("zaakverzoeken", json!({"verzoek": "https://example.nl/verzoeken/1"})).await);
        let notitie = json!({"onderwerp": "o", "tekst": "t", "gerelateerdAan": url, "notitieType": "intern", "status": "concept"});
        parts.insert("zaaknotitie", made(&self.admin, &format!("{root}/zaaknotities"), &notitie).await);
        let path = url.strip_prefix(waarmaker_testkit::ORIGIN).unwrap();
        let eigenschap = json!({"zaak": url, "eigenschap": types.eigenschap, "waarde": "rood"});
        parts.insert("zaakeigenschap", made(&self.admin, &format!("{path}/zaakeigenschappen"), &eigenschap).await);
        let besluit = json!({"besluit": "https://example.nl/besluiten/1"});
        parts.insert("zaakbesluit", made(&self.admin, &format!("{path}/besluiten"), &besluit).await);
        Zaak { url, zaaktype, level, parts }
    }

    async fn applicatie(&mut self) {
        let body = json!({"clientIds": ["ander"], "label": "Ander", "autorisaties": [{"component": "ztc", "scopes": ["catalogi.lezen"]}]});
        let url = made(&self.admin, "/autorisaties/api/v1/applicaties", &body).await;
        self.others.insert("applicatie", url);
    }

    /// Every guarded resource has a sample, or says why it cannot.
    fn complete(&self, app: &App) {
        // It refers to a register that the program does not have yet; without it none can be made through the door.
        const ELSEWHERE: &[&str] = &["zaakinformatieobject"];
        for room in app.api.house.rooms() {
            let resource = room.kind.resource();
            let sampled = match resource.guard {
                Guard::Public => true,
                Guard::Component => self.others.contains_key(resource.name),
                Guard::Own { .. } => resource.name == "zaak",
                Guard::Parent { .. } => {
                    self.zaken[0].parts.contains_key(resource.name) || ELSEWHERE.contains(&resource.name)
                }
            };
            assert!(sampled, "resource {} has no sample: add one, or nobody knows whether it leaks", resource.name);
        }
    }

    /// Gives a client an Applicatie with these rights.
    pub(super) async fn grant(&self, client_id: &str, rights: &Rights) {
        if rights.is_empty() {
            return;
        }
        let mut autorisaties: Vec<Value> = Vec::new();
        for one in &rights.zaken {
            autorisaties
                .push(json!({"component": "zrc", "scopes": one.scopes, "zaaktype": self.zaaktypen[one.zaaktype],
                "maxVertrouwelijkheidaanduiding": LEVELS[one.level]}));
        }
        for (component, scopes) in [("ztc", &rights.catalogi), ("ac", &rights.autorisaties)] {
            if !scopes.is_empty() {
                autorisaties.push(json!({"component": component, "scopes": scopes}));
            }
        }
        if rights.audittrails {
            autorisaties.push(json!({"component": "zrc", "scopes": ["audittrails.lezen"]}));
        }
        let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": autorisaties});
        made(&self.admin, "/autorisaties/api/v1/applicaties", &body).await;
    }
}

/// URLs of (resultaattypeomschrijving, resultaat, its procestype) of the built-in lists.
async fn builtin_lists(app: &App) -> (String, String, String) {
    crate::referentielijsten::import_builtin(app).await;
    let client = app.anonymous();
    let root = "/referentielijsten/api/v1";
    let omschrijving = client.get(&format!("{root}/resultaattypeomschrijvingen")).await.expect(200)[0]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    let resultaten = client.get(&format!("{root}/resultaten")).await.expect(200)["results"].as_array().unwrap().clone();
    let nihil = resultaten.iter().find(|resultaat| resultaat["procestermijn"] == "nihil").unwrap().clone();
    (omschrijving, nihil["url"].as_str().unwrap().to_owned(), nihil["procesType"].as_str().unwrap().to_owned())
}
