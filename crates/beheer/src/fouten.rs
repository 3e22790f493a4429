// SPDX-License-Identifier: EUPL-1.2
//! What was refused, as a form says it: at its fields, in the language of the page.

use waarmaker_core::{InvalidParam, Problem};
use waarmaker_ui::{Say, Visit, form::Errors};
use waarmaker_werkopdrachten::Weigering;

/// What a form says that was open for too long, or comes from elsewhere.
pub(crate) fn verlopen(visit: &Visit) -> String {
    waarmaker_ui::Page::sample(visit.lang).t().say("fout-verlopen")
}

/// What the pipeline refused, at the fields of a form; what is about none of these stands above it.
pub(crate) fn fouten(t: Say, problem: &Problem, fields: &[&str]) -> Errors {
    let mut errors = Errors::default();
    for wrong in &problem.invalid_params {
        let id = wrong.name.replace('.', "-");
        let field = fields.iter().find(|field| **field == id).copied().unwrap_or_default();
        let reason = zin(t, wrong);
        errors.add(field, if field.is_empty() { format!("{}: {reason}", wrong.name) } else { reason });
    }
    if errors.is_empty() {
        errors.add("", Weigering::of(problem).map_or_else(|| problem.detail.clone(), |refusal| weigering(t, refusal)));
    }
    errors
}

/// Why a decision about an order was not taken.
fn weigering(t: Say, refusal: &Weigering) -> String {
    t.say(match refusal {
        Weigering::NietOpEigenLijst => "fout-niet-toewijzen",
        Weigering::NietsInTeTrekken => "fout-niet-intrekken",
        _ => return refusal.to_string(),
    })
}

/// What the pipeline refused of a form with fields, or of one with all of it as text in the field `regel`.
pub(crate) fn vormfouten(t: Say, problem: &Problem, fields: &[&str], as_text: bool) -> Errors {
    let mut errors = fouten(t, problem, if as_text { &[] } else { fields });
    for (field, _) in errors.list.iter_mut().filter(|_| as_text) {
        "regel".clone_into(field);
    }
    errors
}

/// What is wrong with a member, by its code. What a code does not tell stays as the API says it.
fn zin(t: Say, wrong: &InvalidParam) -> String {
    t.say(match wrong.code.as_ref() {
        "required" | "blank" | "null" => "fout-leeg",
        "unique" => "fout-bestaat-al",
        _ => return wrong.reason.clone(),
    })
}
