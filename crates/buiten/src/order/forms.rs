// SPDX-License-Identifier: EUPL-1.2
//! The forms of an order: one for each step that can be taken now.

use waarmaker_api::Result;
use waarmaker_ui::{
    Say,
    form::{Errors, Field, Posted},
    secret::Secret,
    words,
};
use waarmaker_werkopdrachten::{Stapsoort, photo::draft::Waiting};

use crate::answer::{self, KINDS, slug, texts};

/// A choice of photos.
#[derive(Clone, Debug)]
pub(crate) struct Photos {
    pub(crate) field: Field,
    /// Those that wait at the server: number and words.
    pub(crate) kept: Vec<(i64, String)>,
}

/// The form of a step.
#[derive(Clone, Debug)]
pub(crate) struct StepForm {
    /// Name of the step.
    pub(crate) stap: &'static str,
    /// The question.
    pub(crate) title: String,
    /// What follows from it.
    pub(crate) intro: String,
    pub(crate) button: String,
    /// What makes a form that is sent twice one answer.
    pub(crate) key: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) photos: Vec<Photos>,
    /// Whether something is wrong with it, so that it must be open.
    pub(crate) open: bool,
    /// Whether its button is in the bar.
    pub(crate) in_bar: bool,
}

/// The bar at the bottom: the button of the first form.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    pub(crate) form: String,
    pub(crate) button: String,
}

/// Keys of the question of a step, what follows from it, and its button.
const fn words_of(stap: Stapsoort) -> [&'static str; 3] {
    match stap {
        Stapsoort::Geweigerd => ["weigeren-titel", "weigeren-uitleg", "weigeren-knop"],
        Stapsoort::TerPlaatse => ["terplaatse-titel", "terplaatse-uitleg", "terplaatse-knop"],
        Stapsoort::Gereed => ["gereed-titel", "gereed-uitleg", "gereed-knop"],
        Stapsoort::GeenDefect => ["geendefect-titel", "geendefect-uitleg", "geendefect-knop"],
        Stapsoort::Pauze => ["pauze-titel", "pauze-uitleg", "pauze-knop"],
        Stapsoort::Hervat => ["hervatten-titel", "hervatten-uitleg", "hervatten-knop"],
        _ => ["accepteren-titel", "accepteren-uitleg", "accepteren-knop"],
    }
}

/// The step that comes first: its button is always in sight.
fn first(steps: &[Stapsoort]) -> Option<Stapsoort> {
    const ORDER: [Stapsoort; 4] = [Stapsoort::Hervat, Stapsoort::Aangenomen, Stapsoort::TerPlaatse, Stapsoort::Gereed];
    ORDER.into_iter().find(|stap| steps.contains(stap))
}

/// The bar of the step that comes first.
pub(crate) fn bar(steps: &[Stapsoort], t: Say) -> Option<Bar> {
    let stap = first(steps)?;
    let [.., button] = words_of(stap);
    Some(Bar { form: format!("form-{}", slug(stap)), button: t.say(button) })
}

/// The usual forms, and the other ones.
pub(super) fn all(
    steps: &[Stapsoort],
    posted: Option<&Posted>,
    errors: &Errors,
    waiting: &[Waiting],
    t: Say,
) -> Result<(Vec<StepForm>, Vec<StepForm>)> {
    const USUAL: [Stapsoort; 4] = [Stapsoort::Hervat, Stapsoort::Aangenomen, Stapsoort::TerPlaatse, Stapsoort::Gereed];
    const OTHERS: [Stapsoort; 3] = [Stapsoort::Pauze, Stapsoort::GeenDefect, Stapsoort::Geweigerd];
    let bar = first(steps);
    let form = |stap: &Stapsoort| {
        let ours = posted.filter(|posted| answer::asked(posted) == Some(*stap));
        let none = (&Errors::default(), &[][..]);
        let (errors, waiting) = if ours.is_some() { (errors, waiting) } else { none };
        one(*stap, bar == Some(*stap), ours, errors, waiting, t)
    };
    let made = |known: &[Stapsoort]| known.iter().filter(|stap| steps.contains(stap)).map(form).collect::<Result<_>>();
    Ok((made(&USUAL)?, made(&OTHERS)?))
}

fn one(
    stap: Stapsoort,
    in_bar: bool,
    posted: Option<&Posted>,
    errors: &Errors,
    waiting: &[Waiting],
    t: Say,
) -> Result<StepForm> {
    let name = slug(stap);
    let key = match posted.map(answer::key).filter(|key| !key.is_empty()) {
        Some(key) => key.to_owned(),
        None => format!("{}-{name}", Secret::fresh()?.text()),
    };
    let [title, intro, button] = words_of(stap);
    let photos = if stap == Stapsoort::Gereed { photos(errors, waiting, t) } else { Vec::new() };
    Ok(StepForm {
        stap: name,
        title: t.say(title),
        intro: t.say(intro),
        button: t.say(button),
        key,
        fields: texts(stap).iter().map(|(id, most)| field(id, *most, posted, errors, t)).collect(),
        photos,
        open: posted.is_some(),
        in_bar,
    })
}

fn field(id: &str, most: usize, posted: Option<&Posted>, errors: &Errors, t: Say) -> Field {
    let mut field = Field::new(id, t.say(id)).max(most);
    if !id.ends_with("-reden") {
        field = field.optional();
    }
    if id == "gereed-materiaal" {
        field = field.help(t.say("gereed-materiaal-hulp"));
    }
    match posted {
        Some(posted) => field.filled(posted, errors),
        None => field,
    }
}

fn photos(errors: &Errors, waiting: &[Waiting], t: Say) -> Vec<Photos> {
    let one = |(kind, id, _): &(&str, &str, &str)| {
        let mut field = Field::new(id, t.say(id)).optional().help(t.say("foto-hulp"));
        let wrong: Vec<&str> =
            errors.list.iter().filter(|(known, _)| known == id).map(|(_, sentence)| sentence.as_str()).collect();
        field.error = wrong.join(" ");
        let kept = waiting.iter().filter(|photo| photo.soort == *kind).enumerate().map(|(i, photo)| {
            let size = words::size(t.lang, photo.omvang.unsigned_abs());
            (photo.id, t.with2("foto-bewaard", "nummer", i + 1, "omvang", size))
        });
        Photos { field, kept: kept.collect() }
    };
    KINDS.iter().map(one).collect()
}
