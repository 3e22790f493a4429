// SPDX-License-Identifier: EUPL-1.2
//! The forms every value shares that is a text on the wire.

/// Gives a type with `parse(&str) -> Result<Self, Invalid>` its `FromStr` and its serde form: a JSON string.
///
/// The second argument is the function that turns a reference to the value into its text.
macro_rules! as_text {
    ($type:ty, $text:path) => {
        impl std::str::FromStr for $type {
            type Err = crate::Invalid;
            fn from_str(text: &str) -> Result<Self, crate::Invalid> {
                <$type>::parse(text)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($text(self).as_ref())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                <$type>::parse(&text).map_err(|invalid| serde::de::Error::custom(invalid.reason))
            }
        }
    };
}
pub(crate) use as_text;
