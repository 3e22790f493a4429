// SPDX-License-Identifier: EUPL-1.2
//! Parameters, values and the words of the dialect.

use uuid::Uuid;
use waarmaker_db::testing::on_each_engine;
use waarmaker_db::{Db, Error, Value, escape_like};

use crate::{plant, play, trees};

#[test]
fn parameters_come_in_any_order_and_as_often_as_needed() {
    on_each_engine(|db| {
        let row = db.read_blocking(|tx| {
            let sql = "SELECT $3 || '-' || $1 || '-' || $2 || '-' || $3, $1 || $1";
            tx.one(sql, &["een".into(), "twee".into(), "drie".into()], |row| Ok((row.text(0)?, row.text(1)?)))
        });
        assert_eq!(row.unwrap(), Some(("drie-een-twee-drie".to_owned(), "eeneen".to_owned())));
    });
}

#[test]
fn a_wrong_number_of_parameters_is_refused() {
    on_each_engine(|db| {
        for given in [vec![], vec![Value::Int(1), Value::Int(2)]] {
            let refused = db.read_blocking(move |tx| tx.one("SELECT $1 + 1", &given, |row| row.int(0)));
            assert!(matches!(refused, Err(Error::Statement { .. })), "{refused:?}");
        }
    });
}

#[test]
fn values_of_every_type_come_back_as_they_went() {
    on_each_engine(|db| {
        play(db);
        let id = Uuid::from_u128(0x0123_4567_89ab_cdef);
        db.write_blocking(move |tx| {
            let sql = "INSERT INTO alles (getal, maat, tekst, sleutel, document) VALUES ($1, $2, $3, $4, $5)";
            tx.run(sql, &[i64::MIN.into(), 0.25.into(), "café".into(), id.into(), vec![0_u8, 255].into()])?;
            tx.run(sql, &[const { Value::Null }; 5])
        })
        .unwrap();
        let full = db.read_blocking(|tx| {
            tx.one("SELECT getal, maat, tekst, sleutel, document FROM alles WHERE getal IS NOT NULL", &[], |row| {
                assert_eq!((row.str_ref(2)?, row.bytes_ref(4)?), ("café", &[0_u8, 255][..]));
                Ok((row.int(0)?, row.real(1)?, row.text(2)?, row.uuid(3)?, row.bytes(4)?))
            })
        });
        assert_eq!(full.unwrap(), Some((i64::MIN, 0.25, "café".to_owned(), id, vec![0, 255])));
        let empty = db.read_blocking(|tx| {
            tx.one("SELECT getal, maat, tekst, sleutel, document FROM alles WHERE getal IS NULL", &[], |row| {
                Ok((row.opt_int(0)?, row.opt_real(1)?, row.opt_text(2)?, row.opt_uuid(3)?, row.opt_bytes(4)?))
            })
        });
        assert_eq!(empty.unwrap(), Some((None, None, None, None, None)));
    });
}

#[test]
fn a_statement_first_used_with_null_takes_values_later() {
    on_each_engine(|db| {
        play(db);
        let keep = |value: Value| {
            db.write_blocking(move |tx| {
                tx.run("INSERT INTO alles (getal, tekst) VALUES ($1, $2)", &[value.clone(), Value::Null])
            })
        };
        keep(Value::Null).unwrap();
        keep(Value::Int(7)).unwrap();
        let found =
            db.read_blocking(|tx| tx.query("SELECT getal FROM alles ORDER BY getal", &[], |row| row.opt_int(0)));
        assert_eq!(found.unwrap().iter().flatten().count(), 1);
    });
}

#[test]
fn a_column_that_is_something_else_is_an_error() {
    on_each_engine(|db| {
        let wrong = db.read_blocking(|tx| tx.one("SELECT 'tekst'", &[], |row| row.uuid(0)));
        assert!(matches!(wrong, Err(Error::Column { index: 0, .. })), "{wrong:?}");
        let missing = db.read_blocking(|tx| tx.one("SELECT 1", &[], |row| row.int(3)));
        assert!(matches!(missing, Err(Error::Column { index: 3, .. })), "{missing:?}");
        let absent = db.read_blocking(|tx| tx.one("SELECT NULL", &[], |row| row.text(0)));
        assert!(matches!(absent, Err(Error::Column { .. })), "{absent:?}");
    });
}

#[test]
fn exists_and_constants_are_numbers() {
    on_each_engine(|db| {
        let found = db.read_blocking(|tx| {
            tx.one("SELECT 1, EXISTS (SELECT 1), count(*) FROM instellingen", &[], |row| {
                Ok((row.int(0)?, row.bool(1)?, row.int(2)?))
            })
        });
        assert_eq!(found.unwrap(), Some((1, true, 0)));
    });
}

#[test]
fn changes_are_counted_and_returned() {
    on_each_engine(|db| {
        play(db);
        let (planted, renamed, ids) = db
            .write_blocking(|tx| {
                let planted = tx.run("INSERT INTO boom (id, naam) VALUES (1, 'a'), (2, 'b'), (3, 'c')", &[])?;
                let renamed = tx.run("UPDATE boom SET soort = $1 WHERE id > $2", &["beuk".into(), 1_i64.into()])?;
                let ids = tx.query("DELETE FROM boom WHERE soort IS NULL RETURNING id", &[], |row| row.int(0))?;
                Ok::<_, Error>((planted, renamed, ids))
            })
            .unwrap();
        assert_eq!((planted, renamed, ids), (3, 2, vec![1]));
    });
}

