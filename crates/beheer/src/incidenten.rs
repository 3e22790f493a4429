// SPDX-License-Identifier: EUPL-1.2
//! The list of incidents.

use std::{fmt::Write as _, sync::Arc};

use axum::{extract::State, response::Response};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_core::{DateTime, Problem};
use waarmaker_db::{Row, Value};
use waarmaker_signalen::{Bron, Incident, Status};
use waarmaker_ui::{
    Page, Say,
    form::{Answer, Choice, Field},
    words,
};
use waarmaker_werkopdrachten::{Bewaking, Opdrachtstatus};

use crate::{
    blad::{Blad, Cel, Deel, Filter, Rij, Tab, Tabel, bladeren},
    kader::{Bezoek, INCIDENTEN, Kader, RIJEN, RIJEN_EN_EEN, ROOT, pagina_vol},
    woorden,
};

/// Lists, with the condition of each on `incidenten i` and its order `w`. The first is shown when nobody chooses.
const LIJSTEN: [(&str, &str); 9] = [
    ("lopend", "i.status IN ('open', 'opgedragen')"),
    ("te-laat", "w.bewaking = 'overschreden' AND w.status IN ('aangeboden', 'aangenomen', 'ter_plaatse')"),
    ("gevaar", "w.bewaking = 'in_gevaar' AND w.status IN ('aangeboden', 'aangenomen', 'ter_plaatse')"),
    ("eigen", "w.status IN ('eigen_lijst', 'geweigerd')"),
    ("vast", "i.uuid IN (SELECT incident FROM werkopdracht_belemmeringen)"),
    ("nieuw", "i.status = 'open'"),
    ("opgedragen", "i.status = 'opgedragen'"),
    ("groep", "i.status = 'samengevoegd'"),
    ("voorbij", "i.status IN ('hersteld', 'gesloten')"),
];

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vraag {
    lijst: String,
    soort: String,
    bron: String,
    q: String,
    volgorde: String,
    na: String,
}

/// An incident as the list shows it.
#[derive(Clone, Debug)]
pub(crate) struct Regel {
    id: i64,
    uuid: Uuid,
    incident: Incident,
    straat: String,
    opdracht: Option<Opdracht>,
}

