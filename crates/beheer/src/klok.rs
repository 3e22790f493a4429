// SPDX-License-Identifier: EUPL-1.2
//! The arithmetic of a clock in words: the agreement, every step with the sum, every pause, the deadline.

use waarmaker_contracten::{
    Normsoort,
    klok::{Afspraak, Pauzetijd, Stap, Telling, Verklaring, Waarom},
};
use waarmaker_ui::{Say, words};

use crate::woorden;

/// How a deadline was found, one line for each step.
pub(crate) fn regels(t: Say, found: &Verklaring) -> Vec<String> {
    let rule = found.afspraak().map_or_else(|| format!("{}.", found.regel), |agreed| afspraak(t, &agreed, found));
    let mut lines = vec![rule, t.with("klok-begint", "moment", words::moment(t.lang, found.begin))];
    let mut sum = 0;
    for step in &found.stappen {
        sum += step.telt_seconden;
        lines.push(stap(t, step, sum, found.telt));
    }
    lines.extend(found.pauzes.iter().map(|pauze| pause(t, pauze, found.telt)));
    let counted = tijd(t, sum, found.telt);
    lines.push(match found.deadline {
        Some(until) => t.with2("klok-uiterste", "moment", words::moment(t.lang, until), "duur", counted),
        None if found.telt_nooit() => t.say("klok-telt-nooit"),
        None => t.with("klok-geen-uiterste", "duur", counted),
    });
    lines
}

fn afspraak(t: Say, agreed: &Afspraak<'_>, found: &Verklaring) -> String {
    let what = t.say(match agreed.norm {
        Normsoort::Aannemen => "norm-aannemen",
        Normsoort::TerPlaatse => "norm-ter-plaatse",
        Normsoort::Hersteld => "norm-hersteld",
    });
    let (urgent, time) = (woorden::prioriteit(t, agreed.prioriteit), tijd(t, found.norm_seconden, found.telt));
    let counts = telt(t, found.telt);
    let sentence = t.args("norm-zin", &[("prioriteit", &urgent), ("wat", &what), ("duur", &time), ("telt", &counts)]);
    t.with2("klok-afspraak", "contract", agreed.contract, "afspraak", sentence)
}

/// Which time counts.
fn telt(t: Say, telling: Telling) -> String {
    t.say(match telling {
        Telling::Werktijd => "telt-werktijd",
        Telling::Venstertijd => "telt-vensters",
        Telling::Kalendertijd => "telt-kalendertijd",
    })
}

/// So much time of a kind. Only a day of all time has 24 hours, so that other time is told in hours.
fn tijd(t: Say, seconds: i64, telling: Telling) -> String {
    let (hours, rest) = (seconds / 3600, seconds % 3600);
    if telling == Telling::Kalendertijd || hours < 24 {
        return words::lasting(t.lang, seconds);
    }
    let hours = t.count("klok-uren", "aantal", hours);
    if rest < 60 { hours } else { t.with2("klok-uren-en", "uren", hours, "rest", words::lasting(t.lang, rest)) }
}

fn stap(t: Say, step: &Stap, sum: i64, telling: Telling) -> String {
    let (van, tot) = (words::short_moment(t.lang, step.van), words::short_moment(t.lang, step.tot));
    if step.telt_seconden > 0 {
        let (counts, sum) = (tijd(t, step.telt_seconden, telling), tijd(t, sum, telling));
        return t.args("klok-telt", &[("van", &van), ("tot", &tot), ("duur", &counts), ("samen", &sum)]);
    }
    t.args("klok-telt-niet", &[("van", &van), ("tot", &tot), ("waarom", &waarom(t, &step.waarom))])
}

/// Why time does not count. What the contract or somebody wrote stays as it was written.
fn waarom(t: Say, waarom: &Waarom) -> String {
    match waarom {
        Waarom::Feestdag(naam) => t.with("waarom-feestdag", "naam", naam),
        Waarom::GeenWerkdag(dag) => t.with("waarom-geen-werkdag", "dag", woorden::weekdag(t, *dag)),
        Waarom::BuitenWerktijd => t.say("waarom-buiten-werktijd"),
        Waarom::BuitenVensters => t.say("waarom-buiten-vensters"),
        Waarom::Pauze(reden) => t.with("waarom-pauze", "reden", reden),
        Waarom::Telt(_) | Waarom::Anders(_) => waarom.to_string(),
    }
}

fn pause(t: Say, pauze: &Pauzetijd, telling: Telling) -> String {
    let van = words::short_moment(t.lang, pauze.begin);
    let Some(einde) = pauze.einde else {
        return t.with2("klok-pauze-nog", "van", van, "reden", &pauze.reden);
    };
    let (tot, lost) = (words::short_moment(t.lang, einde), tijd(t, pauze.scheelt_seconden, telling));
    t.args("klok-pauze", &[("van", &van), ("tot", &tot), ("reden", &pauze.reden), ("duur", &lost)])
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use waarmaker_ui::Lang;

    use super::*;

    #[test]
    fn the_arithmetic_is_told_in_the_language_of_the_page() {
        let at = "2026-11-20T14:00:00Z";
        let found: Verklaring = serde_json::from_value(json!({
            "regel": "Contract OVL-2026 (Verlichting), prioriteit hoog: hersteld binnen 4 uur werktijd", "telt": "werktijd", "normSeconden": 14_400,
            "begin": at, "stappen": [
                {"van": at, "tot": "2026-11-20T15:30:00Z", "teltSeconden": 5_400, "waarom": "werktijd"},
                {"van": "2026-11-20T15:30:00Z", "tot": "2026-11-20T23:00:00Z", "teltSeconden": 0, "waarom": "buiten werktijd"},
                {"van": "2026-11-20T23:00:00Z", "tot": "2026-11-21T23:00:00Z", "teltSeconden": 0, "waarom": "zaterdag: geen werkdag"}],
            "pauzes": [], "geteldSeconden": 5_400, "deadline": null, "zonderDeadline": "",
        }))
        .unwrap();
        let lines = regels(crate::TEXTS.say(Lang::En), &found).join("\n").replace('\u{a0}', " ");
        for said in [
            "Contract OVL-2026 (Verlichting)",
            "High",
            "within 4 hours",
            "Saturday: not a working day",
            "outside working hours",
            "1 hour and 30 minutes",
        ] {
            assert!(lines.contains(said), "{said}: {lines}");
        }
        assert!(!lines.contains("werk") && !lines.contains("telt"), "{lines}");
        assert!(regels(crate::TEXTS.say(Lang::Nl), &found).join("\n").contains("zaterdag is geen werkdag"));
    }
}
