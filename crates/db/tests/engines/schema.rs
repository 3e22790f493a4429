// SPDX-License-Identifier: EUPL-1.2
//! The migrations make the same schema on both engines.

use std::collections::BTreeSet;

use waarmaker_db::testing::Scratch;
use waarmaker_db::{Db, Error};

const SQLITE_COLUMNS: &str = "SELECT t.name || '.' || c.name || ' ' || lower(c.type) || CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN ' not null' ELSE '' END
    FROM pragma_table_list t JOIN pragma_table_info(t.name) c
    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'refinery_%'";
const POSTGRES_COLUMNS: &str = "SELECT table_name || '.' || column_name || ' ' || CASE data_type
        WHEN 'bigint' THEN 'integer' WHEN 'double precision' THEN 'real' WHEN 'uuid' THEN 'blob' WHEN 'bytea' THEN 'blob'
        ELSE data_type END || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'refinery_%'";

const SQLITE_INDEXES: &str =
    "SELECT name || ' on ' || tbl_name || CASE WHEN upper(sql) LIKE 'CREATE UNIQUE%' THEN ' unique' ELSE '' END
    FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
const POSTGRES_INDEXES: &str =
    "SELECT i.relname || ' on ' || t.relname || CASE WHEN x.indisunique THEN ' unique' ELSE '' END
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE 'refinery_%'
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))";

const SQLITE_REFERENCES: &str =
    "SELECT t.name || '.' || f.\"from\" || ' -> ' || f.\"table\" || ' ' || lower(f.on_delete)
    FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f WHERE t.schema = 'main'";
const POSTGRES_REFERENCES: &str = "SELECT c.conrelid::regclass::text || '.' || a.attname || ' -> ' || c.confrelid::regclass::text || ' ' ||
        CASE c.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' ELSE 'set default' END
    FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey) AS k (attnum)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace";

const SQLITE_KEYS: &str = "SELECT t.name || ' ' || i.origin || ' (' || (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')'
    FROM pragma_table_list t JOIN pragma_index_list(t.name) i WHERE t.schema = 'main' AND i.origin = 'u' AND t.name NOT LIKE 'refinery_%'";
const POSTGRES_KEYS: &str = "SELECT c.conrelid::regclass::text || ' u (' ||
        (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY AS k (attnum, place)
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) || ')'
    FROM pg_constraint c WHERE c.contype = 'u' AND c.connamespace = 'public'::regnamespace";

fn lines(db: &Db, sql: &'static str) -> BTreeSet<String> {
    let lines = db.read_blocking(move |tx| tx.query(sql, &[], |row| row.text(0)));
    lines.unwrap().into_iter().collect()
}

fn assert_same(what: &str, sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) {
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect::<Vec<_>>();
    let (left, right) = (only(sqlite, postgres), only(postgres, sqlite));
    assert!(left.is_empty() && right.is_empty(), "{what} only on SQLite: {left:#?}, only on PostgreSQL: {right:#?}");
}

#[test]
fn both_engines_have_the_same_schema() {
    let Some(postgres) = Scratch::postgres() else { return };
    let sqlite = Scratch::sqlite();
    for (what, one, other) in [
        ("columns", SQLITE_COLUMNS, POSTGRES_COLUMNS),
        ("indexes", SQLITE_INDEXES, POSTGRES_INDEXES),
        ("foreign keys", SQLITE_REFERENCES, POSTGRES_REFERENCES),
        ("unique keys", SQLITE_KEYS, POSTGRES_KEYS),
    ] {
        assert_same(what, &lines(sqlite.db(), one), &lines(postgres.db(), other));
    }
    assert!(lines(sqlite.db(), SQLITE_COLUMNS).contains("instellingen.waarde text not null"));
}

#[test]
fn every_table_is_strict_and_every_text_sorts_by_code_point() {
    let sqlite = Scratch::sqlite();
    let loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
        AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'refinery_%'";
    assert_eq!(lines(sqlite.db(), loose), BTreeSet::new());
    let Some(postgres) = Scratch::postgres() else { return };
    let other = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'
        AND table_name NOT LIKE 'refinery_%' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'";
    assert_eq!(lines(postgres.db(), other), BTreeSet::new());
}

#[test]
fn an_older_program_starts_on_a_newer_database() {
    for scratch in Scratch::every() {
        let newer = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
            VALUES (9999, 'later', '2026-01-01T00:00:00Z', '1')";
        scratch.db().write_blocking(move |tx| tx.run(newer, &[])).unwrap();
        for migrate in [true, false] {
            let settings = waarmaker_db::Settings { migrate, ..scratch.settings().clone() };
            Db::open(&settings).unwrap().close_blocking();
        }
    }
}

#[test]
fn a_migration_that_was_changed_after_the_fact_is_refused() {
    for scratch in Scratch::every() {
        let change = "UPDATE refinery_schema_history SET checksum = '1' WHERE version = 1";
        scratch.db().write_blocking(move |tx| tx.run(change, &[])).unwrap();
        let refused: Result<(), Error> = Db::migrate(scratch.settings()).map(|_| ());
        assert!(matches!(refused, Err(Error::Migration(_))), "{refused:?}");
    }
}
