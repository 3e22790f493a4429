// SPDX-License-Identifier: EUPL-1.2
//! The link by which a contractor without a system of its own answers an order, until the work is done. The pages themselves are those of the crate
//! `buiten`; here is what a link may do.
//!
//! Who has the link may answer, so the link is worth 160 random bits of which only the hash is kept, is bound to the first browser that answers with
//! it, and shows nothing any more but that the work is done when it is. Looking changes nothing: mail scanners look too. What is answered goes the
//! way of the API: [`step`](crate::step::step()).

mod offer;
pub(crate) mod rows;
pub(crate) mod token;

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use uuid::Uuid;
use waarmaker_api::{Call, Cx, Result, http::Api};
use waarmaker_auth::Caller;
use waarmaker_contracten::Kanaal;
use waarmaker_core::Problem;
use waarmaker_db::Tx;

pub use offer::offer_link;

use self::{
    rows::Row,
    token::{Secret, Token},
};
use crate::{
    Opdrachtstatus, Stapsoort, Werkopdracht,
    channels::{self, Loaded, Sender},
    klok::uuid_of,
    mail,
    step::{Namens, Step, step},
};

/// Where the pages of orders are.
pub const ROOT: &str = "/buiten/orders";
/// Where they are in each language.
const ROOTS: [&str; 2] = ["", "/en"];
/// Name of the cookie.
const COOKIE: &str = "opdracht";
/// For how long a browser keeps it, in seconds: longer than an order lasts.
const KEPT: u32 = 366 * 24 * 3600;
/// Least time between two links that somebody asks for, in milliseconds.
const PATIENCE: i64 = 10 * 60_000;

/// A link that leads to an order.
pub struct Link {
    /// The order.
    pub order: Werkopdracht,
    sender: Sender,
    token: Token,
    row: Row,
}

/// The token stays out of logs.
impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("order", &self.row.order).finish_non_exhaustive()
    }
}

/// What a token leads to.
#[derive(Debug)]
pub enum Opened {
    /// An order.
    Link(Box<Link>),
    /// Nothing: there is no such link.
    Unknown,
    /// Too many links that do not exist were tried: whoever comes with another has to wait a minute.
    Busy,
}

/// What a browser may do with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Answer: the link is of nobody yet, or of this browser.
    Ours,
    /// It is bound to another browser, or this one does not say who it is.
    Elsewhere,
    /// The order is with another party, or another link took the place of this one.
    Past,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It was taken. These lines of `Set-Cookie` bind the link to this browser; none when it was bound before.
    Taken(Vec<String>),
    /// Another browser was first.
    Elsewhere,
}

/// Opens the link of a token. Nothing changes, but that a token that does not exist is counted.
pub async fn open(api: &Arc<Api>, text: &str) -> Result<Opened> {
    let sender = Sender { api: Arc::clone(api) };
    let Some(token) = Token::parse(text) else { return guessed(&sender).await };
    let hash = token.hash();
    let found = sender.read(move |cx| {
        let Some(row) = rows::find(cx.tx, &hash)? else { return Ok(None) };
        let order = cx.get::<Werkopdracht>(row.order)?;
        Ok(order.map(|order| (row, order)))
    });
    match found.await? {
        Some((row, order)) => Ok(Opened::Link(Box::new(Link { order, sender, token, row }))),
        None => guessed(&sender).await,
    }
}

/// Counts a token that does not exist. After too many in a minute whoever comes with another has to wait; links that exist go on.
async fn guessed(sender: &Sender) -> Result<Opened> {
    metrics::counter!("links_unknown_total").increment(1);
    let counted = sender.read(|cx| Ok(rows::guesses(cx.tx, minute(cx.call.now.at.as_millisecond()))?)).await?;
    if counted >= rows::MOST_GUESSES {
        return Ok(Opened::Busy);
    }
    let count = sender.write(|cx| Ok(rows::guess(cx.tx, minute(cx.call.now.at.as_millisecond()))?)).await?;
    if count == rows::MOST_GUESSES {
        tracing::warn!(count, "many links that do not exist were tried within a minute");
    }
    Ok(Opened::Unknown)
}

const fn minute(milliseconds: i64) -> i64 {
    milliseconds.div_euclid(60_000)
}

impl Link {
    /// The uuid of the order.
    pub const fn uuid(&self) -> Uuid {
        self.row.order
    }

    /// Whether somebody answered with it, so that it is of one browser.
    pub const fn is_bound(&self) -> bool {
        self.row.browser.is_some()
    }

