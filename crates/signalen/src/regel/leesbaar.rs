// SPDX-License-Identifier: EUPL-1.2
//! The sentence of a rule.

use super::{Bewaakt, Grens};
use crate::{conditie::Conditie, termijn::woorden};

impl Bewaakt {
    /// The rule in a sentence, in plain Dutch.
    pub(crate) fn leesbaar(&self) -> String {
        let what = if self.soort.is_empty() { "een object".to_owned() } else { format!("een {}", self.soort) };
        let mut text = format!(
            "Maak een incident met prioriteit {} als van {what} {}",
            self.prioriteit.as_str(),
            self.hoofd.leesbaar()
        );
        for conditie in &self.en {
            text.extend([" en ", &conditie.leesbaar()]);
        }
        if let Some(tijdvak) = &self.tijdvak {
            text.push(',');
            text.push_str(&tijdvak.leesbaar());
        }
        if self.vertraging > 0 {
            text.extend([", en dat ", &woorden(self.vertraging), " zo blijft"]);
        }
        text.push('.');
        text.push_str(&self.leesbaar_herstel());
        if let Some(grens) = &self.bundeling {
            text.push_str(&leesbaar_bundeling(grens));
        }
        if let Some(maximum) = self.maximum {
            text.extend([" Niet meer dan ", &maximum.to_string(), " op een dag."]);
        }
        text
    }

    fn leesbaar_herstel(&self) -> String {
        let lang = if self.herstelduur > 0 { format!(" {} lang", woorden(self.herstelduur)) } else { String::new() };
        match (&self.herstel, &self.hoofd) {
            (Some(conditie), _) => format!(" Het is weer goed als{lang} {}.", conditie.leesbaar()),
            (None, Conditie::Stilte { .. }) => format!(" Het is weer goed als er{lang} weer iets wordt gehoord."),
            (None, _) => format!(" Het is weer goed als dit{lang} niet meer zo is."),
        }
    }
}

fn leesbaar_bundeling(grens: &Grens) -> String {
    let many = match (grens.aantal, grens.percentage) {
        (Some(aantal), Some(percentage)) => format!("{aantal} of meer, of {percentage} %,"),
        (Some(aantal), None) => format!("{aantal} of meer"),
        (None, percentage) => format!("{} %", percentage.unwrap_or(100)),
    };
    format!(
        " Beginnen binnen {} {many} van de objecten achter dezelfde kast of groep, dan is het een incident van die kast of groep; daarop wordt {} gewacht.",
        woorden(grens.venster),
        woorden(grens.wacht)
    )
}
