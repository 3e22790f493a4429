// SPDX-License-Identifier: EUPL-1.2
//! What is known of an incident: facts, on what it rests, what is part of it, and what people reported.

use uuid::Uuid;
use waarmaker_signalen::{Incident, Melding, Meldkanaal, Status};
use waarmaker_ui::{Say, words};

use super::dossier::Dossier;
use crate::{
    blad::{Cel, Deel, Rij, Tabel},
    kader::{Kader, ROOT},
    regelzin, woorden,
};

pub(super) fn feiten(t: Say, kader: &Kader, found: &Dossier) -> Vec<(String, Cel)> {
    let (incident, lang) = (&found.incident, t.lang);
    let waar = woorden::asset(&incident.asset_soort, &incident.asset_identificatie);
    let mut asset = Cel::new(waar).onder(found.straat.clone());
    if let (Some(uuid), true) = (incident.asset_uuid(), kader.rechten.assets) {
        asset = asset.naar(format!("{ROOT}/assets/{uuid}"));
    }
    let since = words::moment(lang, incident.begin);
    let blocked = (t.say("kop-reden"), Cel::register(&incident.belemmering));
    let mut all: Vec<_> = Some(blocked).filter(|_| !incident.belemmering.is_empty()).into_iter().collect();
    all.extend([
        (t.say("kop-asset"), asset),
        (t.say("kop-sinds"), Cel::new(since).onder(words::ago(lang, incident.begin, kader.nu))),
        (t.say("kop-vastgesteld"), Cel::new(words::moment(lang, incident.vastgesteld))),
        (t.say("kop-bron"), Cel::new(woorden::bron(t, incident.bron))),
        (t.say("kop-prioriteit"), Cel::new(woorden::prioriteit(t, incident.prioriteit))),
    ]);
    if let Some((uuid, regel)) = &found.regel {
        all.push((
            t.say("kop-regel"),
            Cel::new(&regel.naam).naar(format!("{ROOT}/regels/{uuid}")).onder(regelzin::zin(t, regel)),
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
        all.push((t.say("kop-toelichting"), Cel::register(&incident.toelichting)));
    }
    all
}

pub(super) fn bewijs(t: Say, incident: &Incident) -> Deel {
    let rij = |one: &waarmaker_signalen::Bewijs| {
        let when = words::short_moment(t.lang, one.tijd);
        Rij::new(vec![Cel::new(when), Cel::new(&one.datastream), Cel::new(&one.resultaat), Cel::register(&one.uitleg)])
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

pub(super) fn leden(t: Say, found: &Dossier) -> Deel {
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

/// What people reported: their words, never who they are.
pub(super) fn meldingen(t: Say, meldingen: &[Melding]) -> Deel {
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
            Cel::new(&one.plek),
            Cel::new(kanaal(one.kanaal)),
            danger,
        ])
    };
    Deel::Tabel(Tabel {
        bijschrift: t.count("meldingen", "aantal", meldingen.len()),
        met_kop: true,
        koppen: ["kop-ontvangen", "kop-melding", "kop-plek-melder", "kop-kanaal", "kop-gevaar"]
            .map(|key| t.say(key))
            .into(),
        rijen: meldingen.iter().map(rij).collect(),
        leeg: t.say("meldingen-leeg"),
        ..Tabel::default()
    })
}
