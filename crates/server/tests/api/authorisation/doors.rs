// SPDX-License-Identifier: EUPL-1.2
//! Every door, tried by one caller.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_resource::{Component, Guard, Op, Resource};
use waarmaker_testkit::{Answer, Client};

use super::{
    model::{Kind, LEVELS, REGISTERS, Rights},
    world::{Object, PART, World},
};

/// Tries every operation of every resource.
pub(super) async fn try_all(world: &World<'_>, caller: &Client<'_>, rights: &Rights) {
    let doors = Doors { world, caller, rights };
    let mut before = doors.fingerprint();
    for room in caller.app().api.house.rooms() {
        let resource = room.kind.resource();
        for allow in resource.allow {
            match (resource.guard, allow.op) {
                (Guard::Public, _) => {}
                (Guard::Component, op) => doors.component(resource, op, allow.scopes).await,
                (_, Op::List) => doors.list(resource, allow.scopes).await,
                (_, Op::Read) => doors.read(resource, allow.scopes).await,
                (_, op) => doors.change(resource, op, allow.scopes).await,
            }
        }
        for extra in resource.extras {
            doors.extra(resource, extra.id, extra.scopes).await;
        }
        if resource.audittrail {
            doors.audittrail(resource).await;
        }
        if resource.name == "werkopdracht" {
            before = doors.attempts(&before);
        }
        doors.unchanged(&before, resource.name);
    }
    doors.expand().await;
    doors.refer().await;
    doors.unchanged(&before, "a reference");
    doors.climb().await;
}

struct Doors<'a> {
    world: &'a World<'a>,
    caller: &'a Client<'a>,
    rights: &'a Rights,
}

fn denied(answer: &Answer) {
    assert_eq!(
        answer.refusal(),
        (403, "permission_denied".to_owned()),
        "{}: {}",
        answer.asked,
        String::from_utf8_lossy(&answer.body)
    );
}

fn urls(values: &[Value]) -> BTreeSet<String> {
    values.iter().map(|value| value["url"].as_str().unwrap().to_owned()).collect()
}

