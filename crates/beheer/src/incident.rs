// SPDX-License-Identifier: EUPL-1.2
//! One incident: on what it rests, what it is part of, its order with the clock, and what people reported.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, change, http::Api};
use waarmaker_contracten::{Contract, klok::Verklaring};
use waarmaker_core::{DateTime, Problem};
use waarmaker_resource::{Linked as _, Op};
use waarmaker_signalen::{Incident, Melding, Meldkanaal, Regel, Status};
use waarmaker_ui::{
    Page, Say, Visit,
    form::{Errors, Field, Posted},
    words,
};
use waarmaker_werkopdrachten::{Opdrachtstatus, Werkopdracht, assign, withdraw};

use crate::{
    blad::{Blad, Cel, Deel, Formulier, Knop, Moment, Rij, Tabel, Veld},
    incidenten::{keuze, onbekend},
    kader::{BEHEREN, Bezoek, INCIDENTEN, Kader, ROOT, uuid_in},
    woorden,
};

/// Most rows of what hangs together with it.
const MOST: i64 = 100;

/// What the page shows.
#[derive(Clone, Debug)]
pub(crate) struct Dossier {
    uuid: Uuid,
    incident: Incident,
    straat: String,
    regel: Option<(Uuid, Regel)>,
    /// The incident that it is part of, and the earlier one.
    hoort_bij: Option<(Uuid, String)>,
    vorig: Option<(Uuid, String)>,
    leden: Vec<(Uuid, Incident)>,
    opdracht: Option<(Uuid, Werkopdracht)>,
    contract: Option<(Uuid, String)>,
    zaak: String,
    meldingen: Vec<Melding>,
    /// Contracts that an order of the own list can be given under.
    contracten: Vec<(Uuid, String)>,
}

fn nummer(uuid: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<Option<(Uuid, String)>> {
    let Some(uuid) = uuid else { return Ok(None) };
    Ok(cx.get::<Incident>(uuid)?.map(|found| (uuid, found.nummer)))
}

fn haal(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Dossier> {
    let incident = onbekend(cx.get::<Incident>(uuid)?)?;
    let asset = incident.asset_uuid();
    let straat = match asset {
        Some(asset) => waarmaker_assets::get(cx.tx, asset)?.map(|asset| asset.omschrijving),
        None => None,
    };
    let regel = match &incident.regel {
        Some(link) => cx.get::<Regel>(link.uuid)?.map(|regel| (link.uuid, regel)),
        None => None,
    };
    let parse = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(waarmaker_db::Error::row);
    let sql = "SELECT uuid, body FROM incidenten WHERE hoort_bij = $1 ORDER BY id LIMIT $2";
    let leden = cx.tx.query(sql, &[uuid.into(), MOST.into()], |row| Ok((row.uuid(0)?, parse(row.bytes_ref(1)?)?)))?;
    let sql = "SELECT body FROM meldingen WHERE incident = $1 ORDER BY id LIMIT $2";
    let read = |row: &waarmaker_db::Row<'_>| {
        serde_json::from_slice::<Melding>(row.bytes_ref(0)?).map_err(waarmaker_db::Error::row)
    };
    let meldingen = cx.tx.query(sql, &[uuid.into(), MOST.into()], read)?;
    let opdracht = cx.all::<Werkopdracht>("incident", uuid)?.pop();
    let of_url = |url: Option<&waarmaker_resource::Uri>| {
        url.and_then(|url| url.as_str().rsplit('/').next()).and_then(|uuid| Uuid::try_parse(uuid).ok())
    };
    let contract = match of_url(opdracht.as_ref().and_then(|(_, order)| order.contract.as_ref())) {
        Some(uuid) => cx.get::<Contract>(uuid)?.map(|contract| (uuid, contractnaam(&contract))),
        None => None,
    };
    let zaak = match of_url(incident.zaak.as_ref()) {
        Some(zaak) => {
            cx.tx.one("SELECT identificatie FROM zaken WHERE uuid = $1", &[zaak.into()], |row| row.text(0))?
        }
        None => None,
    };
    let own = opdracht.as_ref().is_some_and(|(_, order)| is_own(order.status));
    let contracten = if own { lopend(cx)? } else { Vec::new() };
    let hoort_bij = nummer(incident.hoort_bij.as_ref().map(|link| link.uuid), cx)?;
    let vorig = nummer(incident.vorig_incident.as_ref().map(|link| link.uuid), cx)?;
    Ok(Dossier {
        uuid,
        straat: straat.unwrap_or_default(),
        regel,
        hoort_bij,
        vorig,
        leden,
        opdracht,
        contract,
        zaak: zaak.unwrap_or_default(),
        meldingen,
        contracten,
        incident,
    })
}

/// Whether the municipality has the order itself.
const fn is_own(status: Opdrachtstatus) -> bool {
    matches!(status, Opdrachtstatus::EigenLijst | Opdrachtstatus::Geweigerd)
}

fn contractnaam(contract: &Contract) -> String {
    format!("{} {}", contract.nummer, contract.naam).trim().to_owned()
}

/// Contracts that are in force today.
fn lopend(cx: &mut Cx<'_, '_>) -> Result<Vec<(Uuid, String)>> {
    let sql = "SELECT uuid, nummer, naam FROM contracten WHERE begindatum <= $1 AND (einddatum IS NULL OR einddatum >= $1) ORDER BY nummer LIMIT 500";
    let today = cx.call.today.to_string();
    Ok(cx.tx.query(sql, &[today.into()], |row| {
        let (nummer, naam) = (row.text(1)?, row.opt_text(2)?.unwrap_or_default());
        Ok((row.uuid(0)?, format!("{nummer} {naam}").trim().to_owned()))
    })?)
}

/// `GET /beheer/signalen/incidenten/{uuid}`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    visit.answer(pagina(&api, &visit, &uuid, None).await)
}

