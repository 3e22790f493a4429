// SPDX-License-Identifier: EUPL-1.2
//! The words of a `$filter`.

use waarmaker_api::Result;
use waarmaker_core::DateTime;

use super::refusal::bad;

/// A word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name, a path, an operator: `Datastream/name`, `eq`.
    Name(String),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A moment, in milliseconds.
    Moment(i64),
    /// A duration, in milliseconds.
    Duration(f64),
    /// Well-known text of a geometry.
    Geo(String),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
}

/// Longest expression, in bytes.
const LONGEST: usize = 8_000;

/// Splits an expression into words.
pub(super) fn words(text: &str) -> Result<Vec<Token>> {
    if text.len() > LONGEST {
        return Err(bad("invalid-filter", format!("De uitdrukking is langer dan {LONGEST} tekens.")));
    }
    let mut rest = text.trim_start();
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            '\'' => quoted(rest)?,
            _ => bare(rest)?,
        };
        tokens.push(token);
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    Ok(tokens)
}

/// A text in quotes, in which two quotes stand for one; with its length.
fn quoted(text: &str) -> Result<(Token, usize)> {
    let mut inner = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '\'' {
            inner.push(letter);
        } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
            inner.push('\'');
        } else {
            return Ok((Token::Text(inner), at + 1));
        }
    }
    Err(bad("invalid-filter", "Een tekst in de uitdrukking mist zijn sluitende aanhalingsteken."))
}

/// A number, moment, name, duration or geometry; with its length.
fn bare(text: &str) -> Result<(Token, usize)> {
    let length = text.find(|letter: char| letter.is_whitespace() || "(),'".contains(letter)).unwrap_or(text.len());
    let word = text.get(..length).unwrap_or_default();
    let after = text.get(length..).unwrap_or_default();
    if after.starts_with('\'') && matches!(word, "duration" | "geography" | "geometry") {
        let (inner, more) = quoted(after)?;
        let Token::Text(inner) = inner else { return Err(unreadable(word)) };
        let token = if word == "duration" { Token::Duration(duration(&inner)?) } else { Token::Geo(inner) };
        return Ok((token, length + more));
    }
    let starts_as_number =
        word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-' || letter == '+' || letter == '.');
    if !starts_as_number {
        let named = |letter: char| letter.is_alphanumeric() || "_/.@$-:".contains(letter);
        return if !word.is_empty() && word.chars().all(named) {
            Ok((Token::Name(word.to_owned()), length))
        } else {
            Err(unreadable(word))
        };
    }
    if let Some(number) = word.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return Ok((Token::Number(number), length));
    }
    moment(word).map(|moment| (Token::Moment(moment), length)).ok_or_else(|| unreadable(word))
}

/// A moment in milliseconds.
pub(super) fn moment(word: &str) -> Option<i64> {
    DateTime::parse(word).ok().map(|moment| moment.at.as_millisecond())
}

fn duration(text: &str) -> Result<f64> {
    let wrong = || bad("invalid-filter", "Een duur schrijft u als duration'PT1H' of duration'P1D'.");
    let span: jiff::SignedDuration = text
        .parse::<jiff::Span>()
        .ok()
        .and_then(|span| {
            let days = jiff::SpanRelativeTo::days_are_24_hours();
            span.to_duration(days).ok()
        })
        .ok_or_else(wrong)?;
    Ok(span.as_secs_f64() * 1000.0)
}

fn unreadable(word: &str) -> waarmaker_core::Problem {
    let shown: String = word.chars().filter(|letter| !letter.is_control()).take(40).collect();
    bad("invalid-filter", format!("De uitdrukking is niet te lezen bij '{shown}'."))
}
