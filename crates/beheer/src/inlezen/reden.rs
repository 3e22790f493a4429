// SPDX-License-Identifier: EUPL-1.2
//! What is wrong with a file, and what to do, in the language of the page.

use waarmaker_assets::import::{
    AreaColumn, AreaFault, ColumnFault, CsvFault, FileFault, JsonFault, KeyFault, ParentFault, PlaceFault, Reason,
    RowFault, Swapped, Unsure, Warning,
};
use waarmaker_ui::{Say, words};

use super::WOORDEN;

/// What is wrong and what to do.
type Woorden = (String, String);

/// What is wrong and what to do.
pub(super) fn reden(t: Say, reason: &Reason) -> Woorden {
    let t = WOORDEN.say(t.lang);
    match reason {
        Reason::File(fault) => bestand(t, fault),
        Reason::Csv(fault) => csv(t, fault),
        Reason::Json(fault) => json(t, fault),
        Reason::Column(fault) => kolom(t, fault),
        Reason::Key(fault) => nummer(t, fault),
        Reason::Row(fault) => rij(t, fault),
        Reason::Place(fault) => plaats(t, fault),
        Reason::Parent(fault) => ouder(t, fault),
        Reason::Area(fault) => gebied(t, fault),
    }
}

/// What deserves a look.
pub(super) fn let_op(t: Say, warning: &Warning) -> String {
    let t = WOORDEN.say(t.lang);
    match warning {
        Warning::Mangled => t.say("let-op-tekens"),
        Warning::Holding { count } => t.count("let-op-hangt", "aantal", *count),
    }
}

fn bestand(t: Say, fault: &FileFault) -> Woorden {
    let problem = match fault {
        FileFault::Empty => return (t.say("reden-leeg"), t.say("raad-leeg")),
        FileFault::NoRows => return (t.say("reden-geen-rijen"), t.say("raad-leeg")),
        FileFault::UnknownEncoding { name } => t.with("reden-codering-onbekend", "naam", name),
        FileFault::UnsureEncoding { why: Unsure::Zeroes } => t.say("reden-codering-nul"),
        FileFault::UnsureEncoding { why: Unsure::Mixed } => t.say("reden-codering-gemengd"),
        FileFault::UnsureEncoding { why: Unsure::Signs } => t.say("reden-codering-tekens"),
        FileFault::WrongEncoding { name } => t.with("reden-codering-anders", "naam", name),
    };
    (problem, t.say("raad-codering"))
}

fn csv(t: Say, fault: &CsvFault) -> Woorden {
    match fault {
        CsvFault::Broken { .. } => (t.say("reden-csv"), t.say("raad-csv")),
        CsvFault::NoHeader => (t.say("reden-kop"), t.say("raad-kop")),
        CsvFault::OneColumn => (t.say("reden-een-kolom"), t.say("raad-een-kolom")),
        CsvFault::Nameless { number } => {
            (t.with("reden-kolom-naamloos", "nummer", number), t.say("raad-kolom-naamloos"))
        }
        CsvFault::DoubleColumn { name } => (t.with("reden-kolom-dubbel", "naam", name), t.say("raad-kolom-dubbel")),
    }
}

fn json(t: Say, fault: &JsonFault) -> Woorden {
    match fault {
        JsonFault::Broken { line, position, nan } => (
            t.with2("reden-json-kapot", "regel", line, "plek", position),
            if *nan { t.say("raad-json-getal") } else { t.say("raad-json") },
        ),
        JsonFault::NoFeatures => (t.say("reden-geen-features"), t.say("raad-geen-features")),
        JsonFault::UnknownCrs { name } => (t.with("reden-stelsel", "naam", name), t.say("raad-stelsel")),
        JsonFault::NotGeojson => (t.say("reden-geen-geojson"), t.say("raad-geen-geojson")),
    }
}

fn kolom(t: Say, fault: &ColumnFault) -> Woorden {
    let names = |columns: &[String]| columns.join(", ");
    match fault {
        ColumnFault::Kind { kind } => (t.with("reden-soort", "soort", kind), t.say("raad-soort")),
        ColumnFault::SkipAndRemove => (t.say("reden-overslaan"), t.say("raad-overslaan")),
        ColumnFault::Unknown { name, columns } => {
            (t.with("reden-kolom-onbekend", "naam", name), t.with("raad-kolommen", "kolommen", names(columns)))
        }
        ColumnFault::NoPlace { columns } => {
            (t.say("reden-kolom-plaats"), t.with("raad-kolom-plaats", "kolommen", names(columns)))
        }
        ColumnFault::NoKey { columns, suggestions } => {
            let advice = samen(t, suggestions);
            let advice = advice.unwrap_or_else(|| t.with("raad-kolom-nummer", "kolommen", names(columns)));
            (t.say("reden-kolom-nummer"), advice)
        }
        ColumnFault::NotUnique { key, count, rows, suggestions } => {
            let (count, rows) = (words::number(t.lang, *count), words::number(t.lang, *rows));
            let problem = if key.is_empty() {
                t.with2("reden-niet-uniek-plaats", "aantal", count, "rijen", rows)
            } else {
                let key = key.join(" + ");
                t.args("reden-niet-uniek", &[("kolom", &key), ("aantal", &count), ("rijen", &rows)])
            };
            (problem, samen(t, suggestions).unwrap_or_else(|| t.say("raad-niet-uniek")))
        }
        ColumnFault::Area { column: AreaColumn::Code, columns } => {
            (t.say("reden-gebied-code"), t.with("raad-kolom-nummer", "kolommen", names(columns)))
        }
        ColumnFault::Area { column: AreaColumn::Name, columns } => {
            (t.say("reden-gebied-naam"), t.with("raad-gebied-naam", "kolommen", names(columns)))
        }
    }
}

