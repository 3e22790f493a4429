// SPDX-License-Identifier: EUPL-1.2
//! Choices and search fields as lists and forms have them.

use waarmaker_ui::{
    Say,
    form::{Answer, Choice, Field},
};

/// A choice of a filter: values with what they say, the first for all.
pub(crate) fn keuze(id: &str, label: String, answers: Vec<(String, String)>, chosen: &str) -> Choice {
    let answers = answers.into_iter().map(|(value, label)| {
        let chosen = value == chosen;
        Answer { value, label, chosen, ..Answer::default() }
    });
    Choice { id: id.to_owned(), label, answers: answers.collect(), ..Choice::default() }
}

/// A field of a filter.
pub(crate) fn zoekveld(id: &str, label: String, value: &str) -> Field {
    Field { value: value.to_owned(), ..Field::new(id, label).kind("search", "off") }
}

/// The kinds of assets as a choice.
pub(crate) fn soortkeuze(t: Say, soorten: &[String], chosen: &str) -> Choice {
    let all = std::iter::once((String::new(), t.say("alle-soorten")));
    keuze(
        "soort",
        t.say("kop-soort"),
        all.chain(soorten.iter().map(|one| (one.clone(), one.clone()))).collect(),
        chosen,
    )
}
