// SPDX-License-Identifier: EUPL-1.2
//! Every field of `form.html` with and without help and errors, as browsers get it.

use askama::Template;

use super::{Choice, DateField, Errors, Field, Posted};
use crate::{Lang, Page};

/// A form with one of each.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "form.html" as form %}<form>{% call form::token(page) %}{% endcall %}{% call form::summary(page, errors) %}{% endcall %}{% call form::field(page, naam) %}{% endcall %}{% call form::area(page, woorden) %}{% endcall %}{% call form::radios(page, soort) %}{% endcall %}{% call form::boxes(page, delen) %}{% endcall %}{% call form::select(page, straat) %}{% endcall %}{% call form::date(page, dag) %}{% endcall %}{% call form::file(page, foto, "image/png") %}{% endcall %}{% call form::submit(page.title) %}{% endcall %}</form>"#
)]
struct Shown {
    page: Page,
    errors: Errors,
    naam: Field,
    woorden: Field,
    soort: Choice,
    delen: Choice,
    straat: Choice,
    dag: DateField,
    foto: Field,
}

impl Shown {
    fn of(posted: &Posted, wrong: &[&str], lang: Lang) -> Self {
        let mut errors = Errors::default();
        for id in wrong {
            errors.add(id, format!("Vul {id} in."));
        }
        let answers = || [("uit", "Hij is uit"), ("het paal\"je", "De paal staat scheef")];
        Self {
            page: Page::sample(lang),
            naam: Field::new("naam", "Naam").help("Zoals op uw brief").kind("text", "name").filled(posted, &errors),
            woorden: Field::new("woorden", "Wat ziet u?").optional().max(10).filled(posted, &errors),
            soort: Choice::new("soort", "Wat is er?", answers()).help("Kies er een").filled(posted, &errors),
            delen: Choice::new("delen", "Welke delen?", answers()).optional().filled(posted, &errors),
            straat: Choice::new("straat", "Welke straat?", answers()).filled(posted, &errors),
            dag: DateField::new("dag", "Wanneer?").help("Zoals 15 1 2027").filled(posted, &errors),
            foto: Field::new("foto", "Foto").optional().filled(posted, &errors),
            errors,
        }
    }

    fn sample(lang: Lang) -> Self {
        let wrong = ["naam", "woorden", "soort", "delen", "straat", "dag-dag", "foto"];
        Self::of(&Posted::of(&[("naam", "<script>alert(1)</script>")]), &wrong, lang)
    }
}

crate::samples!(Shown);

#[test]
fn each_error_is_at_its_field_and_in_the_summary() {
    let html = Shown::sample(Lang::Nl).render().unwrap();
    for id in ["naam", "woorden", "soort", "delen", "straat", "dag-dag", "foto"] {
        assert!(html.contains(&format!("<a class=\"nl-link\" href=\"#{id}\">Vul {id} in.</a>")), "{id}");
        let field = id.trim_end_matches("-dag");
        assert!(html.contains(&format!("id=\"{field}-fout\"")), "{id}");
    }
    assert!(html.contains("Pas 7 antwoorden aan"));
    assert!(html.contains("aria-describedby=\"naam-hulp naam-fout\" aria-invalid=\"true\" aria-required=\"true\""));
    assert!(html.contains("<fieldset aria-describedby=\"soort-hulp soort-fout\">"));
    assert!(html.contains("data-max=\"10\" aria-describedby=\"woorden-fout woorden-over\""));
    assert!(!html.contains("<script>alert"));
    assert!(html.contains("&#60;script&#62;alert(1)"));
}

#[test]
fn what_is_right_has_no_errors_and_keeps_what_was_chosen() {
    let posted =
        Posted::of(&[("soort", "het paal\"je"), ("delen", "uit"), ("delen", "het paal\"je"), ("straat", "uit")]);
    let html = Shown::of(&posted, &[], Lang::En).render().unwrap();
    assert!(!html.contains("aria-invalid") && !html.contains("data-foutoverzicht"));
    assert!(html.contains("id=\"soort-het-paal-je\" value=\"het paal&#34;je\" checked"));
    assert_eq!(html.matches(" checked").count(), 3);
    assert_eq!(html.matches(" selected").count(), 1);
    assert!(html.contains("(optional)") && html.contains("autocomplete=\"name\""));
    assert_eq!(crate::samples::mistakes(&html), Vec::<String>::new());
}

#[test]
fn a_text_that_is_too_long_says_by_how_much() {
    let page = Page::sample(Lang::Nl);
    let mut errors = Errors::default();
    let posted = Posted::of(&[("woorden", "elf tekens!")]);
    errors.check_length(&page, &Field::new("woorden", "Wat ziet u?").max(10).filled(&posted, &errors));
    assert_eq!(errors.of("woorden"), "Uw tekst is te lang. Er passen 10 tekens. Dit is er te veel: 1.");
    errors.check_length(&page, &Field::new("naam", "Naam").filled(&posted, &errors));
    assert_eq!(errors.len(), 1);
}

#[test]
fn a_field_with_a_bound_says_it_and_has_the_words_for_what_is_left() {
    let html = Shown::sample(Lang::Nl).render().unwrap();
    assert_eq!(html.matches("-over\" data-nog=").count(), 1, "only what has a bound");
    assert!(html.contains("id=\"woorden-over\" data-nog=\"Nog # tekens\" data-nog-een=\"Nog # teken\""));
    assert!(html.contains(">U mag hoogstens 10 tekens gebruiken.</p>"));
    assert!(Shown::sample(Lang::En).render().unwrap().contains("data-te-veel-een=\"# character too many\""));
}

#[test]
fn a_choice_of_files_has_the_words_for_a_button_in_the_language_of_the_page() {
    for (lang, words) in [(Lang::Nl, "data-kies=\"Kies een bestand\""), (Lang::En, "data-kies=\"Choose a file\"")] {
        assert!(Shown::sample(lang).render().unwrap().contains(words));
    }
}

#[test]
fn a_day_is_read_from_three_fields() {
    let read = |day: &str, month: &str, year: &str| {
        let posted = Posted::of(&[("op-dag", day), ("op-maand", month), ("op-jaar", year)]);
        DateField::new("op", "Wanneer?").filled(&posted, &Errors::default())
    };
    assert_eq!(read("15", "1", "2027").date().unwrap().to_string(), "2027-01-15");
    for (day, month, year) in
        [("31", "2", "2027"), ("15", "januari", "2027"), ("", "1", "2027"), ("15", "1", "27"), ("", "", "")]
    {
        let field = read(day, month, year);
        assert_eq!(field.date(), None);
        let mut errors = Errors::default();
        errors.check_date(&Page::sample(Lang::Nl), &field);
        assert_eq!(errors.list.first().unwrap().0, "op-dag");
        let mut errors = Errors::default();
        errors.check_date(&Page::sample(Lang::Nl), &field.clone().optional());
        assert_eq!(errors.is_empty(), field.is_empty());
    }
}
