// SPDX-License-Identifier: EUPL-1.2
// The map: an enhancement that people ask for. The list beside it does the same.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visiting } from '../lib/browser.mjs';
import { axe, keyboard, overflow } from '../lib/checks.mjs';
import { take } from '../lib/screens.mjs';
import { words } from '../lib/texts.mjs';

const PLACE = '/lampen?adres=Lindelaan';

/** Opens the map and waits until it is drawn. */
async function open(visit) {
  await visit.go(PLACE);
  await visit.page.getByRole('button', { name: words('ui', 'kaart-bewegen', visit.lang) }).click();
  await visit.page.waitForFunction(() => document.documentElement.dataset.kaart === 'klaar');
}

/** How many colours there are in a picture of the map: what is empty has one. */
async function colours(page) {
  const shot = (await page.locator('.maplibregl-canvas').screenshot()).toString('base64');
  return page.evaluate(async (shot) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${shot}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
    const paint = canvas.getContext('2d');
    paint.drawImage(picture, 0, 0);
    const { data } = paint.getImageData(0, 0, picture.width, picture.height);
    const found = new Set();
    for (let at = 0; at < data.length; at += 4) found.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    return found.size;
  }, shot);
}

/** Waits until a picture of the map is another one. */
async function moved(page, before) {
  for (let tries = 0; tries < 50; tries += 1) {
    const now = await page.locator('.maplibregl-canvas').screenshot();
    if (!now.equals(before)) return;
  }
  assert.fail('the map does not move');
}

describe('the map', () => {
  for (const [width, scheme] of [[1280, 'light'], [320, 'dark']]) {
    it(`is drawn when somebody asks for it, at ${width} px in ${scheme}, and breaks no rule`, () => visiting({ width, scheme }, async (visit) => {
      await open(visit);
      await visit.page.waitForFunction(() => document.querySelectorAll('.maplibregl-canvas').length === 1);
      assert.ok(await colours(visit.page) > 8, 'the map is empty');
      await take(visit.page, 'kaart-open', width, scheme);
      assert.deepEqual([...await axe(visit.page), ...await overflow(visit.page)], []);
    }));
  }

  it('is moved and enlarged with the keyboard, and lets the keyboard go', () => visiting({}, async (visit) => {
    await open(visit);
    const canvas = visit.page.locator('.maplibregl-canvas');
    await canvas.focus();
    for (const key of ['ArrowRight', '+']) {
      const before = await canvas.screenshot();
      await visit.page.keyboard.press(key);
      await moved(visit.page, before);
    }
    assert.deepEqual(await keyboard(visit.page), []);
  }));

  it('shows nothing that is not in the list', () => visiting({}, async (visit) => {
    await open(visit);
    const pins = await visit.page.locator('.wm-pin').allInnerTexts();
    const list = await visit.page.locator('[data-punt]').evaluateAll((all) => all.map((one) => one.dataset.nr));
    assert.deepEqual(pins.sort(), list.sort());
    assert.ok(pins.length > 0, 'there is nothing on the map');
  }));

  it('leaves the drawn map and the list when it cannot be loaded', () => visiting({}, async (visit) => {
    await visit.context.route(/maplibre-gl/, (route) => route.abort());
    await visit.go(PLACE);
    const button = visit.page.getByRole('button', { name: words('ui', 'kaart-bewegen') });
    await button.click();
    await button.waitFor({ state: 'hidden' });
    assert.ok(await visit.page.locator('.wm-map__svg').isVisible());
    visit.complaints.length = 0;
  }));
});
