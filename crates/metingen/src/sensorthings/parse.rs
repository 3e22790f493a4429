// SPDX-License-Identifier: EUPL-1.2
//! From words to a tree.

use waarmaker_api::Result;

use super::lex::{Token, words};
use super::refusal::bad;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    Number(f64),
    Text(String),
    Moment(i64),
    Duration(f64),
    Geo(String),
    Bool(bool),
    Null,
    /// `Datastream/name`, `properties/kleur`.
    Path(Vec<String>),
    Not(Box<Expr>),
    /// Operator of two sides, by its name.
    Two(&'static str, Box<Expr>, Box<Expr>),
    /// Function with arguments.
    Call(String, Vec<Expr>),
}

/// Operators, those that bind least first.
const LEVELS: [&[&str]; 5] =
    [&["or"], &["and"], &["eq", "ne", "gt", "ge", "lt", "le"], &["add", "sub"], &["mul", "div", "mod"]];
/// Deepest nesting.
const DEEPEST: usize = 24;
/// Most words.
const MOST: usize = 600;

/// Reads an expression.
pub(super) fn expression(text: &str) -> Result<Expr> {
    let tokens = words(text)?;
    if tokens.len() > MOST {
        return Err(bad("invalid-filter", format!("De uitdrukking heeft meer dan {MOST} woorden: maak haar korter.")));
    }
    let mut parser = Parser { tokens: &tokens, at: 0 };
    let expr = parser.level(0, 0)?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(unexpected(Some(token))),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.at);
        self.at += 1;
        token
    }

    fn level(&mut self, level: usize, depth: usize) -> Result<Expr> {
        let Some(operators) = LEVELS.get(level) else { return self.unary(depth) };
        let mut left = self.level(level + 1, depth)?;
        let mut links = 0;
        while let Some(Token::Name(name)) = self.peek() {
            let Some(operator) = operators.iter().find(|operator| *operator == name) else { break };
            self.at += 1;
            links += 1;
            if links > 100 {
                return Err(bad("invalid-filter", "De uitdrukking heeft meer dan honderd delen: maak haar korter."));
            }
            let right = self.level(level + 1, depth)?;
            left = Expr::Two(operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn unary(&mut self, depth: usize) -> Result<Expr> {
        if depth > DEEPEST {
            return Err(bad("invalid-filter", format!("De uitdrukking is dieper genest dan {DEEPEST} niveaus.")));
        }
        match self.next() {
            Some(Token::Open) => {
                let inner = self.level(0, depth + 1)?;
                self.close()?;
                Ok(inner)
            }
            Some(Token::Number(number)) => Ok(Expr::Number(*number)),
            Some(Token::Text(text)) => Ok(Expr::Text(text.clone())),
            Some(Token::Moment(moment)) => Ok(Expr::Moment(*moment)),
            Some(Token::Duration(duration)) => Ok(Expr::Duration(*duration)),
            Some(Token::Geo(text)) => Ok(Expr::Geo(text.clone())),
            Some(Token::Name(name)) => self.named(name, depth),
            token => Err(unexpected(token)),
        }
    }

    fn named(&mut self, name: &str, depth: usize) -> Result<Expr> {
        match name {
            "not" => {
                let inner = self.unary(depth + 1)?;
                return Ok(Expr::Not(Box::new(inner)));
            }
            "true" => return Ok(Expr::Bool(true)),
            "false" => return Ok(Expr::Bool(false)),
            "null" => return Ok(Expr::Null),
            _ => {}
        }
        if self.peek() != Some(&Token::Open) {
            return Ok(Expr::Path(name.split('/').map(str::to_owned).collect()));
        }
        self.at += 1;
        let mut arguments = Vec::new();
        if self.peek() == Some(&Token::Close) {
            self.at += 1;
            return Ok(Expr::Call(name.to_owned(), arguments));
        }
        loop {
            arguments.push(self.level(0, depth + 1)?);
            match self.next() {
                Some(Token::Comma) if arguments.len() < 5 => {}
                Some(Token::Close) => return Ok(Expr::Call(name.to_owned(), arguments)),
                token => return Err(unexpected(token)),
            }
        }
    }

    fn close(&mut self) -> Result<()> {
        match self.next() {
            Some(Token::Close) => Ok(()),
            token => Err(unexpected(token)),
        }
    }
}

fn unexpected(token: Option<&Token>) -> waarmaker_core::Problem {
    let shown = match token {
        None => return bad("invalid-filter", "De uitdrukking houdt te vroeg op."),
        Some(Token::Name(name)) => name.chars().take(40).collect(),
        Some(Token::Number(number)) => number.to_string(),
        Some(Token::Open) => "(".to_owned(),
        Some(Token::Close) => ")".to_owned(),
        Some(Token::Comma) => ",".to_owned(),
        Some(_) => "een waarde".to_owned(),
    };
    bad("invalid-filter", format!("In de uitdrukking staat {shown} waar iets anders hoort."))
}
