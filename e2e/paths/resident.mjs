// SPDX-License-Identifier: EUPL-1.2
// The resident: finds a lamp, reports it, follows it until it is solved, and says how it was.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DESK, visiting } from '../lib/browser.mjs';
import { noPhoto, photo } from '../lib/photos.mjs';
import { anywhere, pattern, words } from '../lib/texts.mjs';
import { mails } from '../lib/mail.mjs';
import { answer, api, lamp, order, report, until } from '../lib/world.mjs';

const say = (key) => words('lampen', key);
const SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
const ways = [true, false].map((script) => [script, script ? 'with script' : 'without script']);

/** The code of the report on the page that says that it came in. */
const code = (visit) => /\/meldingen\/(\w+)/.exec(visit.page.url())?.[1] ?? assert.fail(`no code in ${visit.page.url()}`);
/** What the municipality knows of a report. */
const melding = async (code) => (await api('GET', `/signalen/api/v1/meldingen?code=${code}`)).results[0];
const radio = (visit, key) => visit.page.getByRole('radio', { name: pattern('lampen', key) });
const field = (visit, key) => visit.page.getByLabel(pattern('lampen', key));

/** Fills in what is wrong, and goes on to the answers. */
async function fill(visit, { woorden, email, foto }) {
  await radio(visit, 'klacht-brandt-niet').check();
  if (woorden) await field(visit, 'woorden-label').fill(woorden);
  if (email) await field(visit, 'email-label').fill(email);
  if (foto) await field(visit, 'foto-label').setInputFiles(foto);
  await visit.press(say('melden-verder'));
}

/** A lamp that was reported and mended; its report. */
async function mended() {
  const mast = await lamp();
  const made = await report(mast, { email: 'bewoner@voorbeeld.example' });
  const opdracht = await order(mast);
  for (const step of ['accepteren', 'terplaatse', 'gereed']) await answer(opdracht, step);
  return { mast, code: made.code };
}

