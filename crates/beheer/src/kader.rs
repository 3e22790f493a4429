// SPDX-License-Identifier: EUPL-1.2
//! What every page of the manager needs: somebody who signed in, rights, the menu with counts, and the moment.

use std::{ops::Deref, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request},
    http::{Method, request::Parts},
    response::Response,
};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, denied, http::Api};
use waarmaker_auth::Gate;
use waarmaker_core::{Date, DateTime, Problem};
use waarmaker_resource::{Component, Guard};
use waarmaker_ui::{Item, Page, Say, Section, Visit, form::Posted};

use crate::TEXTS;

/// Where these pages begin.
pub(crate) const ROOT: &str = "/beheer/signalen";
/// Scopes of who may see incidents and their orders.
pub(crate) const INCIDENTEN: &[&str] = &["signalen.lezen"];
/// Scopes of who may see contracts and rules.
pub(crate) const INZIEN: &[&str] = &["signalen.lezen", "signalen.beheren"];
/// Scope of who may change them, and of who sees dead letters.
pub(crate) const BEHEREN: &[&str] = &["signalen.beheren"];
/// Scopes of who may see assets and areas.
pub(crate) const ASSETS: &[&str] = &["assets.lezen", "assets.beheren"];
/// Scope of who may read them in.
pub(crate) const INLEZEN: &[&str] = &["assets.beheren"];
/// Scopes of who may see what devices said.
pub(crate) const METINGEN: &[&str] = &["metingen.lezen"];
/// Scopes, any of which is enough for the first page.
pub(crate) const IETS: &[&str] = &["signalen.lezen", "signalen.beheren", "assets.lezen", "assets.beheren"];

/// What whoever signed in may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "rights do not depend on each other")]
pub(crate) struct Rechten {
    /// See incidents.
    pub(crate) incidenten: bool,
    /// See contracts and rules.
    pub(crate) inzien: bool,
    /// Change contracts and rules, see dead letters.
    pub(crate) beheren: bool,
    /// See assets.
    pub(crate) assets: bool,
    /// Read assets in.
    pub(crate) inlezen: bool,
    /// See observations.
    pub(crate) metingen: bool,
}

/// How many wait, for the menu.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wachtend {
    /// Incidents that somebody still has to do something about.
    pub(crate) incidenten: u64,
    /// Dead letters and failed deliveries.
    pub(crate) berichten: u64,
}

/// What every page shows around its own contents.
#[derive(Clone, Debug)]
pub(crate) struct Kader {
    /// What may be done.
    pub(crate) rechten: Rechten,
    /// What waits.
    pub(crate) wachtend: Wachtend,
    /// The moment.
    pub(crate) nu: DateTime,
    /// The day.
    pub(crate) vandaag: Date,
}

impl Kader {
    /// Somebody who may do everything, for samples.
    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        let alles =
            Rechten { incidenten: true, inzien: true, beheren: true, assets: true, inlezen: true, metingen: true };
        let nu = DateTime::parse("2026-11-21T11:00:00Z").unwrap();
        let vandaag = Date::new(2026, 11, 21).unwrap();
        Self { rechten: alles, wachtend: Wachtend { incidenten: 12, berichten: 3 }, nu, vandaag }
    }

    fn of(cx: &mut Cx<'_, '_>) -> Result<Self> {
        let rechten = Rechten {
            incidenten: mag(INCIDENTEN, cx)?,
            inzien: mag(INZIEN, cx)?,
            beheren: mag(BEHEREN, cx)?,
            assets: mag(ASSETS, cx)? || cx.house.choices.assets_public,
            inlezen: mag(INLEZEN, cx)?,
            metingen: mag(METINGEN, cx)?,
        };
        let mut count = |wanted: bool, sql: &str| -> Result<u64> {
            if !wanted {
                return Ok(0);
            }
            let found = cx.tx.one(sql, &[], |row| row.int(0))?;
            Ok(found.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
        };
        let wachtend = Wachtend {
            incidenten: count(
                rechten.incidenten,
                "SELECT COUNT(*) FROM incidenten WHERE status IN ('open', 'opgedragen')",
            )?,
            berichten: count(
                rechten.beheren,
                "SELECT (SELECT COUNT(*) FROM dode_letters WHERE herhaald IS NULL) + (SELECT COUNT(*) FROM jobs WHERE opgegeven IS NOT NULL)",
            )?,
        };
        Ok(Self { rechten, wachtend, nu: cx.call.now, vandaag: cx.call.today })
    }

    /// The menu: only what may be seen.
    pub(crate) fn menu(&self, t: Say) -> Vec<Item> {
        let Rechten { incidenten, inzien, beheren, assets, .. } = self.rechten;
        let items = [
            (true, t.say("menu-overzicht"), "", 0),
            (incidenten, t.say("menu-incidenten"), "/incidenten", self.wachtend.incidenten),
            (assets, t.say("menu-assets"), "/assets", 0),
            (inzien, t.say("menu-contracten"), "/contracten", 0),
            (inzien, t.say("menu-regels"), "/regels", 0),
            (beheren, t.say("menu-berichten"), "/berichten", self.wachtend.berichten),
            (inzien, t.say("menu-rapporten"), "/rapporten", 0),
        ];
        let shown = items.into_iter().filter(|(may, ..)| *may);
        shown.map(|(_, text, path, count)| Item { text, href: format!("{ROOT}{path}"), count }).collect()
    }
}

