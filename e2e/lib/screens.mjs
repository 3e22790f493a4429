// SPDX-License-Identifier: EUPL-1.2
// Screenshots of every page, and a sheet to look at all of them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../screens/', import.meta.url));
const taken = [];

/** Begins with an empty folder. */
export function begin() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

/** Takes a screenshot of the whole page. `words` are its name: page, width, colours, language. */
export async function take(page, ...words) {
  const name = words.join('-');
  taken.push({ name, page: words[0], rest: words.slice(1).join(', ') });
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true, animations: 'disabled' });
}

/** Writes the sheet: a row for each page. */
export function sheet() {
  const pages = [...new Set(taken.map((one) => one.page))].sort();
  const figure = (one) => `<figure><a href="${one.name}.png"><img loading="lazy" src="${one.name}.png" alt="${one.name}"></a><figcaption>${one.rest}</figcaption></figure>`;
  const row = (page) => `<section><h2>${page}</h2><div>${taken.filter((one) => one.page === page).map(figure).join('')}</div></section>`;
  const style = 'body{font:14px sans-serif;margin:1rem}div{display:flex;gap:1rem;overflow-x:auto}figure{margin:0;flex:none}img{height:420px;border:1px solid #999;object-fit:cover;object-position:top;max-width:640px}';
  writeFileSync(`${folder}index.html`, `<!doctype html><html lang="nl"><meta charset="utf-8"><title>Waarmaker: ${taken.length} screens</title><style>${style}</style><h1>${taken.length} screens</h1>${pages.map(row).join('')}</html>`);
  return taken.length;
}
