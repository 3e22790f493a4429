// SPDX-License-Identifier: EUPL-1.2
//! Orders as service requests in the system of a contractor: Open311 `GeoReport` v2.
//!
//! An order is posted once. Its number there comes at once or with a token that is asked for later; then its status is asked every few minutes until
//! it is closed. `GeoReport` v2 knows neither changes nor withdrawals: of those the order itself tells that the contractor has to be called.

mod answer;
mod status;

use bytes::Bytes;
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde_json::{Value as Json, json};
use waarmaker_contracten::{Kanaal, klok::tijdstip};
use waarmaker_events::delivery::Outgoing;
use waarmaker_jobs::{Claimed, Job, Outcome, enqueue};

use self::answer::{Records, records};
pub(crate) use self::status::Statuses;
use super::{Channel, Gebeurtenis, Loaded, Sender, UNWRITTEN, written};
use crate::Aflevering;

const KIND: &str = "open311";
/// Longest answer in bytes.
const MOST: usize = 1 << 20;
/// Pause before the status is asked first, in milliseconds.
const FIRST_LOOK: i64 = 60_000;

/// Posts orders.
pub(crate) struct Requests {
    pub(crate) sender: Sender,
    pub(crate) outgoing: Outgoing,
}

impl Channel for Requests {
    const KIND: &'static str = KIND;

    fn sender(&self) -> &Sender {
        &self.sender
    }

    async fn send(&self, job: &Claimed, event: Gebeurtenis, loaded: &Loaded, kanaal: &Kanaal) -> Option<Outcome> {
        let (server, code) = Server::of(kanaal, &self.outgoing)?;
        Some(match event {
            Gebeurtenis::Aangeboden => self.offer(loaded, &server, code).await,
            Gebeurtenis::Ingetrokken if !loaded.order.extern_nummer.is_empty() => {
                let words = "Open311 kent geen intrekking: bel de aannemer.";
                written(UNWRITTEN, self.sender.sent(job.subject, KIND, Aflevering::Afgeleverd, words).await)
            }
            _ => Outcome::Done,
        })
    }
}

/// A `GeoReport` server.
struct Server<'a> {
    outgoing: &'a Outgoing,
    url: &'a str,
    api_key: &'a str,
    jurisdiction_id: &'a str,
}

impl<'a> Server<'a> {
    /// The server of a channel, with its `service_code`.
    fn of(kanaal: &'a Kanaal, outgoing: &'a Outgoing) -> Option<(Self, &'a str)> {
        let Kanaal::Open311 { url, api_key, jurisdiction_id, service_code } = kanaal else { return None };
        Some((Self { outgoing, url, api_key, jurisdiction_id }, service_code))
    }

    /// The fields with who we are; the key only where something is written.
    fn form(&self, get: bool, fields: &[(&str, String)]) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        if !self.jurisdiction_id.is_empty() {
            form.append_pair("jurisdiction_id", self.jurisdiction_id);
        }
        if !get && !self.api_key.is_empty() {
            form.append_pair("api_key", self.api_key);
        }
        form.extend_pairs(fields.iter().map(|(name, value)| (*name, value.as_str())));
        form.finish()
    }

    /// Asks a path with fields, which go into the query or the body.
    async fn ask(&self, method: Method, path: &str, fields: &[(&str, String)]) -> Result<Records, Outcome> {
        let get = method == Method::GET;
        let form = self.form(get, fields);
        let query = if get && !form.is_empty() { format!("?{form}") } else { String::new() };
        let url = format!("{}/{path}{query}", self.url.trim_end_matches('/'));
        let to = self.outgoing.destination(&url).map_err(|refused| Outcome::Retry(refused.to_string()))?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, application/xml;q=0.8, text/xml;q=0.7"));
        if !get {
            let kind = HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8");
            headers.insert(CONTENT_TYPE, kind);
        }
        let body = (!get).then(|| Bytes::from(form));
        let answer = self.outgoing.ask(method, &to, &headers, body, MOST).await;
        let answer = answer.map_err(|failure| Outcome::Retry(failure.reason))?;
        let records = records(&answer.body);
        if answer.status.is_success() {
            return records.ok_or_else(|| Outcome::Retry("the answer is neither JSON nor XML of GeoReport".to_owned()));
        }
        Err(refusal(answer.status, records))
    }
}

/// What a refusal means: what the other side says is wrong with the request (400) will not become right, the rest may.
fn refusal(status: StatusCode, records: Option<Records>) -> Outcome {
    let words = records.and_then(|records| records.problem());
    let words = words.map_or_else(|| format!("HTTP {status}"), |words| format!("HTTP {}: {words}", status.as_u16()));
    match status.as_u16() {
        400 | 410 | 422 => Outcome::Dead(words),
        _ => Outcome::Retry(words),
    }
}

impl Requests {
    async fn offer(&self, loaded: &Loaded, server: &Server<'_>, code: &str) -> Outcome {
        if !loaded.order.extern_nummer.is_empty() || loaded.order.status.is_finished() {
            return Outcome::Done;
        }
        let answer = match server.ask(Method::POST, "requests.json", &fields(loaded, code)).await {
            Ok(answer) => answer,
            Err(outcome) => return outcome,
        };
        let body = match (answer.member("service_request_id"), answer.member("token")) {
            (Some(number), _) => {
                let noted = self.sender.sent_as(loaded.uuid, KIND, "", &number).await;
                if let Err(problem) = noted {
                    return written(UNWRITTEN, Err(problem));
                }
                json!({})
            }
            (None, Some(token)) => json!({"token": token}),
            (None, None) => return Outcome::Retry("the answer has no service_request_id and no token".to_owned()),
        };
        self.follow(loaded, &body).await
    }

    /// From now on the status is asked.
    async fn follow(&self, loaded: &Loaded, body: &Json) -> Outcome {
        let (subject, body) = (loaded.uuid, body.clone());
        let follow = self.sender.write(move |cx| {
            let due = cx.call.now.at.as_millisecond() + FIRST_LOOK;
            let body = body.clone();
            Ok(enqueue(cx.tx, &Job { kind: status::KIND, subject, body, due })?)
        });
        written(UNWRITTEN, follow.await)
    }
}

/// The fields of a service request.
fn fields(loaded: &Loaded, code: &str) -> Vec<(&'static str, String)> {
    let order = &loaded.order;
    let text = |name: &str| loaded.served.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut description = format!("{}\n{}\nOpdracht {}", order.omschrijving, order.asset_omschrijving, order.nummer);
    if !order.plek.is_empty() {
        description = format!("{description}\nPlek volgens de melder: {}", order.plek);
    }
    if let Some(until) = &order.uiterlijk {
        description = format!("{description}\nUiterlijk {}", tijdstip(until));
    }
    let mut fields = vec![
        ("service_code", code.to_owned()),
        ("description", description),
        ("address_string", order.asset_omschrijving.clone()),
        ("attribute[werkopdracht]", order.nummer.clone()),
        ("attribute[prioriteit]", order.prioriteit.as_str().to_owned()),
        ("attribute[url]", text("url")),
    ];
    let place = order.plaats.as_ref().and_then(|place| place.get("coordinates"));
    if let (Some(long), Some(lat)) = (
        place.and_then(|place| place.get(0)).and_then(Json::as_f64),
        place.and_then(|place| place.get(1)).and_then(Json::as_f64),
    ) {
        fields.extend([("lat", lat.to_string()), ("long", long.to_string())]);
    }
    fields
}
