// SPDX-License-Identifier: EUPL-1.2
//! Many rows in few statements, of few different lengths, so that each is prepared once for a connection.

use std::fmt::Write as _;

use waarmaker_db::{Error, Row, Tx, Value};

/// Numbers of rows that statements are made for.
const SIZES: [usize; 4] = [128, 32, 8, 1];

/// Runs a statement over rows of `width` values: `head ($1, $2), ($3, $4) … tail`, in portions; `visit` sees each row that it returns.
pub(crate) fn rows(
    tx: &mut Tx<'_>,
    head: &str,
    width: usize,
    tail: &str,
    values: &[Value],
    mut visit: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut rest = values;
    while let Some(size) = SIZES.iter().find(|size| **size * width <= rest.len()) {
        let Some((portion, after)) = rest.split_at_checked(size * width) else { break };
        let sql = format!("{head} {} {tail}", tuples(*size, width));
        tx.each(&sql, portion, &mut visit)?;
        rest = after;
    }
    Ok(())
}

/// [`rows`] for a statement that returns nothing.
pub(crate) fn run(tx: &mut Tx<'_>, head: &str, width: usize, tail: &str, values: &[Value]) -> Result<(), Error> {
    rows(tx, head, width, tail, values, |_| Ok(()))
}

/// Runs a query over a list: `head ($1, $2 …) tail`, in portions that are filled up with their last value.
pub(crate) fn among(
    tx: &mut Tx<'_>,
    head: &str,
    tail: &str,
    values: &[Value],
    mut visit: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    for portion in values.chunks(SIZES[0]) {
        let size = SIZES.iter().rev().copied().find(|size| *size >= portion.len()).unwrap_or(portion.len());
        let mut filled = portion.to_vec();
        if let Some(last) = portion.last() {
            filled.resize(size, last.clone());
        }
        tx.each(&format!("{head} {} {tail}", tuples(1, size)), &filled, &mut visit)?;
    }
    Ok(())
}

/// `($1, $2), ($3, $4)`: so many rows of `width` values.
fn tuples(rows: usize, width: usize) -> String {
    let mut sql = String::with_capacity(rows * width * 6);
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=width {
            let _ = write!(sql, "{}${}", if column == 1 { "" } else { ", " }, row * width + column);
        }
        sql.push(')');
    }
    sql
}
