// SPDX-License-Identifier: EUPL-1.2
//! Finding lamps by what people type: a street, a street with a number, the number on the post.

use waarmaker_api::{Cx, Result};
use waarmaker_assets::Punt;

use super::{
    Lamp, SOORT,
    lamp::{COLUMNS, met_storing, row},
};

/// Most lamps of a street.
const MOST_LAMPEN: usize = 500;
/// Most streets that are named.
const MOST_STRATEN: usize = 20;
/// Longest text that is looked for.
const LONGEST: usize = 100;

/// A street with lamps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Straat {
    /// Its name.
    pub naam: String,
    /// How many lamps it has.
    pub lampen: i64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is one for each request")]
pub enum Gevonden {
    /// Nothing was asked.
    Leeg,
    /// The lamp with that number.
    Lamp(Lamp),
    /// The lamps of one street, by number. `nummer` is a number in the text that no lamp in it has.
    Straat {
        /// Its name.
        naam: String,
        /// Its lamps, by number.
        lampen: Vec<Lamp>,
        /// There are more.
        meer: bool,
        /// A number that was typed and that no lamp in the street has.
        nummer: Option<String>,
    },
    /// Several streets have this in their names.
    Straten(Vec<Straat>),
    /// Nothing; these look like it.
    Niets {
        /// Streets that look like it, the nearest first.
        lijkt_op: Vec<Straat>,
    },
}

/// Finds lamps by a text.
pub fn zoek(text: &str, cx: &mut Cx<'_, '_>) -> Result<Gevonden> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    if text.is_empty() {
        return Ok(Gevonden::Leeg);
    }
    if let Some(lamp) = nummer(&text, cx)? {
        return Ok(Gevonden::Lamp(lamp));
    }
    let all = namen(cx)?;
    let wanted = vouw(&text);
    if let Some(street) = all.iter().find(|street| vouw(street) == wanted) {
        return een(street, None, cx);
    }
    if let Some((rest, number)) = text.rsplit_once(' ').filter(|(_, last)| last.contains(|c: char| c.is_ascii_digit()))
    {
        let rest = vouw(rest.trim_end_matches(','));
        if let Some(street) = all.iter().find(|street| vouw(street) == rest) {
            return een(street, Some(number), cx);
        }
        let hits: Vec<&String> = all.iter().filter(|street| vouw(street).contains(&rest)).collect();
        if let [street] = hits.as_slice() {
            return een(street, Some(number), cx);
        }
    }
    several(&all, &wanted, cx)
}

/// The streets that have it in their names, those that begin with it first; else those that look like it.
fn several(all: &[String], wanted: &str, cx: &mut Cx<'_, '_>) -> Result<Gevonden> {
    let folded = all.iter().map(|naam| (naam, vouw(naam)));
    let mut hits: Vec<(bool, &String)> = folded
        .filter(|(_, folded)| folded.contains(wanted))
        .map(|(naam, folded)| (!folded.starts_with(wanted), naam))
        .collect();
    if let [(_, street)] = hits.as_slice() {
        return een(street, None, cx);
    }
    if !hits.is_empty() {
        hits.sort_by_key(|(later, _)| *later);
        return Ok(Gevonden::Straten(geteld(hits.into_iter().map(|(_, naam)| naam).take(MOST_STRATEN), cx)?));
    }
    let words = wanted.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let likeness = |naam: &String| strsim::jaro_winkler(words, &vouw(naam));
    let mut near: Vec<(f64, &String)> =
        all.iter().map(|naam| (likeness(naam), naam)).filter(|(likeness, _)| *likeness >= 0.85).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(Gevonden::Niets { lijkt_op: geteld(near.into_iter().map(|(_, naam)| naam).take(5), cx)? })
}

/// The names of all streets with lamps: a step in the index for each, however many lamps it has.
fn namen(cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
    let sql = "WITH RECURSIVE straten (naam) AS (
            SELECT MIN(omschrijving) FROM assets WHERE soort = $1 AND verwijderd IS NULL AND omschrijving > ''
            UNION ALL
            SELECT (SELECT MIN(a.omschrijving) FROM assets a WHERE a.soort = $1 AND a.verwijderd IS NULL AND a.omschrijving > s.naam)
            FROM straten s WHERE s.naam IS NOT NULL
        ) SELECT naam FROM straten WHERE naam IS NOT NULL";
    Ok(cx.tx.query(sql, &[SOORT.into()], |row| row.text(0))?)
}

/// These streets with how many lamps they have.
fn geteld<'n>(names: impl Iterator<Item = &'n String>, cx: &mut Cx<'_, '_>) -> Result<Vec<Straat>> {
    let sql = "SELECT COUNT(*) FROM assets WHERE soort = $1 AND omschrijving = $2 AND verwijderd IS NULL";
    names
        .map(|naam| {
            let lampen = cx.tx.one(sql, &[SOORT.into(), naam.into()], |row| row.int(0))?.unwrap_or(0);
            Ok(Straat { naam: naam.clone(), lampen })
        })
        .collect()
}

