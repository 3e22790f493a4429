// SPDX-License-Identifier: EUPL-1.2
//! From a tree to SQL with parameters. No text of a client ever becomes part of the SQL.

use waarmaker_api::Result;
use waarmaker_db::{Dialect, Value};

use super::geo;
use super::model::{Entity, Kind, Nav, Shape, with_alias};
use super::parse::Expr;
use super::refusal::bad;
use super::typed::{Parameters, Typed, mismatch};

/// Makes conditions on a row.
pub(super) struct Compiler<'a> {
    pub(super) parameters: Parameters<'a>,
    entity: &'static Entity,
    alias: String,
    joins: Vec<Join>,
    joined: usize,
    now: i64,
}

/// Another row that an expression looks at.
struct Join {
    path: Vec<String>,
    alias: String,
    entity: &'static Entity,
    condition: String,
}

impl<'a> Compiler<'a> {
    /// A compiler of expressions about a row of this entity with this alias.
    pub(super) fn new(
        dialect: Dialect,
        values: &'a mut Vec<Value>,
        entity: &'static Entity,
        alias: &str,
        now: i64,
    ) -> Self {
        let parameters = Parameters { dialect, values };
        Self { parameters, entity, alias: alias.to_owned(), joins: Vec::new(), joined: 0, now }
    }

    /// A condition.
    pub(super) fn condition(&mut self, expr: &Expr) -> Result<String> {
        match expr {
            Expr::Two(operator @ ("and" | "or"), left, right) => {
                let (left, right) = (self.condition(left)?, self.condition(right)?);
                Ok(format!("({left} {} {right})", operator.to_uppercase()))
            }
            Expr::Not(inner) => Ok(format!("(({}) IS NOT TRUE)", self.condition(inner)?)),
            Expr::Bool(truth) => Ok(if *truth { "1 = 1" } else { "1 = 0" }.to_owned()),
            leaf => {
                let Typed::Bool(sql) = self.value(leaf)? else {
                    let reason = "$filter moet waar of onwaar opleveren: gebruik eq, gt, contains en dergelijke.";
                    return Err(bad("invalid-filter", reason));
                };
                Ok(self.wrap(&format!("EXISTS (SELECT 1 FROM {{from}} WHERE {{where}} AND {sql})"), &sql))
            }
        }
    }

    /// What to order by: one or more columns.
    pub(super) fn order(&mut self, expr: &Expr) -> Result<Vec<String>> {
        let typed = self.value(expr)?;
        let columns = match &typed {
            Typed::Outcome(alias) => vec![format!("{alias}.getal"), format!("{alias}.tekst")],
            Typed::ObservationId(alias) => vec![format!("{alias}.datastream"), format!("{alias}.tijd")],
            Typed::Interval(first, _) => vec![first.clone()],
            Typed::Json(..) => vec![self.parameters.number(&typed)?, self.parameters.text(&typed)?],
            Typed::Int(sql)
            | Typed::Number(sql)
            | Typed::Text(sql)
            | Typed::Moment(sql)
            | Typed::Duration(sql)
            | Typed::Square(sql) => {
                vec![sql.clone()]
            }
            _ => return Err(bad("invalid-orderby", "Hierop kan niet worden gesorteerd: noem een eigenschap.")),
        };
        let joins = std::mem::take(&mut self.joins);
        let wrapped = columns
            .iter()
            .map(|column| wrapped(&joins, &format!("(SELECT {column} FROM {{from}} WHERE {{where}} LIMIT 1)"), column))
            .collect();
        Ok(wrapped)
    }

    fn wrap(&mut self, template: &str, plain: &str) -> String {
        wrapped(&std::mem::take(&mut self.joins), template, plain)
    }

    fn value(&mut self, expr: &Expr) -> Result<Typed> {
        Ok(match expr {
            Expr::Number(number) => Typed::LitNumber(*number),
            Expr::Text(text) => Typed::LitText(text.clone()),
            Expr::Bool(truth) => Typed::LitBool(*truth),
            Expr::Null => Typed::Null,
            Expr::Geo(text) => Typed::LitGeo(text.clone()),
            Expr::Moment(at) => Typed::Moment(self.parameters.push(*at)),
            Expr::Duration(length) => Typed::Duration(self.parameters.push(*length)),
            Expr::Path(path) => self.path(path)?,
            Expr::Not(_) | Expr::Two("and" | "or", ..) => Typed::Bool(self.condition(expr)?),
            Expr::Two(operator @ ("add" | "sub" | "mul" | "div" | "mod"), left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                self.arithmetic(operator, &left, &right)?
            }
            Expr::Two(operator, left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                Typed::Bool(self.compare(operator, &left, &right)?)
            }
            Expr::Call(name, arguments) => self.call(name, arguments)?,
        })
    }

