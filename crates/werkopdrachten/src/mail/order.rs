// SPDX-License-Identifier: EUPL-1.2
//! Orders by mail, with the link by which they are answered.

use waarmaker_contracten::{Kanaal, klok::tijdstip};
use waarmaker_jobs::{Claimed, Outcome};

use super::{letter::Letter, post::Post};
use crate::{
    Aflevering, Norm, Opdrachtstatus, Werkopdracht,
    channels::{Channel, Gebeurtenis, Loaded, Sender, UNWRITTEN, written},
    link,
};

const BECAUSE: &str = "u voor de gemeente onderhoud doet";

/// Mails orders.
pub(crate) struct Orders {
    pub(crate) sender: Sender,
    pub(crate) post: Post,
}

impl Channel for Orders {
    const KIND: &'static str = "mail";

    fn sender(&self) -> &Sender {
        &self.sender
    }

    async fn send(&self, job: &Claimed, event: Gebeurtenis, loaded: &Loaded, kanaal: &Kanaal) -> Option<Outcome> {
        let Kanaal::Mail { adres } = kanaal else { return None };
        Some(if is_due(event, &loaded.order) { self.mail(job, event, loaded, adres).await } else { Outcome::Done })
    }
}

impl Orders {
    async fn mail(&self, job: &Claimed, event: Gebeurtenis, loaded: &Loaded, adres: &str) -> Outcome {
        let url = match self.link(event, loaded).await {
            Ok(url) => url,
            Err(problem) => return Outcome::Retry(format!("the link cannot be made: {}", problem.code)),
        };
        let letter = letter(event, &loaded.order, url);
        let id = format!("opdracht.{}.{}", loaded.uuid.simple(), job.id);
        let outcome = self.post.send(&letter, adres, &id, self.sender.api.house.clock.now()).await;
        if outcome != Outcome::Done || event != Gebeurtenis::Aangeboden {
            return outcome;
        }
        written(UNWRITTEN, self.sender.sent(loaded.uuid, Self::KIND, Aflevering::Afgeleverd, "").await)
    }

    /// A link of its own for each mail: the token is in no row, so that it cannot be sent a second time.
    async fn link(&self, event: Gebeurtenis, loaded: &Loaded) -> waarmaker_api::Result<Option<String>> {
        if event == Gebeurtenis::Ingetrokken {
            return Ok(None);
        }
        let order = loaded.uuid;
        let path = self.sender.write(move |cx| link::offer_link(order, cx)).await?;
        Ok(Some(format!("{}{path}", self.sender.origin())))
    }
}

/// Whether there is still something to say: not about an order that is over, nor the withdrawal of what never arrived.
fn is_due(event: Gebeurtenis, order: &Werkopdracht) -> bool {
    let arrived = order.verzonden.as_ref().is_some_and(|sent| sent.staat == Aflevering::Afgeleverd);
    match event {
        Gebeurtenis::Ingetrokken => arrived,
        Gebeurtenis::NieuweLink => true,
        _ => !order.status.is_finished() && order.status != Opdrachtstatus::Geweigerd,
    }
}

/// The end of a deadline that runs.
fn until(order: &Werkopdracht, norm: Norm) -> Option<String> {
    let termijn = order.termijnen.iter().find(|termijn| termijn.norm == norm && termijn.behaald.is_none())?;
    termijn.uiterlijk.as_ref().map(tijdstip)
}

fn letter(event: Gebeurtenis, order: &Werkopdracht, url: Option<String>) -> Letter {
    let (number, what) = (&order.nummer, &order.asset_omschrijving);
    let (subject, first) = match event {
        Gebeurtenis::Aangeboden => (format!("Nieuwe opdracht {number}: {what}"), todo(order)),
        Gebeurtenis::Gewijzigd => (format!("Opdracht {number} is gewijzigd: {what}"), changed(order)),
        Gebeurtenis::Ingetrokken => {
            let first = "U hoeft voor deze opdracht niets meer te doen. Wij hebben de opdracht ingetrokken.";
            (format!("Opdracht {number} is ingetrokken: {what}"), first.to_owned())
        }
        Gebeurtenis::InGevaar => (format!("De tijd raakt op voor opdracht {number}: {what}"), todo(order)),
        Gebeurtenis::Overschreden => (
            format!("De termijn van opdracht {number} is voorbij: {what}"),
            format!("Herstel dit zo snel mogelijk. {}", todo(order)),
        ),
        Gebeurtenis::NieuweLink => (format!("Nieuwe link voor opdracht {number}: {what}"), fresh(order)),
    };
    let mut letter = Letter::new(&subject, BECAUSE).say(first.trim()).fact("Opdracht", number).fact("Waar", what);
    letter = letter
        .fact("Plek volgens de melder", &order.plek)
        .fact("Wat", &order.omschrijving)
        .fact("Hoe dringend", order.prioriteit.as_str());
    if event != Gebeurtenis::Ingetrokken {
        for (name, norm) in [
            ("Aannemen uiterlijk", Norm::Aannemen),
            ("Ter plaatse uiterlijk", Norm::TerPlaatse),
            ("Hersteld uiterlijk", Norm::Hersteld),
        ] {
            letter = letter.fact(name, until(order, norm).unwrap_or_default());
        }
    }
    if event == Gebeurtenis::Ingetrokken {
        letter = letter.fact("Waarom", &order.reden);
    } else if !order.plek.is_empty() {
        letter = letter.say("Klopt het nummer niet met de plek? Ga dan uit van de plek.");
    }
    match url {
        Some(url) => letter
            .link("Open de opdracht", url)
            .say("Deze link is alleen voor u. Hij werkt tot de opdracht klaar is, op het apparaat waarop u als eerste antwoordt."),
        None => letter,
    }
}

/// What is to be done first, and by when.
fn todo(order: &Werkopdracht) -> String {
    let (words, norm) = match order.status {
        Opdrachtstatus::Aangeboden => ("Laat ons weten of u deze opdracht aanneemt", Norm::Aannemen),
        _ => ("Herstel dit", Norm::Hersteld),
    };
    match until(order, norm) {
        Some(until) => format!("{words}, uiterlijk {until}."),
        None => format!("{words}."),
    }
}

fn changed(order: &Werkopdracht) -> String {
    let news = order.mededelingen.last().map_or("", |mededeling| mededeling.tekst.as_str());
    format!("{news} {}", todo(order))
}

fn fresh(order: &Werkopdracht) -> String {
    let words = "Met de link hieronder opent u de opdracht op een ander apparaat. De vorige link werkt niet meer zodra u deze gebruikt.";
    if order.status.is_finished() {
        "Deze opdracht is klaar. U hoeft niets meer te doen.".to_owned()
    } else {
        format!("{} {words}", todo(order))
    }
}
