// SPDX-License-Identifier: EUPL-1.2
//! What every page must be, looked at in the sample of each view model. Only tests use it.
//!
//! The macro [`samples!`](crate::samples!) makes the test: `waarmaker_ui::samples!(Lamp, Melden, Volgen);` once in a crate renders each view model
//! in both languages. A test of this crate finds a view model that no crate names.

use std::collections::BTreeSet;

/// Elements without an end.
const VOID: &[&str] = &["meta", "link", "input", "br", "hr", "img", "source", "area", "wbr", "col"];
/// Types of `input` that need no label.
const UNLABELLED: &[&str] = &["hidden", "submit", "button"];

/// One tag.
#[derive(Debug)]
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    is_end: bool,
    is_closed: bool,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn is_void(&self) -> bool {
        self.is_closed || VOID.contains(&self.name)
    }
}

/// What is wrong with the HTML of a page, or of a part of one: what is open or said twice, labels and descriptions that lead nowhere, style or script
/// in the page itself, pictures without a text.
pub fn mistakes(html: &str) -> Vec<String> {
    let tags = tags(html);
    let mut wrong = nesting(&tags);
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| tag.get("id")) {
        if !ids.insert(id) || id.is_empty() || id.contains(char::is_whitespace) {
            wrong.push(format!("the id \"{id}\" is there twice, or is none"));
        }
    }
    let labels: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.get("for")).collect();
    for tag in &tags {
        wrong.extend(of_tag(tag, &labels));
        for name in ["for", "aria-describedby", "aria-labelledby", "popovertarget", "aria-controls"] {
            let targets = tag.get(name).unwrap_or_default().split_whitespace();
            wrong.extend(targets.filter(|id| !ids.contains(id)).map(|id| format!("{name}=\"{id}\" leads nowhere")));
        }
        let inside = tag.get("href").and_then(|href| href.strip_prefix('#'));
        wrong.extend(inside.filter(|id| !ids.contains(id)).map(|id| format!("the link #{id} leads nowhere")));
    }
    if html.contains("{$") || html.contains("{ $") {
        wrong.push("a value of a text was not filled in".to_owned());
    }
    if html.starts_with("<!doctype") {
        wrong.extend(of_page(html, &tags));
    }
    wrong
}