    fn path(&mut self, path: &[String]) -> Result<Typed> {
        let (mut entity, mut alias) = (self.entity, self.alias.clone());
        let mut rest = path;
        while let Some((name, after)) = rest.split_first() {
            let Some(nav) = entity.nav(name) else { return member(entity, &alias, name, after) };
            let asks_id = matches!(after, [id] if is_id(id));
            if let Some(column) = nav.column.filter(|_| asks_id) {
                return Ok(Typed::Int(format!("{alias}.{column}")));
            }
            let taken = path.len() - after.len();
            alias = self.join(entity, nav, &alias, path.get(..taken).unwrap_or_default());
            entity = nav.to.entity();
            rest = after;
        }
        Err(bad(
            "invalid-filter",
            format!("{} is een verband: noem er een eigenschap van, zoals {}/id.", path.join("/"), path.join("/")),
        ))
    }

    /// The alias of the row that a link leads to.
    fn join(&mut self, entity: &Entity, nav: &Nav, alias: &str, path: &[String]) -> String {
        if entity.kind == Kind::Observations && nav.to == Kind::Datastreams {
            return format!("{alias}d");
        }
        if let Some(known) = self.joins.iter().find(|join| join.path == path) {
            return known.alias.clone();
        }
        self.joined += 1;
        let other = format!("j{}", self.joined);
        let target = nav.to.entity();
        let link = nav.condition.replace("{c}", &other).replace("{p}", &entity.key(alias));
        let condition = format!("{link} AND {}", target.joined(&other));
        self.joins.push(Join { path: path.to_vec(), alias: other.clone(), entity: target, condition });
        other
    }

    fn arithmetic(&mut self, operator: &str, left: &Typed, right: &Typed) -> Result<Typed> {
        let sign = match operator {
            "add" => "+",
            "sub" => "-",
            "mul" => "*",
            "div" => "/",
            _ => "%",
        };
        match (operator, left, right) {
            ("add" | "sub", Typed::Moment(at), Typed::Duration(by)) => {
                Ok(Typed::Moment(format!("CAST({at} {sign} {by} AS BIGINT)")))
            }
            ("sub", Typed::Moment(a), Typed::Moment(b)) => {
                Ok(Typed::Duration(format!("CAST({a} - {b} AS DOUBLE PRECISION)")))
            }
            ("add" | "sub", Typed::Duration(a), Typed::Duration(b)) => Ok(Typed::Duration(format!("({a} {sign} {b})"))),
            _ => {
                let (a, b) = (self.parameters.number(left)?, self.parameters.number(right)?);
                Ok(Typed::Number(match operator {
                    "div" => format!("({a} / NULLIF({b}, 0))"),
                    "mod" => format!("CAST(CAST({a} AS BIGINT) % NULLIF(CAST({b} AS BIGINT), 0) AS DOUBLE PRECISION)"),
                    _ => format!("({a} {sign} {b})"),
                }))
            }
        }
    }

