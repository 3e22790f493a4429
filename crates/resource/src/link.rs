// SPDX-License-Identifier: EUPL-1.2
//! References: to a resource of our own ([`Link`]) or to anything with a URL ([`Uri`]), and values that may be left empty.

use std::{fmt, hash, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use uuid::Uuid;
use waarmaker_core::ORIGIN;

/// A resource that can be linked to.
pub trait Linked: 'static {
    /// Name of the resource (`zaaktype`).
    const NAME: &'static str;
    /// Path of its collection, with the root of its component (`/catalogi/api/v1/zaaktypen`).
    const PATH: &'static str;
}

/// Reference to a resource of our own, kept as its uuid. In JSON: its URL, with [`ORIGIN`] where scheme and host go. A nested
/// resource (`/zaken/{uuid}/zaakeigenschappen/{uuid}`) is never linked to by this type.
pub struct Link<T> {
    /// Uuid of the resource.
    pub uuid: Uuid,
    kind: PhantomData<fn() -> T>,
}

impl<T> Link<T> {
    /// Refers to the resource with this uuid.
    pub const fn to(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }
}
impl<T: Linked> Link<T> {
    /// The stored form of the URL.
    pub fn url(&self) -> String {
        format!("{ORIGIN}{}/{}", T::PATH, self.uuid)
    }
}
impl<T> Clone for Link<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Link<T> {}
impl<T> PartialEq for Link<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<T> Eq for Link<T> {}
impl<T> hash::Hash for Link<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<T> fmt::Debug for Link<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Link({})", self.uuid)
    }
}
impl<T: Linked> Serialize for Link<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{ORIGIN}{}/{}", T::PATH, self.uuid))
    }
}
impl<'de, T: Linked> Deserialize<'de> for Link<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.strip_prefix(ORIGIN)
            .and_then(|path| path.strip_prefix(T::PATH))
            .and_then(|rest| rest.strip_prefix('/'))
            .and_then(|uuid| Uuid::try_parse(uuid).ok())
            .map(Self::to)
            .ok_or_else(|| D::Error::custom(format!("not a URL of {}", T::NAME)))
    }
}

/// An absolute URL. One that is ours starts with [`ORIGIN`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uri(pub String);

impl Uri {
    /// The stored form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether it is a URL of ourselves.
    pub fn is_own(&self) -> bool {
        self.0.starts_with(ORIGIN)
    }
}

/// A value that may be left empty; empty is `""` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Blank<T>(pub Option<T>);

impl<T> Default for Blank<T> {
    fn default() -> Self {
        Self(None)
    }
}
impl<T> Blank<T> {
    /// The value, when there is one.
    pub const fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}
impl<T: Serialize> Serialize for Blank<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_str(""),
        }
    }
}
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Blank<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        if value.is_null() || value.as_str() == Some("") {
            return Ok(Self(None));
        }
        // T only borrows from the owned value when it is not DeserializeOwned; all our shapes are owned.
        T::deserialize(OwnedValue(value)).map(|inner| Self(Some(inner))).map_err(D::Error::custom)
    }
}

/// Lets any `T: Deserialize<'de>` read from an owned value.
struct OwnedValue(serde_json::Value);
impl<'de> Deserializer<'de> for OwnedValue {
    type Error = serde_json::Error;
    fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_any(visitor)
    }
    fn deserialize_enum<V: serde::de::Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
