// SPDX-License-Identifier: EUPL-1.2
//! The view model of every page of the manager: a title and parts below each other.
//!
//! A page is made by a plain function of what was read (`toon`), so that its sample and its tests need no database.

use askama::Template;
use waarmaker_ui::{
    Page, Say,
    form::{Choice, Errors, Field},
};

/// A page.
#[derive(Clone, Debug, Template)]
#[template(path = "blad.html")]
pub(crate) struct Blad {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// What stands above the title, in words of the register; empty for nothing.
    pub(crate) boven: String,
    /// What stands below the title; empty for nothing.
    pub(crate) inleiding: String,
    /// Labels beside the title.
    pub(crate) merken: Vec<Cel>,
    /// Buttons beside the title: text and where they lead.
    pub(crate) knoppen: Vec<(String, String)>,
    /// What is wrong with a form on the page.
    pub(crate) fouten: Errors,
    /// The parts.
    pub(crate) delen: Vec<Deel>,
}

impl Blad {
    /// A page with its parts.
    pub(crate) fn new(page: Page, t: Say, delen: Vec<Deel>) -> Self {
        let (boven, inleiding) = (String::new(), String::new());
        let fouten = Errors { list: Vec::new() };
        Self { page, t, boven, inleiding, merken: Vec::new(), knoppen: Vec::new(), fouten, delen }
    }
}

/// A part of a page.
#[derive(Clone, Debug)]
pub(crate) enum Deel {
    /// A heading.
    Kop(String),
    /// What happened, or what to look at.
    Melding {
        /// `info`, `ok`, `warning` or `error`.
        soort: &'static str,
        /// In a few words.
        kop: String,
        /// More of it; empty for nothing.
        tekst: String,
    },
    /// Numbers that lead somewhere.
    Tellingen(Vec<Telling>),
    /// How far something is.
    Voortgang {
        /// In words.
        tekst: String,
        /// Done.
        gedaan: u64,
        /// Of so many.
        totaal: u64,
    },
    /// Lists beside this one.
    Tabs {
        /// What they are, for who does not see them.
        naam: String,
        /// Each with where it leads.
        tabs: Vec<Tab>,
    },
    /// What narrows a list.
    Filter(Filter),
    /// Rows.
    Tabel(Tabel),
    /// Names and values.
    Feiten(Vec<(String, Cel)>),
    /// What happened, in the order of time.
    Tijdlijn(Vec<Moment>),
    /// Sentences.
    Tekst(Vec<String>),
    /// Lines.
    Lijst(Vec<Cel>),
    /// What can be unfolded.
    Uitleg {
        /// What it is.
        kop: String,
        /// Its lines.
        regels: Vec<String>,
    },
    /// Text as it came.
    Letterlijk(String),
    /// Something to fill in.
    Formulier(Formulier),
    /// A drawing that the program itself made.
    Tekening(Tekening),
}

/// A drawing, or what else is HTML of our own making.
#[derive(Clone, Debug)]
pub(crate) struct Tekening {
    /// What it shows, in a sentence; empty when that stands in the drawing.
    pub(crate) kop: String,
    /// The drawing.
    pub(crate) html: String,
}

/// A value that may lead somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cel {
    /// What it says.
    pub(crate) tekst: String,
    /// Where it leads, without the language; empty for nowhere.
    pub(crate) href: String,
    /// What stands below it, smaller; empty for nothing.
    pub(crate) onder: String,
    /// Class of a label (`b-pos`, `b-warn`, `b-neg`, `b-info`, `b-stil`); empty for plain text.
    pub(crate) merk: &'static str,
    /// Icon of a label; empty for none.
    pub(crate) icoon: &'static str,
    /// Class of the text below (`t-neg`, `t-warn`, `wm-soft`).
    pub(crate) toon: &'static str,
    /// Whether what it says, and what stands below, are words of the register: in Dutch on every page.
    pub(crate) register: (bool, bool),
}

impl Cel {
    /// Text.
    pub(crate) fn new(tekst: impl Into<String>) -> Self {
        Self { tekst: tekst.into(), toon: "wm-soft", ..Self::default() }
    }

    /// Words of the register.
    pub(crate) fn register(tekst: impl Into<String>) -> Self {
        Self { register: (true, false), ..Self::new(tekst) }
    }

    /// A label.
    pub(crate) fn merk(tekst: impl Into<String>, merk: &'static str, icoon: &'static str) -> Self {
        Self { merk, icoon, ..Self::new(tekst) }
    }

    /// Where it leads.
    pub(crate) fn naar(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }

    /// What stands below it.
    pub(crate) fn onder(mut self, onder: impl Into<String>) -> Self {
        self.onder = onder.into();
        self
    }

    /// What stands below it, in words of the register.
    pub(crate) fn onder_register(mut self, onder: impl Into<String>) -> Self {
        self.register.1 = true;
        self.onder(onder)
    }

    /// How what stands below it looks.
    pub(crate) const fn toon(mut self, toon: &'static str) -> Self {
        self.toon = toon;
        self
    }
}