/// Its order.
#[derive(Clone, Debug)]
struct Opdracht {
    nummer: String,
    status: Opdrachtstatus,
    bewaking: Bewaking,
    uiterlijk: Option<String>,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gevonden {
    regels: Vec<Regel>,
    meer: bool,
    soorten: Vec<String>,
}

fn lees(row: &Row<'_>) -> std::result::Result<Regel, waarmaker_db::Error> {
    let wrong = waarmaker_db::Error::row;
    let choice = |text: Option<String>| text.map(serde_json::Value::String);
    let status = choice(row.opt_text(5)?).and_then(|name| serde_json::from_value(name).ok());
    let bewaking = choice(row.opt_text(6)?).and_then(|name| serde_json::from_value(name).ok());
    let (nummer, uiterlijk) = (row.opt_text(4)?, row.opt_text(7)?);
    let opdracht = nummer.zip(status.zip(bewaking)).map(|(nummer, (status, bewaking))| Opdracht {
        nummer,
        status,
        bewaking,
        uiterlijk,
    });
    Ok(Regel {
        id: row.int(0)?,
        uuid: row.uuid(1)?,
        incident: serde_json::from_slice(row.bytes_ref(2)?).map_err(wrong)?,
        straat: row.opt_text(3)?.unwrap_or_default(),
        opdracht,
    })
}

fn haal(vraag: &Vraag, cx: &mut Cx<'_, '_>) -> Result<Gevonden> {
    let soorten = waarmaker_assets::soorten(cx.tx)?;
    let listed = LIJSTEN.iter().find(|(name, _)| *name == vraag.lijst).or(LIJSTEN.first());
    let mut sql = listed.map_or("1 = 1", |(_, sql)| sql).to_owned();
    let mut values: Vec<Value> = Vec::new();
    let mut and = |text: &str, value: Value, sql: &mut String| {
        values.push(value);
        sql.push_str(" AND ");
        sql.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    if !vraag.soort.is_empty() {
        and("i.asset_soort = ?", vraag.soort.as_str().into(), &mut sql);
    }
    if Bron::NAMES.contains(&vraag.bron.as_str()) {
        and("i.bron = ?", vraag.bron.as_str().into(), &mut sql);
    }
    if vraag.q.to_ascii_uppercase().starts_with("INC-") {
        and("i.nummer = ?", vraag.q.to_ascii_uppercase().into(), &mut sql);
    } else if !vraag.q.is_empty() {
        let kinds: Vec<String> = soorten.iter().map(|soort| format!("'{}'", soort.replace('\'', "''"))).collect();
        let kinds = if kinds.is_empty() { "''".to_owned() } else { kinds.join(", ") };
        let found = format!("i.asset IN (SELECT uuid FROM assets WHERE soort IN ({kinds}) AND identificatie = ?)");
        and(&found, vraag.q.as_str().into(), &mut sql);
    }
    let order = match vraag.volgorde.as_str() {
        "termijn" => {
            sql.push_str(" AND w.uiterlijk IS NOT NULL");
            if let Some((uiterlijk, id)) = vraag.na.split_once('|')
                && let Ok(id) = id.parse::<i64>()
            {
                values.push(uiterlijk.into());
                values.push(id.into());
                let (one, two) = (values.len() - 1, values.len());
                let _ = write!(sql, " AND (w.uiterlijk > ${one} OR (w.uiterlijk = ${one} AND i.id > ${two}))");
            }
            "w.uiterlijk, i.id"
        }
        order => {
            let (sign, sorted) = if order == "oudste" { (">", "i.id") } else { ("<", "i.id DESC") };
            if let Ok(id) = vraag.na.parse::<i64>() {
                and(&format!("i.id {sign} ?"), id.into(), &mut sql);
            }
            sorted
        }
    };
    values.push(RIJEN_EN_EEN.into());
    let sql = format!(
        "SELECT i.id, i.uuid, i.body, a.omschrijving, w.nummer, w.status, w.bewaking, w.uiterlijk FROM incidenten i
        LEFT JOIN assets a ON a.uuid = i.asset LEFT JOIN werkopdrachten w ON w.uuid = i.werkopdracht
        WHERE {sql} ORDER BY {order} LIMIT ${}",
        values.len()
    );
    let mut regels = cx.tx.query(&sql, &values, lees)?;
    let meer = pagina_vol(&mut regels, RIJEN);
    Ok(Gevonden { regels, meer, soorten })
}

/// `GET /beheer/signalen/incidenten`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let inner = async || {
        let asked = |name: &str| visit.gevraagd(name);
        let vraag = Vraag {
            lijst: asked("lijst"),
            soort: asked("soort"),
            bron: asked("bron"),
            q: asked("q"),
            volgorde: asked("volgorde"),
            na: asked("na"),
        };
        let wanted = vraag.clone();
        let (kader, found) = visit.lees(&api, INCIDENTEN, move |cx| haal(&wanted, cx)).await?;
        let page = visit.pagina(&kader, visit.t().say("incidenten"), &[])?;
        let last = found.regels.last().filter(|_| found.meer).map(|regel| match &regel.opdracht {
            Some(Opdracht { uiterlijk: Some(uiterlijk), .. }) if vraag.volgorde == "termijn" => {
                format!("{uiterlijk}|{}", regel.id)
            }
            _ => regel.id.to_string(),
        });
        let next = last.map(|na| visit.adres(&[("na", &na)]));
        let first = (!vraag.na.is_empty()).then(|| visit.adres(&[]));
        let pages = bladeren(visit.t(), first, next);
        visit.show(&toon(page, visit.t(), (&kader, &vraag), found, pages))
    };
    visit.answer(inner().await)
}