    fn compare(&mut self, operator: &str, left: &Typed, right: &Typed) -> Result<String> {
        let sign = match operator {
            "eq" => "=",
            "ne" => "IS DISTINCT FROM",
            "gt" => ">",
            "ge" => ">=",
            "lt" => "<",
            _ => "<=",
        };
        match (left, right) {
            (Typed::Null, other) | (other, Typed::Null) => self.compare_null(operator, other),
            (Typed::LitBool(wanted), other) | (other, Typed::LitBool(wanted)) => {
                self.compare_bool(operator, other, *wanted)
            }
            (Typed::Square(square), Typed::LitNumber(far)) => {
                let place = self.parameters.push(far * far);
                if *far < 0.0 {
                    Ok(if sign.starts_with('>') { "1 = 1" } else { "1 = 0" }.to_owned())
                } else {
                    Ok(format!("{square} {sign} {place}"))
                }
            }
            (Typed::Square(_), _) | (_, Typed::Square(_)) => {
                Err(bad("invalid-filter", "Vergelijk geo.distance met een getal: geo.distance(…) lt 0.01."))
            }
            (Typed::ObservationId(alias), Typed::LitText(id)) | (Typed::LitText(id), Typed::ObservationId(alias))
                if operator == "eq" =>
            {
                let Some((stream, at)) = observation_id(id) else { return Ok("1 = 0".to_owned()) };
                let (stream, at) = (self.parameters.push(stream), self.parameters.push(at));
                Ok(format!("({alias}.datastream = {stream} AND {alias}.tijd = {at})"))
            }
            (Typed::Interval(first, last), other) => {
                let at = self.parameters.moment(other)?;
                Ok(match operator {
                    "eq" => format!("({first} = {at} AND {last} = {at})"),
                    "ne" => format!("({first} IS DISTINCT FROM {at} OR {last} IS DISTINCT FROM {at})"),
                    "gt" | "ge" => format!("{first} {sign} {at}"),
                    _ => format!("{last} {sign} {at}"),
                })
            }
            (Typed::Int(_), Typed::Int(_) | Typed::LitNumber(_)) | (Typed::LitNumber(_), Typed::Int(_)) => {
                Ok(format!("{} {sign} {}", self.parameters.whole(left)?, self.parameters.whole(right)?))
            }
            (Typed::Moment(_), _) | (_, Typed::Moment(_)) => {
                Ok(format!("{} {sign} {}", self.parameters.moment(left)?, self.parameters.moment(right)?))
            }
            (Typed::Duration(a), Typed::Duration(b)) => Ok(format!("{a} {sign} {b}")),
            _ if is_number(left) || is_number(right) => {
                Ok(format!("{} {sign} {}", self.parameters.number(left)?, self.parameters.number(right)?))
            }
            _ => Ok(format!("{} {sign} {}", self.parameters.text(left)?, self.parameters.text(right)?)),
        }
    }

    fn compare_null(&mut self, operator: &str, other: &Typed) -> Result<String> {
        let is = match operator {
            "eq" => "IS NULL",
            "ne" => "IS NOT NULL",
            _ => return Err(mismatch("eq of ne bij null")),
        };
        Ok(match other {
            Typed::Outcome(alias) => format!("COALESCE({alias}.tekst, CAST({alias}.getal AS TEXT)) {is}"),
            Typed::Interval(first, _) => format!("{first} {is}"),
            Typed::Place(lon, _) => format!("{lon} {is}"),
            Typed::Moment(sql) | Typed::Int(sql) | Typed::Number(sql) | Typed::Text(sql) => format!("{sql} {is}"),
            other => format!("{} {is}", self.parameters.text(other)?),
        })
    }

    fn compare_bool(&mut self, operator: &str, other: &Typed, wanted: bool) -> Result<String> {
        let wanted = match operator {
            "eq" => wanted,
            "ne" => !wanted,
            _ => return Err(mismatch("eq of ne bij true en false")),
        };
        Ok(match other {
            Typed::Outcome(alias) => format!("{alias}.tekst = '{wanted}'"),
            Typed::Json(column, path) => self.parameters.json_bool(column, path, wanted),
            Typed::Bool(sql) if wanted => format!("(({sql}) IS TRUE)"),
            Typed::Bool(sql) => format!("(({sql}) IS NOT TRUE)"),
            Typed::LitBool(truth) => if *truth == wanted { "1 = 1" } else { "1 = 0" }.to_owned(),
            _ => return Err(mismatch("iets dat waar of onwaar is")),
        })
    }

