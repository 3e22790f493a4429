// SPDX-License-Identifier: EUPL-1.2
//! From a form to a step: what is wrong with it, and its photos, which wait at the server until the step is taken.

use std::sync::Arc;

use uuid::Uuid;
use waarmaker_api::{Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_ui::{
    Page, Say,
    form::{Errors, Posted},
};
use waarmaker_werkopdrachten::{
    Materiaal, Namens, Stapsoort, Step, Weigering,
    photo::{self, Clean, Refusal, draft},
};

/// Most bytes of the photos of one form.
pub(crate) const MOST_BYTES: usize = 64 << 20;
/// Longest reason; the API has the same.
const REASON: usize = 1000;
/// Longest remark.
const REMARK: usize = 2000;
/// Most lines of material.
const LINES: usize = 50;
/// Kinds of photos, with their field and the title of their documents.
pub(crate) const KINDS: [(&str, &str, &str); 2] =
    [("vooraf", "gereed-vooraf", "Foto vooraf"), ("erna", "gereed-erna", "Foto erna")];

/// Steps with a form.
const ANSWERS: [Stapsoort; 7] = [
    Stapsoort::Aangenomen,
    Stapsoort::Geweigerd,
    Stapsoort::TerPlaatse,
    Stapsoort::Gereed,
    Stapsoort::GeenDefect,
    Stapsoort::Pauze,
    Stapsoort::Hervat,
];

/// The name of a step in forms.
pub(crate) const fn slug(stap: Stapsoort) -> &'static str {
    match stap {
        Stapsoort::Aangenomen => "accepteren",
        Stapsoort::Geweigerd => "weigeren",
        Stapsoort::TerPlaatse => "terplaatse",
        Stapsoort::Gereed => "gereed",
        Stapsoort::GeenDefect => "geendefect",
        Stapsoort::Pauze => "pauze",
        Stapsoort::Hervat => "hervatten",
        _ => "",
    }
}

/// The step that a form asks for.
pub(crate) fn asked(posted: &Posted) -> Option<Stapsoort> {
    let name = posted.text("stap");
    ANSWERS.into_iter().find(|stap| slug(*stap) == name)
}

/// The fields of a step with text, with the key of their label.
pub(crate) const fn texts(stap: Stapsoort) -> &'static [(&'static str, usize)] {
    match stap {
        Stapsoort::Geweigerd => &[("weigeren-reden", REASON)],
        Stapsoort::Pauze => &[("pauze-reden", REASON)],
        Stapsoort::GeenDefect => &[("geendefect-reden", REASON)],
        Stapsoort::Gereed => &[("gereed-materiaal", REMARK), ("gereed-toelichting", REMARK)],
        _ => &[],
    }
}

/// What somebody typed, with its label: for a page that cannot show the form any more.
pub(crate) fn typed(posted: &Posted, t: Say) -> Vec<(String, String)> {
    let fields = asked(posted).map(texts).unwrap_or_default();
    let filled = fields.iter().filter(|(name, _)| !posted.text(name).is_empty());
    filled.map(|(name, _)| (t.say(name), posted.text(name).to_owned())).collect()
}

/// The key of a form, by which sending it twice is one answer.
pub(crate) fn key(posted: &Posted) -> &str {
    let key = posted.text("sleutel");
    let fits = key.len() <= 64 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if fits { key } else { "" }
}

/// A form that was read.
pub(crate) struct Form {
    /// What it asks for.
    pub(crate) stap: Option<Stapsoort>,
    /// What is wrong with it.
    pub(crate) errors: Errors,
    /// Photos that are right, with their kind.
    photos: Vec<(&'static str, Clean)>,
    materiaal: Vec<Materiaal>,
}

/// Judges a form. Every problem is told.
pub(crate) fn judge(posted: &Posted, page: &Page, t: Say) -> Form {
    let mut form = Form { stap: asked(posted), errors: Errors::default(), photos: Vec::new(), materiaal: Vec::new() };
    let Some(stap) = form.stap else {
        form.errors.add("", t.say("mis-geen-stap"));
        return form;
    };
    if !posted.fresh {
        form.errors = Errors::stale(page);
    }
    for (name, most) in texts(stap) {
        let text = posted.text(name);
        if text.is_empty() && name.ends_with("-reden") {
            form.errors.add(name, t.say(missing(name)));
        } else if text.chars().count() > *most {
            form.errors.add(name, t.count("mis-te-lang", "aantal", *most));
        }
    }
    if stap == Stapsoort::Gereed {
        form.materiaal = materials(posted.text("gereed-materiaal"), &mut form.errors, t);
        judge_photos(posted, &mut form, t);
    }
    form
}

/// What is said of a reason that is not there.
fn missing(field: &str) -> &'static str {
    match field {
        "weigeren-reden" => "weigeren-reden-mist",
        "pauze-reden" => "pauze-reden-mist",
        _ => "geendefect-reden-mist",
    }
}

/// The lines of material: `2 x LED-module`, or without a number for one.
fn materials(text: &str, errors: &mut Errors, t: Say) -> Vec<Materiaal> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let split = line
            .split_once(['x', 'X', '×'])
            .and_then(|(number, what)| Some((number.trim().parse::<i64>().ok()?, what.trim())));
        let (aantal, what) = split.unwrap_or((1, line));
        if !(1..=10_000).contains(&aantal) || what.is_empty() || what.chars().count() > 200 {
            let shown: String = line.chars().take(40).collect();
            errors.add("gereed-materiaal", t.with("mis-materiaal", "regel", shown));
            break;
        }
        found.push(Materiaal { omschrijving: clean(what), aantal });
    }
    if found.len() > LINES {
        errors.add("gereed-materiaal", t.count("mis-materiaal-veel", "aantal", LINES));
    }
    found
}

