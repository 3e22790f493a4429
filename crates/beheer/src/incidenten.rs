// SPDX-License-Identifier: EUPL-1.2
//! The list of incidents.

mod vraag;

use std::sync::Arc;

use axum::{extract::State, response::Response};
use uuid::Uuid;
use waarmaker_api::http::Api;
use waarmaker_core::DateTime;
use waarmaker_signalen::{Bron, Incident, Status};
use waarmaker_ui::{Page, Say, words};
use waarmaker_werkopdrachten::{Bewaking, Opdrachtstatus};

use crate::{
    blad::{Blad, Cel, Deel, Filter, Rij, Tab, Tabel, bladeren},
    kader::{Bezoek, INCIDENTEN, Kader, ROOT},
    keuzes::{keuze, soortkeuze, zoekveld},
    woorden,
};

use vraag::{LIJSTEN, Volgorde, Vraag};

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
    id: i64,
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

/// `GET /beheer/signalen/incidenten`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let inner = async || {
        let vraag = Vraag::of(&visit);
        let wanted = vraag.clone();
        let (kader, found) = visit.lees(&api, INCIDENTEN, move |cx| wanted.haal(cx)).await?;
        let page = visit.pagina(&kader, visit.t().say("incidenten"), &[])?;
        let last = found.regels.last().filter(|_| found.meer).map(|regel| vraag.merk(regel));
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

fn toon(page: Page, t: Say, (kader, vraag): (&Kader, &Vraag), found: Gevonden, pages: Vec<(String, String)>) -> Blad {
    let filter = filter(t, vraag, &found.soorten);
    let koppen =
        ["kop-incident", "kop-status", "kop-sinds", "kop-bron", "kop-prioriteit", "kop-opdracht", "kop-uiterlijk"];
    let tabel = Tabel {
        bijschrift: lijstnaam(t, vraag.lijst.naam),
        koppen: koppen.map(|kop| t.say(kop)).into(),
        rijen: found.regels.into_iter().map(|regel| rij(t, kader, regel)).collect(),
        leeg: t.say("incidenten-leeg"),
        bladeren: pages,
        ..Tabel::default()
    };
    Blad::new(page, t, vec![tabs(t, vraag), Deel::Filter(filter), Deel::Tabel(tabel)])
}

fn tabs(t: Say, vraag: &Vraag) -> Deel {
    let tabs = LIJSTEN.iter().map(|lijst| Tab {
        tekst: lijstnaam(t, lijst.naam),
        href: format!("{ROOT}/incidenten?lijst={}", lijst.naam),
        aantal: String::new(),
        hier: lijst.naam == vraag.lijst.naam,
    });
    Deel::Tabs { naam: t.say("lijsten"), tabs: tabs.collect() }
}

fn filter(t: Say, vraag: &Vraag, soorten: &[String]) -> Filter {
    let bronnen = [("sensor", Bron::Sensor), ("melding", Bron::Melding), ("groep", Bron::Groep)];
    let bronnen = bronnen.map(|(value, bron)| (value.to_owned(), woorden::bron(t, bron)));
    let bronnen = std::iter::once((String::new(), t.say("alle-bronnen"))).chain(bronnen).collect();
    let orders = Volgorde::ALL.map(|order| (order.as_str().to_owned(), volgordenaam(t, order)));
    Filter {
        naam: t.say("incidenten-zoeken"),
        velden: vec![zoekveld("q", t.say("incidenten-zoek"), &vraag.q)],
        keuzes: vec![
            soortkeuze(t, soorten, &vraag.soort),
            keuze("bron", t.say("kop-bron"), bronnen, &vraag.bron),
            keuze("volgorde", t.say("volgorde"), orders.into(), vraag.volgorde.as_str()),
        ],
        blijft: vec![("lijst".to_owned(), vraag.lijst.naam.to_owned())],
        knop: t.say("toon"),
    }
}

fn volgordenaam(t: Say, order: Volgorde) -> String {
    match order {
        Volgorde::Nieuwste => t.say("volgorde-nieuwste"),
        Volgorde::Oudste => t.say("volgorde-oudste"),
        Volgorde::Termijn => t.say("volgorde-termijn"),
    }
}

fn rij(t: Say, kader: &Kader, regel: Regel) -> Rij {
    let Regel { uuid, incident, straat, opdracht, .. } = regel;
    let lang = t.lang;
    let waar = woorden::asset(&incident.asset_soort, &incident.asset_identificatie);
    let waar = if straat.is_empty() { waar } else { format!("{waar}, {straat}") };
    let (order, term) = opdracht_en_termijn(t, kader, &incident, opdracht);
    Rij::new(vec![
        Cel::new(waar)
            .naar(format!("{ROOT}/incidenten/{uuid}"))
            .onder_register(format!("{} {}", incident.nummer, incident.omschrijving)),
        woorden::status(t, incident.status).onder(groep(t, &incident)),
        Cel::new(words::short_moment(lang, incident.begin)).onder(words::ago(lang, incident.begin, kader.nu)),
        Cel::new(woorden::bron(t, incident.bron)),
        Cel::new(woorden::prioriteit(t, incident.prioriteit)),
        order,
        term,
    ])
}

/// What an incident stands for, when that is more than one thing somebody saw.
fn groep(t: Say, incident: &Incident) -> String {
    match incident.status {
        Status::Samengevoegd => t.say("incident-deel"),
        _ if incident.bron == Bron::Groep => t.count("incident-groep", "aantal", incident.aantal_assets),
        _ if incident.aantal_meldingen > 0 => t.count("incident-meldingen", "aantal", incident.aantal_meldingen),
        _ => String::new(),
    }
}

/// The order and its deadline, or why there is none.
fn opdracht_en_termijn(t: Say, kader: &Kader, incident: &Incident, opdracht: Option<Opdracht>) -> (Cel, Cel) {
    let Some(order) = opdracht else {
        let reason = &incident.belemmering;
        let cel = if reason.is_empty() {
            Cel::new(t.say("opdracht-nog-niet"))
        } else {
            Cel::merk(t.say("opdracht-kan-niet"), "b-neg", "let").onder_register(reason.clone())
        };
        return (cel, Cel::new(""));
    };
    let until = order.uiterlijk.and_then(|until| DateTime::parse(&until).ok());
    let term = until.map_or_else(
        || Cel::new(""),
        |until| {
            Cel::new(words::short_moment(t.lang, until))
                .onder(words::left_until(t.lang, until, kader.nu))
                .toon(woorden::toon(order.bewaking))
        },
    );
    (woorden::opdracht(t, order.status).onder(order.nummer), term)
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
        id: 1,
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
