// SPDX-License-Identifier: EUPL-1.2
//! Texts for people, in Dutch and English, in the Fluent files of each crate.

use std::fmt::Display;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use unic_langid::langid;

/// A language that pages have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Dutch, level B1: the first language.
    #[default]
    Nl,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// Its code (BCP 47), for `lang`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// What stands before the path of a page in this language.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Nl => "",
            Self::En => "/en",
        }
    }
}

/// The texts of one crate: two files with the same keys.
pub struct Texts {
    nl: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Texts")
    }
}

impl Texts {
    /// Reads both files. What cannot be read is left out: the test of the texts finds it.
    pub fn new(nl: &str, en: &str) -> Self {
        Self { nl: bundle(Lang::Nl, nl), en: bundle(Lang::En, en) }
    }

    /// The texts in a language.
    pub const fn say(&'static self, lang: Lang) -> Say {
        Say { texts: self, lang }
    }
}

fn bundle(lang: Lang, text: &str) -> FluentBundle<FluentResource> {
    let id = match lang {
        Lang::Nl => langid!("nl"),
        Lang::En => langid!("en"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The texts of a crate in the language of a page: `t` in every template.
#[derive(Clone, Copy, Debug)]
pub struct Say {
    texts: &'static Texts,
    /// The language.
    pub lang: Lang,
}

impl Say {
    /// A text without anything to fill in.
    pub fn say(&self, key: &str) -> String {
        self.args(key, &[])
    }

    /// A text with one value to fill in.
    pub fn with(&self, key: &str, name: &str, value: impl Display) -> String {
        self.args(key, &[(name, &value)])
    }

    /// A text with two values to fill in.
    pub fn with2(&self, key: &str, name: &str, value: impl Display, name2: &str, value2: impl Display) -> String {
        self.args(key, &[(name, &value), (name2, &value2)])
    }

    /// A text that depends on a count: Fluent chooses the plural, so the value is a number.
    pub fn count(&self, key: &str, name: &str, count: impl TryInto<i64>) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), count.try_into().unwrap_or(i64::MAX));
        self.format(key, &args)
    }

    /// A text with any number of values to fill in.
    pub fn args(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set((*name).to_owned(), value.to_string());
        }
        self.format(key, &args)
    }

    /// A key that is missing shows as itself. In a test, and in any build for developers, it stops the program.
    fn format(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let bundle = match self.lang {
            Lang::Nl => &self.texts.nl,
            Lang::En => &self.texts.en,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            debug_assert!(false, "the text `{key}` is not in the {} texts", self.lang.code());
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "the text `{key}` in {}: {errors:?}", self.lang.code());
        text
    }
}

/// Declares the texts of a crate: `texts!(pub(crate) TEXTS, "lampen")` reads `locales/nl/lampen.ftl` and `locales/en/lampen.ftl` of that crate.
#[macro_export]
macro_rules! texts {
    ($visibility:vis $name:ident, $file:literal) => {
        /// The texts of this crate.
        $visibility static $name: std::sync::LazyLock<$crate::Texts> = std::sync::LazyLock::new(|| {
            $crate::Texts::new(
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/nl/", $file, ".ftl")),
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/", $file, ".ftl")),
            )
        });
    };
}
