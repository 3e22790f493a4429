// SPDX-License-Identifier: EUPL-1.2
//! Assets: looking them up, and all that is known about one.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_assets::{Asset, Versie, Zoekvraag, versies, zoek};
use waarmaker_contracten::{Contract, Prioriteit, Verantwoordelijk, verantwoordelijk};
use waarmaker_db::Value;
use waarmaker_metingen::{Laatste, Resultaat, latest_of};
use waarmaker_signalen::Incident;
use waarmaker_ui::{Page, Say, words};

use crate::{
    blad::{Blad, Cel, Deel, Filter, Rij, Tabel, bladeren},
    kader::{ASSETS, Bezoek, Kader, RIJEN, ROOT, onbekend, pagina_vol, uuid_in},
    keuzes::{soortkeuze, zoekveld},
    woorden,
};

/// Most characters of a value that a page repeats.
const MOST_TEXT: usize = 300;
/// Most rows of a list on the page of an asset.
const MOST: u32 = 50;

/// What the list shows.
#[derive(Clone, Debug, Default)]
struct Gevonden {
    assets: Vec<Asset>,
    meer: bool,
    soorten: Vec<String>,
    /// Open incidents of each.
    open: HashMap<Uuid, i64>,
}

/// `GET /beheer/signalen/assets`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let inner = async || {
        let (soort, tekst, na) = (visit.gevraagd("soort"), visit.gevraagd("q"), visit.gevraagd("na"));
        let after = na.split_once('|').map(|(soort, nummer)| (soort.to_owned(), nummer.to_owned()));
        let vraag = Zoekvraag { soort: soort.clone(), tekst: tekst.clone(), na: after };
        let read = move |cx: &mut Cx<'_, '_>| {
            let mut assets = zoek(cx.tx, &vraag, MOST + 1)?;
            let meer = pagina_vol(&mut assets, RIJEN);
            let soorten = waarmaker_assets::soorten(cx.tx)?;
            let uuids: Vec<Uuid> = assets.iter().map(|asset| asset.uuid).collect();
            let open = open_incidenten(&uuids, cx)?;
            Ok(Gevonden { assets, meer, soorten, open })
        };
        let (kader, found) = visit.lees(&api, ASSETS, read).await?;
        let t = visit.t();
        let page = visit.pagina(&kader, t.say("assets"), &[])?;
        let last = found.assets.last().filter(|_| found.meer);
        let next = last.map(|asset| visit.adres(&[("na", &format!("{}|{}", asset.soort, asset.identificatie))]));
        let pages = bladeren(t, (!na.is_empty()).then(|| visit.adres(&[])), next);
        visit.show(&lijst(page, t, &kader, &found, (&soort, &tekst), pages))
    };
    visit.answer(inner().await)
}

/// How many open incidents each of these has; who has none is not in the answer.
fn open_incidenten(uuids: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, i64>> {
    if uuids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=uuids.len()).map(|i| format!("${i}")).collect();
    let sql = format!(
        "SELECT asset, COUNT(*) FROM incidenten WHERE asset IN ({}) AND status IN ('open', 'opgedragen', 'samengevoegd') GROUP BY asset",
        places.join(", ")
    );
    let values: Vec<Value> = uuids.iter().map(|uuid| Value::from(*uuid)).collect();
    Ok(cx.tx.query(&sql, &values, |row| Ok((row.uuid(0)?, row.int(1)?)))?.into_iter().collect())
}