impl Doors<'_> {
    fn may(&self, scopes: &[&str], object: &Object) -> bool {
        self.rights.for_object(scopes, object.kind)
    }

    /// The objects that decide who may reach a resource: those of its own, or those it belongs to.
    fn objects(&self, resource: &Resource) -> impl Iterator<Item = &Object> {
        let owner = resource.main();
        self.world.objects.iter().filter(move |object| REGISTERS[object.kind.register].resource == owner)
    }

    /// The objects that decide and that the caller has none of these scopes for.
    fn hidden(&self, resource: &Resource, scopes: &[&str]) -> impl Iterator<Item = &Object> {
        self.objects(resource).filter(move |object| !self.may(scopes, object))
    }

    /// The URLs of what an object has of a resource.
    fn parts<'o>(resource: &Resource, object: &'o Object) -> &'o [String] {
        if resource.name == REGISTERS[object.kind.register].resource {
            std::slice::from_ref(&object.url)
        } else {
            object.parts.get(resource.name).map_or(&[], Vec::as_slice)
        }
    }

    fn collection(resource: &Resource, object: &Object) -> String {
        match resource.nested {
            Some(_) => format!("{}/{}", object.url, resource.path),
            None => format!("{}/{}", resource.component.root, resource.path),
        }
    }

    /// The answer is there for whoever may see the object.
    fn expect(&self, answer: &Answer, scopes: &[&str], object: &Object) {
        let status = if self.may(scopes, object) { 200 } else { 403 };
        assert_eq!(answer.status, status, "{} with {:?}", answer.asked, self.rights);
    }

    async fn read(&self, resource: &Resource, scopes: &[&str]) {
        for object in self.objects(resource) {
            for url in Self::parts(resource, object) {
                let methods: &[Method] =
                    if resource.conditional { &[Method::GET, Method::HEAD] } else { &[Method::GET] };
                for method in methods {
                    self.expect(&self.caller.send(method.clone(), url, &[], None).await, scopes, object);
                }
            }
        }
    }

    async fn list(&self, resource: &Resource, scopes: &[&str]) {
        if resource.nested.is_some() {
            for object in self.objects(resource) {
                self.expect(&self.caller.get(&Self::collection(resource, object)).await, scopes, object);
            }
            return;
        }
        let list = format!("{}/{}", resource.component.root, resource.path);
        let visible = self.objects(resource).filter(|object| self.may(scopes, object));
        let expected = visible.flat_map(|object| Self::parts(resource, object).iter().cloned()).collect();
        let answer = self.caller.get(&list).await;
        if !self.rights.at_all(resource.component.code, scopes) {
            return denied(&answer);
        }
        self.exactly(resource, &answer, &expected);
        // Filtering on an object that may not be read gives nothing, and does not tell that it exists.
        for filter in ["zaak", "informatieobject", "besluit"] {
            let owner = if filter == "informatieobject" { "enkelvoudiginformatieobject" } else { filter };
            if resource.main() == owner && resource.filters.iter().any(|known| known.parameter == filter) {
                for object in self.hidden(resource, scopes) {
                    let answer = self.caller.get(&format!("{list}?{filter}={}", object.url)).await;
                    self.exactly(resource, &answer, &BTreeSet::new());
                }
            }
        }
    }

    /// The answer has exactly these resources, and its count tells no more.
    fn exactly(&self, resource: &Resource, answer: &Answer, expected: &BTreeSet<String>) {
        let body = answer.expect(200);
        let results = if resource.paged { &body["results"] } else { &body };
        assert_eq!(&urls(results.as_array().unwrap()), expected, "{} with {:?}", answer.asked, self.rights);
        if resource.paged {
            assert_eq!(body["count"], expected.len(), "{} with {:?}", answer.asked, self.rights);
        }
    }

    /// Whether the caller may do this to what an object has of a resource. Whoever sees published documents only may still add one.
    fn may_change(&self, resource: &Resource, op: Op, scopes: &[&str], object: &Object) -> bool {
        let new = op == Op::Create && resource.name == REGISTERS[object.kind.register].resource;
        self.rights.for_object(scopes, Kind { ready: new || object.kind.ready, ..object.kind })
    }

    /// A change that the caller may not make is refused and leaves everything as it was.
    async fn change(&self, resource: &Resource, op: Op, scopes: &[&str]) {
        for object in self.objects(resource).filter(|object| !self.may_change(resource, op, scopes, object)) {
            let part = Self::parts(resource, object).first();
            let (method, url) = match (op, part) {
                (Op::Create, _) => (Method::POST, Self::collection(resource, object)),
                (Op::Update, Some(url)) => (Method::PUT, url.clone()),
                (Op::Patch, Some(url)) => (Method::PATCH, url.clone()),
                (Op::Delete, Some(url)) => (Method::DELETE, url.clone()),
                _ => continue,
            };
            let register = &REGISTERS[object.kind.register];
            let mut body = json!({"vertrouwelijkheidaanduiding": LEVELS[object.kind.level], "isGereedVoorPublicatie": object.kind.ready});
            if resource.name == register.resource {
                body[register.of_type] = json!(self.world.types[object.kind.register][object.kind.of_type]);
            } else {
                let member = if register.component == "drc" { "informatieobject" } else { register.resource };
                body = json!({member: object.url, "gerelateerdAan": object.url});
            }
            self.refused(method, &url, Some(&body)).await;
        }
    }

    async fn refused(&self, method: Method, url: &str, body: Option<&Value>) {
        let body = body.filter(|_| method != Method::DELETE).map(|body| body.to_string().into_bytes());
        denied(&self.caller.send(method, url, &[], body).await);
    }

    /// Nothing that was refused has left a trace.
    fn unchanged(&self, before: &[(i64, i64)], what: &str) {
        assert_eq!(self.fingerprint(), before, "{what}: a refused request changed something, with {:?}", self.rights);
    }

    /// An answer for an order of somebody else is refused and written down: the audit trail grows, nothing else changes. Returns what there is now.
    fn attempts(&self, before: &[(i64, i64)]) -> Vec<(i64, i64)> {
        let now = self.fingerprint();
        let trail = now.len() - 2;
        let without = |all: &[(i64, i64)]| [&all[..trail], &all[trail + 1..]].concat();
        assert_eq!(without(&now), without(before), "a refused answer changed an order, with {:?}", self.rights);
        now
    }

    /// Number of rows and bytes of every table that a request can write.
    fn fingerprint(&self) -> Vec<(i64, i64)> {
        let app = self.caller.app();
        let mut tables: Vec<&str> = app.api.house.rooms().iter().map(|room| room.kind.resource().table).collect();
        tables.extend(["audittrails", "outbox"]);
        let read = move |tx: &mut waarmaker_db::Tx<'_>| {
            let sum = "SELECT COUNT(*), CAST(COALESCE(SUM(LENGTH(body)), 0) AS BIGINT) FROM";
            tables
                .iter()
                .map(|table| Ok(tx.one(&format!("{sum} {table}"), &[], |row| Ok((row.int(0)?, row.int(1)?)))?.unwrap()))
                .collect()
        };
        std::thread::scope(|scope| scope.spawn(|| app.db().read_blocking::<_, waarmaker_db::Error, _>(read)).join())
            .unwrap()
            .unwrap()
    }

    /// Resources without rows of their own rights: the scope in the component decides.
    async fn component(&self, resource: &Resource, op: Op, scopes: &[&str]) {
        let allowed = self.rights.at_all(resource.component.code, scopes);
        let list = format!("{}/{}", resource.component.root, resource.path);
        let one = &self.world.others[resource.name];
        match op {
            Op::List | Op::Read => {
                let answer = self.caller.get(if op == Op::List { &list } else { one }).await;
                assert_eq!(answer.status, if allowed { 200 } else { 403 }, "{} with {:?}", answer.asked, self.rights);
            }
            _ if allowed => {}
            Op::Create => self.refused(Method::POST, &list, Some(&json!({}))).await,
            Op::Update => self.refused(Method::PUT, one, Some(&json!({}))).await,
            Op::Patch => self.refused(Method::PATCH, one, Some(&json!({}))).await,
            Op::Delete => self.refused(Method::DELETE, one, None).await,
        }
    }

    /// Operations beyond the six. A new one fails here until it is tried.
    async fn extra(&self, resource: &Resource, id: &str, scopes: &[&str]) {
        let allowed = self.rights.at_all(resource.component.code, scopes);
        let reserve = json!({"bronorganisatie": "000000000"});
        match id {
            "zaak__zoek" => {
                let around = json!([[[4.0, 51.0], [6.0, 51.0], [6.0, 53.0], [4.0, 53.0], [4.0, 51.0]]]);
                let within = json!({"zaakgeometrie": {"within": {"type": "Polygon", "coordinates": around}}});
                self.zoek(resource, scopes, &[reserve, within]).await;
            }
            "enkelvoudiginformatieobject__zoek" => self.zoek(resource, scopes, &[]).await,
            "zaaknummer_reserveren" | "documentnummer_reserveren" if !allowed => {
                self.refused(Method::POST, &format!("{}/{id}", resource.component.root), Some(&reserve)).await;
            }
            "zaaktype_publish" | "besluittype_publish" | "informatieobjecttype_publish" if !allowed => {
                let url = format!("{}/publish", self.world.others[resource.name]);
                self.refused(Method::POST, &url, Some(&json!({}))).await;
            }
            "applicatie_consumer" => {
                let answer = self.caller.get("/autorisaties/api/v1/applicaties/consumer?clientId=ander").await;
                assert_eq!(answer.status, if allowed { 200 } else { 403 }, "{} with {:?}", answer.asked, self.rights);
            }
            "enkelvoudiginformatieobject_download" => self.download(resource, scopes).await,
            "enkelvoudiginformatieobject_lock" | "enkelvoudiginformatieobject_unlock" => {
                let command = if id.ends_with("unlock") { "unlock" } else { "lock" };
                for object in self.hidden(resource, scopes) {
                    self.refused(Method::POST, &format!("{}/{command}", object.url), Some(&json!({}))).await;
                }
            }
            "bestandsdeel_update" => self.upload(resource, scopes).await,
            "notificaties_create" if !allowed => {
                let message = json!({"kanaal": "proef", "hoofdObject": "https://example.nl/1", "resource": "iets",
                    "resourceUrl": "https://example.nl/1", "actie": "create", "aanmaakdatum": "2026-01-01T00:00:00Z", "kenmerken": {}});
                self.refused(Method::POST, "/notificaties/api/v1/notificaties", Some(&message)).await;
            }
            _ if resource.component.code == Component::SIGNALEN.code => self.signals(resource, id, scopes).await,
            "zaaknummer_reserveren"
            | "documentnummer_reserveren"
            | "zaaktype_publish"
            | "besluittype_publish"
            | "informatieobjecttype_publish"
            | "notificaties_create" => {}
            _ => panic!("operation {id} of {} ({}) is not tried: add it here", resource.name, Component::ALL.len()),
        }
    }

    /// Those of signals.
    async fn signals(&self, resource: &Resource, id: &str, scopes: &[&str]) {
        let allowed = self.rights.at_all(resource.component.code, scopes);
        match id {
            "contract_dekking" | "contract_rapport" => {
                let path = if id == "contract_dekking" {
                    format!("{}/contracten/dekking", resource.component.root)
                } else {
                    format!("{}/rapport?maand=2026-11", self.world.others["contract"])
                };
                let answer = self.caller.get(&path).await;
                assert_eq!(answer.status, if allowed { 200 } else { 403 }, "{} with {:?}", answer.asked, self.rights);
            }
            "regels_try" if !allowed => {
                let path = format!("{}/regels/_try", resource.component.root);
                self.refused(Method::POST, &path, Some(&json!({}))).await;
            }
            "werkopdracht_klok" => {
                for object in self.objects(resource) {
                    self.expect(&self.caller.get(&format!("{}/klok", object.url)).await, scopes, object);
                }
            }
            _ if id.starts_with("werkopdracht_") => {
                let command = id.trim_start_matches("werkopdracht_");
                let body = json!({"reden": "Niet van mij", "aannemer": self.world.types[3][0]});
                for object in self.hidden(resource, scopes) {
                    self.refused(Method::POST, &format!("{}/{command}", object.url), Some(&body)).await;
                }
            }
            "regels_try" => {}
            _ => panic!("operation {id} of {} is not tried: add it here", resource.name),
        }
    }

    /// A part of a content, for a document that the caller may not change.
    async fn upload(&self, resource: &Resource, scopes: &[&str]) {
        let form = "--deel\r\nContent-Disposition: form-data; name=\"lock\"\r\n\r\nx\r\n--deel\r\n\
            Content-Disposition: form-data; name=\"inhoud\"; filename=\"deel\"\r\n\r\nbrief\r\n--deel--\r\n";
        let headers = [("content-type", "multipart/form-data; boundary=deel")];
        for url in self.hidden(resource, scopes).filter_map(|object| object.parts.get(PART)).flatten() {
            denied(&self.caller.send(Method::PUT, url, &headers, Some(form.into())).await);
        }
    }

    /// The content of a document, whole and in part.
    async fn download(&self, resource: &Resource, scopes: &[&str]) {
        for object in self.objects(resource).filter(|object| !object.parts.contains_key(PART)) {
            let url = format!("{}/download", object.url);
            self.expect(&self.caller.get(&url).await, scopes, object);
            let part = self.caller.send(Method::GET, &url, &[("range", "bytes=1-2")], None).await;
            assert_eq!(part.status, if self.may(scopes, object) { 206 } else { 403 }, "{}", part.asked);
        }
    }

    /// A search finds exactly what may be read.
    async fn zoek(&self, resource: &Resource, scopes: &[&str], bodies: &[Value]) {
        let visible = self.objects(resource).filter(|object| self.may(scopes, object));
        let expected: BTreeSet<String> = visible.map(|object| object.url.clone()).collect();
        let uuids: Vec<&str> = self.objects(resource).map(|object| object.url.rsplit('/').next().unwrap()).collect();
        for body in bodies.iter().chain([&json!({"uuid__in": uuids})]) {
            let path = format!("{}/{}/_zoek", resource.component.root, resource.path);
            let answer = self.caller.post(&path, body).await;
            if self.rights.at_all(resource.component.code, scopes) {
                self.exactly(resource, &answer, &expected);
            } else {
                denied(&answer);
            }
        }
    }

    async fn audittrail(&self, resource: &Resource) {
        let scopes = ["audittrails.lezen"];
        for object in self.objects(resource) {
            let trail = format!("{}/audittrail", object.url);
            let record = self.world.admin.get(&trail).await.expect(200)[0]["uuid"].as_str().unwrap().to_owned();
            for url in [trail.clone(), format!("{trail}/{record}")] {
                self.expect(&self.caller.get(&url).await, &scopes, object);
            }
        }
    }

    /// What is expanded may be read by itself, in whichever component it is.
    async fn expand(&self) {
        for (list, paths) in [
            (
                "/zaken/api/v1/zaken",
                "rollen.zaak.status,status.zaak,resultaat,zaakobjecten,eigenschappen,hoofdzaak,deelzaken,zaaktype.statustypen,zaakinformatieobjecten.informatieobject",
            ),
            ("/besluiten/api/v1/besluiten", "zaak.status,besluittype"),
            ("/besluiten/api/v1/besluitinformatieobjecten", "besluit.zaak,informatieobject"),
            ("/documenten/api/v1/verzendingen", "informatieobject.informatieobjecttype"),
        ] {
            let answer = self.caller.get(&format!("{list}?expand={paths}")).await;
            if answer.status != 200 {
                denied(&answer);
                continue;
            }
            let text = String::from_utf8(answer.body).unwrap();
            for object in &self.world.objects {
                let reads = ["zaken.lezen", "documenten.lezen", "besluiten.lezen", "signalen.lezen"];
                if !self.may(&[reads[object.kind.register]], object) {
                    for url in object.parts.values().flatten().chain([&object.url]) {
                        let shown = text.contains(&format!("\"url\":\"{url}\""));
                        assert!(!shown, "{list}: expand shows {url} with {:?}", self.rights);
                    }
                }
            }
        }
    }

    /// Raising an object above one's own level is refused. A document is locked for it, by somebody who may.
    async fn climb(&self) {
        let scopes: [&[&str]; 2] = [
            &["zaken.bijwerken", "zaken.geforceerd-bijwerken"],
            &["documenten.bijwerken", "documenten.geforceerd-bijwerken"],
        ];
        for object in self.world.objects.iter().filter(|object| REGISTERS[object.kind.register].levelled) {
            let scopes = scopes[object.kind.register];
            if !self.may(scopes, object) || object.parts.contains_key(PART) {
                continue;
            }
            let document = REGISTERS[object.kind.register].component == "drc";
            let (admin, mut body) = (&self.world.admin, json!({}));
            if document {
                body = admin.post(&format!("{}/lock", object.url), &json!({})).await.expect(200);
            }
            let before = self.fingerprint();
            for (level, name) in LEVELS.iter().enumerate() {
                if !self.rights.for_object(scopes, Kind { level, ..object.kind }) {
                    body["vertrouwelijkheidaanduiding"] = json!(name);
                    self.refused(Method::PATCH, &object.url, Some(&body)).await;
                }
            }
            self.unchanged(&before, &object.url);
            if document {
                admin.post(&format!("{}/unlock", object.url), &json!({"lock": body["lock"]})).await.expect(204);
            }
        }
    }

    /// A reference cannot be used to find or touch what one may not read.
    async fn refer(&self) {
        let of = |register| self.world.objects.iter().filter(move |object| object.kind.register == register);
        let scopes = ["zaken.bijwerken", "zaken.geforceerd-bijwerken"];
        let Some(mine) = of(0).find(|zaak| self.may(&scopes, zaak)) else { return };
        for hidden in of(0).filter(|zaak| !self.may(&["zaken.lezen"], zaak)) {
            self.invalid(Method::PATCH, &mine.url, &json!({"hoofdzaak": hidden.url})).await;
        }
        for hidden in of(1).filter(|document| !self.may(&["documenten.lezen"], document)) {
            let relation = json!({"zaak": mine.url, "informatieobject": hidden.url});
            self.invalid(Method::POST, "/zaken/api/v1/zaakinformatieobjecten", &relation).await;
        }
    }

    /// The request is answered with 400 and changes nothing.
    async fn invalid(&self, method: Method, url: &str, body: &Value) {
        let answer = self.caller.send(method, url, &[], Some(body.to_string().into_bytes())).await;
        let text = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, 400, "{} with {:?}: {text}", answer.asked, self.rights);
    }
}
