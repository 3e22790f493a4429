// SPDX-License-Identifier: EUPL-1.2
//! Reading assets and areas in: a file, a report of what would happen, and only then the writing.
//!
//! The file waits in `inleesbestanden` between report and yes, so that nobody chooses it twice and every node can go on with it. Yes sent twice is the
//! same answer.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_assets::{
    Crs,
    import::{AreaOptions, Areas, Batch, Options, Report, read_areas, read_assets},
};
use waarmaker_core::Problem;
use waarmaker_db::Value;
use waarmaker_ui::{
    Page, Say,
    form::{Errors, Field, Posted},
    words,
};

use crate::{
    blad::{Blad, Cel, Deel, Formulier, Knop, Rij, Tabel, Veld},
    incident::verlopen,
    incidenten::{keuze, onbekend},
    kader::{Bezoek, INLEZEN, ROOT, uuid_in},
};

/// Largest file.
const MOST_BYTES: usize = 64 << 20;
/// How long a file waits, in milliseconds.
const BEWAAR: i64 = 7 * 86_400_000;
/// Findings that are shown.
const MOST_FINDINGS: usize = 200;
/// The fields of the form.
const FIELDS: [&str; 7] = ["wat", "soort", "sleutel", "naam", "codering", "stelsel", "ouder"];

/// How a file is to be read, as people fill it in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opties {
    /// `assets` or `gebieden`.
    wat: String,
    soort: String,
    /// Columns that together name a row, with commas; the column of the code of areas.
    sleutel: String,
    naam: String,
    codering: String,
    /// `rd`, `wgs84` or empty.
    stelsel: String,
    ouder: String,
    overslaan: bool,
    verwijderen: bool,
}

impl Opties {
    fn of(posted: &Posted) -> Self {
        let text = |name: &str| posted.text(name).to_owned();
        let ticked = |value: &str| posted.all("extra").any(|one| one == value);
        Self {
            wat: if posted.text("wat") == "gebieden" { "gebieden".to_owned() } else { "assets".to_owned() },
            soort: text("soort"),
            sleutel: text("sleutel"),
            naam: text("naam"),
            codering: text("codering"),
            stelsel: text("stelsel"),
            ouder: text("ouder"),
            overslaan: ticked("overslaan"),
            verwijderen: ticked("verwijderen"),
        }
    }

    /// The same as a form, to be shown again.
    fn posted(&self) -> Posted {
        let mut values = vec![
            ("wat", self.wat.as_str()),
            ("soort", &self.soort),
            ("sleutel", &self.sleutel),
            ("naam", &self.naam),
            ("codering", &self.codering),
            ("stelsel", &self.stelsel),
            ("ouder", &self.ouder),
        ];
        if self.overslaan {
            values.push(("extra", "overslaan"));
        }
        if self.verwijderen {
            values.push(("extra", "verwijderen"));
        }
        Posted::of(&values)
    }

    fn check(&self, t: Say) -> Errors {
        let mut errors = Errors::default();
        if !waarmaker_assets::is_soort(&self.soort) {
            errors.add("soort", t.say("fout-soort"));
        }
        if self.overslaan && self.verwijderen {
            errors.add("extra", t.say("fout-overslaan"));
        }
        errors
    }

    /// Reads the file, without the database. It takes a while: not on a thread that serves others.
    fn lees(&self, bytes: &[u8], dry_run: bool) -> Gelezen {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (name, encoding) = (some(&self.naam), some(&self.codering));
        let crs = match self.stelsel.as_str() {
            "rd" => Some(Crs::Rd),
            "wgs84" => Some(Crs::Wgs84),
            _ => None,
        };
        if self.wat == "gebieden" {
            let (kind, code) = (self.soort.clone(), some(&self.sleutel));
            let options = AreaOptions { kind, encoding, code, name, crs, anywhere: false, dry_run };
            return Gelezen::Gebieden(read_areas(bytes, &options));
        }
        let key = self.sleutel.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let options = Options {
            kind: self.soort.clone(),
            encoding,
            key,
            name,
            crs,
            parent: some(&self.ouder),
            skip_errors: self.overslaan,
            remove_missing: self.verwijderen,
            dry_run,
            ..Options::default()
        };
        Gelezen::Assets(read_assets(bytes, &options))
    }
}

