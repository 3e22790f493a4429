// SPDX-License-Identifier: EUPL-1.2
//! Runs zaken through the API, tells what happens and compares it with what was expected.

use anyhow::{Context as _, Result};
use serde_json::{Value as Json, json};

use super::{
    Caller,
    caller::path,
    script::{Case, Expected, json},
    subscriber::Announced,
};

pub(super) const CATALOGI: &str = "/catalogi/api/v1";
pub(super) const ZAKEN: &str = "/zaken/api/v1";
pub(super) const RSIN: &str = "123456782";

/// A run of the zaken.
pub(crate) struct Story<'a> {
    pub(super) caller: &'a Caller,
    /// URLs of the zaken that were closed.
    pub(crate) zaken: Vec<String>,
    /// What a subscriber has to be told of, in the order in which it was done.
    pub(crate) announced: Vec<Announced>,
    /// What was not as expected.
    pub(crate) failures: Vec<String>,
}

/// A zaak that is being told of.
pub(super) struct Running<'c> {
    pub(super) case: &'c Case,
    identificatie: String,
    pub(super) url: String,
}

impl<'a> Story<'a> {
    /// A run that has not begun.
    pub(crate) fn new(caller: &'a Caller) -> Self {
        Self { caller, zaken: Vec::new(), announced: Vec::new(), failures: Vec::new() }
    }

    /// Notes that a subscriber has to be told of something new.
    pub(super) fn announce(&mut self, hoofdobject: &str, made: &Json) {
        self.announced.push((path(hoofdobject).to_owned(), path(member(made, "url")).to_owned()));
    }

    /// Runs one zaak, with its deelzaken, from registration to archive.
    pub(crate) fn run(&mut self, number: usize, case: &Case) -> Result<()> {
        let mut deelzaken = Vec::new();
        let zaak = self.zaak(&format!("{number}. "), case, None, &mut deelzaken)?;
        for zaak in std::iter::once(&zaak).chain(&deelzaken) {
            self.check(zaak)?;
        }
        let trail = self.caller.get(&format!("{}/audittrail", zaak.url))?;
        tell(
            "audittrail",
            &format!("{} entries", trail.as_array().map_or(0, Vec::len)),
            &format!("{}/audittrail", zaak.url),
        );
        println!();
        Ok(())
    }