/// The lamp with this number, in whatever case and with whatever spaces.
pub fn nummer(text: &str, cx: &mut Cx<'_, '_>) -> Result<Option<Lamp>> {
    let sql =
        format!("SELECT {COLUMNS} FROM assets a WHERE a.soort = $1 AND a.identificatie = $2 AND a.verwijderd IS NULL");
    let tight: String = text.chars().filter(|c| *c != ' ').collect();
    for number in [text.to_owned(), text.to_uppercase(), tight.to_uppercase()] {
        if let Some(lamp) = cx.tx.one(&sql, &[SOORT.into(), number.into()], row)? {
            let mut found = [lamp];
            met_storing(&mut found, cx)?;
            let [lamp] = found;
            return Ok(Some(lamp));
        }
    }
    Ok(None)
}

/// One street; with a number the lamp of which the number ends so.
fn een(naam: &str, number: Option<&str>, cx: &mut Cx<'_, '_>) -> Result<Gevonden> {
    let (lampen, meer) = in_straat(naam, cx)?;
    let ends = |lamp: &&Lamp, number: &str| {
        lamp.nummer.eq_ignore_ascii_case(number)
            || lamp
                .nummer
                .to_lowercase()
                .strip_suffix(&number.to_lowercase())
                .is_some_and(|rest| rest.trim_end_matches('0').ends_with(|c: char| !c.is_ascii_digit()))
    };
    if let Some(number) = number {
        let hits: Vec<&Lamp> = lampen.iter().filter(|lamp| ends(lamp, number)).collect();
        if let [lamp] = hits.as_slice() {
            return Ok(Gevonden::Lamp((*lamp).clone()));
        }
    }
    Ok(Gevonden::Straat { naam: naam.to_owned(), lampen, meer, nummer: number.map(str::to_owned) })
}

/// All streets with lamps, by name.
pub fn straten(cx: &mut Cx<'_, '_>) -> Result<Vec<Straat>> {
    let sql = "SELECT omschrijving, COUNT(*) FROM assets WHERE soort = $1 AND verwijderd IS NULL AND omschrijving > ''
        GROUP BY omschrijving ORDER BY omschrijving";
    Ok(cx.tx.query(sql, &[SOORT.into()], |row| Ok(Straat { naam: row.text(0)?, lampen: row.int(1)? }))?)
}

/// The streets of the lamps near a place, the nearest first.
pub fn straten_bij(punt: Punt, most: usize, cx: &mut Cx<'_, '_>) -> Result<Vec<Straat>> {
    let near = super::plaats::dichtbij(punt, most.saturating_mul(20), cx)?;
    let mut found: Vec<Straat> = Vec::new();
    for (lamp, _) in near.into_iter().filter(|(lamp, _)| !lamp.straat.is_empty()) {
        match found.iter_mut().find(|street| street.naam == lamp.straat) {
            Some(street) => street.lampen += 1,
            None => found.push(Straat { naam: lamp.straat, lampen: 1 }),
        }
    }
    found.truncate(most);
    Ok(found)
}

/// The lamps of a street by number, at most 500.
pub fn lampen_in(straat: &str, cx: &mut Cx<'_, '_>) -> Result<Vec<Lamp>> {
    Ok(in_straat(straat, cx)?.0)
}

fn in_straat(straat: &str, cx: &mut Cx<'_, '_>) -> Result<(Vec<Lamp>, bool)> {
    let sql = format!(
        "SELECT {COLUMNS} FROM assets a WHERE a.soort = $1 AND a.omschrijving = $2 AND a.verwijderd IS NULL ORDER BY a.identificatie LIMIT $3"
    );
    let most = i64::try_from(MOST_LAMPEN + 1).unwrap_or(i64::MAX);
    let mut lamps = cx.tx.query(&sql, &[SOORT.into(), straat.into(), most.into()], row)?;
    let meer = lamps.len() > MOST_LAMPEN;
    lamps.truncate(MOST_LAMPEN);
    lamps.sort_by_cached_key(|lamp| natuurlijk(&lamp.nummer));
    met_storing(&mut lamps, cx)?;
    Ok((lamps, meer))
}

/// A number as people sort it: `L-9` before `L-10`.
fn natuurlijk(nummer: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = nummer;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(words);
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (count, after) = after.split_at(digits);
        parts.push((text.to_lowercase(), count.parse().unwrap_or(0)));
        rest = after;
    }
    parts
}

/// A text without capitals, accents, points and short words for street and square.
fn vouw(text: &str) -> String {
    let lower = text.to_lowercase();
    let letters = lower.chars().filter_map(|letter| {
        Some(match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ý' | 'ÿ' => 'y',
            '-' | ',' | '/' => ' ',
            '.' | '\'' | '’' | '`' => return None,
            other => other,
        })
    });
    let letters: String = letters.collect();
    let words = letters.split_whitespace().map(|word| match word.strip_suffix("str") {
        Some(stem) if !stem.is_empty() => format!("{stem}straat"),
        _ => match word.strip_suffix("ln") {
            Some(stem) if stem.len() > 3 => format!("{stem}laan"),
            _ => word.to_owned(),
        },
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_are_found_without_accents_capitals_and_points() {
        assert_eq!(vouw("Kanaalstr."), vouw("kanaalstraat"));
        assert_eq!(vouw("Ministér-Talmaplein "), "minister talmaplein");
        assert_eq!(vouw("'s-Gravenzandestraat"), "s gravenzandestraat");
    }

    #[test]
    fn numbers_sort_as_people_count() {
        let mut numbers = ["L-10", "L-9", "L-100", "K-1", "9", "10a"];
        numbers.sort_by_cached_key(|number| natuurlijk(number));
        assert_eq!(numbers, ["9", "10a", "K-1", "L-9", "L-10", "L-100"]);
    }
}
