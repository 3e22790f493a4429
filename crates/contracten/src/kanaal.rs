// SPDX-License-Identifier: EUPL-1.2
//! By which channel an order reaches a contractor. The secret is kept apart, for the sender alone; documents and audit trail have stars in its
//! place.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_core::Problems;
use waarmaker_db::{Error, Tx, Value};
use waarmaker_events::delivery::{Reach, Refused};
use waarmaker_resource::{Blank, Fields, Record, Shape, Uri, choice};

/// What stands for the secret.
pub(crate) const STARS: &str = "********";
/// Longest secret.
const MOST: usize = 1000;
/// Shortest secret of a webhook: a signature is worth no more than its key.
const LEAST: usize = 16;

choice! {
    /// De manier waarop een opdracht de aannemer bereikt.
    pub enum Kanaalsoort {
        Geen = "geen", Webhook = "webhook", Open311 = "open311", Mail = "mail",
    }
}

/// Het kanaal waarlangs een aannemer zijn opdrachten krijgt.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kanaalkeuze {
    /// De soort: `webhook` (een ondertekend bericht), `open311` (een melding in het systeem van de aannemer), `mail` (een bericht met een link),
    /// of `geen` (de aannemer haalt zijn opdrachten zelf op).
    #[field(required)]
    pub soort: Kanaalsoort,
    /// De URL van de webhook, of de basis-URL van Open311.
    #[field(blank, max = 1000)]
    pub url: Blank<Uri>,
    /// Het geheim waarmee een webhook wordt ondertekend, of de `api_key` van Open311. In antwoorden staan sterretjes; wie die terugstuurt,
    /// verandert het geheim niet.
    #[field(max = 1000)]
    pub geheim: String,
    /// Open311: de `jurisdiction_id`.
    #[field(max = 200)]
    pub jurisdiction_id: String,
    /// Open311: de `service_code` waaronder opdrachten worden gemeld.
    #[field(max = 200)]
    pub service_code: String,
    /// Mail: het e-mailadres.
    #[field(shape = Shape::Email, max = 254)]
    pub adres: String,
}

/// A channel with its secret, as the sender needs it.
#[derive(Clone, PartialEq, Eq)]
pub enum Kanaal {
    /// A signed message.
    Webhook {
        /// Where it goes.
        url: String,
        /// Key of the signature.
        geheim: String,
    },
    /// A service request of Open311 `GeoReport` v2.
    Open311 {
        /// Root of the API.
        url: String,
        /// `api_key`.
        api_key: String,
        /// `jurisdiction_id`; empty for none.
        jurisdiction_id: String,
        /// `service_code`.
        service_code: String,
    },
    /// An e-mail with a link.
    Mail {
        /// The address.
        adres: String,
    },
}

/// Without secrets, keys in a URL and addresses of persons.
impl fmt::Debug for Kanaal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Webhook { .. } => "Webhook",
            Self::Open311 { .. } => "Open311",
            Self::Mail { .. } => "Mail",
        })
    }
}

impl Kanaal {
    fn of(keuze: Kanaalkeuze, geheim: String) -> Option<Self> {
        let url = keuze.url.0.map_or_else(String::new, |url| url.0);
        match keuze.soort {
            Kanaalsoort::Geen => None,
            Kanaalsoort::Webhook => Some(Self::Webhook { url, geheim }),
            Kanaalsoort::Open311 => Some(Self::Open311 {
                url,
                api_key: geheim,
                jurisdiction_id: keuze.jurisdiction_id,
                service_code: keuze.service_code,
            }),
            Kanaalsoort::Mail => Some(Self::Mail { adres: keuze.adres }),
        }
    }
}

/// The channel of an aannemer; `None` when it fetches its orders itself.
pub fn kanaal(tx: &mut Tx<'_>, aannemer: Uuid) -> Result<Option<Kanaal>, Error> {
    Ok(stored(tx, "aannemers", aannemer)?.and_then(|(keuze, geheim)| Kanaal::of(keuze, geheim)))
}

/// The channel of the orders under a contract: its own, otherwise that of its aannemer.
pub fn kanaal_of_contract(tx: &mut Tx<'_>, contract: Uuid) -> Result<Option<Kanaal>, Error> {
    if let Some((keuze, geheim)) = stored(tx, "contracten", contract)? {
        return Ok(Kanaal::of(keuze, geheim));
    }
    let sql = "SELECT aannemer FROM contracten WHERE uuid = $1";
    match tx.one(sql, &[contract.into()], |row| row.uuid(0))? {
        Some(aannemer) => kanaal(tx, aannemer),
        None => Ok(None),
    }
}

/// What of a document the channel is made from.
#[derive(Deserialize)]
struct Holder {
    kanaal: Option<Kanaalkeuze>,
}

fn stored(tx: &mut Tx<'_>, table: &str, uuid: Uuid) -> Result<Option<(Kanaalkeuze, String)>, Error> {
    let sql = format!(
        "SELECT t.body, g.geheim FROM {table} t LEFT JOIN kanaalgeheimen g ON g.uuid = t.uuid WHERE t.uuid = $1"
    );
    let found = tx.one(&sql, &[uuid.into()], |row| {
        let holder: Holder = serde_json::from_slice(row.bytes_ref(0)?).map_err(Error::row)?;
        Ok(holder.kanaal.map(|keuze| Ok((keuze, row.opt_text(1)?.unwrap_or_default()))))
    })?;
    found.flatten().transpose()
}

