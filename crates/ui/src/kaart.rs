// SPDX-License-Identifier: EUPL-1.2
//! A map that the server draws (SVG), with a list beside it that does the same.
//!
//! A page makes a [`Kaart`], puts [`Kaart::html`] in its template with `|safe`, and gives each item of its list `data-punt` ([`place`]) and `data-nr`.
//! With `page.script("kaart.js")` a button appears that replaces the drawing by a map that moves; it reads the GeoJSON of the [`Source`]s, in
//! which a feature says how it looks with `klas`, what it is called with `naam` and where it leads with `id`. Under it lie the tiles of
//! [`Site::tegels`](crate::Site::tegels), when the municipality has any.
//!
//! It knows no domain: classes say how a thing looks, not what it is. They are the same in the drawing and in the GeoJSON.
//!
//! | what | classes |
//! |---|---|
//! | dot | `aan` (glows), `uit` (ring), `wacht` (dashed ring), anything else a plain dot |
//! | pin | `uit` (as when empty), `wacht`, `klaar` |
//! | area | empty (outline), `vol` (filled), `gat` (hatched), `dubbel` (dotted), `buiten` (grey) |

mod draw;
mod view;

use serde_json::Value as Json;

use crate::Page;

/// Longitude and latitude in degrees (WGS 84), as in GeoJSON.
pub type Point = (f64, f64);

/// A part of the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

/// Metres in a degree of latitude.
const METRES: f64 = 111_320.0;

impl Bounds {
    /// The least that holds all points; `None` without any.
    pub fn of(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |found: Option<Self>, (lng, lat)| {
            let so_far = found.unwrap_or(Self { west: lng, south: lat, east: lng, north: lat });
            Some(Self {
                west: so_far.west.min(lng),
                south: so_far.south.min(lat),
                east: so_far.east.max(lng),
                north: so_far.north.max(lat),
            })
        })
    }

    /// So many metres around a point.
    pub fn around((lng, lat): Point, metres: f64) -> Self {
        Self { west: lng, south: lat, east: lng, north: lat }.wider(metres)
    }

    /// So many metres more on each side.
    #[must_use]
    pub fn wider(self, metres: f64) -> Self {
        let (up, aside) = (metres / METRES, metres / METRES / self.north.to_radians().cos().max(0.01));
        Self { west: self.west - aside, south: self.south - up, east: self.east + aside, north: self.north + up }
    }
}

/// A place as `data-punt` of an item of the list: to a decimetre.
pub fn place((lng, lat): Point) -> String {
    format!("{lng:.6},{lat:.6}")
}

/// A surface: a neighbourhood, the area of a contract.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// Its rings, holes too.
    pub rings: Vec<Vec<Point>>,
    /// How it looks.
    pub class: String,
    /// What stands in it; empty for nothing.
    pub label: String,
}

impl Area {
    /// The surface of a GeoJSON geometry: a polygon or more of them. What is no polygon gives none.
    pub fn of(geometry: &Json, class: &str, label: &str) -> Self {
        let found = geometry.get("coordinates").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
        let rings = match geometry.get("type").and_then(Json::as_str) {
            Some("Polygon") => found.iter().map(ring).collect(),
            Some("MultiPolygon") => found.iter().filter_map(Json::as_array).flatten().map(ring).collect(),
            _ => Vec::new(),
        };
        Self { rings, class: class.to_owned(), label: label.to_owned() }
    }

    /// Its points, for [`Bounds::of`].
    pub fn points(&self) -> impl Iterator<Item = Point> {
        self.rings.iter().flatten().copied()
    }
}

fn ring(points: &Json) -> Vec<Point> {
    let all = points.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|point| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?))).collect()
}

/// A numbered place: also in the list, with the same number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pin {
    /// Its number in the list.
    pub nr: String,
    /// Where it is.
    pub at: Point,
    /// Where it leads, without the language; empty for nowhere.
    pub href: String,
    /// How it looks.
    pub class: String,
}