/// Whether whoever asks has one of these scopes.
pub(crate) fn mag(scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<bool> {
    let gate = Gate { caller: cx.who, component: Component::SIGNALEN, guard: Guard::Component, scopes };
    Ok(gate.opens_at_all(cx.tx)?)
}

/// Refuses whoever has none of these scopes.
pub(crate) fn eis(scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<()> {
    let open = scopes == ASSETS && cx.house.choices.assets_public;
    if open || mag(scopes, cx)? { Ok(()) } else { Err(denied()) }
}

/// A request of somebody who signed in. Whoever did not is led to where that is done, and comes back.
#[derive(Debug)]
pub(crate) struct Bezoek(Visit);

impl Deref for Bezoek {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl FromRequestParts<Arc<Api>> for Bezoek {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> std::result::Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, api).await?;
        // What a form sends is not lost when the session ended: `formulier` shows it again.
        match visit.staff() {
            Err(way) if parts.method != Method::POST => Err(*way),
            _ => Ok(Self(visit)),
        }
    }
}

impl Bezoek {
    /// Reads what a page shows, with the rights of whoever signed in; 403 without one of these scopes.
    pub(crate) async fn lees<D, F>(&self, api: &Api, scopes: &'static [&'static str], run: F) -> Result<(Kader, D)>
    where
        D: Send + 'static,
        F: FnOnce(&mut Cx<'_, '_>) -> Result<D> + Send + 'static,
    {
        let read = move |cx: &mut Cx<'_, '_>| {
            eis(scopes, cx)?;
            Ok((Kader::of(cx)?, run(cx)?))
        };
        self.reading(api, read).await
    }

    /// Writes, with the rights of whoever signed in; 403 without one of these scopes.
    pub(crate) async fn schrijf<D, F>(&self, api: &Api, scopes: &'static [&'static str], run: F) -> Result<D>
    where
        D: Send + 'static,
        F: Fn(&mut Cx<'_, '_>) -> Result<D> + Send + 'static,
    {
        let write = move |cx: &mut Cx<'_, '_>| {
            eis(scopes, cx)?;
            run(cx)
        };
        self.writing(api, write).await
    }

    /// A form. Its sender is known and has one of these scopes: no file is read of whoever has not. `Err` is what to answer instead: when the session
    /// ended, a page that keeps all that was filled in.
    pub(crate) async fn formulier(
        &self,
        api: &Api,
        scopes: &'static [&'static str],
        request: Request,
        most_file_bytes: usize,
    ) -> Result<std::result::Result<Posted, Response>> {
        if self.user.is_none() {
            let posted = Posted::read(self, request, 0).await?;
            return Ok(self.staff_sending(&posted).map(|_| Posted::default()).map_err(|way| *way));
        }
        self.reading(api, move |cx| eis(scopes, cx)).await?;
        Posted::read(self, request, most_file_bytes).await.map(Ok)
    }

    /// The texts.
    pub(crate) fn t(&self) -> Say {
        self.say(&TEXTS)
    }

    /// The page, with the menu and the way to it: steps below the first page, with where they lead.
    pub(crate) fn pagina(&self, kader: &Kader, title: impl Into<String>, way: &[(String, String)]) -> Result<Page> {
        Ok(aankleden(self.page(title)?, kader, self.t(), way))
    }

    /// This page with other values of the query, from its first row on; an empty value leaves the name out.
    pub(crate) fn adres(&self, changes: &[(&str, &str)]) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(self.query.as_bytes()) {
            if name != "na" && !value.is_empty() && !changes.iter().any(|(changed, _)| *changed == name) {
                pairs.append_pair(&name, &value);
            }
        }
        for (name, value) in changes.iter().filter(|(_, value)| !value.is_empty()) {
            pairs.append_pair(name, value);
        }
        let query = pairs.finish();
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }

    /// A value of the query without space around it, empty when it is not there or too long.
    pub(crate) fn gevraagd(&self, name: &str) -> String {
        let value = self.asked(name).unwrap_or_default();
        let clean = !value.chars().any(char::is_control) && value.chars().count() <= 200;
        if clean { value.trim().to_owned() } else { String::new() }
    }
}

/// Puts menu and way around a page.
pub(crate) fn aankleden(page: Page, kader: &Kader, t: Say, way: &[(String, String)]) -> Page {
    let mut page = page.section(Section::Beheer).menu(kader.menu(t)).private();
    if !way.is_empty() {
        page.crumbs = vec![Item::new(t.say("menu-overzicht"), ROOT)];
        page.crumbs.extend(way.iter().map(|(text, href)| Item::new(text.clone(), href.clone())));
        let title = page.title.clone();
        page.crumbs.push(Item::new(title, ""));
    }
    page
}

/// A uuid in a path; 404 when it is none.
pub(crate) fn uuid_in(text: &str) -> Result<Uuid> {
    Uuid::try_parse(text).map_err(|_| Problem::not_found())
}

/// A row that was asked for by its uuid; 404 when there is none.
pub(crate) fn onbekend<T>(found: Option<T>) -> Result<T> {
    found.ok_or_else(Problem::not_found)
}

/// The text around the end of a list: what remains of rows that were asked for with one more than a page has.
pub(crate) fn pagina_vol<T>(rows: &mut Vec<T>, most: usize) -> bool {
    let more = rows.len() > most;
    rows.truncate(most);
    more
}

/// Rows of a page.
pub(crate) const RIJEN: usize = 50;
/// The same and one, to know whether there are more.
pub(crate) const RIJEN_EN_EEN: i64 = 51;
