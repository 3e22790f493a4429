// SPDX-License-Identifier: EUPL-1.2
// The contractor: by the link of a mail or with an account, from the offer to the repair.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONTRACTOR, visiting } from '../lib/browser.mjs';
import { noPhoto, photo } from '../lib/photos.mjs';
import { anywhere, pattern, words } from '../lib/texts.mjs';
import { answer, api, lamp, linked, order, report, until } from '../lib/world.mjs';

const say = (key) => words('buiten', key);
const status = async (order) => (await api('GET', order.url)).status;

/** From the offer to the repair, with a photo and what was used. */
async function mend(visit, opdracht) {
  const { page } = visit;
  await visit.press(say('accepteren-knop'));
  assert.ok((await visit.main()).includes(say('gedaan-accepteren')));
  assert.equal(await status(opdracht), 'aangenomen');
  await visit.press(say('terplaatse-knop'));
  assert.ok((await visit.main()).includes(say('gedaan-terplaatse')));
  await page.getByLabel(pattern('buiten', 'gereed-erna')).setInputFiles(photo('na.png'));
  await page.getByLabel(pattern('buiten', 'gereed-materiaal')).fill('2 x ledmodule');
  await visit.press(say('gereed-knop'));
  const done = await api('GET', opdracht.url);
  assert.equal(done.status, 'gereed');
  assert.equal(done.materiaal[0].omschrijving, 'ledmodule');
}

describe('the contractor', { concurrency: 2 }, () => {
  for (const script of [true, false]) {
    const how = script ? 'with' : 'without';
    it(`answers an order by the link in a mail, ${how} script`, async () => {
      const opdracht = await linked();
      await visiting({ script, width: 390, height: 780 }, async (visit) => {
        await visit.go(opdracht.path);
        assert.match(await visit.title(), new RegExp(opdracht.bin.nummer));
        await mend(visit, opdracht.order);
        assert.match(await visit.main(), anywhere('buiten', 'klaar'));
      });
    });

    it(`finds an order in the list and answers it with an account, ${how} script`, async () => {
      const mast = await lamp();
      await report(mast);
      const opdracht = await order(mast);
      await visiting({ script, as: CONTRACTOR, width: 390, height: 780 }, async (visit) => {
        await visit.go('/buiten');
        await visit.page.getByRole('searchbox', { name: say('zoek-tekst') }).fill(opdracht.nummer);
        await visit.press(say('toon'));
        await visit.follow(new RegExp(opdracht.nummer));
        await mend(visit, opdracht);
      });
    });
  }

  it('does it all with the keyboard only', async () => {
    const opdracht = await linked();
    await visiting({ width: 390, height: 780 }, async (visit) => {
      await visit.go(opdracht.path);
      await visit.tabTo(say('accepteren-knop'));
      await visit.enter();
      assert.equal(await status(opdracht.order), 'aangenomen');
      await visit.tabTo(say('terplaatse-knop'));
      await visit.enter();
      await visit.tabTo(pattern('buiten', 'gereed-materiaal'));
      await visit.page.keyboard.type('1 x lampkop');
      await visit.tabTo(say('gereed-knop'));
      await visit.enter();
      assert.equal(await status(opdracht.order), 'gereed');
    });
  });

  it('keeps what was filled in when something is missing, and says what', async () => {
    const opdracht = await linked();
    await visiting({}, async (visit) => {
      await visit.go(opdracht.path);
      await visit.page.getByText(say('weigeren-titel')).click();
      await visit.press(say('weigeren-knop'));
      assert.match(await visit.page.title(), /^Fout: /);
      await visit.page.getByRole('link', { name: say('weigeren-reden-mist') }).click();
      assert.equal(await visit.page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
      await visit.page.keyboard.type('Geen hoogwerker <script>alert(1)</script>');
      await visit.press(say('weigeren-knop'));
      assert.equal(await status(opdracht.order), 'geweigerd');
    });
  });

  it('is told that a file is no photo, and loses nothing', async () => {
    const opdracht = await linked();
    await answer(opdracht.order, 'accepteren');
    await answer(opdracht.order, 'terplaatse');
    await visiting({}, async (visit) => {
      await visit.go(opdracht.path);
      await visit.page.getByLabel(pattern('buiten', 'gereed-erna')).setInputFiles([photo('goed.png'), noPhoto]);
      await visit.page.getByLabel(pattern('buiten', 'gereed-materiaal')).fill('3 x "><script>alert(1)</script>');
      await visit.press(say('gereed-knop'));
      assert.match(await visit.page.getByRole('group', { name: pattern('ui', 'fout-samenvatting') }).innerText(), /geen foto/);
      assert.equal(await visit.page.getByLabel(pattern('buiten', 'gereed-materiaal')).inputValue(), '3 x "><script>alert(1)</script>');
      assert.match(await visit.main(), anywhere('buiten', 'foto-bewaard'));
      await visit.press(say('gereed-knop'));
      assert.equal(await status(opdracht.order), 'gereed');
    });
  });

  it('loses nothing in a tunnel: the answer leaves when there is a connection again', async () => {
    const opdracht = await linked();
    await visiting({ width: 390, height: 780 }, async (visit) => {
      await visit.go(opdracht.path);
      await visit.context.setOffline(true);
      await visit.page.getByRole('button', { name: say('accepteren-knop') }).click();
      await visit.page.getByText(say('wacht-op-verbinding')).waitFor();
      assert.equal(await status(opdracht.order), 'aangeboden');
      await visit.context.setOffline(false);
      await until('the answer', async () => await status(opdracht.order) === 'aangenomen');
      await visit.page.getByText(say('gedaan-accepteren')).waitFor();
      visit.complaints.length = 0;
    });
  });

  it('cannot use a link on two devices, and asks for a new one', async () => {
    const opdracht = await linked();
    await visiting({}, async (visit) => {
      await visit.go(opdracht.path);
      await visit.press(say('accepteren-knop'));
    });
    await visiting({}, async (visit) => {
      await visit.go(opdracht.path);
      await visit.page.getByRole('heading', { level: 1, name: say('elders') }).waitFor();
      await visit.press(say('elders-knop'));
      assert.equal(await visit.title(), say('nieuwe-link'));
    });
  });

  it('with a link that was tampered with learns nothing', async () => {
    const { path } = await linked();
    const letter = path.endsWith('A') ? 'B' : 'A';
    await visiting({}, async (visit) => {
      const shown = await visit.go(path.slice(0, -1) + letter);
      assert.equal(shown.status(), 404);
      assert.equal(await visit.title(), say('onbekend'));
    });
  });

  it('who sends an answer twice has answered once', async () => {
    const opdracht = await linked();
    await visiting({ script: false }, async (visit) => {
      await visit.go(opdracht.path);
      const other = await visit.tab();
      await other.go(opdracht.path);
      await visit.press(say('accepteren-knop'));
      await other.press(say('accepteren-knop'));
      assert.equal(await status(opdracht.order), 'aangenomen');
      const { stappen } = await api('GET', opdracht.order.url);
      assert.equal(stappen.filter((one) => one.stap === 'aangenomen').length, 1);
    });
  });
});
