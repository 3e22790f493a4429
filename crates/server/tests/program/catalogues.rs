// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker catalogus`.

use std::fs;

use serde_json::Value;
use tempfile::{TempDir, tempdir};
use waarmaker_db::{Url, testing::Scratch};

use crate::process::{Ran, demo_file, example, run};

const FILES: &[(&str, &str)] = &[
    ("melding-openbare-verlichting.toml", "OPENB"),
    ("omgevingsvergunning-aanvraag.toml", "VERGU"),
    ("correctie-btw-aangifte.toml", "FINAN"),
    ("wmo-aanvraag.toml", "SOCIA"),
];
const MELDING: &str = "melding-openbare-verlichting.toml";

/// A data folder with the example lists.
struct Register(TempDir);

impl Register {
    fn new() -> Self {
        let register = Self(tempdir().unwrap());
        run(&["referentielijsten", "import", "--builtin", "--data", register.data()]).well();
        register
    }

    fn data(&self) -> &str {
        self.0.path().to_str().unwrap()
    }

    fn import(&self, file: &str, further: &[&str]) -> Ran {
        run(&[&["catalogus", "import", file, "--json", "--data", self.data()], further].concat())
    }

    /// Imports the demo's file for street lights after an edit; every line that is edited must be there.
    fn edited(&self, edits: &[(&str, &str)], further: &[&str]) -> Ran {
        let mut text = fs::read_to_string(demo_file(MELDING)).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        let file = self.0.path().join("edited.toml");
        fs::write(&file, text).unwrap();
        self.import(file.to_str().unwrap(), further)
    }

    fn export(&self, domein: &str) -> String {
        run(&["catalogus", "export", "-", "--catalogus", domein, "--data", self.data()]).well()
    }
}

/// Sums of one count over all kinds of all files of a report.
fn sum(report: &Value, what: &str) -> u64 {
    let files = report.as_object().unwrap().values();
    files.flat_map(|file| file.as_object().unwrap().values()).map(|count| count[what].as_u64().unwrap()).sum()
}

/// The only count that is not zero.
fn only(report: &Value, what: &str) {
    for other in ["new", "changed", "unchanged", "removed", "published"] {
        assert_eq!(sum(report, other) > 0, other == what, "{other}: {report:#}");
    }
}

#[test]
fn a_second_import_changes_nothing() {
    let register = Register::new();
    for (file, domein) in FILES {
        let first = register.import(&demo_file(file), &[]).json();
        assert!(sum(&first, "new") > 10 && sum(&first, "published") > 2, "{first:#}");
        let before = register.export(domein);
        only(&register.import(&demo_file(file), &[]).json(), "unchanged");
        assert_eq!(register.export(domein), before);
    }
}

#[test]
fn an_export_imports_into_an_empty_register_with_equal_uuids() {
    let (one, other) = (Register::new(), Register::new());
    for (file, domein) in FILES {
        one.import(&demo_file(file), &[]).well();
        let exported = one.export(domein);
        let path = other.0.path().join(file);
        fs::write(&path, &exported).unwrap();
        other.import(path.to_str().unwrap(), &[]).well();
        assert_eq!(other.export(domein), exported);
        only(&one.import(path.to_str().unwrap(), &[]).json(), "unchanged");
    }
}

#[test]
fn import_and_export_work_on_postgresql() {
    let Some(scratch) = Scratch::postgres() else { return };
    let Url::Postgres(url) = &scratch.settings().url else { panic!("PostgreSQL") };
    let sqlite = Register::new();
    run(&["referentielijsten", "import", "--builtin", "--database", url]).well();
    for (file, domein) in FILES {
        sqlite.import(&demo_file(file), &[]).well();
        run(&["catalogus", "import", &demo_file(file), "--database", url]).well();
        only(&run(&["catalogus", "import", &demo_file(file), "--database", url, "--json"]).json(), "unchanged");
        let exported = run(&["catalogus", "export", "-", "--catalogus", domein, "--database", url]).well();
        assert_eq!(exported, sqlite.export(domein));
    }
}

/// The line of the demo's file, from 1, that holds this text.
fn line(text: &str) -> usize {
    let file = fs::read_to_string(demo_file(MELDING)).unwrap();
    1 + file.lines().position(|line| line.contains(text)).unwrap()
}

