// SPDX-License-Identifier: EUPL-1.2
//! What every page shows around its own contents: the member `page` of every view model.

use std::sync::Arc;

use crate::{Lang, Say, Site, assets};

crate::texts!(pub(crate) TEXTS, "ui");

/// For whom a page is, which decides its navigation and width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// Residents and businesses.
    #[default]
    Portaal,
    /// Contractors, on a phone.
    Buiten,
    /// People of the municipality.
    Beheer,
}

/// Light or dark, as the reader chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As the device is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Scheme {
    /// The choice in a cookie or form (`systeem`, `licht`, `donker`).
    pub fn named(name: &str) -> Self {
        match name {
            "licht" => Self::Light,
            "donker" => Self::Dark,
            _ => Self::System,
        }
    }

    /// Its name in the cookie and the form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "systeem",
            Self::Light => "licht",
            Self::Dark => "donker",
        }
    }

    /// Value of `data-scheme`; empty for that of the device.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A step of the breadcrumb, or an item of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it says.
    pub text: String,
    /// Where it leads, without the language; empty for the page itself.
    pub href: String,
    /// How many wait there; 0 shows nothing.
    pub count: u64,
}

impl Item {
    /// An item without a count.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), count: 0 }
    }
}

/// What every page shows around its own contents.
#[derive(Clone, Debug)]
pub struct Page {
    /// The municipality.
    pub site: Arc<Site>,
    /// The language.
    pub lang: Lang,
    /// What the page is, without the municipality: the `title` and the name of the tab.
    pub title: String,
    /// For whom.
    pub section: Section,
    /// Light or dark.
    pub scheme: Scheme,
    /// Path of this page without the language, with its query: where the other language and the choice of colours come back to.
    pub here: String,
    /// The way to this page, from the first on; the page itself is last and has no `href`.
    pub crumbs: Vec<Item>,
    /// The menu. The item of which `href` begins this page's path is the current one.
    pub menu: Vec<Item>,
    /// Name of whoever is signed in; empty for nobody.
    pub user: String,
    /// Until what time that lasts when nothing is done, in words; empty for nobody.
    pub until: String,
    /// The same moment for script.
    pub until_machine: String,
    /// Token of every form on the page.
    pub token: String,
    /// Whether something must be corrected: the title then begins with "Fout".
    pub failed: bool,
    /// Modules of script beyond the one of every page, such as `kaart.js`.
    pub scripts: Vec<&'static str>,
    /// Kept out of search engines and caches: pages about one person's report or order.
    pub private: bool,
}

impl Page {
    /// A page for tests and samples.
    pub fn sample(lang: Lang) -> Self {
        Self {
            site: Arc::new(Site::sample()),
            lang,
            title: "Voorbeeld".to_owned(),
            section: Section::Portaal,
            scheme: Scheme::System,
            here: "/voorbeeld".to_owned(),
            crumbs: Vec::new(),
            menu: Vec::new(),
            user: String::new(),
            until: String::new(),
            until_machine: String::new(),
            token: "voorbeeld".to_owned(),
            failed: false,
            scripts: Vec::new(),
            private: false,
        }
    }