async fn pagina(api: &Api, visit: &Bezoek, uuid: &str, wrong: Option<(&Posted, Errors)>) -> Result<Response> {
    let uuid = uuid_in(uuid)?;
    let (kader, found) = visit.lees(api, INCIDENTEN, move |cx| haal(uuid, cx)).await?;
    let t = visit.t();
    let way = [(t.say("incidenten"), format!("{ROOT}/incidenten"))];
    let page = visit.pagina(&kader, titel(t, &found), &way)?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let posted = Posted::default();
    let (posted, errors) = wrong.unwrap_or((&posted, Errors::default()));
    let done = visit.asked("gedaan").is_some();
    visit.show_as(status, &toon(page.failed(!errors.is_empty()), t, &kader, &found, (posted, errors, done)))
}

/// `POST /beheer/signalen/incidenten/{uuid}`: what the municipality decides about its order, or that it is over.
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
    let posted = match visit.formulier(api, BEHEREN, request, 0).await? {
        Ok(posted) => posted,
        Err(instead) => return Ok(instead),
    };
    let t = visit.t();
    let mut errors = Errors::default();
    if !posted.fresh {
        errors.add("", verlopen(visit));
        return pagina(api, visit, text, Some((&posted, errors))).await;
    }
    let actie = posted.text("actie").to_owned();
    let reden = posted.text("reden").to_owned();
    let contract = Uuid::try_parse(posted.text("contract")).ok();
    match actie.as_str() {
        "intrekken" | "sluiten" if reden.is_empty() => errors.add("reden", t.say("fout-reden")),
        "toewijzen" if contract.is_none() => errors.add("contract", t.say("fout-contract")),
        _ => {}
    }
    if !errors.is_empty() {
        return pagina(api, visit, text, Some((&posted, errors))).await;
    }
    let write = move |cx: &mut Cx<'_, '_>| {
        let order = cx.all::<Werkopdracht>("incident", uuid)?.pop();
        match (actie.as_str(), order) {
            ("intrekken", Some((order, _))) => withdraw(order, &reden, cx).map(|_| ()),
            ("toewijzen", Some((order, _))) => assign(order, contract, None, cx).map(|_| ()),
            ("sluiten", _) => {
                let room = cx.room(Incident::NAME)?;
                let body = json!({"status": "gesloten", "toelichting": reden});
                change(room, cx, Op::Patch, uuid, None, &body).map(|_| ())
            }
            _ => Err(Problem::not_found()),
        }
    };
    match visit.schrijf(api, BEHEREN, write).await {
        Ok(()) => visit.see_other(&format!("{ROOT}/incidenten/{uuid}?gedaan=ja")),
        Err(problem) if matches!(problem.status, 400 | 409) => {
            pagina(api, visit, text, Some((&posted, fouten(t, &problem, &["reden", "contract"])))).await
        }
        Err(problem) => Err(problem),
    }
}