fn lijst(
    page: Page,
    t: Say,
    kader: &Kader,
    found: &Gevonden,
    (soort, tekst): (&str, &str),
    pages: Vec<(String, String)>,
) -> Blad {
    let rij = |asset: &Asset| {
        let open = found.open.get(&asset.uuid).copied().unwrap_or_default();
        let open =
            if open > 0 { Cel::merk(t.count("asset-open", "aantal", open), "b-warn", "let") } else { Cel::new("") };
        Rij::new(vec![
            Cel::new(&asset.identificatie).naar(format!("{ROOT}/assets/{}", asset.uuid)),
            Cel::new(&asset.soort),
            Cel::new(&asset.omschrijving),
            open,
            Cel::new(woorden::millis(t, asset.gewijzigd)).onder(woorden::geleden(t, asset.gewijzigd, kader.nu)),
        ])
    };
    let tabel = Tabel {
        bijschrift: t.say("assets"),
        koppen: vec![
            t.say("kop-nummer"),
            t.say("kop-soort"),
            t.say("kop-plek"),
            t.say("kop-storing"),
            t.say("kop-gewijzigd"),
        ],
        rijen: found.assets.iter().map(rij).collect(),
        leeg: t.say("assets-leeg"),
        bladeren: pages,
        ..Tabel::default()
    };
    let filter = Filter {
        naam: t.say("assets-zoeken"),
        velden: vec![zoekveld("q", t.say("assets-zoek"), tekst)],
        keuzes: vec![soortkeuze(t, &found.soorten, soort)],
        blijft: Vec::new(),
        knop: t.say("toon"),
    };
    let mut blad = Blad::new(page, t, vec![Deel::Filter(filter), Deel::Tabel(tabel)]);
    if kader.rechten.inlezen {
        blad.knoppen.push((t.say("inlezen-knop"), format!("{ROOT}/assets/inlezen")));
    }
    blad
}

/// Who is responsible for each priority: the contract with its name, or why nobody.
type Dekking = Vec<(Prioriteit, std::result::Result<(Uuid, String), String>)>;

/// What the page of an asset shows.
#[derive(Clone, Debug)]
struct Dossier {
    asset: Asset,
    ouder: Option<Asset>,
    kinderen: Vec<Asset>,
    meer_kinderen: bool,
    versies: Vec<Versie>,
    /// `None` when whoever asks may not see them.
    laatste: Option<Vec<Laatste>>,
    incidenten: Option<Vec<(Uuid, Incident)>>,
    /// `None` when whoever asks may not see them.
    contracten: Option<Dekking>,
}

fn haal(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Dossier> {
    let asset = onbekend(waarmaker_assets::get(cx.tx, uuid)?)?;
    let ouder = match asset.ouder {
        Some(ouder) => waarmaker_assets::get(cx.tx, ouder)?,
        None => None,
    };
    let mut children = waarmaker_assets::children(cx.tx, uuid)?;
    let meer_kinderen = pagina_vol(&mut children, RIJEN);
    let mut kinderen = waarmaker_assets::get_many(cx.tx, &children)?;
    kinderen.sort_by(|a, b| a.identificatie.cmp(&b.identificatie));
    let mut versies = versies(cx.tx, uuid)?;
    versies.truncate(RIJEN);
    let laatste = if crate::kader::mag(crate::kader::METINGEN, cx)? { Some(latest_of(cx.tx, &[uuid])?) } else { None };
    let incidenten = if crate::kader::mag(crate::kader::INCIDENTEN, cx)? {
        let sql = "SELECT uuid, body FROM incidenten WHERE asset = $1 ORDER BY id DESC LIMIT $2";
        let read = |row: &waarmaker_db::Row<'_>| {
            Ok((row.uuid(0)?, serde_json::from_slice(row.bytes_ref(1)?).map_err(waarmaker_db::Error::row)?))
        };
        Some(cx.tx.query(sql, &[uuid.into(), MOST.into()], read)?)
    } else {
        None
    };
    let contracten = if crate::kader::mag(crate::kader::INZIEN, cx)? { Some(gedekt(&asset, cx)?) } else { None };
    Ok(Dossier { asset, ouder, kinderen, meer_kinderen, versies, laatste, incidenten, contracten })
}

fn gedekt(asset: &Asset, cx: &mut Cx<'_, '_>) -> Result<Dekking> {
    let today = cx.call.today;
    let mut found = Vec::new();
    for prioriteit in Prioriteit::ALL {
        let who = match verantwoordelijk(asset, prioriteit, today, cx)? {
            Verantwoordelijk::Niemand(reason) => Err(reason),
            Verantwoordelijk::Contract { contract, .. } => {
                let naam = cx.get::<Contract>(contract)?.map(|found| format!("{} {}", found.nummer, found.naam));
                Ok((contract, naam.unwrap_or_default().trim().to_owned()))
            }
        };
        found.push((prioriteit, who));
    }
    Ok(found)
}

