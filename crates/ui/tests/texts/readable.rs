// SPDX-License-Identifier: EUPL-1.2
//! How hard texts are to read.
//!
//! B1 has no formula. What can be counted is: the length of sentences, the length of words (Flesch-Douma: 207 less 0.93 for each word of a sentence
//! and 77 for each syllable of a word; 100 reads very easily, 60 is ordinary), words that officials use, and the passive. The rest is for a reader.

use crate::fluent::Texts;

/// A sentence has at most so many words. The aim is 15.
const LONGEST: usize = 20;
/// What Flesch-Douma gives the texts of a crate at least.
const EASIEST: f64 = 75.0;
/// Sentences of a crate have on average at most so many words.
const AVERAGE: f64 = 10.0;
/// At most such a part of the sentences is passive.
const PASSIVE: f64 = 0.05;
/// Fewer sentences than this have no average worth the name.
const FEW: usize = 20;

/// Words that people do not use, with what they say instead.
#[rustfmt::skip]
const FORBIDDEN: &[(&str, &str)] = &[
    ("ongeldig", "zeg wat er mis is en hoe het goed komt"), ("ongeldige", "zeg wat er mis is en hoe het goed komt"),
    ("verplicht veld", "vul … in"), ("verplichte velden", "vul … in"), ("klik hier", "zeg waar de link heen gaat"),
    ("klik", "kies, open of druk"), ("indienen", "sturen"), ("ingediend", "gestuurd"), ("middels", "met"), ("dient te", "moet"),
    ("dienen te", "moeten"), ("conform", "volgens"), ("betreffende", "over"), ("derhalve", "daarom"), ("inzake", "over"),
    ("teneinde", "om"), ("alsmede", "en ook"), ("alsook", "en ook"), ("evenals", "en ook"), ("tevens", "ook"), ("aangaande", "over"),
    ("omtrent", "over"), ("jegens", "tegen"), ("voornoemd", "die"), ("desbetreffende", "die"), ("hierbij", "nu"), ("hieromtrent", "hierover"),
    ("thans", "nu"), ("reeds", "al"), ("mits", "als"), ("tenzij", "behalve als"), ("indien", "als"), ("ingevolge", "volgens"),
    ("krachtens", "volgens"), ("met betrekking tot", "over"), ("ten aanzien van", "over"), ("ten behoeve van", "voor"),
    ("door middel van", "met"), ("in het kader van", "voor"), ("op basis van", "met"), ("aanvangen", "beginnen"), ("geschieden", "gebeuren"),
    ("verzoeken wij u", "vragen wij u"), ("gelieve", "wilt u"), ("onderhavige", "deze"), ("vigerende", "die nu geldt"),
    ("sommige gevallen kan het voorkomen", "soms"), ("verstrekken", "geven"), ("verwerkt", "zeg wat er gebeurde"),
    ("in behandeling", "zeg wat wij doen"), ("authenticatie", "aanmelden"), ("autorisatie", "toegang"), ("exception", "fout"),
    ("sorry", "zeg wat te doen"), ("helaas", "zeg wat te doen"), ("excuses", "zeg wat te doen"), ("oeps", "zeg wat te doen"),
    ("je", "u"), ("jij", "u"), ("jouw", "uw"), ("gebruiker dient", "u moet"), ("e.d.", "en zo"), ("d.m.v.", "met"), ("m.b.t.", "over"),
    ("i.v.m.", "door"), ("t.b.v.", "voor"), ("o.a.", "bijvoorbeeld"), ("bijv.", "bijvoorbeeld"), ("evt.", "misschien"), ("incl.", "met"),
];

/// The same in English.
#[rustfmt::skip]
const FORBIDDEN_EN: &[(&str, &str)] = &[
    ("invalid", "say what is wrong and how to mend it"), ("click here", "say where the link leads"), ("submit", "send"),
    ("required field", "fill in …"), ("mandatory", "fill in …"), ("pursuant to", "by"), ("hereby", "now"), ("in order to", "to"),
    ("utilise", "use"), ("sorry", "say what to do"), ("unfortunately", "say what to do"), ("oops", "say what to do"), ("please be advised", ""),
];

/// What is wrong with the Dutch of a crate.
pub(crate) fn dutch(name: &str, texts: &Texts) -> Vec<String> {
    let mut wrong = forbidden(name, texts, FORBIDDEN);
    let all = sentences(texts);
    wrong.extend(too_long(name, &all, LONGEST));
    let whole: Vec<&Sentence> = all.iter().filter(|sentence| sentence.words.len() >= 4).collect();
    if whole.len() < FEW {
        return wrong;
    }
    let words: usize = whole.iter().map(|sentence| sentence.words.len()).sum();
    let sounds: usize = whole.iter().flat_map(|sentence| &sentence.words).map(|word| syllables(word)).sum();
    let average = part(words, whole.len());
    let score = 207.0 - 0.93 * average - 77.0 * part(sounds, words);
    let passive: Vec<&&Sentence> = whole.iter().filter(|sentence| sentence.is_passive()).collect();
    println!("{name}: {} sentences of {average:.1} words, Flesch-Douma {score:.0}", whole.len());
    for sentence in worst(&whole) {
        println!("  {:.0} {}: {}", sentence.score(), sentence.key, sentence.text);
    }
    for sentence in &passive {
        println!("  passive? {}: {}", sentence.key, sentence.text);
    }
    if score < EASIEST {
        wrong.push(format!("{name}: Flesch-Douma is {score:.0}, which should be {EASIEST}: use shorter words"));
        wrong.extend(worst(&whole).map(|sentence| format!("  {}: {}", sentence.key, sentence.text)));
    }
    if average > AVERAGE {
        wrong.push(format!("{name}: sentences have {average:.1} words on average, which should be {AVERAGE} at most"));
    }
    if part(passive.len(), whole.len()) > PASSIVE {
        wrong.push(format!("{name}: {} of {} sentences are passive: say who does it", passive.len(), whole.len()));
        wrong.extend(passive.iter().map(|sentence| format!("  {}: {}", sentence.key, sentence.text)));
    }
    wrong
}

