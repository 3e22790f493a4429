// SPDX-License-Identifier: EUPL-1.2
//! `/componenten`: every component in every state, for developers and for the tests that look at pages. Outside development it does not exist.

pub(crate) mod sample;

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
    routing::get,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::Problem;

use crate::{
    Page, Say, Site, Visit,
    form::{Choice, Errors, Field},
    page::TEXTS,
    parts::{Badge, Fact, Listed, Order, Pages, Promise, Step, Tab, Table},
};

/// The routes, without the language.
pub(crate) fn routes() -> Router<Arc<Api>> {
    Router::new().route("/componenten", get(show)).route("/componenten/kaart.geojson", get(data))
}

/// Every component.
#[derive(Clone, Debug, Template)]
#[template(path = "componenten.html")]
pub(crate) struct Components {
    page: Page,
    t: Say,
    long: String,
    errors: Errors,
    badges: Vec<Badge>,
    fields: Vec<Field>,
    areas: Vec<Field>,
    radios: Vec<Choice>,
    boxes: Vec<Choice>,
    selects: Vec<Choice>,
    files: Vec<Field>,
    photos: Vec<Field>,
    steps: Vec<Step>,
    events: Vec<Step>,
    facts: Vec<Fact>,
    promises: Vec<Promise>,
    tabs: Vec<Tab>,
    tables: Vec<Table>,
    pages: Vec<Pages>,
    list: Vec<Listed>,
    order: Order,
    map: String,
    plots: Vec<String>,
}

/// The page, in development.
async fn show(State(_): State<Arc<Api>>, visit: Visit) -> Response {
    visit.answer(page(&visit))
}

fn page(visit: &Visit) -> Result<Response> {
    allowed(&visit.site)?;
    let t = visit.say(&TEXTS);
    visit.show(&sample::components(visit.page(t.say("vb-titel"))?, t))
}

/// The same map as GeoJSON.
async fn data(State(_): State<Arc<Api>>, visit: Visit) -> Response {
    visit.answer(allowed(&visit.site).map(|()| {
        let mut response = Response::new(Body::from(sample::features().to_string()));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json"));
        response
    }))
}

fn allowed(site: &Site) -> Result<()> {
    if site.development { Ok(()) } else { Err(Problem::not_found()) }
}

#[cfg(test)]
mod tests {
    use super::{Components, allowed, sample};
    use crate::{Lang, Page, Site, page::TEXTS};

    impl Components {
        fn sample(lang: Lang) -> Self {
            sample::components(Page::sample(lang), TEXTS.say(lang))
        }
    }

    crate::samples!(Components);

    #[test]
    fn the_components_do_not_exist_outside_development() {
        assert!(allowed(&Site { development: true, ..Site::sample() }).is_ok());
        assert!(allowed(&Site { development: false, ..Site::sample() }).is_err());
    }
}
