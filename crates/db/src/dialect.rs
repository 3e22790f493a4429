// SPDX-License-Identifier: EUPL-1.2
//! The seam: what truly differs between the two engines, as SQL.

/// Which SQL is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// Returns what ends a `SELECT` whose rows stay as they are until the commit.
    ///
    /// SQLite has one writer at a time and needs nothing.
    pub const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// Returns what ends a `SELECT` that claims rows nobody else has claimed, as a queue of jobs does.
    pub const fn for_update_skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Returns a condition that holds when `column` contains the text of `param` in whatever case.
    ///
    /// Bind [`escape_like`] of the text. Letters with accents are folded too: `É` finds `é`.
    pub fn icontains(self, column: &str, param: &str) -> String {
        match self {
            Self::Sqlite => format!("lower_case({column}) LIKE '%' || lower_case({param}) || '%' ESCAPE '\\'"),
            Self::Postgres => {
                format!("({column} COLLATE \"und-x-icu\") ILIKE '%' || {param} || '%' ESCAPE '\\'")
            }
        }
    }

    /// Returns a condition that holds when `column` contains the text of `param`, letter by letter. SQLite's `LIKE` would not mind the case.
    pub fn contains(self, column: &str, param: &str) -> String {
        match self {
            Self::Sqlite => format!("INSTR({column}, {param}) > 0"),
            Self::Postgres => format!("STRPOS({column}, {param}) > 0"),
        }
    }

    /// Returns what follows `ASC` or `DESC` so that `NULL` comes first ascending and last descending.
    ///
    /// That is what SQLite does by itself. A PostgreSQL index serves such an order only when it was made with the same words.
    pub const fn nulls(self, ascending: bool) -> &'static str {
        match (self, ascending) {
            (Self::Sqlite, _) => "",
            (Self::Postgres, true) => " NULLS FIRST",
            (Self::Postgres, false) => " NULLS LAST",
        }
    }

    /// Returns what takes `$2` numbers from the sequence `$1`: every number on PostgreSQL, only the last one on SQLite.
    pub(crate) const fn take_numbers(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "INSERT INTO nummers (reeks, laatste) VALUES ($1, $2) \
                 ON CONFLICT (reeks) DO UPDATE SET laatste = nummers.laatste + excluded.laatste RETURNING laatste"
            }
            Self::Postgres => {
                "SELECT nextval(CAST(CAST($1 AS TEXT) AS regclass)) FROM generate_series(CAST(1 AS BIGINT), CAST($2 AS BIGINT))"
            }
        }
    }

    /// Returns the column type of a stored document.
    pub const fn blob_type(self) -> &'static str {
        match self {
            Self::Sqlite => "BLOB",
            Self::Postgres => "BYTEA",
        }
    }

    /// Returns the column type of an id.
    pub const fn uuid_type(self) -> &'static str {
        match self {
            Self::Sqlite => "BLOB",
            Self::Postgres => "UUID",
        }
    }

    /// Returns the column type of text that sorts by code point on both engines.
    pub const fn text_type(self) -> &'static str {
        match self {
            Self::Sqlite => "TEXT",
            Self::Postgres => "TEXT COLLATE \"C\"",
        }
    }
}

/// Escapes a text for `LIKE … ESCAPE '\'`, so that its `%` and `_` stand for themselves.
pub fn escape_like(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape_like;

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(escape_like(r"100%_a\b"), r"100\%\_a\\b");
    }
}
