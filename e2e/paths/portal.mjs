// SPDX-License-Identifier: EUPL-1.2
// What all pages share: colours, language, statements, and pages that do not exist.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visiting } from '../lib/browser.mjs';
import { pattern, words } from '../lib/texts.mjs';

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
/** How light a colour is, 0 to 255. */
const lightness = (colour) => Math.max(...colour.match(/\d+/g).slice(0, 3).map(Number));

describe('what all pages share', { concurrency: 2 }, () => {
  for (const script of [true, false]) {
    it(`a choice of colours is kept, ${script ? 'with' : 'without'} script`, () => visiting({ script, scheme: 'light' }, async (visit) => {
      await visit.go('/privacy');
      assert.ok(lightness(await background(visit.page)) > 200);
      const choose = async (key) => {
        const button = visit.page.getByRole('button', { name: words('ui', key) });
        await (script ? button.click() : visit.press(button));
        assert.equal(await button.getAttribute('aria-pressed'), 'true');
      };
      await choose('kleuren-donker');
      assert.ok(lightness(await background(visit.page)) < 80);
      await visit.go('/toegankelijkheid');
      assert.ok(lightness(await background(visit.page)) < 80, 'the next page is light');
      await choose('kleuren-licht');
      assert.ok(lightness(await background(visit.page)) > 200);
      await choose('kleuren-systeem');
      await visit.page.emulateMedia({ colorScheme: 'dark' });
      assert.ok(lightness(await background(visit.page)) < 80, 'the device is dark');
    }));
  }

  it('the other language is the same page, and back', () => visiting({}, async (visit) => {
    await visit.go('/privacy');
    await visit.follow(words('ui', 'taal-anders'));
    assert.equal(new URL(visit.page.url()).pathname, '/en/privacy');
    assert.equal(await visit.title(), words('ui', 'privacy', 'en'));
    await visit.follow(words('ui', 'taal-anders', 'en'));
    assert.equal(new URL(visit.page.url()).pathname, '/privacy');
  }));

  it('the way past the header goes to the contents', () => visiting({}, async (visit) => {
    await visit.go('/privacy');
    await visit.page.keyboard.press('Tab');
    await visit.page.keyboard.press('Enter');
    assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'inhoud');
  }));

  for (const lang of ['nl', 'en']) {
    it(`a page that does not exist says so and leads on (${lang})`, () => visiting({ lang }, async (visit) => {
      const answer = await visit.go('/lampen/melden/nergens/heen');
      assert.equal(answer.status(), 404);
      assert.match(await visit.title(), pattern('ui', 'fout-onbekend', lang));
      await visit.follow(words('ui', 'naar-begin', lang));
      assert.equal(new URL(visit.page.url()).pathname, lang === 'nl' ? '/lampen' : '/en/lampen');
    }));
  }
});
