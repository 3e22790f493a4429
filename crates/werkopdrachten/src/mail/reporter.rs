// SPDX-License-Identifier: EUPL-1.2
//! What people who reported something hear about it.

use std::{future::Future, pin::Pin};

use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_contracten::klok::tijdstip;
use waarmaker_jobs::{Claimed, Handler, Job, Outcome, enqueue};
use waarmaker_signalen::{Incident, melders};

use super::{REPORTER, Stand, letter::Letter, post::Post};
use crate::{Norm, Werkopdracht, channels::Sender};

/// Tells everybody who reported an incident, or one that is part of it, how it stands: a job for each, so that one address that fails does not hold
/// back another.
pub fn tell_reporters(incident: Uuid, stand: Stand, cx: &mut Cx<'_, '_>) -> Result<()> {
    for melder in melders(cx.tx, incident)? {
        let melding = melder.melding;
        let body = json!({"melding": melding, "stand": stand});
        enqueue(cx.tx, &Job { kind: REPORTER, subject: melding, body, due: 0 })?;
    }
    Ok(())
}

/// Mails people who reported something.
pub(crate) struct Reporters {
    pub(crate) sender: Sender,
    pub(crate) post: Post,
}

impl Handler for Reporters {
    fn kind(&self) -> &'static str {
        REPORTER
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(self.send(job))
    }
}

/// What is told; `None`: nothing.
fn stand(text: &str) -> Option<Stand> {
    Some(match text {
        "ontvangen" => Stand::Ontvangen,
        "bekend" => Stand::Bekend,
        "gepland" => Stand::Gepland,
        "hersteld" => Stand::Hersteld,
        "gesloten" => Stand::Gesloten,
        _ => return None,
    })
}

/// A report as its mail needs it.
struct Report {
    email: String,
    code: String,
    place: String,
    planned: Option<String>,
}

impl Reporters {
    async fn send(&self, job: &Claimed) -> Outcome {
        let text = |name: &str| job.body.get(name).and_then(Json::as_str);
        let Some(stand) = text("stand").or(text("gebeurtenis")).and_then(stand) else { return Outcome::Done };
        let melding = text("melding").and_then(|uuid| uuid.parse().ok()).unwrap_or(job.subject);
        let report = match self.sender.read(move |cx| report(melding, cx)).await {
            Ok(Some(report)) => report,
            // Nobody left an address, or it is gone by now.
            Ok(None) => return Outcome::Done,
            Err(problem) => return Outcome::Retry(format!("the report cannot be read: {}", problem.code)),
        };
        let id = format!("melding.{}.{}", melding.simple(), job.id);
        self.post
            .send(&letter(stand, &report, self.sender.origin()), &report.email, &id, self.sender.api.house.clock.now())
            .await
    }
}

fn report(melding: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Report>> {
    let sql =
        "SELECT r.email, m.code, r.incident FROM melders r JOIN meldingen m ON m.uuid = r.melding WHERE m.uuid = $1";
    let found = cx.tx.one(sql, &[melding.into()], |row| Ok((row.text(0)?, row.text(1)?, row.uuid(2)?)))?;
    let Some((email, code, incident)) = found else { return Ok(None) };
    let own = cx.get::<Incident>(incident)?;
    // What is part of something larger is mended with the whole.
    let whole = own.as_ref().and_then(|own| own.hoort_bij.as_ref()).map_or(incident, |whole| whole.uuid);
    let named = own.map(|own| format!("{} {}", own.asset_soort, own.asset_identificatie)).unwrap_or_default();
    let (mut place, mut planned) = (named.trim().to_owned(), None);
    if let Some((_, order)) = cx.all::<Werkopdracht>("incident", whole)?.pop() {
        if whole == incident {
            place.clone_from(&order.asset_omschrijving);
        }
        let term = order.termijnen.iter().find(|termijn| termijn.norm == Norm::Hersteld);
        planned = term.and_then(|termijn| termijn.uiterlijk.as_ref().map(tijdstip));
    }
    Ok(Some(Report { email, code, place, planned }))
}

fn letter(stand: Stand, report: &Report, origin: &str) -> Letter {
    let what = if report.place.is_empty() { "uw melding" } else { &report.place };
    let (subject, first) = match stand {
        Stand::Ontvangen => {
            ("Wij hebben uw melding ontvangen", "U hoeft niets te doen. Wij zoeken uit wat er aan de hand is.")
        }
        Stand::Bekend => (
            "Wij weten het al",
            "U hoeft niets te doen. Iemand meldde dit al, of het kapotte ding zelf. Wij zijn er al mee bezig.",
        ),
        Stand::Gepland => {
            ("De reparatie is gepland", "U hoeft niets te doen. Wij hebben opdracht gegeven om het te herstellen.")
        }
        Stand::Hersteld => ("Het is hersteld", "Ziet u dat het nog niet goed is? Zeg het dan bij uw melding."),
        Stand::Gesloten => (
            "Uw melding is afgesloten",
            "U hoeft niets te doen. Er was niets te herstellen. Ziet u dat het nog niet goed is? Zeg het dan bij uw melding.",
        ),
    };
    let mut letter = Letter::new(&format!("{subject}: {what}"), "u dit bij de gemeente meldde en dit adres achterliet")
        .say(first)
        .fact("Waar", &report.place)
        .fact("Code van uw melding", &report.code);
    if stand == Stand::Gepland {
        letter = letter.fact("Uiterlijk hersteld", report.planned.clone().unwrap_or_default());
    }
    letter
        .link("Volg uw melding", format!("{origin}/meldingen/{}", report.code))
        .say("Met de code vindt u uw melding terug. Wij bewaren uw adres niet langer dan nodig.")
}
