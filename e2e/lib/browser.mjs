// SPDX-License-Identifier: EUPL-1.2
// One Chromium for all tests, and visits: a window of its own each, which notes everything that a browser complains of.
import { chromium } from 'playwright-core';
import { words } from './texts.mjs';
import { origin } from './world.mjs';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
];
/** How long anything on a page may take. */
const PATIENCE = 10_000;

let browser;
let windows = 0;
/** An address of its own for each window: one address may send only so much in an hour. */
const address = () => `10.${(windows += 1) >> 16 & 255}.${windows >> 8 & 255}.${windows & 255}`;

/** Starts the browser, with an empty profile that is gone when it stops. */
export async function start() {
  browser = await chromium.launch({ executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}
export const stop = () => browser?.close();

/** People that the provider for development knows. */
export const MANAGER = 'Noor Visser';
export const DESK = 'Sam de Groot';
export const CONTRACTOR = 'Ali Kaya';

const sessions = {};
/** What a browser keeps of somebody who signed in, once for all tests. */
export function session(name) {
  sessions[name] ??= visiting({}, async (visit) => {
    await visit.signIn(name);
    return visit.context.storageState();
  });
  return sessions[name];
}

/**
 * Opens a window, does something in it and closes it. Fails when the browser complained of anything.
 * `script`: true, false (switched off) or 'blocked' (ours does not load). `as`: who is signed in. `home`: another municipality than that of the tests.
 * `friends`: who may be asked besides.
 */
export async function visiting(how, work) {
  const visit = await Visit.open(how);
  try {
    const done = await work(visit);
    visit.judge();
    return done;
  } finally {
    await visit.context.close();
  }
}

/** A window in one language, with one choice of colours. */
export class Visit {
  static async open({ script = true, lang = 'nl', scheme = 'light', width = 1280, height = 900, scale = 1, as, home = origin, friends = [] } = {}) {
    const context = await browser.newContext({
      javaScriptEnabled: script !== false,
      colorScheme: scheme,
      reducedMotion: 'reduce',
      viewport: { width, height },
      deviceScaleFactor: scale,
      locale: lang === 'nl' ? 'nl-NL' : 'en-GB',
      timezoneId: 'Europe/Amsterdam',
      extraHTTPHeaders: { 'x-forwarded-for': address() },
      storageState: as && await session(as),
    });
    context.setDefaultTimeout(PATIENCE);
    if (script === 'blocked') await context.route(/\.m?js(\?|$)/, (route) => route.abort());
    return new Visit(context, await context.newPage(), { script, lang, home, friends });
  }

  constructor(context, page, { script, lang, home, friends }) {
    Object.assign(this, { context, page, script, lang, home, friends, complaints: [] });
    const note = (what) => this.complaints.push(`${what} (${page.url().replace(home, '')})`);
    page.on('pageerror', (error) => note(`script failed: ${error.message}`));
    page.on('dialog', (dialog) => {
      note(`a dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    page.on('console', (message) => {
      // What cannot be loaded is noted below, with its status.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) note(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (![home, ...friends].some((known) => url.startsWith(known)) && !/^(data|blob):/.test(url)) note(`asks somebody else: ${url}`);
    });
    page.on('response', (response) => {
      // A page may refuse an answer, also one that a script sends.
      const request = response.request();
      const most = request.resourceType() === 'document' || request.method() === 'POST' ? 500 : 400;
      if (response.status() >= most) note(`${response.status()} of ${response.url()}`);
    });
  }

  /** One more tab of the same window. */
  async tab() {
    const other = new Visit(this.context, await this.context.newPage(), this);
    other.complaints = this.complaints;
    return other;
  }

  /** Path of a page in the language of this visit. */
  path(path) {
    return this.lang === 'en' && !path.startsWith('/en') ? `/en${path}` : path;
  }

  /** Opens a page by its path without the language. */
  async go(path) {
    return this.page.goto(this.home + this.path(path), { waitUntil: 'load' });
  }

  /** Presses something and waits for the page that follows. */
  async press(what, options = {}) {
    const there = typeof what === 'string' || what instanceof RegExp ? this.page.getByRole('button', { name: what, ...options }) : what;
    await Promise.all([this.page.waitForEvent('load'), there.click()]);
  }

  /** Follows a link. */
  follow(name, options = {}) {
    return this.press(this.page.getByRole('link', { name, ...options }).first());
  }

  /** Goes on with Tab to something with this name, as somebody without a mouse does. */
  async tabTo(name) {
    const is = (text) => (typeof name === 'string' ? text.includes(name) : name.test(text));
    for (let step = 0; step < 200; step += 1) {
      await this.page.keyboard.press('Tab');
      const text = await this.page.evaluate(() => {
        const one = document.activeElement;
        const label = one.labels?.[0]?.innerText ?? '';
        return (label || one.getAttribute('aria-label') || one.innerText || one.value || '').replace(/\s+/g, ' ').trim();
      });
      if (is(text)) return;
    }
    throw new Error(`Tab does not come to ${name}`);
  }

  /** Presses Enter and waits for the page that follows. */
  async enter() {
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press('Enter')]);
  }

  /** Signs in with the provider for development, on the way to a page, as somebody by name. */
  async signIn(name, to = '/aanmelden') {
    await this.go(to);
    await this.press(this.page.getByRole('link', { name: words('signin', 'verder', this.lang) }));
    await this.page.getByRole('radio', { name }).check();
    await this.press(words('signin', 'kiezen-verder', this.lang));
  }

  /** Text of what the page is about. */
  async main() {
    return (await this.page.locator('main').innerText()).replace(/\u00a0/g, ' ');
  }

  title() {
    return this.page.getByRole('heading', { level: 1 }).innerText();
  }

  /** Fails when the browser complained. */
  judge() {
    if (this.complaints.length > 0) throw new Error(`the browser complains:\n  ${this.complaints.join('\n  ')}`);
  }
}
