// SPDX-License-Identifier: EUPL-1.2
//! What was refused, as a form says it: at its fields, in the language of the page.

use waarmaker_core::{InvalidParam, Problem};
use waarmaker_ui::{Say, Visit, form::Errors};
use waarmaker_werkopdrachten::Weigering;

/// What a form says that was open for too long, or comes from elsewhere.
pub(crate) fn verlopen(visit: &Visit) -> String {
    visit.shared().say("fout-verlopen")
}

/// What the pipeline refused, at the fields of a form; what is about none of these stands above it.
pub(crate) fn fouten(t: Say, problem: &Problem, fields: &[&str]) -> Errors {
    let mut errors = Errors::default();
    for wrong in &problem.invalid_params {
        let id = wrong.name.replace('.', "-");
        let field = fields.iter().find(|field| **field == veld(&id)).copied().unwrap_or_default();
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
    let bound = |key: &str| grens(&wrong.reason).map(|number| t.with(key, "getal", number));
    t.say(match (wrong.code.as_ref(), wrong.name.as_str()) {
        ("required", "tijdvak") => "fout-van-en-tot",
        ("required" | "blank" | "null", name) => return leeg(t, veld(&name.replace('.', "-"))),
        ("unique", _) => "fout-bestaat-al",
        ("invalid_choice", _) => "fout-keuze",
        ("overlap", _) => "fout-herstel",
        ("date-mismatch", _) => "fout-volgorde",
        ("does_not_exist", "contract") => "fout-contract-weg",
        ("invalid", "tijdvak.van" | "tijdvak.tot") => "fout-uur",
        ("invalid", "tijdvak") => "fout-uren-gelijk",
        ("invalid", "vertraging") => "fout-vertraging",
        ("invalid", "conditie.tot") => "fout-tweede-getal",
        ("invalid", "conditie.duur" | "conditie.venster") => "fout-te-kort",
        (
            "invalid",
            "conditie.aantal" | "conditie.dagen" | "conditie.basis" | "conditie.percentage" | "maximumPerDag",
        ) => "fout-heel-getal",
        ("min_value", _) => return bound("fout-te-klein").unwrap_or_else(|| wrong.reason.clone()),
        ("max_value", _) => return bound("fout-te-groot").unwrap_or_else(|| wrong.reason.clone()),
        ("max_length", _) => return bound("fout-te-lang").unwrap_or_else(|| wrong.reason.clone()),
        _ => return wrong.reason.clone(),
    })
}

/// That a field was left open, by its label: a list of what is wrong tells one from the other.
pub(crate) fn leeg(t: Say, id: &str) -> String {
    let label = t.say(match id {
        "naam" => "veld-naam",
        "soort" => "veld-regel-soort",
        "conditie-eigenschap" => "veld-eigenschap",
        "conditie-in" => "veld-in",
        "conditie-waarde" => "veld-waarde",
        "conditie-tot" => "veld-tot",
        "conditie-duur" => "veld-stil",
        "conditie-aantal" => "veld-keren",
        "conditie-venster" => "veld-binnen",
        "conditie-dagen" => "veld-dagen",
        "conditie-basis" => "veld-basis",
        "conditie-percentage" => "veld-percentage",
        _ => return t.say("fout-leeg"),
    });
    t.with("fout-leeg-veld", "veld", label)
}

/// The number that a reason of the API names: its bound.
fn grens(reason: &str) -> Option<i64> {
    reason.split(|sign: char| !sign.is_ascii_digit() && sign != '-').find_map(|word| word.parse().ok())
}

/// The field of a member that has another name in forms, or more than one field.
fn veld(id: &str) -> &str {
    match id {
        "tijdvak" => "tijdvak-van",
        "herstel-conditie" => "herstel-duur",
        "conditie-nietIn" => "conditie-in",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use waarmaker_core::Problems;
    use waarmaker_ui::Lang;

    use super::*;

    #[test]
    fn what_is_refused_stands_at_its_field_in_the_language_of_the_page() {
        let mut problems = Problems::new();
        problems.add("conditie.aantal", "min_value", "Moet ten minste 2 zijn.");
        problems.add("tijdvak", "required", "Geef van en tot allebei.");
        problems.add("asset", "vreemd", "Onbekend.");
        let errors =
            fouten(crate::TEXTS.say(Lang::En), &Problem::invalid(problems), &["conditie-aantal", "tijdvak-van"]);
        assert_eq!(errors.of("conditie-aantal"), "Write a number that is 2 or more.");
        assert_eq!(errors.of("tijdvak-van"), "Fill in both hours, or neither.");
        assert_eq!(errors.of(""), "asset: Onbekend.");
    }
}
