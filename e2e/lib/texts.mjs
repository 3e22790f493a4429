// SPDX-License-Identifier: EUPL-1.2
// The texts that people read, from the files in which they stand: tests look for what is on the page in words, and follow when somebody finds better ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const files = {};

/** All messages of a file, as they stand there. */
function messages(crate, lang) {
  const read = () => {
    const text = readFileSync(new URL(`../../crates/${crate}/locales/${lang}/${crate}.ftl`, import.meta.url), 'utf8');
    return new Map(text.split(/\n(?=[a-z])/).map((one) => /^([a-z][\w-]*) =\s*([\s\S]*)$/.exec(one.trim())).filter(Boolean).map(([, key, value]) => [key, value.replace(/\n#.*$/s, '')]));
  };
  return (files[`${crate}/${lang}`] ??= read());
}

/** A text as a pattern of how something begins: what is filled in may be anything, and a text with several forms is any of these. */
export const pattern = (crate, key, lang) => new RegExp(`^\\s*(?:${source(crate, key, lang)})`);
/** The same somewhere in a longer text. */
export const anywhere = (crate, ...keys) => new RegExp(keys.map((key) => source(crate, key)).join('|'));

function source(crate, key, lang = 'nl') {
  const text = messages(crate, lang).get(key) ?? assert.fail(`${crate} has no text ${key}`);
  const forms = /\{[^{}]*->/.test(text) ? [...text.matchAll(/\]\s*([^\n]+)/g)].map(([, form]) => form) : [text.replace(/\n\s+/g, ' ')];
  return forms.map(escaped).join('|');
}

/** A text that is the same everywhere. */
export function words(crate, key, lang = 'nl') {
  const text = messages(crate, lang).get(key) ?? assert.fail(`${crate} has no text ${key}`);
  assert.ok(!text.includes('{'), `${crate} ${key} has something to fill in: use pattern`);
  return text.trim();
}

/** Spaces may be of any kind, what is filled in anything. */
function escaped(text) {
  const plain = (part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[\s\u00a0]+/g, '\\s+');
  return text.trim().split(/\{[^{}]*\}/).map(plain).join('.*?');
}