#[test]
fn every_error_names_file_line_and_field_and_nothing_is_imported() {
    let register = Register::new();
    let edits = [
        ("rsin = \"123456782\"", "rsin = \"123456782\"\nkleur = \"blauw\""),
        ("volgnummer = 1", "volgnummer = 10000"),
        ("omschrijvingGeneriek = \"initiator\"", "omschrijvingGeneriek = \"melder\""),
        ("informatieobjecttype = \"Werkbon\"", "informatieobjecttype = \"Werkbrief\""),
        ("archiefactietermijn = \"P1Y\"", "archiefactietermijn = \"een jaar\""),
    ];
    let said = register.edited(&edits[1..], &[]).failed(1);
    for (text, field) in [
        ("volgnummer = 1", "statustypen Ontvangen: volgnummer: "),
        ("omschrijvingGeneriek = \"initiator\"", "roltypen Melder: omschrijvingGeneriek: "),
        ("archiefactietermijn = \"P1Y\"", "resultaattypen Hersteld: archiefactietermijn: "),
    ] {
        let expected = format!("edited.toml:{}: zaaktypen MELDING-VERLICHTING, {field}", line(text));
        assert!(said.contains(&expected), "{expected}\n{said}");
    }
    let said = register.edited(&edits[..1], &[]).failed(1);
    assert!(said.contains(&format!("edited.toml:{}: catalogus OPENB: kleur: ", line("rsin =") + 1)), "{said}");
    let said = register.edited(&edits[3..4], &[]).failed(1);
    assert!(
        said.contains(&format!("edited.toml:{}: ", line("informatieobjecttype = \"Werkbon\"")))
            && said.contains("Werkbrief"),
        "{said}"
    );
    assert!(
        run(&["catalogus", "export", "-", "--data", register.data()]).failed(1).contains("there is no catalogus yet")
    );
}

#[test]
fn a_file_that_is_no_toml_or_is_not_there_is_told() {
    let register = Register::new();
    let said = register.edited(&[("domein = \"OPENB\"", "domein = ")], &[]).failed(1);
    assert!(said.contains(&format!("edited.toml:{}: ", line("domein ="))), "{said}");
    assert!(register.import("/nowhere.toml", &[]).failed(1).contains("reading /nowhere.toml"));
}

#[test]
fn trying_writes_nothing() {
    let register = Register::new();
    let tried = register.import(&demo_file(MELDING), &["--dry-run"]).json();
    assert!(sum(&tried, "new") > 10);
    let real = register.import(&demo_file(MELDING), &[]).json();
    assert_eq!(sum(&real, "new"), sum(&tried, "new"));
}

#[test]
fn a_published_type_changes_only_by_force() {
    let register = Register::new();
    register.import(&demo_file(MELDING), &[]).well();
    let before = register.export("OPENB");
    for (from, to, field) in [
        ("servicenorm = \"P5D\"", "servicenorm = \"P4D\"", "servicenorm"),
        (
            "statustekst = \"De aannemer gaat de lamp herstellen.\"",
            "statustekst = \"De lamp wordt gemaakt.\"",
            "statustekst",
        ),
    ] {
        let said = register.edited(&[(from, to)], &[]).failed(1);
        assert!(
            said.contains(&format!("edited.toml:{}: ", line(from)))
                && said.contains(field)
                && said.contains("new version"),
            "{said}"
        );
        assert_eq!(register.export("OPENB"), before);
        let forced = register.edited(&[(from, to)], &["--force"]).json();
        assert_eq!((sum(&forced, "changed"), sum(&forced, "new")), (1, 0));
        register.import(&demo_file(MELDING), &["--force"]).well();
        assert_eq!(register.export("OPENB"), before);
    }
    // Ending a version needs no force: it makes room for the next one.
    let ended = register.edited(
        &[(
            "concept = false\n\n[[zaaktypen.statustypen]]",
            "concept = false\neindeGeldigheid = 2029-12-31\n\n[[zaaktypen.statustypen]]",
        )],
        &[],
    );
    assert_eq!(sum(&ended.json(), "changed"), 1);
}

