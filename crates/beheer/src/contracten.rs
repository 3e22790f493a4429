// SPDX-License-Identifier: EUPL-1.2
//! Contracts: the list, and one as sentences.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;
use waarmaker_api::{Cx, http::Api};
use waarmaker_contracten::{
    Aannemer, Boete, Boetemaat, Contract, Kanaalkeuze, Kanaalsoort, Norm, Termijn, Weekdag, klok::Telling,
};
use waarmaker_core::Date;
use waarmaker_ui::{Page, Say, words};

use crate::{
    blad::{Blad, Cel, Deel, Rij, Tab, Tabel, bladeren},
    kader::{Bezoek, INZIEN, Kader, RIJEN, RIJEN_EN_EEN, ROOT, onbekend, pagina_vol, uuid_in},
    woorden,
};

/// A contract with the name of its contractor.
type Regel = (Uuid, Contract, String);

/// `GET /beheer/signalen/contracten`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let inner = async || {
        let na = visit.gevraagd("na");
        let after = na.clone();
        let past = visit.gevraagd("lijst") == "voorbij";
        let read = move |cx: &mut Cx<'_, '_>| {
            let when = if past { "c.einddatum < $2" } else { "(c.einddatum IS NULL OR c.einddatum >= $2)" };
            let sql = format!(
                "SELECT c.uuid, c.body, a.naam FROM contracten c JOIN aannemers a ON a.uuid = c.aannemer
                WHERE c.nummer > $1 AND {when} ORDER BY c.nummer LIMIT $3"
            );
            let values = [after.as_str().into(), cx.call.today.to_string().into(), RIJEN_EN_EEN.into()];
            let mut found: Vec<Regel> = cx.tx.query(&sql, &values, |row| {
                let contract = serde_json::from_slice(row.bytes_ref(1)?).map_err(waarmaker_db::Error::row)?;
                Ok((row.uuid(0)?, contract, row.text(2)?))
            })?;
            let more = pagina_vol(&mut found, RIJEN);
            Ok((found, more))
        };
        let (kader, (found, more)) = visit.lees(&api, INZIEN, read).await?;
        let t = visit.t();
        let page = visit.pagina(&kader, t.say("contracten"), &[])?;
        let next = found.last().filter(|_| more).map(|(_, last, _)| visit.adres(&[("na", &last.nummer)]));
        let pages = bladeren(t, (!na.is_empty()).then(|| visit.adres(&[])), next);
        visit.show(&lijst(page, t, &kader, &found, past, pages))
    };
    visit.answer(inner().await)
}

/// The tabs above contracts and what they cover.
pub(crate) fn tabs(t: Say, hier: &str) -> Deel {
    let tab = |naam: &str, tekst: String, path: &str| Tab {
        tekst,
        href: format!("{ROOT}/contracten{path}"),
        aantal: String::new(),
        hier: naam == hier,
    };
    let tabs = vec![
        tab("lopend", t.say("contracten-lopend"), ""),
        tab("voorbij", t.say("contracten-voorbij"), "?lijst=voorbij"),
        tab("dekking", t.say("dekking"), "/dekking"),
    ];
    Deel::Tabs { naam: t.say("lijsten"), tabs }
}

fn lijst(page: Page, t: Say, kader: &Kader, found: &[Regel], past: bool, pages: Vec<(String, String)>) -> Blad {
    let rij = |(uuid, contract, aannemer): &Regel| {
        let kinds =
            if contract.soorten.is_empty() { t.say("alle-soorten") } else { words::list(t.lang, &contract.soorten) };
        Rij::new(vec![
            Cel::new(&contract.nummer).naar(format!("{ROOT}/contracten/{uuid}")).onder(&contract.naam),
            Cel::new(aannemer),
            Cel::new(kinds),
            Cel::new(words::short_date(t.lang, contract.begin)),
            einde(t, kader.vandaag, contract.einde),
        ])
    };
    let tabel = Tabel {
        bijschrift: if past { t.say("contracten-voorbij") } else { t.say("contracten-lopend") },
        koppen: vec![
            t.say("kop-contract"),
            t.say("kop-aannemer"),
            t.say("kop-soorten"),
            t.say("kop-begin"),
            t.say("kop-einde"),
        ],
        rijen: found.iter().map(rij).collect(),
        leeg: t.say("contracten-leeg"),
        bladeren: pages,
        ..Tabel::default()
    };
    let hier = if past { "voorbij" } else { "lopend" };
    Blad::new(page, t, vec![tabs(t, hier), Deel::Tabel(tabel)])
}

/// When it ends; soon is a warning.
fn einde(t: Say, today: Date, einde: Option<Date>) -> Cel {
    let Some(einde) = einde else { return Cel::new(t.say("geen-einde")) };
    let soon = today.plus_days(90).is_some_and(|day| einde <= day) && einde >= today;
    let toon = if soon { "t-warn" } else { "wm-soft" };
    Cel::new(words::short_date(t.lang, einde)).onder(words::relative(t.lang, einde, today)).toon(toon)
}

