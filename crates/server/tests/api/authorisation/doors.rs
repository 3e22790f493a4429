// SPDX-License-Identifier: EUPL-1.2
//! Every door, tried by one caller.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_resource::{Component, Guard, Op, Resource};
use waarmaker_testkit::{Answer, Client};

use super::{
    model::{LEVELS, Rights},
    world::{World, Zaak},
};

/// Tries every operation of every resource.
pub(super) async fn try_all(world: &World<'_>, caller: &Client<'_>, rights: &Rights) {
    let doors = Doors { world, caller, rights };
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
            doors.audittrail().await;
        }
    }
    doors.expand().await;
    doors.climb().await;
    doors.hoofdzaak().await;
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
    fn may(&self, scopes: &[&str], zaak: &Zaak) -> bool {
        self.rights.for_zaak(scopes, zaak.zaaktype, zaak.level)
    }

    /// The URL of what a zaak has of a resource; of a nested resource without sample there is none.
    fn part<'z>(resource: &Resource, zaak: &'z Zaak) -> Option<&'z String> {
        if resource.name == "zaak" { Some(&zaak.url) } else { zaak.parts.get(resource.name) }
    }

    fn collection(resource: &Resource, zaak: &Zaak) -> String {
        match resource.nested {
            Some(_) => format!("{}/{}", zaak.url, resource.path),
            None => format!("{}/{}", resource.component.root, resource.path),
        }
    }

    async fn read(&self, resource: &Resource, scopes: &[&str]) {
        for zaak in &self.world.zaken {
            let Some(url) = Self::part(resource, zaak) else { continue };
            let methods: &[Method] = if resource.conditional { &[Method::GET, Method::HEAD] } else { &[Method::GET] };
            for method in methods {
                let answer = self.caller.send(method.clone(), url, &[], None).await;
                assert_eq!(
                    answer.status,
                    if self.may(scopes, zaak) { 200 } else { 403 },
                    "{} with {:?}",
                    answer.asked,
                    self.rights
                );
            }
        }
    }

    async fn list(&self, resource: &Resource, scopes: &[&str]) {
        if resource.nested.is_some() {
            for zaak in &self.world.zaken {
                let answer = self.caller.get(&Self::collection(resource, zaak)).await;
                assert_eq!(
                    answer.status,
                    if self.may(scopes, zaak) { 200 } else { 403 },
                    "{} with {:?}",
                    answer.asked,
                    self.rights
                );
            }
            return;
        }
        let list = Self::collection(resource, &self.world.zaken[0]);
        let expected: BTreeSet<String> = self
            .world
            .zaken
            .iter()
            .filter(|zaak| self.may(scopes, zaak))
            .filter_map(|zaak| Self::part(resource, zaak).cloned())
            .collect();
        let answer = self.caller.get(&list).await;
        if !self.rights.at_all(resource.component.code, scopes) {
            return denied(&answer);
        }
        self.exactly(resource, &answer, &expected);
        // Filtering on a zaak that may not be read gives nothing, and does not tell that it exists.
        if resource.filters.iter().any(|filter| filter.parameter == "zaak") {
            for zaak in self.world.zaken.iter().filter(|zaak| !self.may(scopes, zaak)) {
                self.exactly(resource, &self.caller.get(&format!("{list}?zaak={}", zaak.url)).await, &BTreeSet::new());
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

    /// A change that the caller may not make is refused and leaves everything as it was.
    async fn change(&self, resource: &Resource, op: Op, scopes: &[&str]) {
        for zaak in self.world.zaken.iter().filter(|zaak| !self.may(scopes, zaak)) {
            let part = Self::part(resource, zaak);
            let (method, url) = match (op, part) {
                (Op::Create, _) => (Method::POST, Self::collection(resource, zaak)),
                (Op::Update, Some(url)) => (Method::PUT, url.clone()),
                (Op::Patch, Some(url)) => (Method::PATCH, url.clone()),
                (Op::Delete, Some(url)) => (Method::DELETE, url.clone()),
                _ => continue,
            };
            let body = if resource.name == "zaak" {
                json!({"zaaktype": self.world.zaaktypen[zaak.zaaktype], "vertrouwelijkheidaanduiding": LEVELS[zaak.level]})
            } else {
                json!({"zaak": zaak.url, "gerelateerdAan": zaak.url})
            };
            self.refused(method, &url, Some(&body)).await;
        }
    }

    async fn refused(&self, method: Method, url: &str, body: Option<&Value>) {
        let before = self.fingerprint();
        let body = body.filter(|_| method != Method::DELETE).map(|body| body.to_string().into_bytes());
        denied(&self.caller.send(method.clone(), url, &[], body).await);
        assert_eq!(self.fingerprint(), before, "{method} {url} changed something");
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
        match id {
            "zaak__zoek" => self.zoek(resource, scopes).await,
            "zaaknummer_reserveren" if !allowed => {
                self.refused(
                    Method::POST,
                    "/zaken/api/v1/zaaknummer_reserveren",
                    Some(&json!({"bronorganisatie": "000000000"})),
                )
                .await;
            }
            "zaaktype_publish" | "besluittype_publish" | "informatieobjecttype_publish" if !allowed => {
                let url = format!("{}/publish", self.world.others[resource.name]);
                self.refused(Method::POST, &url, Some(&json!({}))).await;
            }
            "applicatie_consumer" => {
                let answer = self.caller.get("/autorisaties/api/v1/applicaties/consumer?clientId=ander").await;
                assert_eq!(answer.status, if allowed { 200 } else { 403 }, "{} with {:?}", answer.asked, self.rights);
            }
            "zaaknummer_reserveren" | "zaaktype_publish" | "besluittype_publish" | "informatieobjecttype_publish" => {}
            _ => panic!("operation {id} of {} ({}) is not tried: add it here", resource.name, Component::ALL.len()),
        }
    }

    async fn zoek(&self, resource: &Resource, scopes: &[&str]) {
        let around = json!([[[4.0, 51.0], [6.0, 51.0], [6.0, 53.0], [4.0, 53.0], [4.0, 51.0]]]);
        let expected: BTreeSet<String> =
            self.world.zaken.iter().filter(|zaak| self.may(scopes, zaak)).map(|zaak| zaak.url.clone()).collect();
        for body in [
            json!({"bronorganisatie": "000000000"}),
            json!({"zaakgeometrie": {"within": {"type": "Polygon", "coordinates": around}}}),
            json!({"uuid__in": self.world.zaken.iter().map(|zaak| zaak.url.rsplit('/').next().unwrap()).collect::<Vec<_>>()}),
        ] {
            let answer = self.caller.post("/zaken/api/v1/zaken/_zoek", &body).await;
            if self.rights.at_all("zrc", scopes) { self.exactly(resource, &answer, &expected) } else { denied(&answer) }
        }
    }

    async fn audittrail(&self) {
        let scopes = ["audittrails.lezen"];
        for zaak in &self.world.zaken {
            let record = self.world.admin.get(&format!("{}/audittrail", zaak.url)).await.expect(200)[0]["uuid"]
                .as_str()
                .unwrap()
                .to_owned();
            for url in [format!("{}/audittrail", zaak.url), format!("{}/audittrail/{record}", zaak.url)] {
                let answer = self.caller.get(&url).await;
                assert_eq!(
                    answer.status,
                    if self.may(&scopes, zaak) { 200 } else { 403 },
                    "{} with {:?}",
                    answer.asked,
                    self.rights
                );
            }
        }
    }

    /// What is expanded may be read by itself.
    async fn expand(&self) {
        let paths = "rollen.zaak.status,status.zaak,resultaat,zaakobjecten,eigenschappen,hoofdzaak,deelzaken,zaaktype.statustypen";
        let answer = self.caller.get(&format!("/zaken/api/v1/zaken?expand={paths}")).await;
        if answer.status != 200 {
            return denied(&answer);
        }
        let readable: BTreeSet<&str> = self
            .world
            .zaken
            .iter()
            .filter(|zaak| self.may(&["zaken.lezen"], zaak))
            .flat_map(|zaak| zaak.parts.values().chain([&zaak.url]))
            .map(String::as_str)
            .collect();
        let hidden = self
            .world
            .zaken
            .iter()
            .filter(|zaak| !self.may(&["zaken.lezen"], zaak))
            .flat_map(|zaak| zaak.parts.values().chain([&zaak.url]));
        let text = String::from_utf8(answer.body).unwrap();
        for url in hidden.filter(|url| !readable.contains(url.as_str())) {
            assert!(!text.contains(url.as_str()), "expand shows {url} with {:?}", self.rights);
        }
    }

    /// Raising a zaak above one's own level, or moving it to a type that one has no rights for, is refused.
    async fn climb(&self) {
        let scopes = ["zaken.bijwerken", "zaken.geforceerd-bijwerken"];
        for zaak in self.world.zaken.iter().filter(|zaak| self.may(&scopes, zaak)) {
            for (level, name) in LEVELS.iter().enumerate() {
                if !self.rights.for_zaak(&scopes, zaak.zaaktype, level) {
                    self.refused(Method::PATCH, &zaak.url, Some(&json!({"vertrouwelijkheidaanduiding": name}))).await;
                }
            }
        }
    }

    /// A reference cannot be used to find or touch a zaak that one may not read.
    async fn hoofdzaak(&self) {
        let scopes = ["zaken.bijwerken", "zaken.geforceerd-bijwerken"];
        let Some(mine) = self.world.zaken.iter().find(|zaak| self.may(&scopes, zaak)) else { return };
        for hidden in self.world.zaken.iter().filter(|zaak| !self.may(&["zaken.lezen"], zaak)) {
            let before = self.fingerprint();
            let answer = self.caller.patch(&mine.url, &json!({"hoofdzaak": hidden.url})).await;
            assert_eq!(
                answer.status,
                400,
                "{} with {:?}: {}",
                answer.asked,
                self.rights,
                String::from_utf8_lossy(&answer.body)
            );
            assert_eq!(self.fingerprint(), before);
        }
    }
}
