// SPDX-License-Identifier: EUPL-1.2
//! The orders of whoever signed in, by deadline and on the map.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::{ToSpan as _, civil, tz::TimeZone};
use uuid::Uuid;
use waarmaker_api::{Call, Result, http::Api};
use waarmaker_contracten::Prioriteit;
use waarmaker_core::{DateTime, Problem};
use waarmaker_ui::{
    Page, Say, Section, Visit,
    form::{Answer, Choice, Field, Posted},
    kaart::{self, Kaart, Pin, Sign},
    parts::{Listed, Pages},
    words,
};
use waarmaker_werkopdrachten::{
    Bewaking, Opdrachtstatus, Werkopdracht,
    link::ROOT,
    worklist::{self, Asked, Bounds, Group, Worklist},
};

use crate::{TEXTS, klok, order};

static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");
/// Orders on a page.
const SIZE: u32 = 50;
/// Last page that is looked at.
const LAST_PAGE: u32 = 10_000;
/// Least metres around the orders on the map.
const AROUND: f64 = 200.0;
/// How far the moving map reads areas, in metres.
const FAR: f64 = 5000.0;

/// Orders with one heading.
#[derive(Clone, Debug)]
pub(crate) struct Orders {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    /// How many there are, on all pages.
    pub(crate) count: String,
    /// Number of the first.
    pub(crate) start: usize,
    pub(crate) items: Vec<Listed>,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "list.html")]
pub(crate) struct ListPage {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// How many there are, and how many are late.
    pub(crate) lead: String,
    pub(crate) tekst: Field,
    pub(crate) status: Choice,
    pub(crate) prioriteit: Choice,
    /// The contractors, when there is more than one to choose from.
    pub(crate) aannemer: Option<Choice>,
    pub(crate) groups: Vec<Orders>,
    /// What is said when there is nothing: title and text.
    pub(crate) empty: Option<(String, String)>,
    /// The map; empty when no order has a place.
    pub(crate) kaart: String,
    pub(crate) pages: Pages,
}

/// Shows the list; whoever did not sign in goes to where that is done.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Visit) -> Response {
    if let Err(redirect) = visit.staff() {
        return *redirect;
    }
    visit.answer(shown(&api, &visit).await)
}

/// What the query asks for. What it does not know counts as nothing asked: an old bookmark still shows a list.
struct Filter {
    tekst: String,
    status: String,
    prioriteit: String,
    aannemer: String,
    page: u32,
}

impl Filter {
    fn read(visit: &Visit) -> Self {
        let asked = |name: &str| -> String {
            let value = visit.asked(name).unwrap_or_default();
            value.trim().chars().filter(|letter| !letter.is_control()).take(200).collect()
        };
        let page = asked("pagina").parse().unwrap_or(1);
        Self {
            tekst: asked("tekst"),
            status: asked("status"),
            prioriteit: asked("prioriteit"),
            aannemer: asked("aannemer"),
            page: page.clamp(1, LAST_PAGE),
        }
    }

    fn is_empty(&self) -> bool {
        self.tekst.is_empty() && self.status.is_empty() && self.prioriteit.is_empty() && self.aannemer.is_empty()
    }

    fn statussen(&self) -> Vec<Opdrachtstatus> {
        use Opdrachtstatus as O;
        match self.status.as_str() {
            "nieuw" => vec![O::Aangeboden],
            "bezig" => vec![O::Aangenomen, O::TerPlaatse],
            "klaar" => vec![O::Gereed, O::GeenDefect, O::Ingetrokken, O::Geweigerd],
            _ => vec![O::Aangeboden, O::Aangenomen, O::TerPlaatse],
        }
    }

    /// The same list, on another page.
    fn on(&self, page: u32) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("tekst", &self.tekst),
            ("status", &self.status),
            ("prioriteit", &self.prioriteit),
            ("aannemer", &self.aannemer),
        ] {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        pairs.append_pair("pagina", &page.to_string());
        format!("/buiten?{}", pairs.finish())
    }
}

async fn shown(api: &Arc<Api>, visit: &Visit) -> Result<Response> {
    let filter = Filter::read(visit);
    let bounds =
        bounds(Call::now(&api.house)?.now).ok_or_else(|| Problem::internal(std::io::Error::other("no day")))?;
    let asked = Asked {
        statussen: filter.statussen(),
        prioriteit: Prioriteit::ALL.into_iter().find(|known| known.as_str() == filter.prioriteit),
        aannemer: Uuid::try_parse(&filter.aannemer).ok(),
        tekst: filter.tekst.clone(),
        bounds,
        page: filter.page,
        size: SIZE,
    };
    let found = visit.reading(api, move |cx| worklist::read(&asked, cx)).await?;
    let t = visit.say(&TEXTS);
    let page = visit.page(t.say("opdrachten"))?.section(Section::Buiten).private().script("kaart.js");
    visit.show(&ListPage::new(page, t, &filter, &found, bounds))
}