/// `GET /beheer/signalen/assets/{uuid}`.
pub(crate) async fn een(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    let inner = async || {
        let uuid = uuid_in(&uuid)?;
        let (kader, found) = visit.lees(&api, ASSETS, move |cx| haal(uuid, cx)).await?;
        let t = visit.t();
        let title = woorden::asset(&found.asset.soort, &found.asset.identificatie);
        let page = visit.pagina(&kader, title, &[(t.say("assets"), format!("{ROOT}/assets"))])?;
        visit.show(&toon(page, t, &kader, &found))
    };
    visit.answer(inner().await)
}

/// A value of an attribute, shortened.
fn waarde(value: &Json) -> String {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    kort(&text, MOST_TEXT)
}

/// The first characters of a text, with a sign that there is more.
pub(crate) fn kort(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn link(asset: &Asset) -> Cel {
    Cel::new(woorden::asset(&asset.soort, &asset.identificatie))
        .naar(format!("{ROOT}/assets/{}", asset.uuid))
        .onder(asset.omschrijving.clone())
}

fn toon(page: Page, t: Say, kader: &Kader, found: &Dossier) -> Blad {
    let (asset, lang) = (&found.asset, t.lang);
    let punt = format!("{:.6}, {:.6}", asset.punt.lat, asset.punt.lon);
    let mut facts = vec![
        (t.say("kop-soort"), Cel::new(&asset.soort)),
        (t.say("kop-nummer"), Cel::new(&asset.identificatie)),
        (t.say("kop-plek"), Cel::new(&asset.omschrijving).onder(punt)),
    ];
    facts.extend(found.ouder.iter().map(|ouder| (t.say("kop-hangt-aan"), link(ouder))));
    facts.extend(asset.attributen.iter().map(|(name, value)| (name.clone(), Cel::new(waarde(value)))));
    let mut delen = vec![Deel::Feiten(facts)];
    if let Some(contracten) = &found.contracten {
        let rij = |(prioriteit, who): &(Prioriteit, std::result::Result<(Uuid, String), String>)| {
            let who = match who {
                Ok((uuid, naam)) => Cel::new(naam).naar(format!("{ROOT}/contracten/{uuid}")),
                Err(reason) => Cel::merk(t.say("niemand"), "b-warn", "let").onder(reason),
            };
            Rij::new(vec![Cel::new(woorden::prioriteit(t, *prioriteit)), who])
        };
        delen.push(Deel::Tabel(Tabel {
            bijschrift: t.say("asset-contract"),
            met_kop: true,
            koppen: vec![t.say("kop-prioriteit"), t.say("kop-contract")],
            rijen: contracten.iter().map(rij).collect(),
            ..Tabel::default()
        }));
    }
    if let Some(incidenten) = &found.incidenten {
        let rij = |(uuid, incident): &(Uuid, Incident)| {
            Rij::new(vec![
                Cel::new(&incident.nummer)
                    .naar(format!("{ROOT}/incidenten/{uuid}"))
                    .onder_register(&incident.omschrijving),
                woorden::status(t, incident.status),
                Cel::new(words::short_moment(lang, incident.begin)).onder(words::ago(lang, incident.begin, kader.nu)),
            ])
        };
        delen.push(Deel::Tabel(Tabel {
            bijschrift: t.say("incidenten"),
            met_kop: true,
            koppen: vec![t.say("kop-incident"), t.say("kop-status"), t.say("kop-sinds")],
            rijen: incidenten.iter().map(rij).collect(),
            leeg: t.say("asset-geen-incidenten"),
            ..Tabel::default()
        }));
    }
    if let Some(laatste) = &found.laatste {
        delen.push(metingen(t, kader, laatste));
    }
    if !found.kinderen.is_empty() {
        let aantal = found.kinderen.len();
        let kop = if found.meer_kinderen {
            t.with("asset-kinderen-eerste", "aantal", aantal)
        } else {
            t.count("asset-kinderen", "aantal", aantal)
        };
        delen.push(Deel::Kop(kop));
        delen.push(Deel::Lijst(found.kinderen.iter().map(link).collect()));
    }
    delen.push(geschiedenis(t, &found.versies));
    Blad { boven: asset.omschrijving.clone(), ..Blad::new(page, t, delen) }
}

fn metingen(t: Say, kader: &Kader, laatste: &[Laatste]) -> Deel {
    let rij = |one: &Laatste| {
        let value = match &one.resultaat {
            Resultaat::Getal(number) => format!("{} {}", words::decimal(t.lang, *number, 2), one.eenheid),
            Resultaat::Tekst(text) => kort(text, MOST_TEXT),
        };
        Rij::new(vec![
            Cel::new(&one.eigenschap),
            Cel::new(value.trim()),
            Cel::new(woorden::millis(t, one.tijd)).onder(woorden::geleden(t, one.tijd, kader.nu)),
        ])
    };
    Deel::Tabel(Tabel {
        bijschrift: t.say("asset-metingen"),
        met_kop: true,
        koppen: vec![t.say("kop-eigenschap"), t.say("kop-waarde"), t.say("kop-wanneer")],
        rijen: laatste.iter().map(rij).collect(),
        leeg: t.say("asset-geen-metingen"),
        ..Tabel::default()
    })
}

/// All versions, the newest first, with what changed. Who changed it is staff or an application, never a reporter.
fn geschiedenis(t: Say, versies: &[Versie]) -> Deel {
    let rij = |versie: &Versie| {
        let what = if versie.wijzigingen.is_empty() {
            t.say("versie-eerste")
        } else {
            let names: Vec<String> = versie.wijzigingen.iter().map(|name| wijziging(t, name)).collect();
            words::list(t.lang, &names)
        };
        Rij::new(vec![
            Cel::new(versie.versie.to_string()),
            Cel::new(woorden::millis(t, versie.gewijzigd)),
            Cel::new(what),
            Cel::new(&versie.door),
        ])
    };
    Deel::Tabel(Tabel {
        bijschrift: t.say("versies"),
        met_kop: true,
        koppen: vec![t.say("kop-versie"), t.say("kop-wanneer"), t.say("kop-wijziging"), t.say("kop-door")],
        rijen: versies.iter().map(rij).collect(),
        ..Tabel::default()
    })
}

fn wijziging(t: Say, name: &str) -> String {
    match name {
        "identificatie" => t.say("wijziging-nummer"),
        "omschrijving" => t.say("wijziging-omschrijving"),
        "geometrie" => t.say("wijziging-plaats"),
        "ouder" => t.say("wijziging-ouder"),
        "verwijderd" => t.say("wijziging-verwijderd"),
        other => other.trim_start_matches("attributen.").to_owned(),
    }
}

#[cfg(test)]
fn asset() -> Asset {
    Asset {
        uuid: Uuid::nil(),
        soort: "lichtmast".to_owned(),
        identificatie: "710".to_owned(),
        omschrijving: "Wilhelminapark".to_owned(),
        punt: waarmaker_assets::Punt { lon: 5.12, lat: 52.09 },
        ouder: None,
        attributen: serde_json::Map::from_iter([("hoogte".to_owned(), Json::from(4))]),
        versie: 1,
        geometrie: None,
        gewijzigd: 1_795_000_000_000,
        door: "Beheer".to_owned(),
    }
}

#[cfg(test)]
pub(crate) fn sample_lijst(page: Page, t: Say) -> Blad {
    let found = Gevonden {
        open: HashMap::from([(Uuid::nil(), 1)]),
        assets: vec![asset()],
        meer: false,
        soorten: vec!["lichtmast".to_owned()],
    };
    lijst(page, t, &Kader::sample(), &found, ("lichtmast", "park"), Vec::new())
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let laatste = Laatste {
        datastream: 1,
        asset: None,
        eigenschap: "vermogen".to_owned(),
        eenheid: "W".to_owned(),
        tijd: 1_795_000_000_000,
        resultaat: Resultaat::Getal(41.5),
    };
    let found = Dossier {
        asset: asset(),
        ouder: Some(asset()),
        kinderen: vec![asset()],
        meer_kinderen: false,
        versies: Vec::new(),
        laatste: Some(vec![laatste]),
        incidenten: Some(vec![(Uuid::nil(), crate::incidenten::incident())]),
        contracten: Some(vec![
            (Prioriteit::Spoed, Ok((Uuid::nil(), "OVL-2026".to_owned()))),
            (Prioriteit::Laag, Err("Er is geen contract.".to_owned())),
        ]),
    };
    toon(page, t, &Kader::sample(), &found)
}