/// `GET /beheer/signalen/contracten/{uuid}`.
pub(crate) async fn een(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    let inner = async || {
        let uuid = uuid_in(&uuid)?;
        let read = move |cx: &mut Cx<'_, '_>| {
            let contract = onbekend(cx.get::<Contract>(uuid)?)?;
            let aannemer = onbekend(cx.get::<Aannemer>(contract.aannemer.uuid)?)?;
            Ok((contract, aannemer))
        };
        let (kader, (contract, aannemer)) = visit.lees(&api, INZIEN, read).await?;
        let t = visit.t();
        let title = format!("{} {}", contract.nummer, contract.naam);
        let way = [(t.say("contracten"), format!("{ROOT}/contracten"))];
        let page = visit.pagina(&kader, title.trim(), &way)?;
        visit.show(&toon(page, t, &kader, uuid, &contract, &aannemer))
    };
    visit.answer(inner().await)
}

fn toon(page: Page, t: Say, kader: &Kader, uuid: Uuid, contract: &Contract, aannemer: &Aannemer) -> Blad {
    let lang = t.lang;
    let or_all = |names: &[String], all: &str| if names.is_empty() { all.to_owned() } else { words::list(lang, names) };
    let areas: Vec<String> = contract
        .gebieden
        .iter()
        .map(|one| if one.naam.is_empty() { one.code.clone() } else { one.naam.clone() })
        .collect();
    let priorities: Vec<String> = contract.prioriteiten.iter().map(|one| woorden::prioriteit(t, *one)).collect();
    let mut facts = vec![
        (t.say("kop-aannemer"), Cel::new(&aannemer.naam)),
        (t.say("kop-begin"), Cel::new(words::long_day(lang, contract.begin))),
        (t.say("kop-einde"), einde(t, kader.vandaag, contract.einde)),
        (t.say("kop-soorten"), Cel::new(or_all(&contract.soorten, &t.say("alle-soorten")))),
        (t.say("kop-gebieden"), Cel::new(or_all(&areas, &t.say("overal")))),
        (t.say("kop-prioriteiten"), Cel::new(or_all(&priorities, &t.say("alle-prioriteiten")))),
        (t.say("kop-kanaal"), kanaal(t, contract.kanaal.as_ref().or(aannemer.kanaal.as_ref()))),
    ];
    if !contract.assets.is_empty() {
        facts.push((t.say("assets"), Cel::new(t.count("contract-assets", "aantal", contract.assets.len()))));
    }
    let mut delen = vec![Deel::Feiten(facts), Deel::Kop(t.say("contract-afspraken"))];
    let norms: Vec<Cel> = contract.normen.iter().flat_map(|norm| zinnen(t, norm)).map(Cel::new).collect();
    if norms.is_empty() {
        delen.push(Deel::Tekst(vec![t.say("contract-geen-normen")]));
    } else {
        delen.push(Deel::Lijst(norms));
    }
    let hours = contract.werktijden.iter().map(|one| {
        t.args("werktijd", &[("dagen", &dagen(t, &one.dagen)), ("van", &uur(t, &one.van)), ("tot", &uur(t, &one.tot))])
    });
    let windows = contract.vensters.iter().map(|one| {
        t.args("venster", &[("dagen", &dagen(t, &one.dagen)), ("van", &uur(t, &one.van)), ("tot", &uur(t, &one.tot))])
    });
    let times: Vec<Cel> = hours.chain(windows).map(Cel::new).collect();
    if !times.is_empty() {
        delen.extend([Deel::Kop(t.say("contract-tijden")), Deel::Lijst(times)]);
    }
    delen.push(Deel::Kop(t.say("contract-boetes")));
    let mut fines: Vec<Cel> = contract.boetes.iter().map(|one| Cel::new(boete(t, one))).collect();
    if let Some(most) = contract.boete_maximum {
        fines.push(Cel::new(t.with("boete-maand", "bedrag", words::euro(lang, most))));
    }
    if fines.is_empty() {
        fines.push(Cel::new(t.say("contract-geen-boetes")));
    }
    delen.push(Deel::Lijst(fines));
    let mut blad = Blad::new(page, t, delen);
    blad.knoppen.push((t.say("contract-rapport"), format!("{ROOT}/rapporten?contract={uuid}")));
    blad
}

/// How orders reach the contractor: never a secret, and of a URL only the host.
fn kanaal(t: Say, keuze: Option<&Kanaalkeuze>) -> Cel {
    let Some(keuze) = keuze else { return Cel::new(t.say("kanaal-geen")) };
    let host = keuze.url.get().and_then(|url| url.as_str().split('/').nth(2).map(str::to_owned)).unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().to_owned();
    match keuze.soort {
        Kanaalsoort::Geen => Cel::new(t.say("kanaal-geen")),
        Kanaalsoort::Mail => Cel::new(t.say("kanaal-mail")).onder(&keuze.adres),
        Kanaalsoort::Webhook => Cel::new(t.say("kanaal-webhook")).onder(host),
        Kanaalsoort::Open311 => Cel::new(t.say("kanaal-ander-systeem")).onder(host),
    }
}

