// SPDX-License-Identifier: EUPL-1.2
//! The coded rules of the standard, each with the tests that prove it. A test cites its rules in its doc comment: `/// zrc-013: …`.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use crate::{
    deviations::{ANSWERS, DEVIATIONS, Deviation},
    reference::{check, workspace},
};

/// A coded rule (handbook 13).
struct Rule {
    code: &'static str,
    subject: &'static str,
    /// Why no test proves it.
    without: Option<&'static str>,
}

const fn rule(code: &'static str, subject: &'static str) -> Rule {
    Rule { code, subject, without: None }
}

const fn without(code: &'static str, subject: &'static str, reason: &'static str) -> Rule {
    Rule { code, subject, without: Some(reason) }
}

const RULES: &[Rule] = &[
    rule("zrc-001", "The zaaktype exists, is a zaaktype and is published"),
    rule("zrc-002", "Identificatie: unique per bronorganisatie, generated, immutable"),
    rule("zrc-003", "The informatieobject of a zaakinformatieobject exists"),
    rule(
        "zrc-004",
        "aardRelatieWeergave and registratiedatum of a zaakinformatieobject are the server's; zaak and informatieobject immutable",
    ),
    rule("zrc-005", "A zaakinformatieobject has its objectinformatieobject"),
    rule("zrc-006", "Reading is authorised, and lists hold only what may be read"),
    rule("zrc-007", "Closing a zaak, and protection of a closed one"),
    rule("zrc-008", "Reopening a zaak"),
    rule("zrc-009", "Vertrouwelijkheidaanduiding is that of the zaaktype unless given"),
    rule("zrc-010", "The communicatiekanaal exists and is one"),
    rule("zrc-011", "relevanteAndereZaken exist"),
    rule("zrc-012", "Groups of members: null, or whole"),
    rule("zrc-013", "Hoofdzaak: a zaak, not itself, not a deelzaak"),
    rule("zrc-014", "Betalingsindicatie and laatsteBetaaldatum"),
    rule("zrc-015", "productenOfDiensten are those of the zaaktype"),
    rule("zrc-016", "The statustype belongs to the zaaktype"),
    rule("zrc-017", "The informatieobjecttype belongs to the zaaktype"),
    rule("zrc-018", "The eigenschap belongs to the zaaktype"),
    rule("zrc-019", "The roltype belongs to the zaaktype"),
    rule("zrc-020", "The resultaattype belongs to the zaaktype"),
    rule("zrc-021", "Archiving parameters on closing"),
    rule("zrc-022", "Archiefstatus"),
    rule("zrc-023", "Deleting a zaak deletes what belongs to it"),
    rule("zrc-024", "Zaakverzoeken (old: also in the Verzoeken API, withdrawn)"),
    rule("zrc-025", "Expand: which components (old: zaakcontactmomenten)"),
    rule("zrc-026", "Expand: any depth; start of the bewaartermijn"),
    rule("zrc-027", "Expand: a segment that is no attribute"),
    rule("zrc-028", "Expand: data that cannot be had"),
    rule("zrc-029", "`fields` in _zoek"),
    rule("ztc-001", "selectielijstProcestype is a procestype"),
    rule("ztc-002", "Resultaattype: selectielijstklasse and resultaattypeomschrijving"),
    rule("ztc-003", "Afleidingswijze fits the procestermijn"),
    rule("ztc-004", "Brondatum: datumkenmerk by afleidingswijze"),
    rule("ztc-005", "Brondatum: einddatumBekend by afleidingswijze"),
    rule("ztc-006", "Brondatum: objecttype by afleidingswijze"),
    rule("ztc-007", "Brondatum: registratie by afleidingswijze"),
    rule("ztc-008", "Brondatum: procestermijn by afleidingswijze"),
    rule("ztc-009", "A published type is locked"),
    rule("ztc-010", "Parts of a published zaaktype are locked"),
    without(
        "ztc-011",
        "Relations of a published type",
        "Withdrawn in 1.3.0 and 1.3.2; what is left of it is in ztc-010.",
    ),
    rule("ztc-012", "Publishing needs published relations (withdrawn in 1.3.2; a setting, off by default)"),
    without("ztc-013", "Relations within one catalogus", "Withdrawn in 1.3.0."),
    rule("ztc-014", "zaken.lezen and documenten.lezen read the catalogue"),
    rule("ztc-015", "Eigenschappen that hold a date"),
    rule("ztc-016", "Versions of a type do not overlap"),
    without("ztc-017", "Deleting a catalogus", "Part of 1.4.0, which is not released."),
    rule("drc-001", "The informatieobjecttype exists, is one and is published"),
    rule("drc-002", "The object of an objectinformatieobject exists and is what objectType says"),
    rule("drc-003", "A document has one relation with an object"),
    rule("drc-004", "The relation exists at its source"),
    rule("drc-005", "What was received is not being written"),
    rule("drc-006", "indicatieGebruiksrecht follows the gebruiksrechten"),
    rule("drc-007", "Vertrouwelijkheidaanduiding is that of the informatieobjecttype unless given"),
    rule("drc-008", "Deleting a document"),
    rule("drc-009", "Locking and unlocking"),
    rule("drc-010", "A change makes a version"),
    rule("drc-011", "Expand: which components"),
    rule("drc-012", "Expand: any depth (the text of 1.6 lifts the limit of three)"),
    rule("drc-013", "Expand: a segment that is no attribute"),
    rule("drc-014", "Expand: data that cannot be had"),
    rule("brc-001", "The besluittype exists, is one and is published"),
    rule("brc-002", "Identificatie: unique per verantwoordelijkeOrganisatie, generated, immutable"),
    rule("brc-003", "The informatieobject of a besluitinformatieobject exists"),
    rule("brc-004", "A besluitinformatieobject does not change"),
    rule("brc-005", "A besluitinformatieobject has its objectinformatieobject"),
    rule("brc-006", "A besluit with a zaak has its zaakbesluit"),
    rule("brc-007", "The besluittype belongs to the zaaktype of the zaak"),
    rule("brc-008", "The informatieobjecttype belongs to the besluittype"),
    rule("brc-009", "Deleting a besluit deletes what belongs to it"),
    rule("ac-001", "A client id belongs to one applicatie"),
    rule("ac-002", "All autorisaties, or a list of them"),
    rule("ac-003", "What an autorisatie of a component must have"),
];

