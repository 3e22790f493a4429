// SPDX-License-Identifier: EUPL-1.2
// What holds for every page. Each check gives a list of what is wrong, in sentences; an empty one is good.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What depends on colours and sizes only: looked at again in the other colours. */
const COLOURS = ['color-contrast', 'link-in-text-block', 'target-size'];

/** All rules of WCAG 2.2 AA that a program can judge; `colours`: only those about colours. */
export async function axe(page, { colours = false } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const options = { resultTypes: ['violations'], runOnly: colours ? { type: 'rule', values: COLOURS } : { type: 'tag', values: TAGS } };
  return page.evaluate(async (options) => {
    const { violations } = await window.axe.run(document, options);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `axe ${id}: ${help}: ${node.target.join(' ')}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
  }, options);
}

/** Nothing sticks out at the right. */
export function overflow(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const scrolls = (element) => {
      for (let up = element.parentElement; up; up = up.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return up !== root && up !== document.body;
      return false;
    };
    const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(one));
    const names = out.slice(-4).map((one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute('class') ?? ''}">`);
    return [`sticks out: ${root.scrollWidth} of ${root.clientWidth} px: ${names.join(' ')}`];
  });
}

/** No text is cut off. */
export function clipped(page) {
  return page.evaluate(() => {
    const wrong = [];
    for (const one of document.querySelectorAll('body *')) {
      const style = getComputedStyle(one);
      if (!/hidden|clip/.test(style.overflowX + style.overflowY) || !one.innerText?.trim()) continue;
      const box = one.getBoundingClientRect();
      const hidden = box.width < 4 || box.height < 4 || style.visibility === 'hidden' || style.clipPath !== 'none' || style.clip !== 'auto';
      if (hidden || one.closest('svg,.maplibregl-map')) continue;
      const cut = (/hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1) || (/hidden|clip/.test(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
      if (cut) wrong.push(`cuts off text: <${one.tagName.toLowerCase()} class="${one.className}"> ${one.innerText.slice(0, 40)}`);
    }
    return wrong;
  });
}

/** What can be pressed is at least 24 pixels high and wide, or a link in a line of text. `most`: 44 for pages that people use outside. */
export function targets(page, least = 24) {
  return page.evaluate((least) => {
    const wrong = [];
    for (const one of document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[tabindex="0"]')) {
      const box = one.getBoundingClientRect(), style = getComputedStyle(one);
      if (box.width === 0 || style.visibility === 'hidden' || one.closest('.maplibregl-ctrl-attrib,svg')) continue;
      if (one.matches('.nl-skip-link') || (one.tagName === 'A' && style.display === 'inline')) continue;
      // A box to tick is pressed by its label too.
      const label = one.labels?.[0]?.getBoundingClientRect();
      const [width, height] = [Math.max(box.width, label?.width ?? 0), Math.max(box.height, label?.height ?? 0)];
      const size = one.tagName === 'A' ? Math.min(least, 24) : least;
      if (Math.round(width) < size || Math.round(height) < size) wrong.push(`too small to press: ${Math.round(width)} x ${Math.round(height)}: <${one.tagName.toLowerCase()} class="${one.className}"> ${(one.innerText || one.name || '').slice(0, 40)}`);
    }
    return wrong;
  }, least);
}

/** Walks over the page with Tab: each stop is seen, is where it seems to be, and has a ring; and the walk ends. */
export async function keyboard(page) {
  const wrong = [];
  const all = await page.evaluate(() => {
    document.activeElement?.blur?.();
    scrollTo(0, 0);
    getSelection()?.removeAllRanges();
    return document.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex]').length;
  });
  let last = null;
  for (let step = 0; step <= all + 5; step++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(look);
    if (!stop) return wrong;
    if (stop.first && step > 0) return wrong;
    if (stop.name === last) wrong.push(`Tab stays at ${stop.name}`);
    if (stop.wrong) wrong.push(`${stop.wrong}: ${stop.name}`);
    if (wrong.length > 8) return wrong;
    last = stop.name;
  }
  return [...wrong, 'Tab never comes to the end'];
}

/** Runs in the page: what the focus is on, and what is wrong with that. */
function look() {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const box = one.getBoundingClientRect();
  const name = `<${one.tagName.toLowerCase()} ${one.id ? `id="${one.id}"` : `class="${one.className}"`}> ${(one.innerText || one.name || '').slice(0, 40)} at ${Math.round(box.x)},${Math.round(box.y + scrollY)}`;
  const first = one.dataset.walked === 'true';
  one.dataset.walked = 'true';
  const wrong = [];
  if (box.width < 1 || box.height < 1 || getComputedStyle(one).visibility === 'hidden') wrong.push('the focus is on what cannot be seen');
  if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1) wrong.push('the focus is out of view');
  // A link over several lines has holes in the middle: any of its lines will do.
  const points = [...one.getClientRects()].map((line) => [line.x + line.width / 2, line.y + Math.min(line.height / 2, 40)]);
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (one.contains(top) || top.contains(one) || [...(one.labels ?? [])].some((label) => label.contains(top)));
  });
  if (points.length > 0 && wrong.length === 0 && !seen) wrong.push('the focus is covered');
  const ring = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  if (!ring(one) && !(one.parentElement && ring(one.parentElement)) && !(one.labels?.[0] && ring(one.labels[0]))) wrong.push('the focus has no ring');
  return { name, first, wrong: wrong.join(', ') };
}

/** With the letters of the whole page twice as large. */
export function largeText(page) {
  return withStyle(page, 'html{font-size:200%!important}', async () => [...await overflow(page), ...await clipped(page)].map((what) => `text at 200 %: ${what}`));
}

/** With the spaces of WCAG 1.4.12. */
export function spaced(page) {
  const style = '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}';
  return withStyle(page, style, async () => [...await overflow(page), ...await clipped(page)].map((what) => `text with space: ${what}`));
}

/** Adds a style sheet by script, which the policy of the pages allows, and takes it away. */
async function withStyle(page, style, check) {
  await page.evaluate((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
  }, style);
  try {
    return await check();
  } finally {
    await page.evaluate(() => { document.adoptedStyleSheets = []; });
  }
}

/** Bytes over the line for the last page that is opened, with nothing kept of those before, and how many requests. */
export async function weight(page, open) {
  const cdp = await page.context().newCDPSession(page);
  let [bytes, requests] = [0, 0];
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; requests += 1; });
  cdp.on('Network.requestWillBeSent', ({ type }) => { if (type === 'Document') [bytes, requests] = [0, 0]; });
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await open();
  await page.waitForLoadState('networkidle');
  await cdp.detach();
  return { bytes, requests };
}

/** The language of the page and its title are right, and it has one main heading. */
export function frame(page, lang) {
  return page.evaluate((lang) => {
    const wrong = [];
    if (document.documentElement.lang !== lang) wrong.push(`lang is ${document.documentElement.lang}, not ${lang}`);
    if (document.querySelectorAll('h1').length !== 1) wrong.push(`${document.querySelectorAll('h1').length} main headings`);
    if (!document.title.trim()) wrong.push('no title');
    const html = document.documentElement.outerHTML;
    const missing = /[\w-]+ \?\?|\{\$|\{ \$|\{\{|Unknown localization/.exec(html);
    if (missing) wrong.push(`a text that is not filled in: ${missing[0]}`);
    if (/ style="/.test(html.replace(/<(canvas|div class="maplibregl)[^>]*>/g, ''))) wrong.push('style="" in the page');
    return wrong;
  }, lang);
}