fn of_page(html: &str, tags: &[Tag<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in ["h1", "main", "title"] {
        let count = tags.iter().filter(|tag| tag.name == name && !tag.is_end).count();
        if count != 1 {
            wrong.push(format!("a page has one <{name}>, not {count}"));
        }
    }
    if html.contains("<title> ") || html.contains("<title></title>") {
        wrong.push("the title is empty".to_owned());
    }
    let levels = tags.iter().filter(|tag| !tag.is_end).filter_map(|tag| {
        let level = tag.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        level.filter(|level| (1..=6).contains(level))
    });
    let mut last = 1;
    for level in levels {
        if level > last + 1 {
            wrong.push(format!("a heading of level {level} comes after one of level {last}"));
        }
        last = level;
    }
    wrong
}

fn of_tag(tag: &Tag<'_>, labels: &BTreeSet<&str>) -> Vec<String> {
    let mut wrong = Vec::new();
    if tag.get("style").is_some() || tag.name == "style" {
        wrong.push(format!("<{}> has style of its own, which the policy refuses", tag.name));
    }
    if tag.attributes.iter().any(|(name, _)| name.starts_with("on")) {
        wrong.push(format!("<{}> has script of its own, which the policy refuses", tag.name));
    }
    let is_data = tag.get("type").is_some_and(|kind| kind.contains("json"));
    if tag.name == "script" && !tag.is_end && tag.get("src").is_none() && !is_data {
        wrong.push("a script stands in the page, which the policy refuses".to_owned());
    }
    if tag.name == "img" && tag.get("alt").is_none() {
        wrong.push("a picture has no alt".to_owned());
    }
    let is_control = matches!(tag.name, "select" | "textarea")
        || (tag.name == "input" && !UNLABELLED.contains(&tag.get("type").unwrap_or("text")));
    let has_name = tag.get("id").is_some_and(|id| labels.contains(id))
        || tag.get("aria-label").is_some()
        || tag.get("aria-labelledby").is_some();
    if is_control && !tag.is_end && !has_name {
        wrong.push(format!("the control \"{}\" has no label", tag.get("name").unwrap_or_default()));
    }
    wrong
}

/// Elements that are not closed, or by another end.
fn nesting(tags: &[Tag<'_>]) -> Vec<String> {
    let (mut open, mut wrong) = (Vec::new(), Vec::new());
    for tag in tags.iter().filter(|tag| !tag.is_void()) {
        if !tag.is_end {
            open.push(tag.name);
        } else if open.pop() != Some(tag.name) {
            wrong.push(format!("</{}> closes nothing that is open", tag.name));
            return wrong;
        }
    }
    wrong.extend(open.into_iter().map(|name| format!("<{name}> is not closed")));
    wrong
}

fn tags(html: &str) -> Vec<Tag<'_>> {
    let (mut all, mut rest) = (Vec::new(), html);
    while let Some((_, after)) = rest.split_once('<') {
        if after.starts_with('!') {
            rest = after.split_once('>').map_or("", |(_, rest)| rest);
            continue;
        }
        let (is_end, body) = after.strip_prefix('/').map_or((false, after), |body| (true, body));
        let name_end = body.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').unwrap_or(body.len());
        let (name, mut tail) = body.split_at(name_end);
        let mut tag = Tag { name, attributes: Vec::new(), is_end, is_closed: false };
        loop {
            tail = tail.trim_start();
            if let Some(more) = tail.strip_prefix('>') {
                tail = more;
                break;
            }
            if let Some(more) = tail.strip_prefix('/') {
                (tag.is_closed, tail) = (true, more);
                continue;
            }
            let end = tail.find(|sign: char| sign.is_whitespace() || matches!(sign, '=' | '>' | '/'));
            let (name, more) = tail.split_at(end.unwrap_or(tail.len()));
            let quoted = more.strip_prefix("=\"").and_then(|value| value.split_once('"'));
            let (value, more) = quoted.unwrap_or(("", more.strip_prefix('=').unwrap_or(more)));
            tag.attributes.push((name, value));
            if more.is_empty() || more.len() == tail.len() {
                tail = more.get(1..).unwrap_or_default();
                if more.is_empty() {
                    break;
                }
            } else {
                tail = more;
            }
        }
        all.push(tag);
        rest = tail;
    }
    all
}

/// Makes the test that renders the sample of each view model of a crate in both languages, and looks at the HTML.
#[macro_export]
macro_rules! samples {
    ($($view:ty),+ $(,)?) => {
        #[cfg(test)]
        #[test]
        fn every_view_is_shown_in_both_languages() {
            let mut wrong = Vec::new();
            $(for lang in $crate::Lang::ALL {
                let html = ::askama::Template::render(&<$view>::sample(lang)).expect("a page");
                let found = $crate::samples::mistakes(&html).into_iter();
                wrong.extend(found.map(|mistake| format!("{} in {}: {mistake}", stringify!($view), lang.code())));
            })+
            assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
        }
    };
}

#[cfg(test)]
mod tests {
    use super::mistakes;

    #[test]
    fn what_is_right_has_no_mistakes() {
        let html = "<p id=\"a\">x<br><svg><use href=\"/x#y\"/></svg></p><label for=\"b\">b</label><input id=\"b\" aria-describedby=\"a\" required><a href=\"#a\">a</a>";
        assert_eq!(mistakes(html), Vec::<String>::new());
    }

    #[test]
    fn each_mistake_is_found() {
        let table = [
            ("<p><b></p>", "closes nothing"),
            ("<div>", "not closed"),
            ("<p id=\"a\"></p><p id=\"a\"></p>", "twice"),
            ("<input id=\"a\" name=\"a\">", "no label"),
            ("<label for=\"a\"></label>", "leads nowhere"),
            ("<a href=\"#a\"></a>", "leads nowhere"),
            ("<p style=\"color:red\"></p>", "style of its own"),
            ("<p onclick=\"x()\"></p>", "script of its own"),
            ("<script>x()</script>", "stands in the page"),
            ("<img src=\"a\">", "no alt"),
            ("<p>{ $naam }</p>", "not filled in"),
            ("<!doctype html><title>a</title><main><h1>a</h1><h3>b</h3></main>", "level 3"),
            ("<!doctype html><title>a</title><main></main>", "one <h1>"),
        ];
        for (html, mistake) in table {
            let found = mistakes(html);
            assert!(found.iter().any(|found| found.contains(mistake)), "{html}: {found:?}");
        }
    }
}