#[test]
fn a_new_version_comes_beside_the_one_that_ends() {
    let register = Register::new();
    register.import(&demo_file(MELDING), &[]).well();
    let text = fs::read_to_string(demo_file(MELDING)).unwrap();
    let (before, zaaktype) = text.split_at(text.find("[[zaaktypen]]").unwrap());
    let begin = "beginGeldigheid = 2025-01-01\nversiedatum = 2025-01-01\n";
    let ended = zaaktype.replace(begin, &format!("{begin}eindeGeldigheid = 2029-12-31\n"));
    let without: Vec<&str> = zaaktype.lines().filter(|line| !line.starts_with("uuid = ")).collect();
    let next = without.join("\n").replace(begin, "beginGeldigheid = 2030-01-01\n").replace("P21D", "P14D");
    let file = register.0.path().join("versions.toml");
    fs::write(&file, format!("{before}{ended}\n{next}\n")).unwrap();
    let report = register.import(file.to_str().unwrap(), &[]).json();
    assert_eq!((sum(&report, "changed"), sum(&report, "published"), sum(&report, "removed")), (1, 1, 0), "{report:#}");
    only(&register.import(file.to_str().unwrap(), &[]).json(), "unchanged");
    // Without an end the two would be valid at once.
    fs::write(&file, format!("{before}{zaaktype}\n{}\n", next.replace("2030-01-01", "2031-01-01"))).unwrap();
    let other = Register::new();
    let said = other.import(file.to_str().unwrap(), &[]).failed(1);
    assert!(said.contains("versions.toml:") && said.contains("concept: it cannot be published"), "{said}");
    fs::write(&file, format!("{before}{zaaktype}\n{zaaktype}\n")).unwrap();
    let said = other.import(file.to_str().unwrap(), &[]).failed(1);
    assert!(said.contains("it stands in the file twice"), "{said}");
}

#[test]
fn a_concept_follows_its_file_until_it_is_published() {
    let register = Register::new();
    // No type of the file says that it is published.
    let text = fs::read_to_string(demo_file(MELDING)).unwrap().replace("concept = false\n", "");
    let file = register.0.path().join("concept.toml");
    fs::write(&file, &text).unwrap();
    let file = file.to_str().unwrap();
    let first = register.import(file, &[]).json();
    assert_eq!((sum(&first, "new") > 10, sum(&first, "published")), (true, 0));
    // A roltype less and another servicenorm.
    let aannemer = text
        .find("[[zaaktypen.roltypen]]\nuuid")
        .map(|at| at + text[at..].rfind("[[zaaktypen.roltypen]]").unwrap())
        .unwrap();
    let end = aannemer + text[aannemer..].find("[[zaaktypen.zaakobjecttypen]]").unwrap();
    let less =
        format!("{}{}", &text[..aannemer], &text[end..]).replace("servicenorm = \"P5D\"", "servicenorm = \"P4D\"");
    fs::write(file, &less).unwrap();
    let second = register.import(file, &[]).json();
    assert_eq!((sum(&second, "changed"), sum(&second, "removed"), sum(&second, "new")), (1, 1, 0), "{second:#}");
    let third = register.import(file, &["--publish"]).json();
    assert_eq!((sum(&third, "published"), sum(&third, "changed")), (3, 0));
    only(&register.import(file, &["--publish"]).json(), "unchanged");
}

#[test]
fn elements_without_uuid_are_recognised_by_what_makes_them_unique() {
    let register = Register::new();
    let text = fs::read_to_string(demo_file(MELDING)).unwrap();
    let without: Vec<&str> = text.lines().filter(|line| !line.starts_with("uuid = ")).collect();
    let file = register.0.path().join("without.toml");
    fs::write(&file, without.join("\n")).unwrap();
    let file = file.to_str().unwrap();
    assert!(sum(&register.import(file, &[]).json(), "new") > 10);
    only(&register.import(file, &[]).json(), "unchanged");
    // The same types with uuids of their own are not the same elements.
    let said = register.import(&demo_file(MELDING), &[]).failed(1);
    assert!(said.contains("uuid: it is in the register already with the uuid"), "{said}");
}

#[test]
fn an_export_needs_to_know_which_catalogus() {
    let register = Register::new();
    example(register.0.path(), MELDING);
    assert!(run(&["catalogus", "export", "-", "--data", register.data()]).well().contains("domein = \"OPENB\""));
    register.import(&demo_file("wmo-aanvraag.toml"), &[]).well();
    let said = run(&["catalogus", "export", "-", "--data", register.data()]).failed(1);
    assert!(said.contains("OPENB of 123456782") && said.contains("--catalogus"), "{said}");
}