/// Where today and this week end, in Amsterdam.
fn bounds(now: DateTime) -> Option<Bounds> {
    let today = words::today(now);
    let until = |day: civil::Date| DateTime::from_timestamp(day.to_zoned(AMSTERDAM.clone()).ok()?.timestamp());
    let monday = 7 - i64::from(today.weekday().to_monday_zero_offset());
    Some(Bounds {
        now,
        today: until(today.checked_add(1.day()).ok()?)?,
        week: until(today.checked_add(monday.days()).ok()?)?,
    })
}

impl ListPage {
    fn new(page: Page, t: Say, filter: &Filter, found: &Worklist, bounds: Bounds) -> Self {
        let total = found.total();
        let [late, ..] = found.counts;
        let first = i64::from(SIZE) * i64::from(filter.page - 1) + 1;
        let last = (first - 1).saturating_add(i64::try_from(found.orders.len()).unwrap_or(0));
        let (groups, kaart) = listed(&page, t, found, bounds, first);
        let place = t.args("bladen-plek", &[("eerste", &first), ("laatste", &last), ("totaal", &total)]);
        Self {
            lead: format!(
                "{} {}",
                t.count("aantal-opdrachten", "aantal", total),
                t.count("aantal-te-laat", "aantal", late)
            ),
            tekst: Field { value: filter.tekst.clone(), ..Field::new("tekst", t.say("zoek-tekst")) },
            status: choice("status", t.say("feit-stand"), &statuses(t), &filter.status),
            prioriteit: choice("prioriteit", t.say("feit-prioriteit"), &priorities(t), &filter.prioriteit),
            aannemer: contractors(found, filter, t),
            empty: found.orders.is_empty().then(|| empty(filter, t)),
            pages: Pages {
                before: if filter.page > 1 { filter.on(filter.page - 1) } else { String::new() },
                after: if last < total && !found.orders.is_empty() {
                    filter.on(filter.page + 1)
                } else {
                    String::new()
                },
                place,
                label: t.say("bladen"),
            },
            groups,
            kaart,
            page,
            t,
        }
    }
}

/// What is said when there is nothing to show.
fn empty(filter: &Filter, t: Say) -> (String, String) {
    if filter.page > 1 {
        (t.say("leeg-blad"), t.say("leeg-blad-uitleg"))
    } else if filter.is_empty() {
        (t.say("leeg"), t.say("leeg-uitleg"))
    } else {
        (t.say("leeg-gezocht"), t.say("leeg-gezocht-uitleg"))
    }
}

/// The orders by deadline, and the same with the same numbers on a map.
fn listed(page: &Page, t: Say, found: &Worklist, bounds: Bounds, first: i64) -> (Vec<Orders>, String) {
    let (mut groups, mut pins) = (Vec::new(), Vec::new());
    let mut nr = usize::try_from(first).unwrap_or(1);
    for (group, count) in Group::ALL.into_iter().zip(found.counts) {
        let orders: Vec<&Werkopdracht> =
            found.orders.iter().filter(|order| bounds.group(order.uiterlijk) == group).collect();
        if orders.is_empty() {
            continue;
        }
        let (start, mut items) = (nr, Vec::new());
        for order in orders {
            let class = if group == Group::Late { "uit" } else { "wacht" };
            let href = format!("{ROOT}/{}", order.nummer);
            let at = order::point(order).map(|(lat, long)| (long, lat));
            if let Some(at) = at {
                pins.push(Pin { nr: nr.to_string(), at, href: href.clone(), class: class.to_owned() });
            }
            items.push(Listed {
                nr: nr.to_string(),
                title: t.with2(
                    "lijst-titel",
                    "nummer",
                    &order.nummer,
                    "plek",
                    words::capital(&order.asset_omschrijving),
                ),
                href,
                text: line(order, t),
                side: side(order, bounds.now, t),
                place: at.map(kaart::place).unwrap_or_default(),
                class,
            });
            nr += 1;
        }
        let (id, title) = heading(group, t);
        groups.push(Orders { id, title, count: words::number(t.lang, count.unsigned_abs()), start, items });
    }
    let map = kaart::Bounds::of(pins.iter().map(|pin| pin.at)).map(|around| {
        let shown = around.wider(AROUND);
        let far = shown.wider(FAR);
        let areas = format!(
            "/lampen/kaart/gebieden.geojson?vak={:.5},{:.5},{:.5},{:.5}",
            far.west, far.south, far.east, far.north
        );
        let map = Kaart { pins, ..Kaart::new(t.say("kaart-uitleg"), shown) }.source("vlakken", areas);
        map.means(Sign::Pin("uit"), t.say("groep-te-laat")).means(Sign::Pin("wacht"), t.say("kaart-op-tijd")).html(page)
    });
    (groups, map.unwrap_or_default())
}

