// SPDX-License-Identifier: EUPL-1.2
//! The evidence for a spreadsheet: UTF-8 with a byte order mark, semicolons, a line for each norm of each order.

use waarmaker_contracten::klok::{duur, kort};

use super::{Meting, Opdracht, Rapport, euro, naam};

const HEAD: [&str; 16] = [
    "contract",
    "aannemer",
    "maand",
    "opdracht",
    "asset",
    "prioriteit",
    "status",
    "gemeld",
    "norm",
    "regel",
    "uiterlijk",
    "gedaan",
    "uitkomst",
    "te laat",
    "pauzes",
    "boete (euro)",
];

impl Rapport {
    /// The evidence as CSV.
    pub fn csv(&self) -> String {
        let mut text = "\u{feff}".to_owned();
        line(&mut text, HEAD.iter().map(|name| (*name).to_owned()));
        for order in &self.opdrachten {
            for meting in &order.normen {
                line(&mut text, self.cells(order, meting).into_iter());
            }
        }
        text
    }

    fn cells(&self, order: &Opdracht, meting: &Meting) -> [String; 16] {
        let late = if meting.te_laat_seconden > 0 { duur(meting.te_laat_seconden) } else { String::new() };
        let moment = |at: Option<waarmaker_core::DateTime>| at.map(|at| kort(at.at)).unwrap_or_default();
        [
            self.contract.clone(),
            self.aannemer.clone(),
            self.maand.clone(),
            order.nummer.clone(),
            order.asset.clone(),
            order.prioriteit.as_str().to_owned(),
            order.status.as_str().to_owned(),
            kort(order.gemeld.at),
            naam(meting.norm).to_owned(),
            meting.regel.clone(),
            moment(meting.uiterlijk),
            moment(meting.behaald),
            meting.uitkomst.naam().to_owned(),
            late,
            order.pauzes.iter().map(pause).collect::<Vec<_>>().join(" | "),
            euro(meting.boete).replace('.', ""),
        ]
    }
}

/// "18-11-2026 10:00 – 18-11-2026 12:00: wacht op de netbeheerder".
pub(super) fn pause(pauze: &crate::Pauze) -> String {
    let einde = pauze.einde.map_or_else(|| "nu".to_owned(), |einde| kort(einde.at));
    format!("{} – {einde}: {}", kort(pauze.begin.at), pauze.reden)
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (i, value) in cells.enumerate() {
        if i > 0 {
            text.push(';');
        }
        text.push_str(&cell(&value));
    }
    text.push_str("\r\n");
}

/// A cell. What a spreadsheet would take for a formula gets an apostrophe, so that it stays text.
fn cell(value: &str) -> String {
    let formula =
        value.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) || value.starts_with(['\t', '\r', '\n']);
    let value = if formula { format!("'{value}") } else { value.to_owned() };
    if value.contains([';', '"', '\n', '\r', ',']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_breaks_its_line() {
        for (value, written) in [
            ("lichtmast 17", "lichtmast 17"),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            (" +31", "' +31"),
            ("-1", "'-1"),
            ("@SOM(A1)", "'@SOM(A1)"),
            ("a;b", "\"a;b\""),
            ("a\nb", "\"a\nb\""),
            ("\t=1", "'\t=1"),
        ] {
            assert_eq!(cell(value), written);
        }
    }
}
