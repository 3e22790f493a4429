// SPDX-License-Identifier: EUPL-1.2
//! Conditions: what a rule looks at in one property.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use waarmaker_core::{Duur, Problems};
use waarmaker_metingen::Resultaat;
use waarmaker_resource::{Field, Shape, choice};

use crate::termijn::{millis, woorden};

choice! {
    /// Hoe een waarde met de drempel wordt vergeleken.
    pub enum Vergelijking {
        Kleiner = "<", HoogstensGelijk = "<=", Groter = ">", MinstensGelijk = ">=", Gelijk = "=",
        Tussen = "tussen", Buiten = "buiten",
    }
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "soort", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Conditie {
    /// A number compared with another.
    Drempel { eigenschap: String, vergelijking: Vergelijking, waarde: Option<f64>, tot: Option<f64> },
    /// A word that is among these, or not.
    Toestand {
        eigenschap: String,
        #[serde(rename = "in", default)]
        binnen: Vec<String>,
        #[serde(default)]
        niet_in: Vec<String>,
    },
    /// Nothing was heard for so long.
    Stilte {
        #[serde(default)]
        eigenschap: String,
        duur: Duur,
    },
    /// It changed so often within a while.
    Flapperen { eigenschap: String, aantal: i64, venster: Duur },
    /// The mean of the last days differs from that of the days before.
    Drift { eigenschap: String, dagen: i64, basis: i64, percentage: i64 },
}

const EIGENSCHAP: Field = Field {
    doc: "De gemeten eigenschap, zoals de datastream heet.",
    max: Some(100),
    ..Field::new("eigenschap", Shape::Text).required()
};
const WOORD: Shape = Shape::List(&Shape::Text);
const GETAL: Field = Field { nullable: true, ..Field::new("waarde", Shape::Json) };

/// The shape of a condition in JSON.
pub(crate) const SHAPE: Shape = Shape::Tagged {
    by: "soort",
    common: &[Field {
        doc: "Welk soort voorwaarde.",
        ..Field::new("soort", Shape::Choice(&["drempel", "toestand", "stilte", "flapperen", "drift"])).required()
    }],
    variants: &[
        (
            "drempel",
            &[
                EIGENSCHAP,
                Field {
                    doc: "Hoe wordt vergeleken.",
                    ..Field::new("vergelijking", Shape::Choice(Vergelijking::NAMES)).required()
                },
                Field { doc: "De drempel, een getal.", ..GETAL },
                Field { doc: "Het andere getal, bij tussen en buiten.", name: "tot", ..GETAL },
            ],
        ),
        (
            "toestand",
            &[
                EIGENSCHAP,
                Field { doc: "De waarde is een van deze woorden.", max: Some(100), ..Field::new("in", WOORD) },
                Field { doc: "De waarde is geen van deze woorden.", max: Some(100), ..Field::new("nietIn", WOORD) },
            ],
        ),
        (
            "stilte",
            &[
                Field { doc: "De eigenschap; leeg voor elk bericht.", ..Field::text("eigenschap", 100) },
                Field { doc: "Hoe lang er niets is gehoord.", ..Field::new("duur", Shape::Duur).required() },
            ],
        ),
        (
            "flapperen",
            &[
                EIGENSCHAP,
                Field {
                    doc: "Hoe vaak de waarde verandert.",
                    ..Field::new("aantal", Shape::Int { min: 2, max: 1000 }).required()
                },
                Field { doc: "Binnen hoe lang.", ..Field::new("venster", Shape::Duur).required() },
            ],
        ),
        (
            "drift",
            &[
                EIGENSCHAP,
                Field {
                    doc: "Over hoeveel dagen het gemiddelde gaat.",
                    ..Field::new("dagen", Shape::Int { min: 1, max: 366 }).required()
                },
                Field {
                    doc: "Met hoeveel dagen daarvoor wordt vergeleken.",
                    ..Field::new("basis", Shape::Int { min: 1, max: 1000 }).required()
                },
                Field {
                    doc: "Hoeveel procent het mag afwijken.",
                    ..Field::new("percentage", Shape::Int { min: 1, max: 1000 }).required()
                },
            ],
        ),
    ],
};

impl Conditie {
    /// Reads a condition whose shape was checked; what is wrong all the same (a threshold that is no number) is a problem at `name`.
    pub(crate) fn read(json: &Json, name: &str, problems: &mut Problems) -> Option<Self> {
        for member in ["waarde", "tot"] {
            if json.get(member).is_some_and(|value| !value.is_null() && !value.is_number()) {
                problems.add(format!("{name}.{member}"), "invalid", "Verwacht een getal.");
                return None;
            }
        }
        let Ok(conditie) = serde_json::from_value::<Self>(json.clone()) else {
            problems.add(name, "invalid", "Dit is geen geldige voorwaarde.");
            return None;
        };
        conditie.check(name, problems);
        Some(conditie)
    }

    /// Adds what is wrong with it.
    fn check(&self, name: &str, problems: &mut Problems) {
        let mut wrong = |member: &str, code: &'static str, reason: &str| {
            problems.add(format!("{name}.{member}"), code, reason.to_owned());
        };
        match self {
            Self::Drempel { vergelijking, waarde, tot, .. } => {
                let range = matches!(vergelijking, Vergelijking::Tussen | Vergelijking::Buiten);
                match (waarde, tot) {
                    (None, _) => wrong("waarde", "required", "Een drempel heeft een waarde nodig: een getal."),
                    (_, None) if range => wrong("tot", "required", "Geef bij tussen en buiten ook tot."),
                    (_, Some(_)) if !range => wrong("tot", "invalid", "Tot hoort alleen bij tussen en buiten."),
                    (Some(waarde), Some(tot)) if waarde >= tot => {
                        wrong("tot", "invalid", "Tot moet groter zijn dan waarde.");
                    }
                    _ => {}
                }
            }
            Self::Toestand { binnen, niet_in, .. } => {
                if binnen.is_empty() == niet_in.is_empty() {
                    wrong("in", "required", "Geef woorden bij in of bij nietIn, een van beide.");
                }
            }
            Self::Stilte { duur, .. } | Self::Flapperen { venster: duur, .. } => {
                let member = if matches!(self, Self::Stilte { .. }) { "duur" } else { "venster" };
                if millis(duur).is_none_or(|length| length == 0) {
                    wrong(
                        member,
                        "invalid",
                        "Geef een duur van ten minste een seconde, in weken, dagen, uren, minuten of seconden.",
                    );
                }
            }
            Self::Drift { .. } => {}
        }
    }

    /// The property; empty for silence of everything.
    pub(crate) fn eigenschap(&self) -> &str {
        match self {
            Self::Drempel { eigenschap, .. }
            | Self::Toestand { eigenschap, .. }
            | Self::Stilte { eigenschap, .. }
            | Self::Flapperen { eigenschap, .. }
            | Self::Drift { eigenschap, .. } => eigenschap,
        }
    }

    /// Whether it is about one value at one moment.
    pub(crate) const fn is_plain(&self) -> bool {
        matches!(self, Self::Drempel { .. } | Self::Toestand { .. })
    }

    /// Whether a value meets it; `None` when the value is of the wrong sort (a word where a number is meant) or it is not about one value.
    pub(crate) fn geldt(&self, resultaat: &Resultaat) -> Option<bool> {
        match (self, resultaat) {
            (Self::Drempel { vergelijking, waarde, tot, .. }, Resultaat::Getal(getal)) => {
                let (waarde, tot) = (waarde.as_ref()?, tot.unwrap_or_default());
                Some(match vergelijking {
                    Vergelijking::Kleiner => getal < waarde,
                    Vergelijking::HoogstensGelijk => getal <= waarde,
                    Vergelijking::Groter => getal > waarde,
                    Vergelijking::MinstensGelijk => getal >= waarde,
                    Vergelijking::Gelijk => (getal - waarde).abs() < f64::EPSILON,
                    Vergelijking::Tussen => *waarde <= *getal && *getal <= tot,
                    Vergelijking::Buiten => getal < waarde || *getal > tot,
                })
            }
            (Self::Toestand { binnen, niet_in, .. }, resultaat) => {
                let woord = tekst(resultaat);
                Some(if niet_in.is_empty() { binnen.contains(&woord) } else { !niet_in.contains(&woord) })
            }
            _ => None,
        }
    }

    /// In words, as part of a sentence: `vermogen kleiner is dan 5`.
    pub(crate) fn leesbaar(&self) -> String {
        match self {
            Self::Drempel { eigenschap, vergelijking, waarde, tot } => {
                let (waarde, tot) = (nl(waarde.unwrap_or_default()), nl(tot.unwrap_or_default()));
                match vergelijking {
                    Vergelijking::Kleiner => format!("{eigenschap} kleiner is dan {waarde}"),
                    Vergelijking::HoogstensGelijk => format!("{eigenschap} {waarde} of minder is"),
                    Vergelijking::Groter => format!("{eigenschap} groter is dan {waarde}"),
                    Vergelijking::MinstensGelijk => format!("{eigenschap} {waarde} of meer is"),
                    Vergelijking::Gelijk => format!("{eigenschap} gelijk is aan {waarde}"),
                    Vergelijking::Tussen => format!("{eigenschap} tussen {waarde} en {tot} ligt"),
                    Vergelijking::Buiten => format!("{eigenschap} kleiner is dan {waarde} of groter dan {tot}"),
                }
            }
            Self::Toestand { eigenschap, binnen, niet_in } if niet_in.is_empty() => {
                format!("{eigenschap} {} is", of(binnen))
            }
            Self::Toestand { eigenschap, niet_in, .. } => format!("{eigenschap} niet {} is", of(niet_in)),
            Self::Stilte { eigenschap, duur } => {
                let what = if eigenschap.is_empty() { String::new() } else { format!(" over {eigenschap}") };
                format!("{} niets{what} is gehoord", woorden(millis(duur).unwrap_or_default()))
            }
            Self::Flapperen { eigenschap, aantal, venster } => {
                let venster = woorden(millis(venster).unwrap_or_default());
                format!("{eigenschap} binnen {venster} {aantal} keer of vaker verandert")
            }
            Self::Drift { eigenschap, dagen, basis, percentage } => format!(
                "{eigenschap} over {} gemiddeld meer dan {percentage} % afwijkt van de {} daarvoor",
                woorden(dagen * 86_400_000),
                woorden(basis * 86_400_000)
            ),
        }
    }

    /// Whether a value can meet both: then something would be broken and mended at once.
    pub(crate) fn overlapt(&self, other: &Self) -> bool {
        if self.eigenschap() != other.eigenschap() {
            return false;
        }
        match (self, other) {
            (Self::Drempel { .. }, Self::Drempel { .. }) => {
                let candidates = self.randen().into_iter().chain(other.randen());
                candidates
                    .map(Resultaat::Getal)
                    .any(|value| self.geldt(&value) == Some(true) && other.geldt(&value) == Some(true))
            }
            (Self::Toestand { binnen, niet_in, .. }, Self::Toestand { binnen: b, niet_in: n, .. }) => {
                let (both_not, words) =
                    (binnen.is_empty() && b.is_empty(), binnen.iter().chain(b).chain(niet_in).chain(n));
                both_not
                    || words
                        .map(|word| Resultaat::Tekst(word.clone()))
                        .any(|value| self.geldt(&value) == Some(true) && other.geldt(&value) == Some(true))
            }
            _ => false,
        }
    }

    /// Numbers on, and just beside, the borders of a threshold.
    fn randen(&self) -> Vec<f64> {
        let Self::Drempel { waarde, tot, .. } = self else { return Vec::new() };
        let step = |value: f64| (value.abs() * 1e-9).max(1e-9);
        let beside = |value: f64| [value - step(value), value, value + step(value)];
        let middle = waarde.zip(*tot).map(|(waarde, tot)| f64::midpoint(waarde, tot));
        waarde.iter().chain(tot).copied().flat_map(beside).chain(middle).collect()
    }
}

