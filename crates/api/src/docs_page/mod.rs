// SPDX-License-Identifier: EUPL-1.2
//! The pages at `/docs`: what can be asked of each component, for people, from the same declarations as the contract.
//!
//! Complete without script, readable at 320 pixels, in light and dark. Texts are Dutch, as those of the API are. A problem document links to
//! `/docs/fouten#{code}`.

mod codes;
mod component;
mod example;
mod html;
mod resource;

use std::{fmt::Write as _, sync::Arc};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
    routing::get,
};
use waarmaker_resource::Component;

pub use codes::{FIELD_CODES, PROBLEM_CODES};

use crate::{http::Api, openapi::resources};
use html::{escape, page, prose};

/// The routes of the pages.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/docs", get(index))
        .route("/docs/stijl.css", get(style))
        .route("/docs/fouten", get(codes::handle))
        .route("/docs/{component}", get(one_component))
        .route("/docs/{component}/{resource}", get(one_resource))
}

async fn style() -> Response {
    html::respond(StatusCode::OK, "text/css; charset=utf-8", include_str!("stijl.css").to_owned())
}

/// The components.
async fn index(State(api): State<Arc<Api>>) -> Response {
    let mut main = prose(
        "Waarmaker is het zaakregister van een gemeente: de API's voor Zaakgericht Werken in één programma. Hieronder staat per API wat u kunt \
         vragen, welke scopes daarvoor nodig zijn en wat u terugkrijgt.",
    );
    main = format!("<p>{main}</p><ul class=\"cards\">");
    for component in Component::ALL {
        let count = match resources(&api.house, *component).count() {
            1 => "een soort gegevens".to_owned(),
            count => format!("{count} soorten gegevens"),
        };
        let _ = write!(
            main,
            "<li><h2><a href=\"/docs/{}\">{}</a></h2><p>Versie {} van de standaard, {count}.</p><p>Adres: <code>{}</code></p>\
             <p><a href=\"{}/openapi.json\">OpenAPI-document van {}</a></p></li>",
            component.name, component.title, component.version, component.root, component.root, component.title
        );
    }
    main.push_str("</ul><h2>Beginnen</h2>");
    main.push_str(START);
    page(StatusCode::OK, "De API's van Waarmaker", "/docs", &main)
}

/// How to get a token, and what every request needs.
const START: &str = "<p>Elk verzoek heeft een token nodig, behalve bij Referentielijsten. Een beheerder maakt een client aan en geeft u het token:</p>\
<pre tabindex=\"0\"><code>waarmaker client add mijn-app --secret \"$GEHEIM\" --all\nTOKEN=$(waarmaker token mijn-app)</code></pre>\
<p>Stuur het mee als <code>Authorization: Bearer $TOKEN</code>. Verzoeken om zaken sturen ook <code>Accept-Crs: EPSG:4326</code>, en met inhoud \
<code>Content-Crs: EPSG:4326</code>.</p>\
<p>Gaat er iets mis, dan is het antwoord een probleemdocument. De <a href=\"/docs/fouten\">lijst van fouten</a> zegt wat elke code betekent.</p>";

async fn one_component(State(api): State<Arc<Api>>, Path(name): Path<String>) -> Response {
    match Component::ALL.iter().find(|component| component.name == name) {
        Some(component) => component::page_of(&api.house, *component),
        None => missing(),
    }
}

async fn one_resource(
    State(api): State<Arc<Api>>,
    Path((component, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let origin = api.house.origins.for_host(host);
    let component = Component::ALL.iter().find(|known| known.name == component);
    let found =
        component.and_then(|component| resources(&api.house, *component).find(|resource| resource.name == name));
    match found {
        Some(found) => resource::page_of(&api.house, found, origin),
        None => missing(),
    }
}

fn missing() -> Response {
    let main = format!(
        "<p>{}</p><p><a href=\"/docs\">Naar het overzicht van de API's</a></p>",
        escape("Deze pagina bestaat niet (meer).")
    );
    page(StatusCode::NOT_FOUND, "Niet gevonden", "", &main)
}