#[test]
fn every_rule_has_a_test() {
    let mut proofs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let folder = workspace("crates/server/tests/api");
    citations(&folder, &folder, &mut proofs);
    let cited = |rule: &&Rule| proofs.contains_key(rule.code);
    let missing: Vec<&str> =
        RULES.iter().filter(|rule| rule.without.is_none()).filter(|rule| !cited(rule)).map(|rule| rule.code).collect();
    let needless: Vec<&str> =
        RULES.iter().filter(|rule| rule.without.is_some()).filter(cited).map(|rule| rule.code).collect();
    let unknown: Vec<&String> = proofs.keys().filter(|code| !RULES.iter().any(|rule| rule.code == *code)).collect();
    assert!(missing.is_empty(), "no test cites {missing:?}");
    assert!(needless.is_empty(), "said to be without a test, but cited: {needless:?}");
    assert!(unknown.is_empty(), "cited, but no rule: {unknown:?}");
    check("docs/conformance.md", &page(&proofs));
}

/// Collects the rules that tests cite: code → file and test.
fn citations(root: &Path, folder: &Path, proofs: &mut BTreeMap<String, Vec<String>>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            citations(root, &path, proofs);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = path.strip_prefix(root).unwrap().display().to_string();
            for (code, test) in cited(&fs::read_to_string(&path).unwrap()) {
                proofs.entry(code).or_default().push(format!("`{file}` {test}"));
            }
        }
    }
}

/// The rules that the doc comments above the tests of a file cite, each with the name of the test as a sentence.
fn cited(source: &str) -> Vec<(String, String)> {
    let (mut found, mut comment, mut is_test) = (Vec::new(), String::new(), false);
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            comment.push_str(text);
            comment.push(' ');
        } else if line == "#[test]" {
            is_test = true;
        } else if !line.starts_with("#[") {
            let name = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next());
            if let (Some(name), true) = (name, is_test) {
                found.extend(codes(&comment).into_iter().map(|code| (code, name.replace('_', " "))));
            }
            (comment, is_test) = (String::new(), false);
        }
    }
    found
}

/// The codes of rules in a text.
fn codes(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let codes = words.filter_map(|word| {
        let (component, number) = word.split_once('-')?;
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        (["zrc", "ztc", "drc", "brc", "ac"].contains(&component) && number.len() == 3)
            .then(|| format!("{component}-{number}"))
    });
    let mut codes: Vec<String> = codes.collect();
    codes.dedup();
    codes
}

fn page(proofs: &BTreeMap<String, Vec<String>>) -> String {
    let mut page = String::from(
        "<!-- Generated by crates/server/tests/conformance/rules.rs; `UPDATE_DOCS=1 cargo test -p waarmaker --test conformance` writes it again. -->\n\
         # Conformance\n\n\
         Three things are tested (`cargo test -p waarmaker --test conformance`):\n\n\
         1. **The contract.** Our OpenAPI documents have every path, method, operationId, scope, parameter, member, required member, value, length and\n   \
            bound of the official ones (Zaken 1.7.0, Catalogi 1.3.3,\n   Documenten 1.7.0, Besluiten 1.1.0, Notificaties 1.0.1, Autorisaties 1.1.0), and nothing else, except for the deviations below.\n\
         2. **Answers.** A scenario asks for every operation of every component, on both engines, and holds each answer against our contract and the\n   \
            official one.\n\
         3. **Rules.** Every coded rule is cited by the tests that prove it.\n\n\
         The official contracts are read from `../shared/zgw/openapi` beside the workspace. Where that folder is absent, the first two say that they were\n\
         skipped.\n\n## Rules\n\nFiles are below `crates/server/tests/api`.\n\n| Rule | Subject | Proved by |\n|---|---|---|\n",
    );
    for rule in RULES {
        let proof = match rule.without {
            Some(reason) => format!("*none:* {reason}"),
            None => proofs.get(rule.code).map(|tests| tests.join("<br>")).unwrap_or_default(),
        };
        let _ = writeln!(page, "| {} | {} | {proof} |", rule.code, rule.subject);
    }
    deviations(
        &mut page,
        "Deviations of the contract",
        "The text that the comparison finds; `*` stands for anything.",
        DEVIATIONS,
    );
    deviations(
        &mut page,
        "Deviations of answers from the official contract",
        "From our own contract no answer deviates.",
        ANSWERS,
    );
    page
}

fn deviations(page: &mut String, title: &str, about: &str, all: &[Deviation]) {
    let _ = write!(page, "\n## {title}\n\n{about}\n\n| Difference | Reason |\n|---|---|\n");
    for one in all {
        let _ = writeln!(page, "| `{}` | {} |", one.found.replace('|', "\\|"), one.reason.replace('|', "\\|"));
    }
}

#[test]
fn a_citation_belongs_to_the_test_below_it() {
    let source = "/// zrc-001, zrc-007e: …\n#[test]\nfn a_b() {\n/// zrc-002\nfn helper() {\n";
    let wanted = [("zrc-001", "a b"), ("zrc-007", "a b")].map(|(code, test)| (code.to_owned(), test.to_owned()));
    assert_eq!(cited(source), wanted);
}