fn judge_photos(posted: &Posted, form: &mut Form, t: Say) {
    if posted.too_large {
        form.errors.add("gereed-erna", t.say("mis-foto-samen"));
    }
    for file in &posted.files {
        let Some((kind, ..)) = KINDS.iter().find(|(_, field, _)| file.field == *field) else { continue };
        match photo::judge(&file.bytes) {
            Ok(photo) => form.photos.push((kind, photo)),
            Err(refusal) => form.errors.add(&file.field, t.with(refused(refusal), "naam", name(&file.name))),
        }
    }
    if form.photos.len() > photo::MOST {
        form.errors.add("gereed-erna", t.count("mis-foto-veel", "aantal", photo::MOST));
        form.photos.truncate(photo::MOST);
    }
}

/// What is said of a photo that is refused.
const fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::TooLarge => "mis-foto-groot",
        Refusal::TooManyPixels => "mis-foto-pixels",
        Refusal::Heic => "mis-foto-heic",
        Refusal::NoPhoto => "mis-foto-geen",
        Refusal::Damaged => "mis-foto-kapot",
    }
}

fn name(file: &str) -> String {
    clean(file).chars().take(60).collect()
}

/// Text without control characters, but ends of lines.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

impl Form {
    /// Whether nothing is wrong.
    pub(crate) const fn is_right(&self) -> bool {
        self.errors.is_empty() && self.stap.is_some()
    }

    /// Lets the photos of a form wait at the server, and removes those that somebody does not want any more.
    pub(crate) async fn keep(&self, api: &Arc<Api>, order: Uuid, posted: &Posted) -> Result<()> {
        let key = key(posted).to_owned();
        let unwanted: Vec<i64> = posted.all("weg").filter_map(|id| id.parse().ok()).collect();
        if key.is_empty() || (self.photos.is_empty() && unwanted.is_empty()) {
            return Ok(());
        }
        let photos = self.photos.clone();
        api.writing_as("Aannemer", move |cx| {
            for id in &unwanted {
                draft::remove(order, &key, *id, cx)?;
            }
            draft::add(order, &key, &photos, cx)
        })
        .await
    }

    /// The step that the form asks for, with the photos that waited and those that came now.
    pub(crate) async fn step(&self, api: &Arc<Api>, order: Uuid, posted: &Posted) -> Result<Step> {
        let stap = self.stap.ok_or_else(Problem::not_found)?;
        let (mut titles, mut photos) = (Vec::new(), Vec::new());
        if stap == Stapsoort::Gereed {
            self.keep(api, order, posted).await?;
            let key = key(posted).to_owned();
            let mut all = api
                .reading_as("Aannemer", waarmaker_db::Weight::Scan, move |cx| draft::photos(order, &key, cx))
                .await?;
            for (kind, photo) in &self.photos {
                if !all.iter().any(|(known, kept)| known == kind && kept.bytes == photo.bytes) {
                    all.push(((*kind).to_owned(), photo.clone()));
                }
            }
            // The same photos are the same answer, in whatever order they came.
            all.sort_by_cached_key(|(kind, photo)| (kind != "vooraf", photo.sha256()));
            for (kind, photo) in all {
                titles.push(KINDS.iter().find(|(known, ..)| *known == kind).map_or("Foto", |(.., title)| title));
                photos.push(photo);
            }
        }
        let mut fotos = photo::keep(api, &photos).await?;
        for (foto, titel) in fotos.iter_mut().zip(titles) {
            foto.titel = titel;
        }
        let reden = texts(stap).iter().find(|(name, _)| name.ends_with("-reden"));
        Ok(Step {
            reden: reden.map(|(name, _)| clean(posted.text(name))).unwrap_or_default(),
            toelichting: if stap == Stapsoort::Gereed {
                clean(posted.text("gereed-toelichting"))
            } else {
                String::new()
            },
            materiaal: self.materiaal.clone(),
            fotos,
            sleutel: key(posted).to_owned(),
            ..Step::new(stap, Namens::Aannemer)
        })
    }
}

/// Why a step was not taken.
pub(crate) fn why(problem: &Problem, page: &Page, t: Say) -> Errors {
    let mut errors = Errors::default();
    if problem.invalid_params.iter().any(|param| param.code == "virus-found") {
        errors.add("gereed-erna", t.say("mis-foto-virus"));
        return errors;
    }
    if problem.status >= 500 {
        errors.add("", format!("{}. {}", page.t().say("fout-storing"), page.t().say("fout-storing-doe")));
        return errors;
    }
    errors.add("", t.say(Weigering::of(problem).map_or("mis-niet-gelukt", not_taken)));
    errors
}

/// What is said of a refusal: key of its text.
const fn not_taken(weigering: &Weigering) -> &'static str {
    match weigering {
        Weigering::Ingetrokken(_) => "mis-ingetrokken",
        Weigering::Afgerond | Weigering::NietsInTeTrekken => "mis-klaar",
        Weigering::NietBijU | Weigering::OpEigenLijst | Weigering::NietOpEigenLijst => "mis-weg",
        Weigering::NietAangenomen => "mis-eerst-aannemen",
        Weigering::AlAangenomen | Weigering::AlTerPlaatse => "mis-al-aangenomen",
        Weigering::PauzeLoopt => "mis-pauze-loopt",
        Weigering::GeenPauze => "mis-geen-pauze",
        Weigering::AlGezet(_) | Weigering::SleutelGebruikt => "mis-al-gezet",
    }
}