/// Columns that together would do.
fn samen(t: Say, suggestions: &[Vec<String>]) -> Option<String> {
    let ways: Vec<String> = suggestions.iter().map(|columns| columns.join(",")).collect();
    (!ways.is_empty()).then(|| t.with("raad-kolom-samen", "kolommen", ways.join("; ")))
}

fn nummer(t: Say, fault: &KeyFault) -> Woorden {
    match fault {
        KeyFault::Blank => (t.say("reden-nummer-leeg"), t.say("raad-nummer-leeg")),
        KeyFault::Long { most } => (t.with("reden-nummer-lang", "most", most), t.say("raad-niet-uniek")),
        KeyFault::Duplicate { first, by_place: false } => {
            (t.with("reden-nummer-dubbel", "regel", first), t.say("raad-nummer-dubbel"))
        }
        KeyFault::Duplicate { first, by_place: true } => {
            (t.with("reden-plaats-dubbel", "regel", first), t.say("raad-plaats-dubbel"))
        }
    }
}

fn rij(t: Say, fault: &RowFault) -> Woorden {
    match fault {
        RowFault::LongRow { .. } => (t.say("reden-rij-lang"), t.say("raad-rij-lang")),
        RowFault::LongFeature { .. } => (t.say("reden-feature-groot"), t.say("raad-feature-groot")),
        RowFault::Ragged { values, header } => {
            (t.with2("reden-rij-waarden", "waarden", values, "kop", header), t.say("raad-rij-waarden"))
        }
        RowFault::NoPlace => (t.say("reden-geen-plaats"), t.say("raad-geen-plaats")),
        RowFault::NotANumber => (t.say("reden-geen-getal"), t.say("raad-geen-getal")),
        RowFault::NotAFeature { .. } => (t.say("reden-geen-feature"), t.say("raad-geen-feature")),
        RowFault::NoGeometry => (t.say("reden-geen-vorm"), t.say("raad-geen-vorm")),
        RowFault::ControlCharacter => (t.say("reden-stuurteken"), t.say("raad-stuurteken")),
        RowFault::OtherKind { kind, wanted } => {
            (t.with2("reden-andere-soort", "soort", kind, "gevraagd", wanted), t.say("raad-andere-soort"))
        }
    }
}

fn plaats(t: Say, fault: &PlaceFault) -> Woorden {
    match fault {
        PlaceFault::NotOnEarth => (t.say("reden-niet-op-aarde"), t.say("raad-niet-op-aarde")),
        PlaceFault::LooksLikeRd => (t.say("reden-lijkt-rd"), t.say("raad-lijkt-rd")),
        PlaceFault::NotRd => (t.say("reden-geen-rd"), t.say("raad-geen-rd")),
        PlaceFault::Bad { .. } => (t.say("reden-vorm"), t.say("raad-vorm")),
        PlaceFault::Empty => (t.say("reden-vorm-leeg"), t.say("raad-geen-vorm")),
        PlaceFault::Swapped { which: Swapped::Xy } => (t.say("reden-omgewisseld-xy"), t.say("raad-omgewisseld")),
        PlaceFault::Swapped { which: Swapped::LonLat } => {
            (t.say("reden-omgewisseld-graden"), t.say("raad-omgewisseld"))
        }
        PlaceFault::Zero => (t.say("reden-nul"), t.say("raad-geen-plaats")),
        PlaceFault::Abroad => (t.say("reden-buitenland"), t.say("raad-buitenland")),
    }
}

fn ouder(t: Say, fault: &ParentFault) -> Woorden {
    match fault {
        ParentFault::Kind => (t.say("reden-ouder-soort"), t.say("raad-soort")),
        ParentFault::Itself => (t.say("reden-ouder-zelf"), t.say("raad-ouder-zelf")),
        ParentFault::Unknown { kind } => (t.with("reden-ouder-onbekend", "soort", kind), t.say("raad-ouder-onbekend")),
        ParentFault::Below => (t.say("reden-ouder-onder"), t.say("raad-ouder-kring")),
        ParentFault::Ring => (t.say("reden-ouder-kring"), t.say("raad-ouder-kring")),
        ParentFault::Deep => (t.say("reden-ouder-diep"), t.say("raad-ouder-kring")),
    }
}

fn gebied(t: Say, fault: &AreaFault) -> Woorden {
    match fault {
        AreaFault::Duplicate { first } => (t.with("reden-code-dubbel", "regel", first), t.say("raad-code-dubbel")),
        AreaFault::NotPolygon => (t.say("reden-geen-vlak"), t.say("raad-geen-vlak")),
        AreaFault::NotRd => (t.say("reden-geen-rd"), t.say("raad-gebied-rd")),
        AreaFault::Bad { .. } => (t.say("reden-vorm"), t.say("raad-vorm")),
        AreaFault::Abroad { from, to } => {
            (t.with2("reden-gebied-buitenland", "van", from, "tot", to), t.say("raad-buitenland"))
        }
        AreaFault::Code => (t.say("reden-code-leeg"), t.say("raad-code-leeg")),
    }
}