/// What a form says that was open for too long, or comes from elsewhere.
pub(crate) fn verlopen(visit: &Visit) -> String {
    waarmaker_ui::Page::sample(visit.lang).t().say("fout-verlopen")
}

/// What the pipeline refused, at the fields of a form; what is about none of these stands above it.
pub(crate) fn fouten(t: Say, problem: &Problem, fields: &[&str]) -> Errors {
    let mut errors = Errors::default();
    for wrong in &problem.invalid_params {
        let id = wrong.name.replace('.', "-");
        let field = fields.iter().find(|field| **field == id).copied().unwrap_or_default();
        let reason = match wrong.code.as_ref() {
            "required" | "blank" | "null" => t.say("fout-leeg"),
            "unique" => t.say("fout-bestaat-al"),
            _ => wrong.reason.clone(),
        };
        errors.add(field, if field.is_empty() { format!("{}: {reason}", wrong.name) } else { reason });
    }
    if errors.is_empty() {
        errors.add("", problem.detail.clone());
    }
    errors
}

fn titel(t: Say, found: &Dossier) -> String {
    let what = woorden::asset(&found.incident.asset_soort, &found.incident.asset_identificatie);
    t.with2("incident-titel", "nummer", &found.incident.nummer, "asset", what)
}

fn toon(page: Page, t: Say, kader: &Kader, found: &Dossier, (posted, errors, done): (&Posted, Errors, bool)) -> Blad {
    let incident = &found.incident;
    let mut delen = Vec::new();
    if done {
        delen.push(Deel::Melding { soort: "ok", kop: t.say("gedaan"), tekst: String::new() });
    }
    if !incident.belemmering.is_empty() {
        let (kop, tekst) = (t.say("incident-belemmerd"), incident.belemmering.clone());
        delen.push(Deel::Melding { soort: "warning", kop, tekst });
    }
    delen.push(Deel::Feiten(feiten(t, kader, found)));
    delen.push(bewijs(t, incident));
    if !found.leden.is_empty() {
        delen.push(leden(t, found));
    }
    if let Some((_, order)) = &found.opdracht {
        delen.extend(opdracht(t, kader, order, found.contract.as_ref()));
    }
    delen.push(meldingen(t, &found.meldingen));
    if kader.rechten.beheren {
        delen.extend(besluiten(t, found, posted, &errors));
    }
    Blad {
        boven: incident.omschrijving.clone(),
        merken: vec![woorden::status(t, incident.status)],
        fouten: errors,
        ..Blad::new(page, t, delen)
    }
}