    fn call(&mut self, name: &str, arguments: &[Expr]) -> Result<Typed> {
        let values: Vec<Typed> = arguments.iter().map(|argument| self.value(argument)).collect::<Result<_>>()?;
        let unknown = || {
            bad(
                "invalid-filter",
                format!(
                    "De functie {} bestaat niet, of heeft een ander aantal argumenten.",
                    name.chars().take(40).collect::<String>()
                ),
            )
        };
        match values.as_slice() {
            [] if name == "now" => Ok(Typed::Moment(self.parameters.push(self.now))),
            [Typed::Moment(at)] => self.of_moment(name, at).ok_or_else(unknown),
            [Typed::Place(lon, lat), Typed::LitGeo(text)] | [Typed::LitGeo(text), Typed::Place(lon, lat)] => {
                geo::call(name, lon, lat, text, &mut self.parameters)?.ok_or_else(unknown)
            }
            [one] => self.of_one(name, one)?.ok_or_else(unknown),
            [one, two] => self.of_two(name, one, two)?.ok_or_else(unknown),
            [text, from, length] if name == "substring" => {
                let (text, from, length) =
                    (self.parameters.text(text)?, self.parameters.number(from)?, self.parameters.number(length)?);
                Ok(Typed::Text(format!("SUBSTR({text}, CAST({from} AS INTEGER) + 1, CAST({length} AS INTEGER))")))
            }
            _ => Err(unknown()),
        }
    }

    /// Functions of a moment; in UTC.
    fn of_moment(&self, name: &str, at: &str) -> Option<Typed> {
        let (sqlite, postgres) = match name {
            "year" => ("%Y", "YEAR"),
            "month" => ("%m", "MONTH"),
            "day" => ("%d", "DAY"),
            "hour" => ("%H", "HOUR"),
            "minute" => ("%M", "MINUTE"),
            "second" => ("%S", "SECOND"),
            "date" => ("%Y-%m-%d", "YYYY-MM-DD"),
            "time" => ("%H:%M:%S", "HH24:MI:SS"),
            _ => return None,
        };
        let is_text = matches!(name, "date" | "time");
        Some(match self.parameters.dialect {
            Dialect::Sqlite if is_text => Typed::Text(format!("strftime('{sqlite}', {at} / 1000, 'unixepoch')")),
            Dialect::Sqlite => Typed::Int(format!("CAST(strftime('{sqlite}', {at} / 1000, 'unixepoch') AS INTEGER)")),
            Dialect::Postgres if is_text => {
                Typed::Text(format!("to_char(to_timestamp({at} / 1000) AT TIME ZONE 'UTC', '{postgres}')"))
            }
            Dialect::Postgres => Typed::Int(format!(
                "CAST(EXTRACT({postgres} FROM to_timestamp({at} / 1000) AT TIME ZONE 'UTC') AS BIGINT)"
            )),
        })
    }

    fn of_one(&mut self, name: &str, one: &Typed) -> Result<Option<Typed>> {
        let fold = |sql: &str, sqlite: &str, postgres: &str, dialect: Dialect| match dialect {
            Dialect::Sqlite => format!("{sqlite}({sql})"),
            Dialect::Postgres => format!("({postgres}({sql} COLLATE \"und-x-icu\") COLLATE \"C\")"),
        };
        let dialect = self.parameters.dialect;
        Ok(Some(match name {
            "length" => Typed::Int(format!("LENGTH({})", self.parameters.text(one)?)),
            "tolower" => Typed::Text(fold(&self.parameters.text(one)?, "lower_case", "LOWER", dialect)),
            "toupper" => Typed::Text(fold(&self.parameters.text(one)?, "UPPER", "UPPER", dialect)),
            "trim" => Typed::Text(format!("TRIM({})", self.parameters.text(one)?)),
            "round" => Typed::Number(format!("ROUND({})", self.parameters.number(one)?)),
            _ => return Ok(None),
        }))
    }

    fn of_two(&mut self, name: &str, one: &Typed, two: &Typed) -> Result<Option<Typed>> {
        if name == "substring" {
            let (text, from) = (self.parameters.text(one)?, self.parameters.number(two)?);
            return Ok(Some(Typed::Text(format!("SUBSTR({text}, CAST({from} AS INTEGER) + 1)"))));
        }
        if !matches!(name, "contains" | "substringof" | "startswith" | "endswith" | "indexof" | "concat") {
            return Ok(None);
        }
        let (a, b) = (self.parameters.text(one)?, self.parameters.text(two)?);
        let dialect = self.parameters.dialect;
        Ok(Some(match name {
            "contains" => Typed::Bool(dialect.contains(&a, &b)),
            "substringof" => Typed::Bool(dialect.contains(&b, &a)),
            "startswith" => Typed::Bool(format!("SUBSTR({a}, 1, LENGTH({b})) = {b}")),
            "endswith" => Typed::Bool(format!(
                "(LENGTH({a}) >= LENGTH({b}) AND SUBSTR({a}, LENGTH({a}) - LENGTH({b}) + 1) = {b})"
            )),
            "indexof" => match dialect {
                Dialect::Sqlite => Typed::Int(format!("(INSTR({a}, {b}) - 1)")),
                Dialect::Postgres => Typed::Int(format!("(STRPOS({a}, {b}) - 1)")),
            },
            _ => Typed::Text(format!("({a} || {b})")),
        }))
    }
}

