// SPDX-License-Identifier: EUPL-1.2
// Looks at one page in every way in which people see pages: narrow and wide, light and dark, in both languages, enlarged, with the keyboard only,
// and without script.
import assert from 'node:assert/strict';
import * as checks from './checks.mjs';
import { visiting } from './browser.mjs';
import { take } from './screens.mjs';

const NARROW = { width: 320, height: 720 };
const WIDE = { width: 1280, height: 900 };
/** Most bytes of a page without the map, over the line. */
const MOST_BYTES = 100_000;
/** Pages that people use outside have large buttons. */
const LARGE = 44;

/** Widths and colours with the rules that are looked at: all of them, those about colours, or none that the other language has not seen yet. */
const LOOKS = {
  nl: [[NARROW, 'light', {}], [NARROW, 'dark', { colours: true }], [WIDE, 'dark', {}], [WIDE, 'light', { colours: true }]],
  en: [[NARROW, 'light', {}], [NARROW, 'dark', null], [WIDE, 'dark', null], [WIDE, 'light', null]],
};

/** A page in one language at both widths in both colours: a screenshot each, and the rules. */
export async function everyLook(state, lang) {
  const wrong = [];
  await visiting({ lang, ...NARROW, as: state.as }, async (visit) => {
    await state.open(visit);
    wrong.push(...await checks.frame(visit.page, lang));
    for (const [size, scheme, rules] of LOOKS[lang]) {
      await visit.page.setViewportSize(size);
      await visit.page.emulateMedia({ colorScheme: scheme });
      await take(visit.page, state.name, size.width, scheme, lang);
      const found = [...await checks.overflow(visit.page), ...await checks.clipped(visit.page), ...rules ? await checks.axe(visit.page, rules) : []];
      wrong.push(...found.map((what) => `${size.width} ${scheme} ${lang}: ${what}`));
    }
  });
  agree(state, wrong);
}

/** A page weighed, enlarged, with more space, small buttons looked for, and walked over with the keyboard. */
export async function everyHand(state) {
  const wrong = [];
  const least = state.large ? LARGE : 24;
  await visiting({ ...WIDE, as: state.as }, async (visit) => {
    const { bytes, requests } = await checks.weight(visit.page, () => state.open(visit));
    if (bytes > MOST_BYTES) wrong.push(`weighs ${bytes} bytes in ${requests} requests`);
    wrong.push(...await checks.largeText(visit.page), ...await checks.spaced(visit.page), ...await checks.targets(visit.page, least));
    wrong.push(...(await checks.keyboard(visit.page)).map((what) => `1280: ${what}`));
  });
  await visiting({ width: 640, height: 450, scale: 2, as: state.as }, async (visit) => {
    await state.open(visit);
    wrong.push(...[...await checks.overflow(visit.page), ...await checks.clipped(visit.page)].map((what) => `zoom 200 %: ${what}`));
    await visit.page.setViewportSize(NARROW);
    wrong.push(...[...await checks.spaced(visit.page), ...await checks.targets(visit.page, least), ...await checks.keyboard(visit.page)].map((what) => `320: ${what}`));
  });
  agree(state, wrong);
}

/** A page of which the script does not load, and one in a browser that has none. */
export async function withoutScript(state) {
  const wrong = [];
  await visiting({ ...NARROW, script: 'blocked', as: state.as }, async (visit) => {
    await state.open(visit);
    wrong.push(...await checks.axe(visit.page), ...await checks.overflow(visit.page));
  });
  await visiting({ ...NARROW, script: false, as: state.as }, async (visit) => {
    await state.open(visit);
    await take(visit.page, state.name, NARROW.width, 'noscript');
    assert.ok((await visit.main()).trim().length > 40, 'hardly any text');
  });
  agree(state, wrong);
}

function agree(state, wrong) {
  const unique = [...new Set(wrong)];
  assert.equal(unique.length, 0, `${state.name}:\n  ${unique.join('\n  ')}`);
}
