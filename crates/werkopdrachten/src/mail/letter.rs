// SPDX-License-Identifier: EUPL-1.2
//! What a mail says, once; as text and as HTML.

use std::{borrow::Cow, fmt::Write as _};

/// A part of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A paragraph.
    Text(String),
    /// A name with its value.
    Fact(&'static str, String),
    /// Something to open.
    Link(&'static str, String),
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// Result and case, in one line.
    pub(crate) subject: String,
    /// What it says, the first part first.
    pub(crate) parts: Vec<Part>,
    /// Why this person gets it: what follows "U krijgt deze mail omdat".
    pub(crate) because: &'static str,
}

impl Letter {
    /// A mail with this subject, of which control characters become spaces: it stays one line.
    pub(crate) fn new(subject: &str, because: &'static str) -> Self {
        let subject = subject.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(150).collect();
        Self { subject, parts: Vec::new(), because }
    }

    /// Adds a paragraph; nothing when it is empty.
    pub(crate) fn say(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.parts.push(Part::Text(text));
        }
        self
    }

    /// Adds a fact; nothing when it is empty.
    pub(crate) fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.trim().is_empty() {
            self.parts.push(Part::Fact(name, value));
        }
        self
    }

    /// Adds a link.
    pub(crate) fn link(mut self, words: &'static str, url: String) -> Self {
        self.parts.push(Part::Link(words, url));
        self
    }

    fn ending(&self, phone: Option<&str>) -> String {
        let questions = phone.map_or_else(String::new, |phone| format!(" Hebt u vragen? Bel {phone}."));
        format!("U krijgt deze mail omdat {}.{questions} U kunt deze mail niet beantwoorden.", self.because)
    }

    /// As plain text.
    pub(crate) fn text(&self, phone: Option<&str>) -> String {
        let mut text = String::from("Goedendag,\r\n\r\n");
        let mut facts = false;
        for part in &self.parts {
            let fact = matches!(part, Part::Fact(..));
            if facts && !fact {
                text.push_str("\r\n");
            }
            facts = fact;
            let _ = match part {
                Part::Text(words) => write!(text, "{}\r\n\r\n", lines(words)),
                Part::Fact(name, value) => write!(text, "{name}: {}\r\n", lines(value)),
                Part::Link(words, url) => write!(text, "{words}:\r\n{url}\r\n\r\n"),
            };
        }
        if facts {
            text.push_str("\r\n");
        }
        text.push_str(&self.ending(phone));
        text.push_str("\r\n");
        text
    }

    /// As HTML with the same words. No pictures, nothing that is fetched.
    pub(crate) fn html(&self, phone: Option<&str>) -> String {
        let mut html = format!(
            "<!doctype html><html lang=\"nl\"><head><meta charset=\"utf-8\"><title>{}</title></head>\
             <body style=\"font-family:sans-serif;line-height:1.6;color:#14242a;max-width:40rem\"><p>Goedendag,</p>",
            escape(&self.subject)
        );
        for part in &self.parts {
            let _ = match part {
                Part::Text(words) => write!(html, "<p>{}</p>", escape(words).replace('\n', "<br>")),
                Part::Fact(name, value) => {
                    write!(html, "<p><strong>{}:</strong> {}</p>", escape(name), escape(value).replace('\n', "<br>"))
                }
                Part::Link(words, url) => {
                    write!(html, "<p><a href=\"{0}\">{1}</a>:<br>{0}</p>", escape(url), escape(words))
                }
            };
        }
        let _ = write!(html, "<hr><p>{}</p></body></html>", escape(&self.ending(phone)));
        html
    }
}

/// Text as it stands in HTML, also between quotes.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

/// Text with the line ends of mail.
fn lines(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_html_say_the_same_and_a_subject_is_one_line() {
        let letter = Letter::new("Nieuw\r\nBcc: x@example.nl", "u dit onderhoudt")
            .say("Herstel <b>dit</b> & dat.")
            .fact("Waar", "Lindeplein")
            .fact("Leeg", "")
            .link("Open de opdracht", "https://voorbeeld.nl/a?b=c&d".to_owned());
        assert_eq!(letter.subject, "Nieuw  Bcc: x@example.nl");
        let (text, html) = (letter.text(Some("14 030")), letter.html(Some("14 030")));
        assert!(html.contains("&lt;b&gt;dit&lt;/b&gt; &amp; dat") && !html.contains("<b>"));
        let plain = html.split_once("<body").unwrap().1.split_once('>').unwrap().1;
        let mut words = String::new();
        let mut tag = false;
        for letter in plain.chars() {
            match letter {
                '<' => tag = true,
                '>' => {
                    tag = false;
                    words.push(' ');
                }
                letter if !tag => words.push(letter),
                _ => {}
            }
        }
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let same = |text: &str| {
            text.split([' ', ':', '\r', '\n']).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(same(&words), same(&text));
    }
}