/// A file that was read, ready to be stored.
enum Gelezen {
    Assets(Batch),
    Gebieden(Areas),
}

impl Gelezen {
    fn store(&self, cx: &mut Cx<'_, '_>) -> Result<Report> {
        match self {
            Self::Assets(batch) => batch.store(cx, &|_, _| {}),
            Self::Gebieden(areas) => areas.store(cx, &|_, _| {}),
        }
    }
}

/// A file that waits.
#[derive(Clone, Debug)]
pub(crate) struct Bestand {
    naam: String,
    grootte: u64,
    opties: Opties,
    rapport: Json,
    gedaan: Option<i64>,
}

/// `GET /beheer/signalen/assets/inlezen`.
pub(crate) async fn begin(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let posted = Posted::of(&[("wat", "assets"), ("soort", "lichtmast")]);
    visit.answer(formulier(&api, &visit, &posted, Errors::default()).await)
}

async fn formulier(api: &Api, visit: &Bezoek, posted: &Posted, errors: Errors) -> Result<Response> {
    let (kader, ()) = visit.lees(api, INLEZEN, |_| Ok(())).await?;
    let t = visit.t();
    let page = visit.pagina(&kader, t.say("inlezen"), &[(t.say("assets"), format!("{ROOT}/assets"))])?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(status, &toon_begin(page.failed(!errors.is_empty()), t, posted, errors))
}

/// `POST /beheer/signalen/assets/inlezen`: keeps the file and says what would happen.
pub(crate) async fn stuur(State(api): State<Arc<Api>>, visit: Bezoek, request: Request) -> Response {
    visit.answer(ontvang(&api, &visit, request).await)
}

async fn ontvang(api: &Api, visit: &Bezoek, request: Request) -> Result<Response> {
    let posted = match visit.formulier(api, INLEZEN, request, MOST_BYTES).await? {
        Ok(posted) => posted,
        Err(instead) => return Ok(instead),
    };
    let t = visit.t();
    let opties = Opties::of(&posted);
    let mut errors = opties.check(t);
    let file = posted.files.iter().find(|file| file.field == "bestand");
    if posted.too_large {
        let most = words::size(t.lang, u64::try_from(MOST_BYTES).unwrap_or(u64::MAX));
        errors.add("bestand", t.with("fout-bestand-groot", "grootte", most));
    } else if file.is_none() {
        errors.add("bestand", t.say("fout-bestand"));
    }
    if !posted.fresh {
        errors = Errors::default();
        errors.add("", verlopen(visit));
    }
    let (Some(file), true) = (file, errors.is_empty()) else {
        return formulier(api, visit, &posted, errors).await;
    };
    let uuid = api.house.ids.uuid();
    let bytes = file.bytes.clone();
    let report = probeer(api, visit, &opties, bytes.clone()).await?;
    let naam: String = file.name.chars().filter(|sign| !sign.is_control()).take(200).collect();
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let options = serde_json::to_string(&opties).map_err(Problem::internal)?;
    let keep = move |cx: &mut Cx<'_, '_>| {
        let now = cx.call.now.at.as_millisecond();
        cx.tx.run("DELETE FROM inleesbestanden WHERE ontvangen < $1", &[(now - BEWAAR).into()])?;
        let sql = "INSERT INTO inleesbestanden (uuid, naam, grootte, opties, rapport, ontvangen, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values: [Value; 7] = [
            uuid.into(),
            naam.as_str().into(),
            size.into(),
            options.as_str().into(),
            report.as_str().into(),
            now.into(),
            bytes.to_vec().into(),
        ];
        cx.tx.run(sql, &values)?;
        Ok(())
    };
    visit.schrijf(api, INLEZEN, keep).await?;
    visit.see_other(&format!("{ROOT}/assets/inlezen/{uuid}"))
}

/// What would happen, as JSON. Nothing is written.
async fn probeer(
    api: &Api,
    visit: &Bezoek,
    opties: &Opties,
    bytes: impl AsRef<[u8]> + Send + 'static,
) -> Result<String> {
    let wanted = opties.clone();
    let read =
        tokio::task::spawn_blocking(move || wanted.lees(bytes.as_ref(), true)).await.map_err(Problem::internal)?;
    let report = visit.lees(api, INLEZEN, move |cx| read.store(cx)).await?.1;
    serde_json::to_string(&report).map_err(Problem::internal)
}