/// A sign in the legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A dot of this class.
    Dot(&'static str),
    /// A pin of this class.
    Pin(&'static str),
    /// An area of this class.
    Area(&'static str),
    /// Where the reader is.
    Here,
}

/// GeoJSON that the moving map reads.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Source {
    /// Its address: all features at once.
    pub url: String,
    /// `vlakken`, `punten` or `namen`.
    pub soort: &'static str,
}

/// A map. See the [module](self) for its classes.
#[derive(Clone, Debug)]
pub struct Kaart {
    /// Id on the page.
    pub id: String,
    /// What the map shows and that the list has the same, for who cannot see it.
    pub label: String,
    /// What is shown; made larger to the shape of the map.
    pub bounds: Bounds,
    /// Surfaces, below all else.
    pub areas: Vec<Area>,
    /// Dots with their class. Very many are thinned out.
    pub dots: Vec<(Point, String)>,
    /// Names of streets or areas, the most important first; those that would lie over another are left out.
    pub names: Vec<(Point, String)>,
    /// Numbered places, in the order of the list.
    pub pins: Vec<Pin>,
    /// Where the reader is, or asked about.
    pub here: Option<Point>,
    /// What the signs mean.
    pub legend: Vec<(Sign, String)>,
    /// What the moving map reads; without any there is no button.
    pub sources: Vec<Source>,
    /// Where a dot leads on the moving map, without the language, with `{id}`; empty for nowhere.
    pub target: String,
    /// Who made the data.
    pub credit: String,
}

impl Kaart {
    /// A map without anything on it.
    pub fn new(label: impl Into<String>, bounds: Bounds) -> Self {
        Self {
            id: "kaart".to_owned(),
            label: label.into(),
            bounds,
            areas: Vec::new(),
            dots: Vec::new(),
            names: Vec::new(),
            pins: Vec::new(),
            here: None,
            legend: Vec::new(),
            sources: Vec::new(),
            target: String::new(),
            credit: String::new(),
        }
    }

    /// Adds a meaning of a sign.
    #[must_use]
    pub fn means(mut self, sign: Sign, text: impl Into<String>) -> Self {
        self.legend.push((sign, text.into()));
        self
    }

    /// Adds GeoJSON for the moving map: `vlakken`, `punten` or `namen`.
    #[must_use]
    pub fn source(mut self, soort: &'static str, url: impl Into<String>) -> Self {
        self.sources.push(Source { url: url.into(), soort });
        self
    }

    /// The map, its legend and the button that makes it move, as HTML that is safe.
    pub fn html(&self, page: &Page) -> String {
        draw::html(self, page)
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Bounds, Kaart, Pin, Point};
    use crate::{Lang, Page, Site, Tegels};

    const MIDDLE: Point = (5.1214, 52.0907);

    fn map() -> Kaart {
        Kaart::new("Kaart", Bounds::around(MIDDLE, 500.0))
    }

    fn html(map: &Kaart) -> String {
        map.html(&Page::sample(Lang::En))
    }

    #[test]
    fn a_surface_is_cut_to_what_is_shown() {
        let huge = vec![(4.0, 51.0), (6.0, 51.0), (6.0, 53.0), (4.0, 53.0), (4.0, 51.0)];
        let mut map = map();
        map.areas.push(Area { rings: vec![huge], class: "vol".to_owned(), label: String::new() });
        assert!(html(&map).contains(r#"class="mp-area vol" d="M-20-20"#), "{}", html(&map));
        map.areas = vec![Area { rings: vec![vec![(4.0, 51.0), (4.1, 51.0), (4.0, 51.1)]], ..Area::default() }];
        assert!(!html(&map).contains("mp-area"), "what is far away is left out");
    }

    #[test]
    fn very_many_dots_take_few_bytes() {
        let mut map = map();
        let spread = |at: u32, step: u32| f64::from(at % step) / f64::from(step) * 0.01 - 0.005;
        map.dots = (0..20_000)
            .map(|at| ((MIDDLE.0 + spread(at, 173), MIDDLE.1 + spread(at, 211)), "aan".to_owned()))
            .collect();
        assert!(html(&map).len() < 40_000, "{}", html(&map).len());
    }

    #[test]
    fn pins_lead_to_their_page_in_the_language_and_the_first_lies_on_top() {
        let mut map = map();
        let pin = |nr: &str| Pin { nr: nr.to_owned(), at: MIDDLE, href: format!("/lampen/{nr}"), class: String::new() };
        map.pins = vec![pin("1"), pin("2")];
        let html = html(&map);
        assert!(html.contains(r#"href="/en/lampen/1""#) && html.find("/lampen/2") < html.find("/lampen/1"));
    }

    #[test]
    fn names_are_escaped_and_do_not_lie_over_each_other() {
        let mut map = map();
        map.names = vec![(MIDDLE, "<script>x".to_owned()), (MIDDLE, "Lindeplein".to_owned())];
        let html = html(&map);
        assert!(html.contains("&#60;script&#62;") && !html.contains("<script") && !html.contains("Lindeplein"));
    }

    #[test]
    fn tiles_of_the_municipality_are_told_to_the_moving_map() {
        let mut page = Page::sample(Lang::En);
        assert!(!map().html(&page).contains("data-tegel"));
        let (adres, bron) = ("https://kaart.example.nl/{z}/{x}/{y}.png?a=1&b=\"".to_owned(), "<b>Stad</b>".to_owned());
        page.site = std::sync::Arc::new(Site { tegels: Some(Tegels { adres, bron }), ..Site::sample() });
        let html = map().html(&page);
        assert!(html.contains("data-tegels=\"https://kaart.example.nl/{z}/{x}/{y}.png?a=1&#38;b=&#34;\""), "{html}");
        assert!(html.contains("data-tegelbron=\"&#60;b&#62;Stad&#60;/b&#62;\""), "{html}");
    }

    #[test]
    fn a_map_without_data_to_read_has_no_button() {
        assert!(!html(&map()).contains("data-kaart-knop"));
        assert!(html(&map().source("punten", "/lampen.geojson")).contains("data-kaart-knop"));
    }
}
