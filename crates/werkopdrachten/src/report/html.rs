// SPDX-License-Identifier: EUPL-1.2
//! The evidence as a page: one document that needs nothing else, and prints on A4.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};
use waarmaker_contracten::klok::{duur, kort, moment};
use waarmaker_core::DateTime;

use super::{Maand, Meting, Opdracht, Rapport, Tevredenheid, Totaal, Uitkomst, csv::pause, euro, naam};

const STYLE: &str = include_str!("style.css");

/// The header `Content-Security-Policy`: nothing but its own style.
pub(super) fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

impl Rapport {
    /// The evidence as a page.
    pub fn html(&self) -> String {
        let maand = self.maand.parse::<Maand>().map_or_else(|_| self.maand.clone(), Maand::naam);
        let (contract, titel) = (escaped(&self.contract), escaped(&maand));
        let naam = if self.naam.is_empty() { String::new() } else { format!(", {}", escaped(&self.naam)) };
        let mut page = format!(
            "<!doctype html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>Verantwoording contract {contract}, {titel}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>Verantwoording contract {contract}</h1>\n<p class=\"sub\">{titel}{naam}</p>\n"
        );
        self.facts(&mut page);
        self.totals(&mut page);
        self.orders(&mut page);
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }

    fn facts(&self, page: &mut String) {
        let maximum = self.maximum.map_or_else(|| "geen".to_owned(), |maximum| format!("€ {}", euro(maximum)));
        let facts = [
            ("Aannemer", self.aannemer.clone()),
            ("Opdrachten in deze maand", self.opdrachten.len().to_string()),
            ("Boetes", format!("€ {}", euro(self.boetes))),
            ("Maximum per maand", maximum),
            ("Verschuldigd", format!("€ {}", euro(self.verschuldigd))),
            ("Oordeel van melders", self.tevredenheid.words()),
            ("Stand van", moment(self.stand.at)),
        ];
        page.push_str("<dl>\n");
        for (name, value) in facts {
            add(page, format_args!("<dt>{name}</dt><dd>{}</dd>\n", escaped(&value)));
        }
        page.push_str("</dl>\n");
    }

    fn totals(&self, page: &mut String) {
        page.push_str(
            "<h2>Normen</h2>\n<table>\n<caption>Hoe vaak een norm is gehaald. Wat nog loopt of niet telt, is niet meegeteld.</caption>\n\
             <thead><tr><th scope=\"col\">Norm</th><th scope=\"col\" class=\"n\">Opdrachten</th><th scope=\"col\" class=\"n\">Op tijd</th>\
             <th scope=\"col\" class=\"n\">Te laat</th><th scope=\"col\" class=\"n\">Gehaald</th><th scope=\"col\" class=\"n\">Boete (€)</th></tr></thead>\n<tbody>\n",
        );
        for total in &self.totalen {
            add(page, format_args!("{}", total.row()));
        }
        if self.totalen.is_empty() {
            page.push_str("<tr><td colspan=\"6\">Geen opdrachten met een norm.</td></tr>\n");
        }
        let sum = euro(self.boetes);
        add(
            page,
            format_args!(
                "</tbody>\n<tfoot><tr><th scope=\"row\" colspan=\"5\">Samen</th><td class=\"n\">{sum}</td></tr></tfoot>\n</table>\n"
            ),
        );
    }

    fn orders(&self, page: &mut String) {
        page.push_str(
            "<h2>Opdrachten</h2>\n<div class=\"wide\">\n<table>\n<caption>Elke opdracht die in deze maand is gemeld, met de normen, de pauzes en de boetes. Tijden zijn die van Nederland.</caption>\n\
             <thead><tr><th scope=\"col\">Opdracht</th><th scope=\"col\">Gemeld</th><th scope=\"col\">Norm</th><th scope=\"col\">Uiterlijk</th>\
             <th scope=\"col\">Gedaan</th><th scope=\"col\">Uitkomst</th><th scope=\"col\" class=\"n\">Boete (€)</th></tr></thead>\n",
        );
        for order in &self.opdrachten {
            order.rows(page);
        }
        if self.opdrachten.is_empty() {
            page.push_str(
                "<tbody><tr><td colspan=\"7\">In deze maand zijn geen opdrachten gemeld.</td></tr></tbody>\n",
            );
        }
        page.push_str("</table>\n</div>\n");
    }
}

