// SPDX-License-Identifier: EUPL-1.2
// Finds tokens that style sheets use and nobody defines. CSS itself says nothing about them: a border is just not there.

import { defined } from './theme.mjs';

/** What may be missing without anybody seeing it: [which, why]. */
const excused = [
  [/^nl-button-(default|primary|secondary|subtle)-(positive|negative|warning|highlight|pressed)/, 'purposes and states of buttons that no page has'],
];

const matters = /colou?r|border|outline|focus/;

/** Every var() of a style sheet as {name, fallback}; a fallback may have more of them. */
function uses(css) {
  const found = [];
  for (let at = css.indexOf('var('); at >= 0; at = css.indexOf('var(', at + 4)) {
    let depth = 1;
    let end = at + 4;
    while (depth > 0 && end < css.length) {
      if (css[end] === '(') depth += 1;
      if (css[end] === ')') depth -= 1;
      end += 1;
    }
    const [name, ...rest] = css.slice(at + 4, end - 1).split(',');
    found.push({ at, end, name: name.trim().slice(2), fallback: rest.join(',').trim() });
  }
  // Those inside a fallback are reached through the one around them.
  return found.filter(use => !found.some(other => other.at < use.at && use.end < other.end));
}

const resolves = (value, known) => uses(value).every(({ name, fallback }) => known(name) || (fallback && resolves(fallback, known)));

/** Names that the packages (when they matter) and our own CSS (always) use in vain. */
export function missing(packages, own) {
  const plain = [packages, own].map(css => css.replace(/\/\*[\s\S]*?\*\//g, ''));
  const local = new Set(plain.flatMap(css => [...css.matchAll(/(?<=[{;\s])--([\w-]+)\s*:/g)].map(([, name]) => name)));
  const theme = defined();
  const known = name => name in theme || local.has(name);
  const vain = (css, matter) => uses(css)
    .filter(use => !known(use.name) && !(use.fallback && resolves(use.fallback, known)))
    .map(use => use.name)
    .filter(matter);
  const needed = name => matters.test(name) && !excused.some(([which]) => which.test(name));
  return [...new Set([...vain(plain[0], needed), ...vain(plain[1], () => true)])].sort();
}