#[test]
fn contains_ignores_case_and_accents_keep_their_letter() {
    on_each_engine(|db| {
        play(db);
        db.write_blocking(|tx| {
            for (id, naam) in [(1, "CAFÉ 100%"), (2, "café 100 procent"), (3, "thee")] {
                plant(tx, id, naam)?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
        let find = |text: &'static str| {
            db.read_blocking(move |tx| {
                let sql = format!("SELECT id FROM boom WHERE {} ORDER BY id", tx.dialect().icontains("naam", "$1"));
                tx.query(&sql, &[escape_like(text).into()], |row| row.int(0))
            })
            .unwrap()
        };
        assert_eq!(find("Café"), [1, 2]);
        assert_eq!(find("100%"), [1]);
        assert_eq!(find("cafe"), [0_i64; 0]);
    });
}

#[test]
fn contains_to_the_letter_minds_case_and_knows_no_wildcards() {
    on_each_engine(|db| {
        play(db);
        db.write_blocking(|tx| plant(tx, 1, "Eik 100%")).unwrap();
        for (text, found) in [("Eik", true), ("eik", false), ("0%", true), ("E%", false), ("E_k", false)] {
            let sql = format!("SELECT id FROM boom WHERE {}", db.engine().contains("naam", "$1"));
            let ids = db.read_blocking(move |tx| tx.query(&sql, &[text.into()], |row| row.int(0))).unwrap();
            assert_eq!(ids.len(), usize::from(found), "{text}");
        }
    });
}

#[test]
fn null_sorts_first_ascending_and_last_descending() {
    on_each_engine(|db| {
        play(db);
        db.write_blocking(|tx| tx.run("INSERT INTO alles (getal) VALUES (2), (NULL), (1)", &[])).unwrap();
        let sorted = |direction: &'static str, ascending: bool| {
            db.read_blocking(move |tx| {
                let sql =
                    format!("SELECT getal FROM alles ORDER BY getal {direction}{}", tx.dialect().nulls(ascending));
                tx.query(&sql, &[], |row| row.opt_int(0))
            })
            .unwrap()
        };
        assert_eq!(sorted("ASC", true), [None, Some(1), Some(2)]);
        assert_eq!(sorted("DESC", false), [Some(2), Some(1), None]);
    });
}

#[test]
fn text_sorts_by_code_point() {
    on_each_engine(|db| {
        play(db);
        db.write_blocking(|tx| {
            for (id, naam) in [(1, "b"), (2, "B"), (3, "a"), (4, "é"), (5, "Z")] {
                plant(tx, id, naam)?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
        let sorted = db.read_blocking(|tx| tx.query("SELECT naam FROM boom ORDER BY naam", &[], |row| row.text(0)));
        assert_eq!(sorted.unwrap(), ["B", "Z", "a", "b", "é"]);
    });
}

#[test]
fn locks_are_understood() {
    on_each_engine(|db| {
        play(db);
        let done = db.write_blocking(|tx| {
            plant(tx, 1, "linde")?;
            let (d, lock) = (tx.dialect(), tx.dialect().for_update());
            let sql = format!("SELECT id FROM boom WHERE id = 1{lock}");
            let locked = tx.one(&sql, &[], |row| row.int(0))?;
            let claim = format!("SELECT id FROM boom LIMIT 1{}", d.for_update_skip_locked());
            Ok::<_, Error>((locked, tx.one(&claim, &[], |row| row.int(0))?))
        });
        assert_eq!(done.unwrap(), (Some(1), Some(1)));
    });
}

#[test]
fn many_different_statements_are_no_problem() {
    on_each_engine(|db| {
        let sum = db.read_blocking(|tx| {
            let mut sum = 0;
            for number in 0..1_200_i64 {
                let sql = format!("SELECT $1 + {}", number % 700);
                sum += tx.one(&sql, &[number.into()], |row| row.int(0))?.unwrap_or(0);
            }
            Ok::<_, Error>(sum)
        });
        assert_eq!(sum.unwrap(), (0..1_200).map(|number| number + number % 700).sum::<i64>());
    });
}

#[test]
fn a_statement_can_be_checked_without_running_it() {
    on_each_engine(|db| {
        play(db);
        db.write_blocking(|tx| tx.prepare("DELETE FROM boom WHERE id = $1")).unwrap();
        let refused = db.write_blocking(|tx| tx.prepare("DELETE FROM woud WHERE id = $1"));
        assert!(matches!(refused, Err(Error::Statement { .. })), "{refused:?}");
        assert!(trees(db).is_empty());
    });
}

#[test]
fn rows_can_be_visited_one_at_a_time() {
    fn visit(db: &Db) -> Result<i64, Error> {
        db.read_blocking(|tx| {
            let mut sum = 0;
            let sql = "WITH RECURSIVE reeks (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM reeks WHERE n < 1000) SELECT n FROM reeks";
            tx.each(sql, &[], |row| {
                sum += row.int(0)?;
                Ok(())
            })?;
            Ok(sum)
        })
    }
    on_each_engine(|db| assert_eq!(visit(db).unwrap(), 500_500));
}