impl Tevredenheid {
    fn words(self) -> String {
        match (self.antwoorden, self.promille) {
            (0, _) => "geen antwoorden".to_owned(),
            (count, None) => format!("{count} antwoorden: te weinig om te zeggen hoeveel mensen tevreden zijn"),
            (count, Some(part)) => {
                format!("{} van {count} tevreden ({},{} %)", self.tevreden, part / 10, part % 10)
            }
        }
    }
}

impl Totaal {
    fn row(&self) -> String {
        let part = self.promille.map_or_else(|| "–".to_owned(), |part| format!("{},{} %", part / 10, part % 10));
        format!(
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{part}</td><td class=\"n\">{}</td></tr>\n",
            naam(self.norm),
            self.aantal,
            self.op_tijd,
            self.te_laat,
            euro(self.boete)
        )
    }
}

impl Opdracht {
    fn rows(&self, page: &mut String) {
        page.push_str("<tbody class=\"order\">\n");
        let lines = self.normen.len().max(1) + usize::from(!self.pauzes.is_empty());
        add(
            page,
            format_args!(
                "<tr><th scope=\"rowgroup\" rowspan=\"{lines}\">{}<br><span class=\"small\">{}<br>{}, {}</span></th><td class=\"t\" rowspan=\"{lines}\">{}</td>",
                escaped(&self.nummer),
                escaped(&self.asset),
                self.prioriteit.as_str(),
                self.status.as_str().replace('_', " "),
                kort(self.gemeld.at)
            ),
        );
        if self.normen.is_empty() {
            page.push_str("<td colspan=\"5\">Geen norm afgesproken.</td></tr>\n");
        }
        for (i, meting) in self.normen.iter().enumerate() {
            if i > 0 {
                page.push_str("<tr>");
            }
            page.push_str(&meting.cells());
            page.push_str("</tr>\n");
        }
        if !self.pauzes.is_empty() {
            page.push_str("<tr><td class=\"pause\" colspan=\"5\"><ul>");
            for pauze in &self.pauzes {
                add(page, format_args!("<li>Pauze {}</li>", escaped(&pause(pauze))));
            }
            page.push_str("</ul></td></tr>\n");
        }
        page.push_str("</tbody>\n");
    }
}

impl Meting {
    fn cells(&self) -> String {
        let late = matches!(self.uitkomst, Uitkomst::TeLaat | Uitkomst::Open);
        let uitkomst = if late {
            format!(
                "<span class=\"late\">{}</span><br><span class=\"small\">{} over de norm</span>",
                self.uitkomst.naam(),
                duur(self.te_laat_seconden)
            )
        } else {
            self.uitkomst.naam().to_owned()
        };
        let binnen = self.regel.rsplit_once(" binnen ").map_or("", |(_, binnen)| binnen);
        format!(
            "<td>{}<br><span class=\"small\">binnen {}</span></td><td class=\"t\">{}</td><td class=\"t\">{}</td><td>{uitkomst}</td><td class=\"n\">{}</td>",
            naam(self.norm),
            escaped(binnen),
            shown(self.uiterlijk),
            shown(self.behaald),
            euro(self.boete)
        )
    }
}

fn shown(at: Option<DateTime>) -> String {
    at.map_or_else(|| "–".to_owned(), |at| kort(at.at))
}

/// Adds text; writing into a text cannot fail.
fn add(page: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = page.write_fmt(text);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
