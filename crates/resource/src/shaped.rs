// SPDX-License-Identifier: EUPL-1.2
//! From a Rust type to its shape on the wire.

use waarmaker_core::{Date, DateTime, Duur, Rsin, Vertrouwelijkheidaanduiding};

use crate::{Blank, Field, Link, Linked, Record, Shape, Uri};

/// A type that stands for a value in JSON.
pub trait Shaped {
    /// What values it takes.
    const SHAPE: Shape;
    /// Whether `null` is one of them.
    const NULLABLE: bool = false;
}

/// A struct whose members are declared (by the derive).
pub trait Fields {
    /// The members, in the order of the standard.
    const FIELDS: &'static [Field];
}

impl Shaped for String {
    const SHAPE: Shape = Shape::Text;
}
impl Shaped for bool {
    const SHAPE: Shape = Shape::Bool;
}
impl Shaped for i64 {
    const SHAPE: Shape = Shape::Int { min: i64::MIN, max: i64::MAX };
}
impl Shaped for Date {
    const SHAPE: Shape = Shape::Date;
}
impl Shaped for DateTime {
    const SHAPE: Shape = Shape::DateTime;
}
impl Shaped for Duur {
    const SHAPE: Shape = Shape::Duur;
}
impl Shaped for Rsin {
    const SHAPE: Shape = Shape::Rsin;
}
impl Shaped for Vertrouwelijkheidaanduiding {
    const SHAPE: Shape = Shape::Level;
}
impl Shaped for Uri {
    const SHAPE: Shape = Shape::Uri;
}
impl Shaped for serde_json::Value {
    const SHAPE: Shape = Shape::Json;
    const NULLABLE: bool = true;
}
impl Shaped for Record {
    const SHAPE: Shape = Shape::Json;
}
impl<T: Linked> Shaped for Link<T> {
    const SHAPE: Shape = Shape::Link(T::NAME);
}
impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const NULLABLE: bool = true;
}
impl<T: Shaped> Shaped for Blank<T> {
    const SHAPE: Shape = T::SHAPE;
}
impl<T: Shaped> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}