/// A value as text.
pub(crate) fn tekst(resultaat: &Resultaat) -> String {
    match resultaat {
        Resultaat::Getal(getal) => getal.to_string(),
        Resultaat::Tekst(tekst) => tekst.clone(),
    }
}

/// A number as it is written in Dutch.
fn nl(getal: f64) -> String {
    getal.to_string().replace('.', ",")
}

fn of(woorden: &[String]) -> String {
    match woorden.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} of {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(json: &Json) -> Result<Conditie, Vec<String>> {
        let mut problems = Problems::new();
        let conditie = Conditie::read(json, "conditie", &mut problems);
        let codes: Vec<String> = problems.iter().map(|problem| format!("{} {}", problem.name, problem.code)).collect();
        if codes.is_empty() { Ok(conditie.unwrap()) } else { Err(codes) }
    }

    #[test]
    fn a_threshold_compares_numbers_and_says_nothing_about_words() {
        let low =
            read(&json!({"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<", "waarde": 5})).unwrap();
        assert_eq!(low.geldt(&Resultaat::Getal(4.9)), Some(true));
        assert_eq!(low.geldt(&Resultaat::Getal(5.0)), Some(false));
        assert_eq!(low.geldt(&Resultaat::Tekst("uit".to_owned())), None);
        assert_eq!(low.leesbaar(), "vermogen kleiner is dan 5");
        let range =
            json!({"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "tussen", "waarde": 1.5, "tot": 3});
        let range = read(&range).unwrap();
        assert_eq!(
            [1.4, 1.5, 3.0, 3.1].map(|v| range.geldt(&Resultaat::Getal(v)).unwrap()),
            [false, true, true, false]
        );
        assert_eq!(range.leesbaar(), "vermogen tussen 1,5 en 3 ligt");
    }

    #[test]
    fn what_is_wrong_is_said_at_its_place() {
        let drempel = |extra: Json| {
            let mut json = json!({"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<"});
            json.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            read(&json).unwrap_err()
        };
        assert_eq!(drempel(json!({})), ["conditie.waarde required"]);
        assert_eq!(drempel(json!({"waarde": "veel"})), ["conditie.waarde invalid"]);
        assert_eq!(drempel(json!({"vergelijking": "tussen", "waarde": 3})), ["conditie.tot required"]);
        assert_eq!(drempel(json!({"vergelijking": "tussen", "waarde": 3, "tot": 1})), ["conditie.tot invalid"]);
        assert_eq!(read(&json!({"soort": "toestand", "eigenschap": "status"})).unwrap_err(), ["conditie.in required"]);
        assert_eq!(read(&json!({"soort": "stilte", "duur": "PT0S"})).unwrap_err(), ["conditie.duur invalid"]);
    }

    #[test]
    fn conditions_that_can_both_hold_overlap() {
        let drempel = |vergelijking: &str, waarde: f64| {
            read(&json!({"soort": "drempel", "eigenschap": "v", "vergelijking": vergelijking, "waarde": waarde}))
                .unwrap()
        };
        assert!(drempel("<", 5.0).overlapt(&drempel(">", 3.0)));
        assert!(!drempel("<", 5.0).overlapt(&drempel(">=", 5.0)));
        assert!(drempel("<=", 5.0).overlapt(&drempel(">=", 5.0)));
        assert!(!drempel("<", 5.0).overlapt(&drempel(">", 20.0)));
        let words =
            |key: &str, words: &[&str]| read(&json!({"soort": "toestand", "eigenschap": "s", key: words})).unwrap();
        assert!(words("in", &["uit", "defect"]).overlapt(&words("in", &["defect"])));
        assert!(!words("in", &["uit"]).overlapt(&words("in", &["aan"])));
        assert!(!words("in", &["uit"]).overlapt(&words("nietIn", &["uit"])));
    }
}