/// What was agreed for a priority, a sentence for each.
fn zinnen(t: Say, norm: &Norm) -> Vec<String> {
    let priority = woorden::prioriteit(t, norm.prioriteit);
    let sentence = |key: String, term: &Option<Termijn>| {
        term.as_ref().map(|term| {
            let counts = t.say(match term.telt {
                Telling::Werktijd => "telt-werktijd",
                Telling::Venstertijd => "telt-vensters",
                Telling::Kalendertijd => "telt-kalendertijd",
            });
            let time = woorden::duur(t, &term.duur);
            t.args("norm-zin", &[("prioriteit", &priority), ("wat", &key), ("duur", &time), ("telt", &counts)])
        })
    };
    let all = [
        sentence(t.say("norm-aannemen"), &norm.aannemen),
        sentence(t.say("norm-ter-plaatse"), &norm.ter_plaatse),
        sentence(t.say("norm-hersteld"), &norm.hersteld),
    ];
    all.into_iter().flatten().collect()
}

fn boete(t: Say, boete: &Boete) -> String {
    let amount = words::euro(t.lang, boete.bedrag);
    let per = t.say(match boete.per {
        Boetemaat::Keer => "boete-keer",
        Boetemaat::Uur => "boete-uur",
        Boetemaat::Dag => "boete-dag",
    });
    let norm = t.say(match boete.norm {
        waarmaker_contracten::Normsoort::Aannemen => "norm-aannemen",
        waarmaker_contracten::Normsoort::TerPlaatse => "norm-ter-plaatse",
        waarmaker_contracten::Normsoort::Hersteld => "norm-hersteld",
    });
    let text = t.args("boete-zin", &[("norm", &norm), ("bedrag", &amount), ("per", &per)]);
    let text = match boete.prioriteit.get() {
        Some(one) => t.with2("boete-bij", "prioriteit", woorden::prioriteit(t, *one), "zin", text),
        None => text,
    };
    match boete.maximum {
        Some(most) => format!("{text} {}", t.with("boete-hoogstens", "bedrag", words::euro(t.lang, most))),
        None => text,
    }
}

fn dagen(t: Say, days: &[Weekdag]) -> String {
    if days.is_empty() {
        return t.say("elke-dag");
    }
    let names: Vec<String> = days.iter().map(|day| woorden::weekdag(t, *day)).collect();
    words::list(t.lang, &names)
}

/// "07.30 uur" of `07:30`.
fn uur(t: Say, text: &str) -> String {
    match t.lang {
        waarmaker_ui::Lang::Nl => text.replace(':', "."),
        waarmaker_ui::Lang::En => text.to_owned(),
    }
}

#[cfg(test)]
pub(crate) fn contract() -> Contract {
    let week = ["maandag", "dinsdag"];
    let json = serde_json::json!({
        "nummer": "OVL-2026", "naam": "Verlichting", "aannemer": format!("{}/signalen/api/v1/aannemers/6ba7b810-9dad-11d1-80b4-00c04fd430c8", waarmaker_core::ORIGIN),
        "begin": "2026-01-01", "einde": "2026-12-31", "soorten": ["lichtmast"], "assets": [], "gebieden": [], "prioriteiten": ["normaal"],
        "normen": [{"prioriteit": "normaal", "aannemen": {"duur": "PT4H", "telt": "werktijd"}, "terPlaatse": null, "hersteld": {"duur": "P2D", "telt": "werktijd"}}],
        "werktijden": [{"dagen": week, "van": "08:00", "tot": "16:00"}], "vensters": [], "feestdagen": null,
        "boetes": [{"norm": "hersteld", "prioriteit": "", "bedrag": 2500, "per": "dag", "maximum": 10000}], "boeteMaximum": 50000, "escalatie": [],
        "kanaal": {"soort": "webhook", "url": "https://opdrachten.example/in?sleutel=geheim", "geheim": "********", "jurisdictionId": "", "serviceCode": "", "adres": ""},
    });
    serde_json::from_value(json).unwrap()
}

#[cfg(test)]
pub(crate) fn sample_lijst(page: Page, t: Say) -> Blad {
    lijst(page, t, &Kader::sample(), &[(Uuid::nil(), contract(), "Lichtpunt BV".to_owned())], false, Vec::new())
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let json = serde_json::json!({"naam": "Lichtpunt BV", "kvkNummer": "12345678", "contact": null, "escalatiecontacten": [], "kanaal": null});
    toon(page, t, &Kader::sample(), Uuid::nil(), &contract(), &serde_json::from_value(json).unwrap())
}