fn lijstnaam(t: Say, lijst: &str) -> String {
    t.say(match lijst {
        "te-laat" => "lijst-te-laat",
        "gevaar" => "lijst-gevaar",
        "eigen" => "lijst-eigen",
        "vast" => "lijst-vast",
        "nieuw" => "lijst-nieuw",
        "opgedragen" => "lijst-opgedragen",
        "groep" => "lijst-groep",
        "voorbij" => "lijst-voorbij",
        _ => "lijst-lopend",
    })
}

/// A choice of a filter: values with what they say, the first for all.
pub(crate) fn keuze(id: &str, label: String, answers: Vec<(String, String)>, chosen: &str) -> Choice {
    let answers = answers.into_iter().map(|(value, label)| {
        let chosen = value == chosen;
        Answer { value, label, chosen, ..Answer::default() }
    });
    Choice { id: id.to_owned(), label, answers: answers.collect(), ..Choice::default() }
}

/// A field of a filter.
pub(crate) fn zoekveld(id: &str, label: String, value: &str) -> Field {
    Field { value: value.to_owned(), ..Field::new(id, label).kind("search", "off") }
}

/// The kinds of assets as a choice.
pub(crate) fn soortkeuze(t: Say, soorten: &[String], chosen: &str) -> Choice {
    let all = std::iter::once((String::new(), t.say("alle-soorten")));
    keuze(
        "soort",
        t.say("kop-soort"),
        all.chain(soorten.iter().map(|one| (one.clone(), one.clone()))).collect(),
        chosen,
    )
}

fn toon(page: Page, t: Say, (kader, vraag): (&Kader, &Vraag), found: Gevonden, pages: Vec<(String, String)>) -> Blad {
    let hier = LIJSTEN.iter().find(|(name, _)| *name == vraag.lijst).map_or("lopend", |(name, _)| name);
    let tabs = LIJSTEN.iter().map(|(name, _)| Tab {
        tekst: lijstnaam(t, name),
        href: format!("{ROOT}/incidenten?lijst={name}"),
        aantal: String::new(),
        hier: *name == hier,
    });
    let bronnen = [String::new(), "sensor".to_owned(), "melding".to_owned(), "groep".to_owned()];
    let labels = [
        t.say("alle-bronnen"),
        woorden::bron(t, Bron::Sensor),
        woorden::bron(t, Bron::Melding),
        woorden::bron(t, Bron::Groep),
    ];
    let orders = [
        (String::new(), t.say("volgorde-nieuwste")),
        ("oudste".to_owned(), t.say("volgorde-oudste")),
        ("termijn".to_owned(), t.say("volgorde-termijn")),
    ];
    let filter = Filter {
        naam: t.say("incidenten-zoeken"),
        velden: vec![zoekveld("q", t.say("incidenten-zoek"), &vraag.q)],
        keuzes: vec![
            soortkeuze(t, &found.soorten, &vraag.soort),
            keuze("bron", t.say("kop-bron"), bronnen.into_iter().zip(labels).collect(), &vraag.bron),
            keuze("volgorde", t.say("volgorde"), orders.into(), &vraag.volgorde),
        ],
        blijft: vec![("lijst".to_owned(), hier.to_owned())],
        knop: t.say("toon"),
    };
    let rijen = found.regels.into_iter().map(|regel| rij(t, kader, regel)).collect();
    let koppen = [
        t.say("kop-incident"),
        t.say("kop-status"),
        t.say("kop-sinds"),
        t.say("kop-bron"),
        t.say("kop-prioriteit"),
        t.say("kop-opdracht"),
        t.say("kop-uiterlijk"),
    ];
    let tabel = Tabel {
        bijschrift: lijstnaam(t, hier),
        koppen: koppen.into(),
        rijen,
        leeg: t.say("incidenten-leeg"),
        bladeren: pages,
        ..Tabel::default()
    };
    let delen =
        vec![Deel::Tabs { naam: t.say("lijsten"), tabs: tabs.collect() }, Deel::Filter(filter), Deel::Tabel(tabel)];
    Blad::new(page, t, delen)
}