fn feiten(t: Say, kader: &Kader, found: &Dossier) -> Vec<(String, Cel)> {
    let (incident, lang) = (&found.incident, t.lang);
    let waar = woorden::asset(&incident.asset_soort, &incident.asset_identificatie);
    let mut asset = Cel::new(waar).onder(found.straat.clone());
    if let (Some(uuid), true) = (incident.asset_uuid(), kader.rechten.assets) {
        asset = asset.naar(format!("{ROOT}/assets/{uuid}"));
    }
    let since = words::moment(lang, incident.begin);
    let mut all = vec![
        (t.say("kop-asset"), asset),
        (t.say("kop-sinds"), Cel::new(since).onder(words::ago(lang, incident.begin, kader.nu))),
        (t.say("kop-vastgesteld"), Cel::new(words::moment(lang, incident.vastgesteld))),
        (t.say("kop-bron"), Cel::new(woorden::bron(t, incident.bron))),
        (t.say("kop-prioriteit"), Cel::new(woorden::prioriteit(t, incident.prioriteit))),
    ];
    if let Some((uuid, regel)) = &found.regel {
        all.push((
            t.say("kop-regel"),
            Cel::new(&regel.naam).naar(format!("{ROOT}/regels/{uuid}")).onder(&regel.leesbaar),
        ));
    }
    let link = |(uuid, nummer): &(Uuid, String)| Cel::new(nummer).naar(format!("{ROOT}/incidenten/{uuid}"));
    all.extend(found.hoort_bij.iter().map(|one| (t.say("kop-hoort-bij"), link(one))));
    all.extend(found.vorig.iter().map(|one| (t.say("kop-vorig"), link(one))));
    if let (Some(when), Status::Open) = (incident.verzenden_op, incident.status) {
        all.push((t.say("kop-verzenden-op"), Cel::new(words::moment(lang, when))));
    }
    if let Some(end) = incident.einde {
        all.push((t.say("kop-einde"), Cel::new(words::moment(lang, end))));
    }
    if !found.zaak.is_empty() {
        all.push((t.say("kop-zaak"), Cel::new(&found.zaak)));
    }
    if !incident.toelichting.is_empty() {
        all.push((t.say("kop-toelichting"), Cel::new(&incident.toelichting)));
    }
    all
}

fn bewijs(t: Say, incident: &Incident) -> Deel {
    let rij = |one: &waarmaker_signalen::Bewijs| {
        let when = words::short_moment(t.lang, one.tijd);
        Rij::new(vec![Cel::new(when), Cel::new(&one.datastream), Cel::new(&one.resultaat), Cel::new(&one.uitleg)])
    };
    Deel::Tabel(Tabel {
        bijschrift: t.say("bewijs"),
        met_kop: true,
        koppen: vec![t.say("kop-wanneer"), t.say("kop-eigenschap"), t.say("kop-waarde"), t.say("kop-waarom")],
        rijen: incident.bewijs.iter().map(rij).collect(),
        leeg: t.say("bewijs-leeg"),
        ..Tabel::default()
    })
}

fn leden(t: Say, found: &Dossier) -> Deel {
    let rij = |(uuid, incident): &(Uuid, Incident)| {
        let what = woorden::asset(&incident.asset_soort, &incident.asset_identificatie);
        Rij::new(vec![
            Cel::new(what).naar(format!("{ROOT}/incidenten/{uuid}")).onder(&incident.nummer),
            woorden::status(t, incident.status),
            Cel::new(words::short_moment(t.lang, incident.begin)),
        ])
    };
    Deel::Tabel(Tabel {
        bijschrift: t.count("incident-leden", "aantal", found.leden.len()),
        met_kop: true,
        koppen: vec![t.say("kop-incident"), t.say("kop-status"), t.say("kop-sinds")],
        rijen: found.leden.iter().map(rij).collect(),
        ..Tabel::default()
    })
}

