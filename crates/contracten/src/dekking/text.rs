// SPDX-License-Identifier: EUPL-1.2
//! Findings in words.

use super::{Aflopend, Bevinding, Dekking, Wat};

/// Most areas that a line names.
const MOST_AREAS: usize = 8;

impl Dekking {
    /// The findings in words, one line for each.
    pub fn regels(&self) -> Vec<String> {
        let findings = self.bevindingen.iter().map(Bevinding::regel);
        findings.chain(self.aflopend.iter().map(Aflopend::regel)).collect()
    }
}

impl Bevinding {
    fn regel(&self) -> String {
        let priorities: Vec<&str> = self.prioriteiten.iter().map(|prioriteit| prioriteit.as_str()).collect();
        let priorities = if priorities.len() == 4 { "alle prioriteiten".to_owned() } else { priorities.join(", ") };
        let areas = self.gebieden.iter().take(MOST_AREAS).map(|gebied| format!("{} ({})", gebied.naam, gebied.aantal));
        let mut areas: Vec<String> = areas.collect();
        if self.gebieden.len() > MOST_AREAS {
            areas.push(format!("en nog {} gebieden", self.gebieden.len() - MOST_AREAS));
        }
        let areas = areas.join(", ");
        let what = match self.wat {
            Wat::Zonder => "geen contract".to_owned(),
            Wat::Dubbel => format!("contracten {} die even nauw zijn", self.contracten.join(" en ")),
        };
        let (vanaf, aantal, soort) = (self.vanaf, self.aantal, &self.soort);
        format!("Vanaf {vanaf}: {aantal} × {soort} ({priorities}) met {what}: {areas}.")
    }
}

impl Aflopend {
    fn regel(&self) -> String {
        let naam = if self.naam.is_empty() { String::new() } else { format!(" ({})", self.naam) };
        format!(
            "Contract {}{naam} eindigt op {}: {} assets hebben daarna geen contract.",
            self.nummer, self.einde, self.zonder_opvolger
        )
    }
}