fn rij(t: Say, kader: &Kader, regel: Regel) -> Rij {
    let Regel { uuid, incident, straat, opdracht, .. } = regel;
    let lang = t.lang;
    let waar = woorden::asset(&incident.asset_soort, &incident.asset_identificatie);
    let waar = if straat.is_empty() { waar } else { format!("{waar}, {straat}") };
    let groep = match incident.status {
        Status::Samengevoegd => t.say("incident-deel"),
        _ if incident.bron == Bron::Groep => t.count("incident-groep", "aantal", incident.aantal_assets),
        _ if incident.aantal_meldingen > 0 => t.count("incident-meldingen", "aantal", incident.aantal_meldingen),
        _ => String::new(),
    };
    let (order, term) = match opdracht {
        None if incident.belemmering.is_empty() => (Cel::new(t.say("opdracht-nog-niet")), Cel::new("")),
        None => {
            (Cel::merk(t.say("opdracht-kan-niet"), "b-neg", "let").onder(incident.belemmering.clone()), Cel::new(""))
        }
        Some(order) => {
            let until = order.uiterlijk.and_then(|until| DateTime::parse(&until).ok());
            let term = until.map_or_else(
                || Cel::new(""),
                |until| {
                    Cel::new(words::short_moment(lang, until))
                        .onder(words::left_until(lang, until, kader.nu))
                        .toon(woorden::toon(order.bewaking))
                },
            );
            (woorden::opdracht(t, order.status).onder(order.nummer), term)
        }
    };
    Rij::new(vec![
        Cel::new(waar)
            .naar(format!("{ROOT}/incidenten/{uuid}"))
            .onder(format!("{} {}", incident.nummer, incident.omschrijving)),
        woorden::status(t, incident.status).onder(groep),
        Cel::new(words::short_moment(lang, incident.begin)).onder(words::ago(lang, incident.begin, kader.nu)),
        Cel::new(woorden::bron(t, incident.bron)),
        Cel::new(woorden::prioriteit(t, incident.prioriteit)),
        order,
        term,
    ])
}

/// An incident of a test or sample.
#[cfg(test)]
pub(crate) fn incident() -> Incident {
    let json = serde_json::json!({
        "nummer": "INC-2026-0000001", "omschrijving": "Lamp brandt niet", "asset": "https://x/assets/ogc/v1/collections/lichtmast/items/6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "assetSoort": "lichtmast", "assetIdentificatie": "710", "plaats": null, "bron": "sensor", "regel": null, "prioriteit": "normaal",
        "status": "open", "hoortBij": null, "begin": "2026-11-20T18:00:00Z", "vastgesteld": "2026-11-20T18:10:00Z", "verzendenOp": null,
        "einde": null, "bewijs": [{"datastream": "status", "tijd": "2026-11-20T18:00:00Z", "resultaat": "uit", "uitleg": "Dit is niet goed"}],
        "aantalAssets": 1, "aantalMeldingen": 2, "zaaktype": "", "zaak": null, "werkopdracht": null, "aanvaard": null, "sensorHersteld": null,
        "belemmering": "Er is geen zaaktype", "vorigIncident": null, "toelichting": "",
    });
    serde_json::from_value(json).unwrap()
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let opdracht = Opdracht {
        nummer: "WO-2026-0000001".to_owned(),
        status: Opdrachtstatus::Aangenomen,
        bewaking: Bewaking::InGevaar,
        uiterlijk: Some("2026-11-21T14:00:00.000000Z".to_owned()),
    };
    let regel =
        |opdracht| Regel { id: 1, uuid: Uuid::nil(), incident: incident(), straat: "Domplein".to_owned(), opdracht };
    let found = Gevonden {
        regels: vec![regel(Some(opdracht)), regel(None)],
        meer: true,
        soorten: vec!["lichtmast".to_owned()],
    };
    let pages = bladeren(t, None, Some(format!("{ROOT}/incidenten?na=1")));
    toon(page, t, (&Kader::sample(), &Vraag::default()), found, pages)
}

/// A problem of a page that has no such row.
pub(crate) fn onbekend<T>(found: Option<T>) -> Result<T> {
    found.ok_or_else(Problem::not_found)
}