/// A number that leads somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    pub(crate) getal: String,
    pub(crate) tekst: String,
    pub(crate) href: String,
    /// `t-neg` when it is bad; else empty.
    pub(crate) toon: &'static str,
}

/// A list beside this one.
#[derive(Clone, Debug)]
pub(crate) struct Tab {
    pub(crate) tekst: String,
    pub(crate) href: String,
    /// How many; empty when nobody counted.
    pub(crate) aantal: String,
    pub(crate) hier: bool,
}

/// What narrows a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// What is searched, for who does not see it.
    pub(crate) naam: String,
    /// Fields to search in.
    pub(crate) velden: Vec<Field>,
    /// Choices.
    pub(crate) keuzes: Vec<Choice>,
    /// Values of the query that stay.
    pub(crate) blijft: Vec<(String, String)>,
    /// What the button says.
    pub(crate) knop: String,
}

/// Rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tabel {
    /// What they are.
    pub(crate) bijschrift: String,
    /// Whether that is shown, too.
    pub(crate) met_kop: bool,
    /// Names of the columns.
    pub(crate) koppen: Vec<String>,
    /// The rows.
    pub(crate) rijen: Vec<Rij>,
    /// What stands there when there are none.
    pub(crate) leeg: String,
    /// The first page and the next one: text and where it leads; empty for none.
    pub(crate) bladeren: Vec<(String, String)>,
    /// Where a choice of rows is sent; empty when rows cannot be chosen.
    pub(crate) actie: String,
    /// Buttons below rows that can be chosen: value and text.
    pub(crate) knoppen: Vec<(String, String)>,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rij {
    /// Its cells; the first names it.
    pub(crate) cellen: Vec<Cel>,
    /// What is sent when it is chosen; empty when it cannot be.
    pub(crate) kies: String,
}

impl Rij {
    /// A row of cells.
    pub(crate) const fn new(cellen: Vec<Cel>) -> Self {
        Self { cellen, kies: String::new() }
    }

    /// The cells after the first, each with the name of its column.
    pub(crate) fn rest<'a>(&'a self, koppen: &'a [String]) -> impl Iterator<Item = (&'a String, &'a Cel)> {
        koppen.iter().skip(1).zip(self.cellen.iter().skip(1))
    }
}

/// Something that happened, or will.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    /// Empty for done, else `is-now` or `is-next`.
    pub(crate) klasse: &'static str,
    /// The same in words, for who does not see it.
    pub(crate) staat: String,
    /// What.
    pub(crate) wat: String,
    /// When, and by whom.
    pub(crate) wanneer: String,
    /// More of it; empty for nothing.
    pub(crate) tekst: String,
}

/// Something to fill in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Formulier {
    /// Heading; empty for none.
    pub(crate) kop: String,
    /// What to do; empty for nothing.
    pub(crate) uitleg: String,
    /// Where it is sent, without the language.
    pub(crate) actie: String,
    /// Whether there are files in it.
    pub(crate) bestanden: bool,
    /// Values that go along.
    pub(crate) mee: Vec<(String, String)>,
    /// Questions.
    pub(crate) velden: Vec<Veld>,
    /// Buttons.
    pub(crate) knoppen: Vec<Knop>,
}

/// A question of a form.
#[derive(Clone, Debug)]
pub(crate) enum Veld {
    /// A heading above the next questions.
    Kop(String),
    /// One line.
    Regel(Field),
    /// More lines.
    Tekst(Field),
    /// One of a few answers.
    Keuze(Choice),
    /// One of many answers.
    Lijst(Choice),
    /// Any of a few answers.
    Vakjes(Choice),
    /// A file, with the types that are wanted.
    Bestand(Field, &'static str),
}

/// A button of a form.
#[derive(Clone, Debug)]
pub(crate) struct Knop {
    /// What is sent as `actie`.
    pub(crate) waarde: &'static str,
    pub(crate) tekst: String,
    /// `primary`, `secondary` or `subtle`.
    pub(crate) soort: &'static str,
}

impl Knop {
    /// The button of a form.
    pub(crate) fn new(waarde: &'static str, tekst: impl Into<String>) -> Self {
        Self { waarde, tekst: tekst.into(), soort: "primary" }
    }

    /// A button beside it.
    pub(crate) fn ook(waarde: &'static str, tekst: impl Into<String>) -> Self {
        Self { waarde, tekst: tekst.into(), soort: "secondary" }
    }
}

/// The first page and the next, when there are.
pub(crate) fn bladeren(t: Say, first: Option<String>, next: Option<String>) -> Vec<(String, String)> {
    let first = first.map(|href| (t.say("blader-eerste"), href));
    let next = next.map(|href| (t.say("blader-volgende"), href));
    first.into_iter().chain(next).collect()
}

#[cfg(test)]
impl Blad {
    /// The first page as everybody's example; `tests.rs` has one of each.
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        crate::overzicht::sample(Page::sample(lang), crate::TEXTS.say(lang))
    }
}