describe('the resident', { concurrency: 2 }, () => {
  for (const [script, how] of ways) {
    it(`finds a lamp, reports it with a photo, looks over the answers, gets a receipt and follows it, ${how}`, async () => {
      const mast = await lamp();
      await visiting({ script, width: 390, height: 780 }, async (visit) => {
        await visit.go('/lampen');
        await visit.page.getByLabel(say('lampen-zoek-label')).fill(mast.nummer);
        await visit.press(say('lampen-zoek-knop'));
        assert.match(await visit.main(), new RegExp(mast.nummer));
        await visit.follow(say('meld-knop'));
        await fill(visit, { woorden: `Al drie dagen donker ${SCRIPT}`, email: 'bewoner@voorbeeld.example', foto: photo() });
        assert.equal(await visit.title(), say('controleren-titel'));
        assert.ok((await visit.main()).includes(SCRIPT), 'the words are shown as they were typed');
        await visit.follow(new RegExp(`^${say('wijzig')} ?: ${say('woorden-label')}`));
        assert.ok((await field(visit, 'woorden-label').inputValue()).endsWith(SCRIPT), 'what was filled in is still there');
        await field(visit, 'woorden-label').fill('Al vier dagen donker.');
        await visit.press(say('melden-verder'));
        await visit.press(say('melden-verstuur'));
        assert.equal(await visit.title(), say('ontvangst-titel'));
        const made = await melding(code(visit));
        assert.equal(made.kanaal, 'web');
        await visit.follow(say('ontvangst-volg'));
        assert.ok((await visit.main()).includes(made.code));
        await order(mast);
      });
      await until('a mail that the report came in', () => mails.find((mail) => mail.to.includes('bewoner@voorbeeld.example')));
    });

    it(`joins a fault that is known in place of a second report, ${how}`, async () => {
      const mast = await lamp();
      await report(mast);
      await visiting({ script }, async (visit) => {
        await visit.go(`/lampen/${mast.id}`);
        await visit.follow(say('volg-knop'));
        await visit.press(say('volg-knop'));
        assert.match(await visit.page.title(), /^Fout: /);
        await field(visit, 'email-label').fill('buur@voorbeeld.example');
        await visit.press(say('volg-knop'));
        assert.equal(await visit.title(), say('ontvangst-titel'));
        assert.equal((await melding(code(visit))).nieuw, false);
      });
    });

    it(`says that it is still broken, which opens it again, ${how}`, async () => {
      const made = await mended();
      await visiting({ script }, async (visit) => {
        await visit.go(`/meldingen/${made.code}`);
        if (script) await visit.page.getByRole('checkbox', { name: say('kapot-gevaar-ja') }).check();
        await visit.press(say('kapot-knop'));
        assert.match(await visit.main(), anywhere('lampen', 'gedaan-kapot', 'gedaan-loopt'));
      });
      await order(made.mast);
    });

    it(`says how it was, ${how}`, async () => {
      const made = await mended();
      await visiting({ script }, async (visit) => {
        await visit.go(`/meldingen/${made.code}`);
        await radio(visit, 'hoe-4').check();
        await visit.press(say('hoe-knop'));
        assert.ok((await visit.main()).includes(say('gedaan-hoe')));
        await visit.go(`/meldingen/${made.code}`);
        assert.ok(await radio(visit, 'hoe-4').isChecked(), 'the answer is remembered');
      });
    });

    it(`is told at the desk what the desk reported on behalf, ${how}`, async () => {
      const mast = await lamp();
      await visiting({ script, as: DESK }, async (visit) => {
        await visit.go(`/lampen/${mast.id}/melden`);
        assert.ok((await visit.main()).includes(say('namens-kop')));
        await radio(visit, 'kanaal-telefoon').check();
        await fill(visit, { woorden: 'Mevrouw belde.' });
        await visit.press(say('melden-verstuur'));
        assert.equal((await melding(code(visit))).kanaal, 'telefoon');
      });
    });

    it(`is told what is missing, in a summary and at the field, and keeps the rest, ${how}`, async () => {
      const mast = await lamp();
      await visiting({ script }, async (visit) => {
        await visit.go(`/lampen/${mast.id}/melden`);
        await field(visit, 'woorden-label').fill(SCRIPT);
        await field(visit, 'email-label').fill('jan');
        await field(visit, 'foto-label').setInputFiles(noPhoto);
        await visit.press(say('melden-verder'));
        assert.match(await visit.page.title(), /^Fout: /);
        const summary = visit.page.getByRole('group', { name: pattern('ui', 'fout-samenvatting') });
        for (const key of ['soort-kies', 'email-mis', 'foto-geen-foto']) assert.ok((await summary.innerText()).includes(say(key)), key);
        if (script) assert.equal(await visit.page.evaluate(() => document.activeElement.dataset.foutoverzicht !== undefined), true, 'the summary has the focus');
        await summary.getByRole('link', { name: say('email-mis') }).click();
        assert.equal(await visit.page.evaluate(() => document.activeElement.name), 'email');
        assert.equal(await field(visit, 'woorden-label').inputValue(), SCRIPT);
        assert.equal(await field(visit, 'email-label').inputValue(), 'jan');
      });
    });

    it(`loses nothing when the cookie is gone, ${how}`, async () => {
      const mast = await lamp();
      await visiting({ script }, async (visit) => {
        await visit.go(`/lampen/${mast.id}/melden`);
        await visit.context.clearCookies();
        await fill(visit, { woorden: 'Dit moet blijven staan.' });
        assert.ok((await visit.main()).includes(words('ui', 'fout-verlopen')));
        assert.equal(await field(visit, 'woorden-label').inputValue(), 'Dit moet blijven staan.');
        await visit.press(say('melden-verder'));
        await visit.context.clearCookies();
        await visit.press(say('melden-verstuur'));
        assert.ok((await visit.main()).includes('Dit moet blijven staan.'));
        await visit.press(say('melden-verstuur'));
        assert.equal(await visit.title(), say('ontvangst-titel'));
      });
    });

    it(`who sends a report twice has reported once, ${how}`, async () => {
      const mast = await lamp();
      await visiting({ script }, async (visit) => {
        await visit.go(`/lampen/${mast.id}/melden`);
        await fill(visit, { woorden: 'Dubbel' });
        await visit.press(say('melden-verstuur'));
        const first = code(visit);
        await visit.page.goBack();
        const again = visit.page.getByRole('button', { name: say('melden-verstuur') });
        if (await again.count()) await visit.press(again);
        assert.equal(code(visit), first);
        assert.equal((await api('GET', `/signalen/api/v1/meldingen?asset=${mast.id}`)).count, 1);
      });
    });
  }

  it('reports with the keyboard only', async () => {
    const mast = await lamp();
    await visiting({}, async (visit) => {
      const { keyboard } = visit.page;
      await visit.go('/lampen');
      await visit.tabTo(say('lampen-zoek-label'));
      await keyboard.type(mast.nummer);
      await visit.enter();
      await visit.tabTo(say('meld-knop'));
      await visit.enter();
      await visit.tabTo(say('klacht-brandt-niet'));
      await keyboard.press('Space');
      await visit.tabTo(pattern('lampen', 'woorden-label'));
      await keyboard.type('Met het toetsenbord.');
      await visit.tabTo(say('melden-verder'));
      await visit.enter();
      await visit.tabTo(say('melden-verstuur'));
      await visit.enter();
      assert.equal(await visit.title(), say('ontvangst-titel'));
    });
  });

  it('chooses a lamp by street when there is no number on it', () => visiting({}, async (visit) => {
    await visit.go('/lampen/melden');
    await visit.page.getByLabel(say('kies-label')).fill('Proeflaan');
    await visit.press(say('kies-knop'));
    await visit.follow(/^(?:Lamp )?PF-0/);
    assert.match(new URL(visit.page.url()).pathname, /^\/lampen\/[0-9a-f-]+\/melden$/);
  }));

  it('finds a report by its code, also when it is typed with spaces and in small letters', async () => {
    const made = await report(await lamp());
    await visiting({}, async (visit) => {
      await visit.go('/meldingen');
      await visit.page.getByLabel(say('code-label')).fill(` ${made.code.slice(0, 4)} ${made.code.slice(4)} `.toLowerCase());
      await visit.press(say('code-knop'));
      assert.ok((await visit.main()).includes(made.code));
    });
  });

  it('with a code that does not exist learns nothing', () => visiting({}, async (visit) => {
    const shown = await visit.go('/meldingen/ABCDEFGH');
    assert.equal(shown.status(), 404);
    assert.equal(await visit.title(), say('code-onbekend'));
  }));

  it('who asks for a place elsewhere is told that it is not ours', () => visiting({}, async (visit) => {
    await visit.go(`/lampen?adres=${encodeURIComponent(`Nergenshuizen ${SCRIPT}`)}`);
    assert.match(await visit.main(), anywhere('lampen', 'antwoord-niets'));
    assert.equal(await visit.page.getByLabel(say('lampen-zoek-label')).inputValue(), `Nergenshuizen ${SCRIPT}`);
  }));
});
