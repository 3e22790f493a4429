// SPDX-License-Identifier: EUPL-1.2
//! A register with something of everything.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use waarmaker_resource::Guard;
use waarmaker_testkit::{App, Client};

use super::model::{Kind, LEVELS, REGISTERS, Rights, TYPES};

/// Something with rights of its own, with what belongs to it.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) url: String,
    pub(super) kind: Kind,
    /// Resource name → URLs of those that belong to it.
    pub(super) parts: BTreeMap<&'static str, Vec<String>>,
}

/// The register.
#[derive(Debug)]
pub(super) struct World<'a> {
    pub(super) admin: Client<'a>,
    pub(super) objects: Vec<Object>,
    /// URLs of the types of each register.
    pub(super) types: [Vec<String>; REGISTERS.len()],
    /// Resource name → URL of one, for what is guarded by its component.
    pub(super) others: BTreeMap<&'static str, String>,
}

/// Types that samples refer to.
struct Types {
    /// The type of an object in each register.
    of: [String; REGISTERS.len()],
    statustype: String,
    resultaattype: String,
    roltype: String,
    eigenschap: String,
}

/// Name of what an arriving document has.
pub(super) const PART: &str = "bestandsdeel";

const ZAKEN: &str = "/zaken/api/v1";
const DOCUMENTEN: &str = "/documenten/api/v1";
const BESLUITEN: &str = "/besluiten/api/v1";
const SIGNALEN: &str = "/signalen/api/v1";

async fn made(admin: &Client<'_>, path: &str, body: &Value) -> String {
    admin.post(path, body).await.expect(201)["url"].as_str().unwrap().to_owned()
}

/// Adds a part to those of an object.
fn add(object: &mut Object, name: &'static str, url: String) {
    object.parts.entry(name).or_default().push(url);
}