/// The file that waits; `None` when there is none any more.
fn bestand(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Bestand>> {
    let sql = "SELECT naam, grootte, opties, rapport, gedaan FROM inleesbestanden WHERE uuid = $1";
    let wrong = waarmaker_db::Error::row;
    Ok(cx.tx.one(sql, &[uuid.into()], |row| {
        Ok(Bestand {
            naam: row.text(0)?,
            grootte: u64::try_from(row.int(1)?).unwrap_or_default(),
            opties: serde_json::from_str(row.str_ref(2)?).map_err(wrong)?,
            rapport: serde_json::from_str(row.str_ref(3)?).map_err(wrong)?,
            gedaan: row.opt_int(4)?,
        })
    })?)
}

/// `GET /beheer/signalen/assets/inlezen/{uuid}`: the report.
pub(crate) async fn verslag(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    visit.answer(pagina(&api, &visit, &uuid, None).await)
}

async fn pagina(api: &Api, visit: &Bezoek, uuid: &str, wrong: Option<(&Posted, Errors)>) -> Result<Response> {
    let uuid = uuid_in(uuid)?;
    let (kader, found) = visit.lees(api, INLEZEN, move |cx| onbekend(bestand(uuid, cx)?)).await?;
    let t = visit.t();
    let way = [(t.say("assets"), format!("{ROOT}/assets")), (t.say("inlezen"), format!("{ROOT}/assets/inlezen"))];
    let title = if found.gedaan.is_some() { t.say("verslag-gedaan") } else { t.say("verslag") };
    let page = visit.pagina(&kader, title, &way)?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let own = found.opties.posted();
    let (posted, errors) = wrong.unwrap_or((&own, Errors::default()));
    visit.show_as(status, &toon(page.failed(!errors.is_empty()), t, (uuid, &found), posted, errors))
}

/// `POST /beheer/signalen/assets/inlezen/{uuid}`: looks again with other options, or reads the file in.
pub(crate) async fn doe(
    State(api): State<Arc<Api>>,
    visit: Bezoek,
    Path(uuid): Path<String>,
    request: Request,
) -> Response {
    visit.answer(besluit(&api, &visit, &uuid, request).await)
}

async fn besluit(api: &Api, visit: &Bezoek, text: &str, request: Request) -> Result<Response> {
    let uuid = uuid_in(text)?;
    let posted = match visit.formulier(api, INLEZEN, request, 0).await? {
        Ok(posted) => posted,
        Err(instead) => return Ok(instead),
    };
    let opties = Opties::of(&posted);
    let mut errors = opties.check(visit.t());
    if !posted.fresh {
        errors = Errors::default();
        errors.add("", verlopen(visit));
    }
    if !errors.is_empty() {
        return pagina(api, visit, text, Some((&posted, errors))).await;
    }
    let read = move |cx: &mut Cx<'_, '_>| {
        let sql = "SELECT gedaan, body FROM inleesbestanden WHERE uuid = $1";
        onbekend(cx.tx.one(sql, &[uuid.into()], |row| Ok((row.opt_int(0)?, row.bytes(1)?)))?)
    };
    let (_, (done, bytes)) = visit.lees(api, INLEZEN, read).await?;
    let back = format!("{ROOT}/assets/inlezen/{uuid}");
    if done.is_some() {
        return visit.see_other(&back);
    }
    let options = serde_json::to_string(&opties).map_err(Problem::internal)?;
    if posted.text("actie") == "inlezen" {
        lees_in(api, visit, uuid, (opties, options), bytes).await?;
    } else {
        let report = probeer(api, visit, &opties, bytes).await?;
        let sql = "UPDATE inleesbestanden SET opties = $2, rapport = $3 WHERE uuid = $1 AND gedaan IS NULL";
        let keep = move |cx: &mut Cx<'_, '_>| {
            let values = [Value::from(uuid), options.as_str().into(), report.as_str().into()];
            cx.tx.run(sql, &values).map(|_| ()).map_err(Into::into)
        };
        visit.schrijf(api, INLEZEN, keep).await?;
    }
    visit.see_other(&back)
}

/// Writes what the file says and keeps the report in its place, in one transaction. Whoever comes second finds it done.
async fn lees_in(
    api: &Api,
    visit: &Bezoek,
    uuid: Uuid,
    (opties, options): (Opties, String),
    bytes: Vec<u8>,
) -> Result<()> {
    let read = tokio::task::spawn_blocking(move || opties.lees(&bytes, false)).await.map_err(Problem::internal)?;
    let write = move |cx: &mut Cx<'_, '_>| {
        let lock = cx.tx.dialect().for_update();
        let sql = format!("SELECT gedaan FROM inleesbestanden WHERE uuid = $1{lock}");
        let Some(None) = cx.tx.one(&sql, &[uuid.into()], |row| row.opt_int(0))? else { return Ok(()) };
        let report = read.store(cx)?;
        let text = serde_json::to_string(&report).map_err(Problem::internal)?;
        let done = report.is_clean() || report.written;
        let moment = done.then(|| cx.call.now.at.as_millisecond());
        let sql = if done {
            "UPDATE inleesbestanden SET opties = $2, rapport = $3, gedaan = $4, body = $5 WHERE uuid = $1"
        } else {
            "UPDATE inleesbestanden SET opties = $2, rapport = $3, gedaan = $4 WHERE uuid = $1"
        };
        let mut values = vec![Value::from(uuid), options.as_str().into(), text.into(), moment.into()];
        if done {
            values.push(Vec::<u8>::new().into());
        }
        cx.tx.run(sql, &values)?;
        Ok(())
    };
    visit.schrijf(api, INLEZEN, write).await
}

/// The questions about how the file is to be read.
fn vragen(t: Say, posted: &Posted, errors: &Errors) -> Vec<Veld> {
    let field =
        |id: &str, label: String, help: String| Field::new(id, label).help(help).max(200).filled(posted, errors);
    let mut kind = keuze(
        "wat",
        t.say("veld-wat"),
        vec![("assets".to_owned(), t.say("wat-assets")), ("gebieden".to_owned(), t.say("wat-gebieden"))],
        posted.text("wat"),
    );
    kind.error = errors.of("wat");
    let crs = [
        (String::new(), t.say("stelsel-zelf")),
        ("rd".to_owned(), t.say("stelsel-rd")),
        ("wgs84".to_owned(), t.say("stelsel-wgs84")),
    ];
    let encodings = [
        (String::new(), t.say("codering-zelf")),
        ("utf-8".to_owned(), "UTF-8".to_owned()),
        ("windows-1252".to_owned(), "Windows-1252".to_owned()),
    ];
    let mut extra = keuze(
        "extra",
        t.say("veld-extra"),
        vec![
            ("overslaan".to_owned(), t.say("extra-overslaan")),
            ("verwijderen".to_owned(), t.say("extra-verwijderen")),
        ],
        "",
    )
    .optional();
    for answer in &mut extra.answers {
        answer.chosen = posted.all("extra").any(|value| value == answer.value);
    }
    extra.error = errors.of("extra");
    vec![
        Veld::Keuze(kind),
        Veld::Regel(field("soort", t.say("veld-soort"), t.say("veld-soort-hulp"))),
        Veld::Regel(field("sleutel", t.say("veld-sleutel"), t.say("veld-sleutel-hulp")).optional()),
        Veld::Regel(field("naam", t.say("veld-kolom-naam"), t.say("veld-kolom-naam-hulp")).optional()),
        Veld::Regel(field("ouder", t.say("veld-ouder"), t.say("veld-ouder-hulp")).optional()),
        Veld::Lijst(keuze("codering", t.say("veld-codering"), encodings.into(), posted.text("codering"))),
        Veld::Lijst(keuze("stelsel", t.say("veld-stelsel"), crs.into(), posted.text("stelsel"))),
        Veld::Vakjes(extra),
    ]
}

fn toon_begin(page: Page, t: Say, posted: &Posted, errors: Errors) -> Blad {
    let most = words::size(t.lang, u64::try_from(MOST_BYTES).unwrap_or(u64::MAX));
    let help = t.with("veld-bestand-hulp", "grootte", most);
    let file = Field::new("bestand", t.say("veld-bestand")).help(help).filled(posted, &errors);
    let mut velden = vec![Veld::Bestand(file, ".geojson,.json,.csv,.txt")];
    velden.extend(vragen(t, posted, &errors));
    let form = Formulier {
        actie: format!("{ROOT}/assets/inlezen"),
        bestanden: true,
        velden,
        knoppen: vec![Knop::new("kijk", t.say("inlezen-kijk"))],
        ..Formulier::default()
    };
    let inleiding = t.say("inlezen-uitleg");
    Blad { inleiding, fouten: errors, ..Blad::new(page, t, vec![Deel::Formulier(form)]) }
}

fn toon(page: Page, t: Say, (uuid, found): (Uuid, &Bestand), posted: &Posted, errors: Errors) -> Blad {
    let rapport = &found.rapport;
    let lang = t.lang;
    let count = |name: &str| rapport.get(name).and_then(Json::as_i64).unwrap_or_default();
    let (new, changed, same, removed, refused) =
        (count("new"), count("changed"), count("unchanged"), count("removed"), count("refused"));
    let findings = rapport.get("findings").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let clean = findings.is_empty();
    let skips = found.opties.overslaan && new + changed + same > 0;
    let mut delen = vec![melding(t, found, (new, changed, removed, refused), clean || skips)];
    let telling = |aantal: i64, tekst: String, slecht: bool| crate::blad::Telling {
        getal: words::number(lang, aantal),
        tekst,
        href: String::new(),
        toon: if slecht && aantal > 0 { "t-neg" } else { "" },
    };
    delen.push(Deel::Tellingen(vec![
        telling(count("rows"), t.say("verslag-rijen"), false),
        telling(new, t.say("verslag-nieuw"), false),
        telling(changed, t.say("verslag-veranderd"), false),
        telling(same, t.say("verslag-gelijk"), false),
        telling(removed, t.say("verslag-verwijderd"), true),
        telling(refused, t.say("verslag-geweigerd"), true),
    ]));
    delen.push(Deel::Feiten(feiten(t, found)));
    if let Some(warnings) = rapport.get("warnings").and_then(Json::as_array).filter(|all| !all.is_empty()) {
        delen.push(Deel::Kop(t.say("verslag-let-op")));
        delen.push(Deel::Lijst(warnings.iter().filter_map(Json::as_str).map(Cel::new).collect()));
    }
    if !clean {
        delen.push(bevindingen(t, findings, count("more_findings")));
    }
    if found.gedaan.is_none() {
        delen.extend(vervolg(t, uuid, posted, &errors, clean || skips));
    }
    let boven = format!("{}, {}", found.naam, words::size(lang, found.grootte));
    let mut blad = Blad { boven, fouten: errors, ..Blad::new(page, t, delen) };
    blad.knoppen.push((t.say("inlezen-ander"), format!("{ROOT}/assets/inlezen")));
    blad
}

fn melding(t: Say, found: &Bestand, (new, changed, removed, refused): (i64, i64, i64, i64), ready: bool) -> Deel {
    let (soort, kop, tekst) = if found.gedaan.is_some() {
        let all = words::number(t.lang, new + changed + removed);
        ("ok", t.with("verslag-klaar", "aantal", all), t.say("verslag-klaar-tekst"))
    } else if !ready {
        ("error", t.count("verslag-mis", "aantal", refused.max(1)), t.say("verslag-mis-tekst"))
    } else if new + changed + removed == 0 {
        ("info", t.say("verslag-niets"), t.say("verslag-niets-tekst"))
    } else {
        ("info", t.say("verslag-goed"), t.say("verslag-goed-tekst"))
    };
    Deel::Melding { soort, kop, tekst }
}

fn feiten(t: Say, found: &Bestand) -> Vec<(String, Cel)> {
    let rapport = &found.rapport;
    let text = |name: &str| rapport.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let names = |value: &Json| -> String {
        let names: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        names.join(", ")
    };
    let mut facts = vec![(t.say("veld-soort"), Cel::new(&found.opties.soort))];
    let mut fact = |name: String, value: String| {
        if !value.is_empty() {
            facts.push((name, Cel::new(value)));
        }
    };
    fact(t.say("verslag-formaat"), text("format"));
    fact(t.say("veld-codering"), text("encoding"));
    fact(t.say("veld-stelsel"), text("crs"));
    fact(t.say("verslag-sleutel"), rapport.get("key").map(names).unwrap_or_default());
    let proposed = rapport.get("suggestions").and_then(Json::as_array).into_iter().flatten();
    let proposed: Vec<String> = proposed.map(names).collect();
    fact(t.say("verslag-voorstel"), proposed.join("; "));
    facts
}

/// What is wrong, row by row. The words are those of the import, in Dutch.
fn bevindingen(t: Say, findings: &[Json], more: i64) -> Deel {
    let text = |finding: &Json, name: &str| finding.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let rij = |finding: &Json| {
        let line = finding.get("line").and_then(Json::as_i64).unwrap_or_default();
        let line = if line > 0 { line.to_string() } else { t.say("verslag-heel") };
        Rij::new(vec![
            Cel::new(line),
            Cel::new(text(finding, "column")),
            Cel::new(text(finding, "value")),
            Cel::new(text(finding, "problem")).onder(text(finding, "advice")),
        ])
    };
    let hidden = i64::try_from(findings.len().saturating_sub(MOST_FINDINGS)).unwrap_or_default() + more;
    let bijschrift = match hidden {
        0 => t.say("verslag-bevindingen"),
        hidden => t.with("verslag-bevindingen-eerste", "meer", words::number(t.lang, hidden)),
    };
    Deel::Tabel(Tabel {
        bijschrift,
        met_kop: true,
        koppen: vec![t.say("kop-regelnummer"), t.say("kop-kolom"), t.say("kop-waarde"), t.say("kop-mis")],
        rijen: findings.iter().take(MOST_FINDINGS).map(rij).collect(),
        ..Tabel::default()
    })
}

/// Yes, or look again with other answers.
fn vervolg(t: Say, uuid: Uuid, posted: &Posted, errors: &Errors, ready: bool) -> Vec<Deel> {
    let actie = format!("{ROOT}/assets/inlezen/{uuid}");
    let mut delen = Vec::new();
    if ready {
        let mut mee: Vec<(String, String)> =
            FIELDS.iter().map(|name| ((*name).to_owned(), posted.text(name).to_owned())).collect();
        mee.extend(posted.all("extra").map(|value| ("extra".to_owned(), value.to_owned())));
        delen.push(Deel::Formulier(Formulier {
            kop: t.say("verslag-ja"),
            uitleg: t.say("verslag-ja-uitleg"),
            actie: actie.clone(),
            mee,
            knoppen: vec![Knop::new("inlezen", t.say("verslag-ja-knop"))],
            ..Formulier::default()
        }));
    }
    delen.push(Deel::Formulier(Formulier {
        kop: t.say("verslag-anders"),
        uitleg: t.say("verslag-anders-uitleg"),
        actie,
        velden: vragen(t, posted, errors),
        knoppen: vec![Knop::ook("opnieuw", t.say("verslag-opnieuw"))],
        ..Formulier::default()
    }));
    delen
}

#[cfg(test)]
pub(crate) fn sample_begin(page: Page, t: Say) -> Blad {
    let mut errors = Errors::default();
    errors.add("bestand", t.say("fout-bestand"));
    toon_begin(page, t, &Posted::default(), errors)
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let opties = Opties { wat: "assets".to_owned(), soort: "lichtmast".to_owned(), ..Opties::default() };
    let csv = "mastnummer;straat;lon;lat\n1;Dreef;5,118501;52,109981\n1;Dreef;5,118501;52,109981\n2;Dreef;500;52,1\n";
    let Gelezen::Assets(batch) = opties.lees(csv.as_bytes(), true) else { unreachable!("assets were asked for") };
    let rapport = serde_json::to_value(batch.report()).unwrap();
    let found = Bestand { naam: "masten.csv".to_owned(), grootte: 120, opties, rapport, gedaan: None };
    toon(page, t, (Uuid::nil(), &found), &found.opties.posted(), Errors::default())
}
