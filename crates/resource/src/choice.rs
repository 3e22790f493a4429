// SPDX-License-Identifier: EUPL-1.2
//! Enumerations of the standard.

/// Declares an enumeration of the standard: the Rust variants with their wire names.
///
/// ```
/// waarmaker_resource::choice! {
///     /// How a case is related to another.
///     pub enum AardRelatie { Vervolg = "vervolg", Onderwerp = "onderwerp", Bijdrage = "bijdrage" }
/// }
/// assert_eq!(AardRelatie::NAMES, &["vervolg", "onderwerp", "bijdrage"]);
/// assert_eq!(AardRelatie::Vervolg.as_str(), "vervolg");
/// ```
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        $vis enum $name { $(#[doc = $wire] #[serde(rename = $wire)] $variant),+ }
        impl $name {
            /// The wire names, in the order of the standard.
            pub const NAMES: &'static [&'static str] = &[$($wire),+];
            /// The wire name.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $wire),+ } }
        }
        impl $crate::Shaped for $name { const SHAPE: $crate::Shape = $crate::Shape::Choice(Self::NAMES); }
    };
}
