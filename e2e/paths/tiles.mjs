// SPDX-License-Identifier: EUPL-1.2
// Tiles of the municipality under the map that moves, and areas of contracts with patterns on it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MANAGER, visiting } from '../lib/browser.mjs';
import { axe, overflow } from '../lib/checks.mjs';
import { take } from '../lib/screens.mjs';
import { words } from '../lib/texts.mjs';
import { COLOUR, municipality, tiles } from '../lib/tiles.mjs';

let server;
let town;
/** A window in that municipality, which may ask the tiles besides the pages. */
const there = (how, work) => visiting({ home: town.origin, friends: [server.origin], ...how }, work);

async function open(visit, path) {
  await visit.go(path);
  await visit.page.getByRole('button', { name: words('ui', 'kaart-bewegen', visit.lang) }).click();
  await visit.page.waitForFunction(() => document.documentElement.dataset.kaart === 'klaar');
}

/** The pixels of the map: how many have this colour, and how often the colour changes along the middle of a row at a part of the width. */
async function look(page, colour) {
  const shot = (await page.locator('.maplibregl-canvas').screenshot()).toString('base64');
  return page.evaluate(async ([shot, [red, green, blue]]) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${shot}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
    const paint = canvas.getContext('2d');
    paint.drawImage(picture, 0, 0);
    const { data, width, height } = paint.getImageData(0, 0, picture.width, picture.height);
    const near = (at) => Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 12;
    let same = 0;
    for (let at = 0; at < data.length; at += 4) same += near(at);
    // In each third of the width the changes of colour on one line: a pattern has many, a colour none.
    const changes = [0, 1, 2].map((third) => {
      const most = Array.from({ length: 12 }, (_, step) => Math.floor(height * 0.35) + step).map((y) => {
        let count = 0;
        for (let x = Math.floor(width * (third / 3 + 0.08)); x < width * (third / 3 + 0.25); x += 1) {
          const at = (y * width + x) * 4;
          const far = Math.abs(data[at] - data[at - 4]) + Math.abs(data[at + 1] - data[at - 3]) + Math.abs(data[at + 2] - data[at - 2]);
          count += far > 40;
        }
        return count;
      });
      return Math.max(...most);
    });
    return { part: same / (width * height), changes };
  }, [shot, colour]);
}

/** Looks until it is so. */
async function seen(page, colour, is, what) {
  let found;
  for (let tries = 0; tries < 40; tries += 1) {
    found = await look(page, colour);
    if (is(found)) return found;
  }
  return assert.fail(`${what}: ${JSON.stringify(found)}`);
}

describe('a municipality with tiles of its own', () => {
  before(async () => {
    server = await tiles();
    town = await municipality(server);
  });
  after(async () => {
    await town?.stop();
    server?.stop();
  });

  describe('tiles of the municipality', () => {
    it('lie under the map that moves, asked of their own server and of nobody else', () => there({}, async (visit) => {
      await visit.go('/lampen?adres=Tegellaan');
      assert.deepEqual(server.asked, [], 'a page asks no tiles before somebody wants the map that moves');
      await open(visit, '/lampen?adres=Tegellaan');
      await seen(visit.page, COLOUR, ({ part }) => part > 0.2, 'the tiles do not show');
      assert.ok(server.asked.length > 0);
      for (const path of server.asked) assert.match(path, /^\/tegels\/(1[0-9]|[0-9])\/\d+\/\d+\.png$/);
      const makers = visit.page.locator('.maplibregl-ctrl-attrib');
      assert.match(await makers.innerText(), /Proefkaart <b>Tegelstad<\/b>/);
      await take(visit.page, 'kaart-tegels', 1280, 'light');
      assert.deepEqual([...await axe(visit.page), ...await overflow(visit.page)], []);
    }));

    it('are dimmed in the dark', () => there({ scheme: 'dark', width: 320 }, async (visit) => {
      await Promise.all([visit.page.waitForResponse(/tegels/), open(visit, '/lampen?adres=Tegellaan')]);
      await seen(visit.page, COLOUR, ({ part }) => part === 0, 'the tiles shine');
      await take(visit.page, 'kaart-tegels', 320, 'dark');
      assert.deepEqual([...await axe(visit.page), ...await overflow(visit.page)], []);
    }));

    it('take nothing away when their server is gone', () => there({}, async (visit) => {
      await visit.context.route(`${server.origin}/**`, (route) => route.abort());
      await open(visit, '/lampen?adres=Tegellaan');
      assert.ok(await visit.page.locator('.maplibregl-canvas').isVisible());
      assert.match(await visit.main(), /Tegellaan/);
      visit.complaints.length = 0;
    }));

    it('are the only ones: of another server a page may ask nothing', () => there({}, async (visit) => {
      const other = await tiles();
      await visit.go('/lampen?adres=Tegellaan');
      const ask = (from) => visit.page.evaluate((url) => fetch(url).then(() => true, () => false), `${from}/tegels/1/1/1.png`);
      assert.deepEqual([await ask(server.origin), await ask(other.origin)], [true, false]);
      assert.deepEqual(other.asked, []);
      other.stop();
      visit.complaints.length = 0;
    }));
  });

  describe('the map of what contracts cover', () => {
    for (const scheme of ['light', 'dark']) {
      it(`has patterns for gaps and overlaps when it moves, in ${scheme}`, () => there({ scheme }, async (visit) => {
        await visit.context.route(`${server.origin}/**`, (route) => route.abort());
        await visit.signIn(MANAGER);
        const [answer] = await Promise.all([
          visit.page.waitForResponse(/vlakken\.geojson/),
          open(visit, '/beheer/signalen/contracten/dekking'),
        ]);
        const { features } = await answer.json();
        assert.deepEqual(features.map((one) => one.properties.klas), ['vol', 'gat', 'dubbel']);
        const { changes } = await seen(visit.page, COLOUR, (found) => found.changes[1] > 8 && found.changes[2] > 8, 'there are no patterns');
        assert.ok(changes[0] * 3 < Math.min(changes[1], changes[2]), `what is covered has no pattern: ${changes}`);
        await take(visit.page, 'kaart-dekking', 1280, scheme);
        assert.deepEqual([...await axe(visit.page), ...await overflow(visit.page)], []);
        visit.complaints.length = 0;
      }));
    }
  });
});