impl<'a> World<'a> {
    /// Fills the register: of every type and level a zaak, a document and a besluit, each related to the others.
    pub(super) async fn fill(app: &'a App) -> Self {
        let admin = app.superuser();
        let mut world =
            Self { admin: admin.clone(), objects: Vec::new(), types: Default::default(), others: BTreeMap::new() };
        let lists = builtin_lists(app).await;
        let catalogus = json!({"domein": "AUTH", "rsin": "000000000", "contactpersoonBeheerNaam": "Beheer"});
        let catalogus = made(&admin, "/catalogi/api/v1/catalogussen", &catalogus).await;
        world.others.insert("catalogus", catalogus.clone());
        for of_type in 0..TYPES {
            let types = world.types(&catalogus, of_type, &lists).await;
            for (known, url) in world.types.iter_mut().zip(&types.of) {
                known.push(url.clone());
            }
            for level in 0..LEVELS.len() {
                world.dossier(&types, of_type, level).await;
            }
        }
        world.signalen(app).await;
        world.applicatie().await;
        world.abonnement().await;
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
            "catalogus": catalogus, "besluittypen": [format!("Besluit {number}")], "deelzaaktypen": [], "gerelateerdeZaaktypen": [], "beginGeldigheid": "2020-01-01",
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
            "informatieobjecttypen": [iot["omschrijving"]], "beginGeldigheid": "2020-01-01"});
        let besluittype = made(&admin, &format!("{root}/besluittypen"), &besluittype).await;
        for of_type in [&iot_url, &besluittype, &zaaktype] {
            admin.post(&format!("{of_type}/publish"), &json!({})).await.expect(200);
        }
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
        let aannemer = json!({"naam": format!("Aannemer {number}")});
        let aannemer = made(&admin, &format!("{SIGNALEN}/aannemers"), &aannemer).await;
        Types { of: [zaaktype, iot_url, besluittype, aannemer], statustype, resultaattype, roltype, eigenschap }
    }

    /// A zaak, its document and its besluit.
    async fn dossier(&mut self, types: &Types, of_type: usize, level: usize) {
        let kind = |register, ready| Kind { register, of_type, level, ready };
        let mut zaak = self.zaak(types, kind(0, true)).await;
        // Half of the documents of each type are ready for publication, at every level of secrecy.
        let mut document = self.document(types, kind(1, (level + of_type).is_multiple_of(2))).await;
        let mut besluit = self.besluit(types, &zaak.url, kind(2, true)).await;
        let relation = json!({"zaak": zaak.url, "informatieobject": document.url});
        add(
            &mut zaak,
            "zaakinformatieobject",
            made(&self.admin, &format!("{ZAKEN}/zaakinformatieobjecten"), &relation).await,
        );
        let besluiten = self.admin.get(&format!("{}/besluiten", zaak.url)).await.expect(200);
        add(&mut zaak, "zaakbesluit", besluiten[0]["url"].as_str().unwrap().to_owned());
        let relation = json!({"besluit": besluit.url, "informatieobject": document.url});
        add(
            &mut besluit,
            "besluitinformatieobject",
            made(&self.admin, &format!("{BESLUITEN}/besluitinformatieobjecten"), &relation).await,
        );
        let mirrors = format!("{DOCUMENTEN}/objectinformatieobjecten?informatieobject={}", document.url);
        for mirror in self.admin.get(&mirrors).await.expect(200).as_array().unwrap() {
            add(&mut document, "objectinformatieobject", mirror["url"].as_str().unwrap().to_owned());
        }
        self.objects.extend([zaak, document, besluit]);
        if level.is_multiple_of(4) {
            let arriving = self.arriving(types, kind(1, of_type == 0)).await;
            self.objects.push(arriving);
        }
    }

    /// A zaak with one of everything that is its own.
    async fn zaak(&self, types: &Types, kind: Kind) -> Object {
        let zaak = json!({"bronorganisatie": "000000000", "verantwoordelijkeOrganisatie": "000000000", "zaaktype": types.of[0],
            "startdatum": "2026-01-01", "vertrouwelijkheidaanduiding": LEVELS[kind.level],
            "zaakgeometrie": {"type": "Point", "coordinates": [5.0, 52.0]}});
        let url = made(&self.admin, &format!("{ZAKEN}/zaken"), &zaak).await;
        let persoon = json!({"betrokkeneType": "natuurlijk_persoon", "roltype": types.roltype, "roltoelichting": "t",
            "betrokkeneIdentificatie": {"inpBsn": "000000000"}});
        let status = json!({"statustype": types.statustype, "datumStatusGezet": "2026-01-02T10:00:00Z"});
        let pand = json!({"objectType": "pand", "objectIdentificatie": {"identificatie": "0344100000000001"}});
        let contact = json!({"datumtijd": "2026-01-02T10:00:00Z", "kanaal": "balie"});
        let moment = json!({"contactmoment": "https://example.nl/contactmomenten/1"});
        let verzoek = json!({"verzoek": "https://example.nl/verzoeken/1"});
        let notitie = json!({"onderwerp": "o", "tekst": "t", "gerelateerdAan": url, "notitieType": "intern", "status": "concept"});
        let eigenschap = json!({"eigenschap": types.eigenschap, "waarde": "rood"});
        let eigenschappen = format!("{}/zaakeigenschappen", url.strip_prefix(waarmaker_testkit::ORIGIN).unwrap());
        let under = |path: &str| format!("{ZAKEN}/{path}");
        let mut object = Object { url, kind, parts: BTreeMap::new() };
        for (name, path, mut body) in [
            ("status", under("statussen"), status),
            ("resultaat", under("resultaten"), json!({"resultaattype": types.resultaattype})),
            ("rol", under("rollen"), persoon),
            ("zaakobject", under("zaakobjecten"), pand),
            ("klantcontact", under("klantcontacten"), contact),
            ("zaakcontactmoment", under("zaakcontactmomenten"), moment),
            ("zaakverzoek", under("zaakverzoeken"), verzoek),
            ("zaaknotitie", under("zaaknotities"), notitie),
            ("zaakeigenschap", eigenschappen, eigenschap),
        ] {
            body["zaak"] = json!(object.url);
            let part = made(&self.admin, &path, &body).await;
            add(&mut object, name, part);
        }
        object
    }

    /// A document with one of everything that is its own.
    async fn document(&self, types: &Types, kind: Kind) -> Object {
        let body = json!({"bronorganisatie": "000000000", "creatiedatum": "2026-01-01", "titel": "Brief", "auteur": "a", "taal": "nld",
            "informatieobjecttype": types.of[1], "vertrouwelijkheidaanduiding": LEVELS[kind.level], "isGereedVoorPublicatie": kind.ready,
            "bestandsnaam": "brief.txt", "bestandsomvang": 5, "inhoud": "YnJpZWY=", "trefwoorden": ["brief"]});
        let url = made(&self.admin, &format!("{DOCUMENTEN}/enkelvoudiginformatieobjecten"), &body).await;
        let recht =
            json!({"informatieobject": url, "startdatum": "2026-01-01T00:00:00Z", "omschrijvingVoorwaarden": "o"});
        let verzending = json!({"informatieobject": url, "betrokkene": "https://example.nl/1", "aardRelatie": "geadresseerde",
            "contactPersoon": "https://example.nl/2", "emailadres": "a@example.nl"});
        let mut object = Object { url, kind, parts: BTreeMap::new() };
        for (name, path, body) in
            [("gebruiksrechten", "gebruiksrechten", recht), ("verzending", "verzendingen", verzending)]
        {
            let part = made(&self.admin, &format!("{DOCUMENTEN}/{path}"), &body).await;
            add(&mut object, name, part);
        }
        object
    }

    /// A document whose content still has to arrive.
    async fn arriving(&self, types: &Types, kind: Kind) -> Object {
        let body = json!({"bronorganisatie": "000000000", "creatiedatum": "2026-01-01", "titel": "Kaart", "auteur": "a", "taal": "nld",
            "informatieobjecttype": types.of[1], "vertrouwelijkheidaanduiding": LEVELS[kind.level], "isGereedVoorPublicatie": kind.ready,
            "bestandsomvang": 5});
        let made = self.admin.post(&format!("{DOCUMENTEN}/enkelvoudiginformatieobjecten"), &body).await.expect(201);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut object = Object { url: text(&made["url"]), kind, parts: BTreeMap::new() };
        add(&mut object, PART, text(&made["bestandsdelen"][0]["url"]));
        object
    }

    /// A besluit in a zaak.
    async fn besluit(&self, types: &Types, zaak: &str, kind: Kind) -> Object {
        let body = json!({"verantwoordelijkeOrganisatie": "000000000", "besluittype": types.of[2], "zaak": zaak, "datum": "2026-01-05",
            "ingangsdatum": "2026-01-06"});
        let url = made(&self.admin, &format!("{BESLUITEN}/besluiten"), &body).await;
        Object { url, kind, parts: BTreeMap::new() }
    }

    /// A contract, a rule, a report, an incident and, for each contractor, an order that was given to it by hand.
    async fn signalen(&mut self, app: &App) {
        let admin = self.admin.clone();
        crate::werkopdrachten::zaaktype(&admin).await;
        let contract = json!({"nummer": "C-1", "naam": "Bakken", "aannemer": self.types[3][0], "begin": "2026-01-01", "soorten": ["bank"]});
        let regel = json!({"naam": "Stil", "soort": "bank", "conditie": {"soort": "stilte", "duur": "PT1H"}});
        for (name, path, body) in [("contract", "contracten", contract), ("regel", "regels", regel)] {
            let url = made(&admin, &format!("{SIGNALEN}/{path}"), &body).await;
            self.others.insert(name, url);
        }
        self.others.insert("aannemer", self.types[3][0].clone());
        for of_type in 0..TYPES {
            let asset = crate::werkopdrachten::asset(app, "lichtmast", &format!("L-{of_type}")).await;
            let melding = json!({"asset": asset.to_string(), "omschrijving": "Hij is uit", "kanaal": "web"});
            self.others.insert("melding", made(&admin, &format!("{SIGNALEN}/meldingen"), &melding).await);
            app.clock.advance(std::time::Duration::from_hours(1));
            crate::werkopdrachten::as_waarmaker(app, waarmaker_signalen::tick).await;
            waarmaker_werkopdrachten::tick(&app.api).await.unwrap();
        }
        let incidenten = admin.get(&format!("{SIGNALEN}/incidenten")).await.expect(200);
        self.others.insert("incident", incidenten["results"][0]["url"].as_str().unwrap().to_owned());
        let orders = admin.get(&format!("{SIGNALEN}/werkopdrachten")).await.expect(200)["results"].clone();
        assert_eq!(orders.as_array().unwrap().len(), TYPES, "{orders}");
        for (of_type, order) in orders.as_array().unwrap().iter().enumerate() {
            let url = order["url"].as_str().unwrap().to_owned();
            admin.post(&format!("{url}/toewijzen"), &json!({"aannemer": self.types[3][of_type]})).await.expect(200);
            let kind = Kind { register: 3, of_type, level: 0, ready: true };
            self.objects.push(Object { url, kind, parts: BTreeMap::new() });
        }
    }

    async fn applicatie(&mut self) {
        let body = json!({"clientIds": ["ander"], "label": "Ander", "autorisaties": [{"component": "ztc", "scopes": ["catalogi.lezen"]}]});
        let url = made(&self.admin, "/autorisaties/api/v1/applicaties", &body).await;
        self.others.insert("applicatie", url);
    }

    async fn abonnement(&mut self) {
        let root = "/notificaties/api/v1";
        let kanaal =
            made(&self.admin, &format!("{root}/kanaal"), &json!({"naam": "proef", "filters": ["soort"]})).await;
        self.others.insert("kanaal", kanaal);
        let body = json!({"callbackUrl": "https://example.nl/callback", "auth": "Bearer geheim", "kanalen": [{"naam": "proef"}]});
        let url = made(&self.admin, &format!("{root}/abonnement"), &body).await;
        self.others.insert("abonnement", url);
    }

    /// Every guarded resource has a sample.
    fn complete(&self, app: &App) {
        for room in app.api.house.rooms() {
            let resource = room.kind.resource();
            let sampled = match resource.guard {
                Guard::Public => true,
                Guard::Component => self.others.contains_key(resource.name),
                Guard::Own { .. } => REGISTERS.iter().any(|register| register.resource == resource.name),
                Guard::Parent { .. } => {
                    self.objects.iter().take(3).any(|object| object.parts.contains_key(resource.name))
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
        for one in &rights.objects {
            let register = &REGISTERS[one.register];
            let mut body = json!({"component": register.component, "scopes": one.scopes});
            body[register.of_type] = json!(self.types[one.register][one.of_type]);
            if register.levelled {
                body["maxVertrouwelijkheidaanduiding"] = json!(LEVELS[one.level]);
            }
            autorisaties.push(body);
        }
        for (component, scopes) in &rights.whole {
            autorisaties.push(json!({"component": component, "scopes": scopes}));
        }
        let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": autorisaties,
            "alleenIsGereedVoorPublicatie": rights.only_ready});
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