impl Kanaalkeuze {
    /// Puts stars in the place of the secret, where there is one.
    pub(crate) fn hide(&mut self, given: &Record, old: Option<&Self>) {
        let kept = self.geheim == STARS && old.is_some_and(|old| old.geheim == STARS && old.soort == self.soort);
        let signs = matches!(self.soort, Kanaalsoort::Webhook | Kanaalsoort::Open311);
        let has = signs && (kept || given_secret(given).is_some());
        self.geheim = if has { STARS.to_owned() } else { String::new() };
    }

    /// Judges the members that its kind needs.
    pub(crate) fn check(&self, given: &Record, old: Option<&Self>, reach: &Reach, problems: &mut Problems) {
        let secret = given_secret(given);
        match self.soort {
            Kanaalsoort::Mail if self.adres.is_empty() => {
                problems.add("kanaal.adres", "required", "Geef het e-mailadres waar opdrachten naartoe gaan.");
            }
            Kanaalsoort::Geen | Kanaalsoort::Mail => {}
            Kanaalsoort::Webhook | Kanaalsoort::Open311 => {
                self.check_url(reach, problems);
                self.check_secret(secret.as_deref(), old, problems);
                if self.soort == Kanaalsoort::Open311 && self.service_code.is_empty() {
                    problems.add("kanaal.serviceCode", "required", "Geef de service_code voor Open311.");
                }
            }
        }
    }

    fn check_url(&self, reach: &Reach, problems: &mut Problems) {
        let Some(url) = self.url.get() else {
            problems.add("kanaal.url", "required", "Geef de URL waar opdrachten naartoe gaan.");
            return;
        };
        if let Some(refused) = refusal(url.as_str(), url.is_own(), reach) {
            problems.add("kanaal.url", "invalid-url", refused);
        }
    }

    /// A webhook needs a key; a secret goes only to the host that it was given for.
    fn check_secret(&self, secret: Option<&str>, old: Option<&Self>, problems: &mut Problems) {
        let old = old.filter(|old| old.soort == self.soort);
        let host =
            |keuze: &Self| keuze.url.get().and_then(|url| url.as_str().split('/').nth(2)).map(str::to_ascii_lowercase);
        let webhook = self.soort == Kanaalsoort::Webhook;
        match secret {
            Some(secret) if secret.len() > MOST || !secret.bytes().all(|byte| (0x20..0x7f).contains(&byte)) => {
                problems.add("kanaal.geheim", "invalid", "Gebruik alleen letters, cijfers en leestekens (ASCII).");
            }
            Some(secret) if webhook && secret.len() < LEAST => {
                let reason = format!("Gebruik een geheim van ten minste {LEAST} tekens.");
                problems.add("kanaal.geheim", "min_length", reason);
            }
            None if self.geheim == STARS && old.is_some_and(|old| host(old) != host(self)) => {
                let reason = "Geef het geheim opnieuw als de URL naar een andere host gaat.";
                problems.add("kanaal.geheim", "required", reason);
            }
            None if webhook && self.geheim.is_empty() => {
                let reason = "Geef het geheim waarmee berichten worden ondertekend, niet de sterretjes.";
                problems.add("kanaal.geheim", "required", reason);
            }
            Some(_) | None => {}
        }
    }
}

/// Why orders cannot be sent to a URL, by what stands in it.
pub(crate) fn refusal(url: &str, own: bool, reach: &Reach) -> Option<&'static str> {
    if own {
        return Some("Een kanaal kan niet naar Waarmaker zelf wijzen.");
    }
    reach.destination(url).err().map(reason)
}

/// Why an address may not be used, for people.
pub(crate) const fn reason(refused: Refused) -> &'static str {
    match refused {
        Refused::NoUrl => "Dit is geen http- of https-URL die kan worden aangeroepen.",
        Refused::Host => "Naar deze host mogen geen opdrachten worden gestuurd.",
        Refused::Private => "De host heeft een adres dat niet openbaar is.",
    }
}

/// The secret of a body; `None` when it has none, or only the stars of an answer.
pub(crate) fn given_secret(given: &Record) -> Option<String> {
    let secret = given.get("kanaal")?.get("geheim").and_then(Json::as_str)?;
    (!secret.is_empty() && secret != STARS).then(|| secret.to_owned())
}

/// Keeps the secret of an aannemer or contract, or forgets it when its channel has none.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    uuid: Uuid,
    keuze: Option<&Kanaalkeuze>,
    secret: Option<String>,
) -> Result<(), Error> {
    let wants = keuze.is_some_and(|keuze| !keuze.geheim.is_empty());
    match secret.filter(|_| wants) {
        Some(secret) => {
            let sql = "INSERT INTO kanaalgeheimen (uuid, geheim) VALUES ($1, $2) ON CONFLICT (uuid) DO UPDATE SET geheim = excluded.geheim";
            tx.run(sql, &[uuid.into(), Value::from(secret)]).map(|_| ())
        }
        None if !wants => forget(tx, uuid),
        None => Ok(()),
    }
}

/// Forgets the secret of what is removed.
pub(crate) fn forget(tx: &mut Tx<'_>, uuid: Uuid) -> Result<(), Error> {
    tx.run("DELETE FROM kanaalgeheimen WHERE uuid = $1", &[uuid.into()]).map(|_| ())
}