/// What is wrong with the English of a crate.
pub(crate) fn english(name: &str, texts: &Texts) -> Vec<String> {
    let mut wrong = forbidden(name, texts, FORBIDDEN_EN);
    wrong.extend(too_long(name, &sentences(texts), LONGEST + 5));
    wrong
}

fn worst<'a>(whole: &[&'a Sentence]) -> impl Iterator<Item = &'a Sentence> {
    let mut sorted = whole.to_vec();
    sorted.sort_by(|a, b| a.score().total_cmp(&b.score()));
    sorted.into_iter().take(5)
}

fn too_long(name: &str, all: &[Sentence], most: usize) -> Vec<String> {
    let long = all.iter().filter(|sentence| sentence.words.len() > most);
    let say = |sentence: &Sentence| {
        let (count, key, text) = (sentence.words.len(), &sentence.key, &sentence.text);
        format!("{name}: `{key}` has a sentence of {count} words, at most {most}: {text}")
    };
    long.map(say).collect()
}

fn forbidden(name: &str, texts: &Texts, list: &[(&str, &str)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (key, text) in &texts.all {
        for shown in &text.shown {
            let lower =
                format!(" {} ", shown.to_lowercase().replace(|sign: char| !sign.is_alphabetic() && sign != '.', " "));
            for (word, instead) in list {
                let bare = lower.replace(". ", " ");
                let holds = |text: &str| text.contains(&format!(" {word} "));
                if holds(&lower) || holds(&bare) {
                    wrong.push(format!("{name}: `{key}` says \"{word}\": {instead}"));
                }
            }
        }
    }
    wrong
}

/// One sentence of a text.
struct Sentence {
    key: String,
    text: String,
    words: Vec<String>,
}

impl Sentence {
    fn score(&self) -> f64 {
        let sounds: usize = self.words.iter().map(|word| syllables(word)).sum();
        207.0 - 0.93 * part(self.words.len(), 1) - 77.0 * part(sounds, self.words.len())
    }

    /// A form of "worden" with a participle.
    fn is_passive(&self) -> bool {
        let lower: Vec<String> = self.words.iter().map(|word| word.to_lowercase()).collect();
        let becomes = lower.iter().any(|word| matches!(word.as_str(), "wordt" | "worden" | "werd" | "werden"));
        becomes && lower.iter().any(|word| is_participle(word))
    }
}

fn is_participle(word: &str) -> bool {
    let begins = ["ge", "be", "ver", "ont", "her", "af", "op", "uit", "aan", "door", "in", "mee"];
    word.len() > 5
        && begins.iter().any(|begin| word.starts_with(begin))
        && (word.ends_with('d') || word.ends_with('t') || word.ends_with("en"))
}

fn sentences(texts: &Texts) -> Vec<Sentence> {
    let mut all = Vec::new();
    for (key, text) in &texts.all {
        for shown in &text.shown {
            for sentence in split(shown) {
                let words = sentence.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect::<Vec<_>>();
                all.push(Sentence { key: key.clone(), text: sentence, words });
            }
        }
    }
    all
}

fn bare(word: &str) -> String {
    word.chars().filter(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '\'')).collect()
}

/// A sentence ends at a full stop, a question mark, an exclamation mark or a colon before a space, and at the end of a line.
fn split(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in text.lines() {
        let mut sentence = String::new();
        for word in line.split_whitespace() {
            sentence.push_str(word);
            sentence.push(' ');
            if word.ends_with(['.', '?', '!', ':']) {
                all.push(std::mem::take(&mut sentence));
            }
        }
        all.push(sentence);
    }
    all.retain(|sentence| !sentence.trim().is_empty());
    all
}

/// How many syllables a Dutch word has: how many vowels that sound apart.
fn syllables(word: &str) -> usize {
    const TOGETHER: &[&str] =
        &["aai", "ooi", "oei", "eeu", "ieu", "aa", "ee", "oo", "uu", "ie", "oe", "eu", "ui", "ei", "ij", "au", "ou"];
    let lower = word.to_lowercase();
    let (mut rest, mut count) = (lower.as_str(), 0);
    while let Some(first) = rest.chars().next() {
        if let Some(sound) = TOGETHER.iter().find(|sound| rest.starts_with(**sound)) {
            (rest, count) = (&rest[sound.len()..], count + 1);
        } else {
            count += usize::from("aeiouyáàäéèëêíïóöúü".contains(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    count.max(1)
}

fn part(count: usize, of: usize) -> f64 {
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    float(count) / float(of.max(1))
}

#[test]
fn syllables_are_counted_as_they_sound() {
    let table =
        [("lamp", 1), ("straat", 1), ("reparatie", 4), ("geïnformeerd", 4), ("vrijdag", 2), ("nieuwe", 2), ("42", 1)];
    for (word, count) in table {
        assert_eq!(syllables(word), count, "{word}");
    }
}

#[test]
fn a_sentence_ends_where_a_reader_thinks_so() {
    assert_eq!(split("Bel 14 099. Dat kan tot 17.00 uur. Of kom?").len(), 3);
    assert_eq!(split("een\ntwee").len(), 2);
}