    /// What a browser may do with it.
    pub fn access(&self, headers: &HeaderMap) -> Access {
        if self.row.replaced || uuid_of(self.order.aannemer.as_ref()) != self.row.aannemer {
            return Access::Past;
        }
        match (&self.row.browser, cookie(headers)) {
            (None, _) => Access::Ours,
            (Some(bound), Some(value)) if *bound == value.hash() => Access::Ours,
            (Some(_), _) => Access::Elsewhere,
        }
    }

    /// Takes a step with the link, and binds it to the browser of a first answer: both or neither.
    pub async fn answer(&self, taken: Step, headers: &HeaderMap) -> Result<Answered> {
        let fresh = Secret::fresh()?;
        let (row, cookie, new) = (self.row.clone(), cookie(headers).map(|value| value.hash()), fresh.hash());
        let (house, hash) = (Arc::clone(&self.sender.api.house), self.token.hash());
        let writing = move |tx: &mut Tx<'_>| {
            let (who, call) = (Caller::waarmaker("Aannemer met link"), Call::now(&house)?);
            let mut cx = Cx::new(tx, &house, &who, &call);
            let now = call.now.at.as_millisecond();
            let binds = match rows::find(cx.tx, &hash)?.and_then(|row| row.browser) {
                None if rows::bind(cx.tx, &row, &new, now)? => true,
                Some(bound) if Some(&bound) == cookie.as_ref() => false,
                _ => return Ok(None),
            };
            step(row.order, &taken, &mut cx)?;
            Ok::<_, Problem>(Some(binds))
        };
        let written = self.sender.api.db.write(writing).await?;
        self.sender.api.bell.ring();
        Ok(match written {
            Some(true) => Answered::Taken(self.cookies(&fresh)),
            Some(false) => Answered::Taken(Vec::new()),
            None => Answered::Elsewhere,
        })
    }

    /// The cookies that bind the link to this browser: one for the page in each language, and for no other page.
    fn cookies(&self, value: &Secret) -> Vec<String> {
        let origin = self.sender.origin();
        let (scheme, rest) = origin.split_once("://").unwrap_or(("http", origin));
        let prefix = rest.split_once('/').map_or(String::new(), |(_, path)| format!("/{}", path.trim_end_matches('/')));
        let secure = if scheme == "https" { "; Secure" } else { "" };
        let (value, token) = (value.text(), self.token.text());
        let line = |language| {
            let path = format!("{prefix}{language}{ROOT}/{token}");
            format!("{COOKIE}={value}; Path={path}; Max-Age={KEPT}; HttpOnly; SameSite=Strict{secure}")
        };
        ROOTS.map(line).to_vec()
    }

    /// Mails a new link to the address of the contract; not time after time.
    pub async fn mail_another(&self) -> Result<()> {
        let order = self.row.order;
        self.sender
            .write(move |cx| {
                let now = cx.call.now.at.as_millisecond();
                let waiting = "SELECT 1 FROM jobs WHERE soort = 'mail' AND onderwerp = $1 AND opgegeven IS NULL";
                let waits = cx.tx.one(waiting, &[order.into()], |row| row.int(0))?.is_some();
                if waits || rows::newest(cx.tx, order)?.is_some_and(|newest| now - newest < PATIENCE) {
                    return Ok(());
                }
                mail::new_link(order, cx)
            })
            .await
    }

    /// The address that links go to, so that its owner recognises it and nobody else learns it.
    pub async fn masked_address(&self) -> Result<Option<String>> {
        let order = self.order.clone();
        let kanaal = self.sender.read(move |cx| channels::channel(&order, cx)).await?;
        let Some(Kanaal::Mail { adres }) = kanaal else { return Ok(None) };
        let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
        let ending = |domain: &str| domain.rsplit_once('.').map_or(String::new(), |(_, ending)| format!(".{ending}"));
        Ok(adres.split_once('@').map(|(name, domain)| format!("{}…@{}…{}", first(name), first(domain), ending(domain))))
    }
}

fn cookie(headers: &HeaderMap) -> Option<Secret> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, value)| Secret::parse(value))
}

/// The contractor's system says that it is closed: what was not accepted yet was accepted by that.
pub(crate) async fn closed_elsewhere(sender: &Sender, loaded: &Loaded, notes: &str) -> Result<()> {
    let (uuid, accepted) = (loaded.uuid, loaded.order.status != Opdrachtstatus::Aangeboden);
    let notes: String = notes.chars().filter(|letter| !letter.is_control()).take(1000).collect();
    sender
        .write(move |cx| {
            if !accepted {
                step(uuid, &Step::new(Stapsoort::Aangenomen, Namens::Aannemer), cx)?;
            }
            let done = Step { toelichting: notes.clone(), ..Step::new(Stapsoort::Gereed, Namens::Aannemer) };
            step(uuid, &done, cx).map(|_| ())
        })
        .await
}