fn heading(group: Group, t: Say) -> (&'static str, String) {
    match group {
        Group::Late => ("te-laat", t.say("groep-te-laat")),
        Group::Today => ("vandaag", t.say("groep-vandaag")),
        Group::Week => ("week", t.say("groep-week")),
        Group::Later => ("later", t.say("groep-later")),
    }
}

/// What it is, how it stands, and in words whether its deadline is in danger.
fn line(order: &Werkopdracht, t: Say) -> String {
    let mut parts = vec![order.omschrijving.clone()];
    parts.push(order::stand(order, t));
    if matches!(order.prioriteit, Prioriteit::Spoed | Prioriteit::Hoog) {
        parts.push(format!("{}.", order::priority(order.prioriteit.as_str(), t)));
    }
    if order.bewaking == Bewaking::InGevaar {
        let (words, ..) = klok::state(order.bewaking, t);
        parts.push(format!("{words}."));
    }
    let ended = |part: &String| if part.ends_with(['.', '?', '!']) { part.clone() } else { format!("{part}.") };
    parts.iter().map(ended).collect::<Vec<_>>().join(" ")
}

fn side(order: &Werkopdracht, now: DateTime, t: Say) -> String {
    match order.uiterlijk {
        Some(until) => format!("{} ({})", words::short_moment(t.lang, until), words::left_until(t.lang, until, now)),
        None => String::new(),
    }
}

fn statuses(t: Say) -> Vec<(&'static str, String)> {
    vec![
        ("", t.say("filter-open")),
        ("nieuw", t.say("filter-nieuw")),
        ("bezig", t.say("filter-bezig")),
        ("klaar", t.say("filter-klaar")),
    ]
}

fn priorities(t: Say) -> Vec<(&'static str, String)> {
    let named = ["spoed", "hoog", "normaal", "laag"].map(|name| (name, order::priority(name, t)));
    std::iter::once(("", t.say("filter-alle"))).chain(named).collect()
}

fn choice(id: &str, label: String, answers: &[(&'static str, String)], chosen: &str) -> Choice {
    let posted = Posted::of(&[(id, chosen)]);
    Choice::new(id, label, answers.iter().map(|(value, label)| (*value, label.as_str())))
        .filled(&posted, &waarmaker_ui::form::Errors::default())
}

fn contractors(found: &Worklist, filter: &Filter, t: Say) -> Option<Choice> {
    if found.aannemers.len() < 2 {
        return None;
    }
    let all = Answer { label: t.say("filter-alle"), chosen: filter.aannemer.is_empty(), ..Answer::default() };
    let named = found.aannemers.iter().map(|(uuid, naam)| Answer {
        value: uuid.to_string(),
        label: naam.clone(),
        chosen: filter.aannemer == uuid.to_string(),
        ..Answer::default()
    });
    let answers = std::iter::once(all).chain(named).collect();
    Some(Choice { id: "aannemer".to_owned(), label: t.say("filter-aannemer"), answers, ..Choice::default() })
}

#[cfg(test)]
impl ListPage {
    pub(crate) fn with(lang: waarmaker_ui::Lang, orders: &[Werkopdracht]) -> Self {
        let t = TEXTS.say(lang);
        let filter = Filter {
            tekst: "<script>".to_owned(),
            status: String::new(),
            prioriteit: String::new(),
            aannemer: String::new(),
            page: 1,
        };
        let count = i64::try_from(orders.len()).unwrap();
        let aannemers = vec![(Uuid::nil(), "A".to_owned()), (Uuid::max(), "<b>".to_owned())];
        let found = Worklist { orders: orders.to_vec(), counts: [0, 0, count, 60], aannemers };
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        Self::new(Page::sample(lang).section(Section::Buiten), t, &filter, &found, bounds(now).unwrap())
    }
}