fn is_number(typed: &Typed) -> bool {
    matches!(typed, Typed::Int(_) | Typed::Number(_) | Typed::LitNumber(_))
}

/// Whether a segment asks for the id.
pub(super) fn is_id(name: &str) -> bool {
    matches!(name, "id" | "@iot.id")
}

/// Datastream and moment in the id of an observation.
pub(super) fn observation_id(id: &str) -> Option<(i64, i64)> {
    let (stream, at) = id.split_once('-')?;
    Some((stream.parse().ok()?, at.parse().ok()?))
}

/// What a member stands for.
fn member(entity: &'static Entity, alias: &str, name: &str, after: &[String]) -> Result<Typed> {
    let unknown = || {
        let shown: String = name.chars().take(40).collect();
        bad("unknown-property", format!("{} heeft geen eigenschap {shown}.", entity.name))
    };
    if is_id(name) && after.is_empty() {
        return Ok(match entity.kind {
            Kind::Observations => Typed::ObservationId(alias.to_owned()),
            _ => Typed::Int(format!("{alias}.id")),
        });
    }
    let field = entity.field(name).ok_or_else(unknown)?;
    let column = |index: usize| field.columns.get(index).map(|column| with_alias(column, alias)).unwrap_or_default();
    if !after.is_empty() && !matches!(field.shape, Shape::Json | Shape::Extra | Shape::Unit) {
        return Err(unknown());
    }
    Ok(match field.shape {
        Shape::Text => Typed::Text(column(0)),
        Shape::Moment | Shape::Phenomenon => Typed::Moment(column(0)),
        Shape::Interval => Typed::Interval(column(0), column(1)),
        Shape::Result => Typed::Outcome(alias.to_owned()),
        Shape::Geo => Typed::Place(format!("{alias}.lon"), format!("{alias}.lat")),
        Shape::Unit => match after {
            [one] if one == "name" => Typed::Text(column(0)),
            [one] if one == "symbol" => Typed::Text(column(1)),
            [one] if one == "definition" => Typed::Text(column(2)),
            _ => return Err(unknown()),
        },
        Shape::Json if after.is_empty() => Typed::Text(column(0)),
        Shape::Json => Typed::Json(column(0), keys(after)?),
        Shape::Extra => {
            let mut path = vec![name.to_owned()];
            path.extend(keys(after)?);
            Typed::Json(column(0), path)
        }
    })
}

/// Keys of JSON that can be asked for: letters, digits, `_`, `-`, `:`, `.`.
fn keys(path: &[String]) -> Result<Vec<String>> {
    let good =
        |key: &String| !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || "_-:.".contains(letter));
    if path.len() <= 8 && path.iter().all(good) {
        Ok(path.to_vec())
    } else {
        Err(bad(
            "unknown-property",
            "Een eigenschap binnen properties heeft alleen letters, cijfers, _ en -, hooguit acht niveaus diep.",
        ))
    }
}

/// Puts a template around what looks at other rows; what does not stays as it is.
fn wrapped(joins: &[Join], template: &str, plain: &str) -> String {
    if joins.is_empty() {
        return plain.to_owned();
    }
    let from: Vec<String> = joins.iter().map(|join| join.entity.from(&join.alias)).collect();
    let conditions: Vec<&str> = joins.iter().map(|join| join.condition.as_str()).collect();
    template.replace("{from}", &from.join(" CROSS JOIN ")).replace("{where}", &conditions.join(" AND "))
}

impl Compiler<'_> {
    /// Whether it is about observations.
    pub(super) fn is_observation(&self) -> bool {
        self.entity.kind == Kind::Observations
    }
}