    fn zaak<'c>(
        &mut self,
        number: &str,
        case: &'c Case,
        hoofdzaak: Option<&str>,
        deelzaken: &mut Vec<Running<'c>>,
    ) -> Result<Running<'c>> {
        let zaaktype = self.named(
            &format!("{CATALOGI}/zaaktypen?identificatie={}", case.zaaktype),
            "identificatie",
            &case.zaaktype,
        )?;
        println!(
            "{}",
            if hoofdzaak.is_some() {
                "  with a deelzaak".to_owned()
            } else {
                format!("{number}{}", member(&zaaktype, "omschrijving"))
            }
        );
        let zaaktype = member(&zaaktype, "url").to_owned();
        let mut body = json(&case.zaak);
        body.insert("zaaktype".to_owned(), zaaktype.clone().into());
        body.insert("bronorganisatie".to_owned(), RSIN.into());
        body.insert("verantwoordelijkeOrganisatie".to_owned(), RSIN.into());
        if let Some(hoofdzaak) = hoofdzaak {
            body.insert("hoofdzaak".to_owned(), hoofdzaak.into());
        }
        if let Some(Json::String(uuid)) = body.get_mut("communicatiekanaal") {
            let kanaal = self.caller.get(&format!("/referentielijsten/api/v1/communicatiekanalen/{uuid}"))?;
            member(&kanaal, "url").clone_into(uuid);
        }
        let made = self.caller.post(&format!("{ZAKEN}/zaken"), &body.into())?;
        let url = member(&made, "url").to_owned();
        self.announce(&url, &made);
        tell("zaak", &format!("{} {}", member(&made, "identificatie"), member(&made, "omschrijving")), &url);
        let zaak = Running { case, identificatie: member(&made, "identificatie").to_owned(), url };
        self.dress(&zaak, &zaaktype)?;
        self.carry_out(&zaak, &zaaktype, deelzaken)?;
        self.zaken.push(zaak.url.clone());
        Ok(zaak)
    }

    /// Rollen, zaakobjecten and eigenschappen.
    fn dress(&mut self, zaak: &Running<'_>, zaaktype: &str) -> Result<()> {
        for rol in &zaak.case.rollen {
            let made = self.part("rollen", json(rol), zaak, Some(("roltype", "roltypen")), zaaktype)?;
            tell(
                "rol",
                &format!("{} ({})", member(&made, "omschrijving"), member(&made, "betrokkeneType")),
                member(&made, "url"),
            );
        }
        for object in &zaak.case.zaakobjecten {
            let made = self.part("zaakobjecten", json(object), zaak, None, zaaktype)?;
            tell(
                "zaakobject",
                &format!("{} ({})", member(&made, "relatieomschrijving"), member(&made, "objectType")),
                member(&made, "url"),
            );
        }
        for (naam, waarde) in &zaak.case.eigenschappen {
            let list = format!("{CATALOGI}/eigenschappen?zaaktype={}", encoded(zaaktype));
            let eigenschap = self.named(&list, "naam", naam)?;
            let body = json!({"zaak": zaak.url, "eigenschap": eigenschap.get("url"), "waarde": waarde});
            let made = self.caller.post(&format!("{}/zaakeigenschappen", zaak.url), &body)?;
            self.announce(&zaak.url, &made);
            tell("eigenschap", &format!("{naam} = {waarde}"), member(&made, "url"));
        }
        Ok(())
    }

    /// Documents, statussen up to the last one, besluiten, deelzaken, resultaat, and then the status that closes the zaak.
    fn carry_out<'c>(&mut self, zaak: &Running<'c>, zaaktype: &str, deelzaken: &mut Vec<Running<'c>>) -> Result<()> {
        let (last, before) = zaak.case.statussen.split_last().context("a zaak has a status that closes it")?;
        let documents = self.documents(zaak)?;
        for status in before {
            self.status(status, zaak, zaaktype)?;
        }
        self.besluiten(zaak, &documents)?;
        for deelzaak in &zaak.case.deelzaken {
            let deelzaak = self.zaak("", deelzaak, Some(&zaak.url), deelzaken)?;
            deelzaken.push(deelzaak);
            println!("  and the hoofdzaak goes on");
        }
        let resultaat = json(&zaak.case.resultaat);
        let name = resultaat.get("resultaattype").and_then(Json::as_str).unwrap_or_default().to_owned();
        let made = self.part("resultaten", resultaat, zaak, Some(("resultaattype", "resultaattypen")), zaaktype)?;
        tell("resultaat", &name, member(&made, "url"));
        self.status(last, zaak, zaaktype)
    }

    fn status(&mut self, status: &toml::Table, zaak: &Running<'_>, zaaktype: &str) -> Result<()> {
        let status = json(status);
        let text = |name: &str| status.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let told =
            format!("{} ({})", text("statustype"), text("datumStatusGezet").chars().take(10).collect::<String>());
        let made = self.part("statussen", status, zaak, Some(("statustype", "statustypen")), zaaktype)?;
        tell("status", &told, member(&made, "url"));
        Ok(())
    }

    /// Makes something that belongs to a zaak; `kind` is the member that names its type, and where such types are listed.
    fn part(
        &mut self,
        place: &str,
        mut body: serde_json::Map<String, Json>,
        zaak: &Running<'_>,
        kind: Option<(&str, &str)>,
        zaaktype: &str,
    ) -> Result<Json> {
        if let Some((name, list)) = kind {
            let wanted = body.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
            let found =
                self.named(&format!("{CATALOGI}/{list}?zaaktype={}", encoded(zaaktype)), "omschrijving", &wanted)?;
            body.insert(name.to_owned(), member(&found, "url").into());
        }
        body.insert("zaak".to_owned(), zaak.url.clone().into());
        let made = self.caller.post(&format!("{ZAKEN}/{place}"), &body.into())?;
        self.announce(&zaak.url, &made);
        Ok(made)
    }

    /// The element of a list whose member has this value.
    pub(super) fn named(&self, list: &str, name: &str, wanted: &str) -> Result<Json> {
        let page = self.caller.get(list)?;
        let found = page
            .get("results")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .find(|found| member(found, name) == wanted);
        found.cloned().with_context(|| format!("{list} has no {wanted}"))
    }

    /// Compares a closed zaak with what was expected.
    fn check(&mut self, zaak: &Running<'_>) -> Result<()> {
        let now = self.caller.get(&zaak.url)?;
        let Expected { einddatum, archiefnominatie, archiefactiedatum } = &zaak.case.verwacht;
        let (einddatum, archiefactiedatum) = (einddatum.to_string(), archiefactiedatum.to_string());
        let expected = [
            ("einddatum", &einddatum),
            ("archiefnominatie", archiefnominatie),
            ("archiefactiedatum", &archiefactiedatum),
        ];
        let before = self.failures.len();
        for (name, expected) in expected {
            let found = member(&now, name);
            if found != expected {
                self.failures
                    .push(format!("{} {}: {name} is {found:?}, expected {expected:?}", zaak.identificatie, zaak.url));
            }
        }
        let judged = if self.failures.len() == before { "as expected" } else { "NOT as expected" };
        println!(
            "  closed     {} ended on {}; {} on {}, {judged}:",
            zaak.identificatie,
            member(&now, "einddatum"),
            member(&now, "archiefnominatie"),
            member(&now, "archiefactiedatum")
        );
        println!("             {}", zaak.case.uitleg);
        Ok(())
    }
}

pub(super) fn tell(what: &str, text: &str, url: &str) {
    println!("  {what:<10} {text:<62} {url}");
}

/// A member as text; empty when it is none.
pub(super) fn member<'j>(json: &'j Json, name: &str) -> &'j str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// A URL as the value of a query parameter.
pub(super) fn encoded(url: &str) -> String {
    url.replace('%', "%25").replace(' ', "%20").replace('&', "%26").replace('#', "%23").replace('+', "%2B")
}