/// The order: who has it, its clock with the sum behind it, and what was done.
fn opdracht(t: Say, kader: &Kader, order: &Werkopdracht, contract: Option<&(Uuid, String)>) -> Vec<Deel> {
    let lang = t.lang;
    let mut facts = vec![
        (t.say("kop-opdracht"), Cel::new(&order.nummer)),
        (t.say("kop-status"), woorden::opdracht(t, order.status)),
        (t.say("kop-bewaking"), woorden::bewaking(t, order.bewaking)),
    ];
    if let Some((uuid, naam)) = contract {
        facts.push((t.say("kop-contract"), Cel::new(naam).naar(format!("{ROOT}/contracten/{uuid}"))));
    }
    if !order.reden.is_empty() {
        facts.push((t.say("kop-reden"), Cel::new(&order.reden)));
    }
    if let Some(sent) = &order.verzonden {
        facts.push((t.say("kop-verzonden"), Cel::new(words::short_moment(lang, sent.moment)).onder(&sent.toelichting)));
    }
    if !order.fotos.is_empty() {
        facts.push((t.say("kop-fotos"), Cel::new(order.fotos.len().to_string())));
    }
    let terms = order.termijnen.iter().map(|term| {
        let when = |moment: Option<DateTime>| moment.map(|at| words::short_moment(lang, at)).unwrap_or_default();
        let left = match (term.behaald, term.uiterlijk) {
            (None, Some(until)) if !order.status.is_finished() => words::left_until(lang, until, kader.nu),
            _ => String::new(),
        };
        Rij::new(vec![
            Cel::new(woorden::norm(t, term.norm)),
            Cel::new(when(term.uiterlijk)).onder(left).toon(woorden::toon(term.bewaking)),
            Cel::new(when(term.behaald)),
            woorden::bewaking(t, term.bewaking),
        ])
    });
    let clock = Tabel {
        bijschrift: t.say("klok"),
        met_kop: true,
        koppen: vec![t.say("kop-norm"), t.say("kop-uiterlijk"), t.say("kop-gedaan"), t.say("kop-bewaking")],
        rijen: terms.collect(),
        leeg: t.say("klok-leeg"),
        ..Tabel::default()
    };
    let mut delen = vec![Deel::Kop(t.say("opdracht")), Deel::Feiten(facts), Deel::Tabel(clock)];
    for term in &order.termijnen {
        if let Ok(sum) = serde_json::from_value::<Verklaring>(term.verklaring.clone()) {
            let kop = t.with("klok-uitleg", "norm", woorden::norm(t, term.norm));
            delen.push(Deel::Uitleg { kop, regels: sum.regels() });
        }
    }
    let steps = order.stappen.iter().map(|step| Moment {
        klasse: "",
        staat: t.say("stap-gedaan"),
        wat: woorden::stap(t, step.stap),
        wanneer: format!("{}, {}", words::short_moment(lang, step.moment), step.door),
        tekst: [step.reden.as_str(), step.toelichting.as_str()].join(" ").trim().to_owned(),
    });
    delen.push(Deel::Tijdlijn(steps.collect()));
    delen
}

/// What people reported: their words, never who they are.
fn meldingen(t: Say, meldingen: &[Melding]) -> Deel {
    let kanaal = |kanaal: Meldkanaal| {
        t.say(match kanaal {
            Meldkanaal::Web => "kanaal-web",
            Meldkanaal::Telefoon => "kanaal-telefoon",
            Meldkanaal::Balie => "kanaal-balie",
            Meldkanaal::Open311 => "kanaal-open311",
        })
    };
    let rij = |one: &Melding| {
        let when = one.ontvangen.0.map(|at| words::short_moment(t.lang, at)).unwrap_or_default();
        let danger = if one.gevaarlijk { Cel::merk(t.say("gevaarlijk"), "b-neg", "let") } else { Cel::new("") };
        Rij::new(vec![
            Cel::new(when),
            Cel::new(&one.omschrijving).onder(&one.soort_klacht),
            Cel::new(kanaal(one.kanaal)),
            danger,
        ])
    };
    Deel::Tabel(Tabel {
        bijschrift: t.count("meldingen", "aantal", meldingen.len()),
        met_kop: true,
        koppen: vec![t.say("kop-ontvangen"), t.say("kop-melding"), t.say("kop-kanaal"), t.say("kop-gevaar")],
        rijen: meldingen.iter().map(rij).collect(),
        leeg: t.say("meldingen-leeg"),
        ..Tabel::default()
    })
}

