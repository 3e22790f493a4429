// SPDX-License-Identifier: EUPL-1.2
//! How far reading in is, and why it came to an end.
//!
//! The page asks for itself again after some seconds, with a header, so without script. Whoever does not want that stops it.

use jiff::Timestamp;
use uuid::Uuid;
use waarmaker_ui::{Say, words};

use super::{
    WOORDEN,
    bestand::{Bestand, Waarom, Werk},
    verslag::feiten,
};
use crate::{
    blad::{Cel, Deel},
    kader::ROOT,
};

/// Value of the query that stops the page from asking for itself again.
pub(super) const STIL: &str = "nee";

/// While it runs: what is done of what, and who wanted it.
pub(super) fn bezig(t: Say, uuid: Uuid, found: &Bestand, werk: &Werk, ververst: bool) -> Vec<Deel> {
    let w = WOORDEN.say(t.lang);
    let (kop, tekst) = match werk.totaal {
        0 => (w.say("bezig-wacht"), w.say("bezig-wacht-tekst")),
        _ => (w.say("bezig-kop"), w.say("bezig-tekst")),
    };
    let totaal = if werk.totaal > 0 { werk.totaal } else { found.rapport.rijen.max(1) };
    let gedaan = werk.stand.rows.min(totaal);
    let (done, all) = (words::number(t.lang, gedaan), words::number(t.lang, totaal));
    let here = format!("{ROOT}/assets/inlezen/{uuid}");
    let mut links = Vec::new();
    if ververst {
        links.push(Cel::new(w.say("bezig-ververst")));
        links.push(Cel::new(w.say("bezig-kijk")).naar(here.clone()));
        links.push(Cel::new(w.say("bezig-stil")).naar(format!("{here}?ververs={STIL}")));
    } else {
        links.push(Cel::new(w.say("bezig-kijk")).naar(format!("{here}?ververs={STIL}")));
        links.push(Cel::new(w.say("bezig-weer")).naar(here));
    }
    let mut facts = vec![
        (w.say("bezig-door"), Cel::new(&werk.door.naam)),
        (w.say("bezig-sinds"), Cel::new(moment(t, werk.gevraagd))),
    ];
    facts.extend(feiten(t, found));
    vec![
        Deel::Melding { soort: "info", kop, tekst },
        Deel::Voortgang { tekst: w.with2("bezig-stand", "gedaan", done, "totaal", all), gedaan, totaal },
        Deel::Lijst(links),
        Deel::Feiten(facts),
    ]
}

fn moment(t: Say, at: i64) -> String {
    words::short_moment(t.lang, Timestamp::from_millisecond(at).unwrap_or_default())
}

/// Why it came to an end, and what was changed by then.
pub(super) fn mislukt(t: Say, waarom: Waarom, werk: &Werk) -> Vec<Deel> {
    let w = WOORDEN.say(t.lang);
    let kop = match waarom {
        Waarom::Storing => w.say("mislukt-storing"),
        Waarom::Recht => w.say("mislukt-recht"),
        Waarom::Veranderd => w.say("mislukt-veranderd"),
    };
    let stand = werk.stand;
    let tekst = if stand.new + stand.changed + stand.removed == 0 {
        w.say("mislukt-niets")
    } else {
        let number = |count: u64| words::number(t.lang, count);
        let (rows, new) = (number(stand.rows), number(stand.new));
        let (changed, removed) = (number(stand.changed), number(stand.removed));
        w.args("mislukt-deel", &[("rijen", &rows), ("nieuw", &new), ("veranderd", &changed), ("weg", &removed)])
    };
    vec![
        Deel::Melding { soort: "error", kop, tekst },
        Deel::Tekst(vec![w.say("mislukt-opnieuw")]),
        Deel::Feiten(vec![
            (w.say("bezig-door"), Cel::new(&werk.door.naam)),
            (w.say("bezig-sinds"), Cel::new(moment(t, werk.gevraagd))),
        ]),
    ]
}