    /// For whom the page is.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.section = section;
        self
    }

    /// The way to this page.
    #[must_use]
    pub fn crumbs<const N: usize>(mut self, crumbs: [(String, &str); N]) -> Self {
        self.crumbs = crumbs.into_iter().map(|(text, href)| Item::new(text, href)).collect();
        self
    }

    /// The menu.
    #[must_use]
    pub fn menu(mut self, menu: Vec<Item>) -> Self {
        self.menu = menu;
        self
    }

    /// Adds a module of script.
    #[must_use]
    pub fn script(mut self, name: &'static str) -> Self {
        self.scripts.push(name);
        self
    }

    /// Keeps the page out of caches and search engines.
    #[must_use]
    pub const fn private(mut self) -> Self {
        self.private = true;
        self
    }

    /// Says that something must be corrected.
    #[must_use]
    pub const fn failed(mut self, failed: bool) -> Self {
        self.failed = failed;
        self
    }

    /// The texts that all pages share.
    pub fn t(&self) -> Say {
        TEXTS.say(self.lang)
    }

    /// Address of a page of ours in the language of this page. `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.lang.prefix())
    }

    /// Address of a built file (`app.css`, `wm.js`, `icons.svg`), with its hash in the name.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// The other language.
    pub const fn other(&self) -> Lang {
        match self.lang {
            Lang::Nl => Lang::En,
            Lang::En => Lang::Nl,
        }
    }

    /// This page in the other language.
    pub fn elsewhere(&self) -> String {
        format!("{}{}", self.other().prefix(), self.here)
    }

    /// The attribute of an element with words of the register, which are Dutch on every page (WCAG 3.1.2): empty on a page in Dutch.
    pub const fn dutch(&self) -> &'static str {
        match self.lang {
            Lang::Nl => "",
            Lang::En => " lang=\"nl\"",
        }
    }

    /// The languages that every page has.
    pub const fn languages(&self) -> [Lang; 2] {
        Lang::ALL
    }

    /// This page in a language, as a whole address.
    pub fn whole(&self, lang: Lang) -> String {
        format!("{}{}{}", self.site.origin, lang.prefix(), self.here)
    }

    /// Address of the municipality's own tokens, with what changes when they do.
    pub fn theme(&self) -> String {
        format!("/thema.css?v={}", self.site.thema_tag())
    }

    /// Value of `aria-current` of a menu item: `page` for the one that is shown, `true` for the one that this page belongs to, else empty.
    pub fn current(&self, item: &Item) -> &'static str {
        let path = self.here.split('?').next().unwrap_or_default();
        let target = |item: &Item| item.href.split('?').next().unwrap_or_default().to_owned();
        let below = |item: &Item| {
            let rest = path.strip_prefix(target(item).as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let longest = self.menu.iter().filter(|item| below(item)).map(|item| target(item).len()).max();
        if !below(item) || longest.is_some_and(|longest| longest > target(item).len()) {
            ""
        } else if target(item) == path {
            "page"
        } else {
            "true"
        }
    }

    /// Whether a menu item is the page that is shown, or the one that it belongs to.
    pub fn is_current(&self, item: &Item) -> bool {
        !self.current(item).is_empty()
    }

    /// Whether this is for contractors or the municipality: a slim page.
    pub fn is_work(&self) -> bool {
        self.section != Section::Portaal
    }

    /// Class of the body.
    pub const fn class(&self) -> &'static str {
        match self.section {
            Section::Portaal => "",
            Section::Buiten => "wm-phone",
            Section::Beheer => "wm-work",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, Page};
    use crate::{Lang, own_path};

    #[test]
    fn one_item_of_a_menu_is_the_current_one() {
        let mut page = Page::sample(Lang::Nl).menu(vec![
            Item::new("Signalen", "/beheer/signalen"),
            Item::new("Lampen", "/beheer/signalen/lampen?soort=1"),
            Item::new("Lampionnen", "/beheer/signalen/lamp"),
        ]);
        page.here = "/beheer/signalen/lampen?pagina=2".to_owned();
        let current = |page: &Page| page.menu.iter().map(|item| page.current(item)).collect::<Vec<_>>();
        assert_eq!(current(&page), ["", "page", ""]);
        page.here = "/beheer/signalen/regels/7".to_owned();
        assert_eq!(current(&page), ["true", "", ""]);
        page.here = "/beheer".to_owned();
        assert_eq!(current(&page), ["", "", ""]);
    }

    #[test]
    fn a_redirect_leads_to_us_only() {
        for ours in ["/", "/lampen", "/en/lampen?adres=a%20b#c"] {
            assert_eq!(own_path(ours), Some(ours));
        }
        for other in [
            "",
            "lampen",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\\b",
            "/a\r\nb",
            "/ë",
            "/\t/evil.example",
        ] {
            assert_eq!(own_path(other), None, "{other}");
        }
    }
}