/// What the municipality can decide.
fn besluiten(t: Say, found: &Dossier, posted: &Posted, errors: &Errors) -> Vec<Deel> {
    let actie = format!("{ROOT}/incidenten/{}", found.uuid);
    let reden = |help: String| {
        Veld::Regel(Field::new("reden", t.say("veld-reden")).help(help).max(1000).filled(posted, errors))
    };
    let mut delen = Vec::new();
    let order = found.opdracht.as_ref().map(|(_, order)| order.status);
    if order.is_some_and(is_own) {
        let first = std::iter::once((String::new(), t.say("kies-contract")));
        let all = found.contracten.iter().map(|(uuid, naam)| (uuid.to_string(), naam.clone()));
        let mut choice = keuze("contract", t.say("kop-contract"), first.chain(all).collect(), posted.text("contract"));
        choice.error = errors.of("contract");
        delen.push(Deel::Formulier(Formulier {
            kop: t.say("toewijzen"),
            uitleg: t.say("toewijzen-uitleg"),
            actie: actie.clone(),
            velden: vec![Veld::Lijst(choice)],
            knoppen: vec![Knop::new("toewijzen", t.say("toewijzen-knop"))],
            ..Formulier::default()
        }));
    }
    let (titel, uitleg, help, knop) = match order {
        Some(status) if !status.is_finished() => (
            t.say("intrekken"),
            t.say("intrekken-uitleg"),
            t.say("intrekken-hulp"),
            Knop::ook("intrekken", t.say("intrekken-knop")),
        ),
        None if found.incident.status.is_open() => (
            t.say("sluiten"),
            t.say("sluiten-uitleg"),
            t.say("sluiten-hulp"),
            Knop::ook("sluiten", t.say("sluiten-knop")),
        ),
        _ => return delen,
    };
    delen.push(Deel::Formulier(Formulier {
        kop: titel,
        uitleg,
        actie,
        velden: vec![reden(help)],
        knoppen: vec![knop],
        ..Formulier::default()
    }));
    delen
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let incident = crate::incidenten::incident();
    let order = json!({
        "nummer": "WO-2026-0000001", "incident": null, "zaak": null, "asset": null, "assetOmschrijving": "lichtmast 710", "plaats": null,
        "omschrijving": "Lamp brandt niet", "prioriteit": "normaal", "contract": null, "aannemer": null, "status": "geweigerd",
        "reden": "De kabel is van de netbeheerder", "aangeboden": "2026-11-20T18:10:00Z", "uiterlijk": null,
        "termijnen": [{"norm": "hersteld", "uiterlijk": "2026-11-22T18:10:00Z", "behaald": null, "bewaking": "in_gevaar", "verklaring": {}}],
        "bewaking": "in_gevaar", "pauzes": [], "stappen": [{"stap": "geweigerd", "moment": "2026-11-20T19:00:00Z", "door": "Lichtpunt BV",
        "reden": "De kabel is van de netbeheerder", "toelichting": ""}], "materiaal": [], "fotos": [], "mededelingen": [],
        "sensorHersteld": null, "onderdeelVan": null, "verzonden": null, "externNummer": "",
    });
    let melding = json!({
        "asset": "", "plaats": null, "assetSoort": "lichtmast", "omschrijving": "De lamp voor de school is uit", "soortKlacht": "brandt-niet",
        "kanaal": "web", "gevaarlijk": true, "email": "", "ontvangen": "2026-11-20T19:00:00Z", "code": "ABC", "incident": null,
        "nieuw": false, "bekend": "",
    });
    let found = Dossier {
        uuid: Uuid::nil(),
        straat: "Domplein".to_owned(),
        regel: None,
        hoort_bij: Some((Uuid::nil(), "INC-2026-0000002".to_owned())),
        vorig: None,
        leden: vec![(Uuid::nil(), incident.clone())],
        opdracht: Some((Uuid::nil(), serde_json::from_value(order).unwrap())),
        contract: Some((Uuid::nil(), "OVL-2026 Verlichting".to_owned())),
        zaak: "ZAAK-2026-0000001".to_owned(),
        meldingen: vec![serde_json::from_value(melding).unwrap()],
        contracten: vec![(Uuid::nil(), "OVL-2026 Verlichting".to_owned())],
        incident,
    };
    toon(page, t, &Kader::sample(), &found, (&Posted::default(), Errors::default(), true))
}
