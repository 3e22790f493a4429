// SPDX-License-Identifier: EUPL-1.2
// The functional manager: looks at everything, reads assets in, tries a rule, reads messages again, and sees what the contract brought.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DESK, MANAGER, visiting } from '../lib/browser.mjs';
import { sheet } from '../lib/photos.mjs';
import { anywhere, pattern, words } from '../lib/texts.mjs';
import { api, first, lamp, order, report } from '../lib/world.mjs';

const say = (key) => words('beheer', key);
const HOME = '/beheer/signalen';
const SCRIPT = '"><script>alert(1)</script>';
const field = (visit, key) => visit.page.getByLabel(pattern('beheer', key)).first();
const MENU = ['overzicht', 'incidenten', 'assets', 'contracten', 'regels', 'berichten', 'rapporten'];

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';
  const as = (who, work) => visiting({ script, as: who }, work);

  describe(`the manager, ${how}`, () => {
    it('comes by the menu to every page', () => as(MANAGER, async (visit) => {
      await visit.go(HOME);
      for (const name of MENU) {
        await visit.press(visit.page.getByRole('navigation').getByRole('link', { name: pattern('beheer', `menu-${name}`) }).first());
        assert.match(await visit.title(), pattern('beheer', name), name);
      }
    }));

    it('reads a file with errors, sees which rows are wrong, leaves these out and stores the rest', () => as(MANAGER, async (visit) => {
      const [wrong, right] = script ? ['PF-810', 'PF-811'] : ['PF-820', 'PF-821'];
      await visit.go(`${HOME}/assets`);
      await visit.follow(say('inlezen-knop'));
      await field(visit, 'veld-bestand').setInputFiles(sheet(`identificatie;straat;lon;lat\n${wrong};Proeflaan;5.1205;noord\n${right};Proeflaan${SCRIPT};5.1206;52.0897\n`));
      await visit.page.getByRole('textbox', { name: pattern('beheer', 'veld-soort') }).first().fill('lichtmast');
      await visit.press(say('inlezen-kijk'));
      assert.match(await visit.main(), anywhere('beheer', 'verslag-mis'));
      assert.match(await visit.main(), /noord/);
      await visit.page.getByRole('checkbox', { name: say('extra-overslaan') }).check();
      await visit.press(say('verslag-opnieuw'));
      await visit.press(say('verslag-ja-knop'));
      // It is read in in the background: the page asks for itself again until it is done.
      await visit.page.getByRole('heading', { name: anywhere('beheer', 'verslag-klaar') }).waitFor();
      assert.match(await visit.main(), anywhere('beheer', 'verslag-klaar'));
      const found = await api('GET', `/assets/ogc/v1/collections/lichtmast/items?identificatie=${right}`);
      assert.equal(found.features.length, 1);
    }));

    it('tries a rule on what was measured, and nothing changes', () => as(MANAGER, async (visit) => {
      const before = (await api('GET', '/signalen/api/v1/incidenten')).count;
      await visit.go(`${HOME}/regels/${await first('/signalen/api/v1/regels')}`);
      await visit.follow(say('regel-probeer'));
      await visit.press(say('proef-knop'));
      assert.match(await visit.main(), anywhere('beheer', 'proef-uitkomst'));
      assert.ok((await api('GET', '/signalen/api/v1/incidenten')).count >= before);
    }));

    it('makes a rule, which says first what is missing, and puts it off', () => as(MANAGER, async (visit) => {
      const name = `Proef ${how} ${SCRIPT}`;
      await visit.go(`${HOME}/regels/nieuw`);
      await visit.page.getByRole('textbox', { name: pattern('beheer', 'veld-naam') }).first().fill(name);
      await visit.press(say('regel-bewaar'));
      assert.match(await visit.page.title(), /^Fout: /);
      assert.equal(await visit.page.getByRole('textbox', { name: pattern('beheer', 'veld-naam') }).first().inputValue(), name);
      await field(visit, 'veld-regel-soort').fill('afvalbak');
      await visit.page.getByRole('radio', { name: say('conditie-toestand') }).or(visit.page.locator('#conditie')).first().scrollIntoViewIfNeeded();
      await field(visit, 'veld-eigenschap').fill('status');
      await field(visit, 'veld-in').fill('vol');
      await visit.press(say('regel-bewaar'));
      assert.equal(await visit.title(), name);
      await visit.press(say('regel-zet-uit'));
      assert.ok((await visit.main()).includes(say('regel-zet-aan')));
    }));

    it('reads a message again that could not be stored', () => as(MANAGER, async (visit) => {
      await visit.go(`${HOME}/berichten`);
      await visit.page.getByRole('checkbox').first().check();
      await visit.press(say('letters-opnieuw'));
      assert.match(await visit.main(), anywhere('beheer', 'letters-gedaan'));
    }));

    it('sees what a contract brought, with plots and the table behind each', () => as(MANAGER, async (visit) => {
      await visit.go(`${HOME}/rapporten`);
      await visit.press(visit.page.locator('main').getByRole('link', { name: /^OVL-2025.*, / }).first());
      assert.match(await visit.title(), pattern('beheer', 'rapport-titel'));
      const plots = await visit.page.locator('figure svg, svg.wm-plot, .wm-plot svg').count();
      assert.ok(plots > 0, 'there is no plot');
      assert.ok(await visit.page.getByRole('table').count() > 0 || await visit.page.locator('details table').count() > 0, 'there is no table');
    }));

    it('closes an incident only with a reason', async () => {
      const mast = await lamp();
      const { incident } = await report(mast);
      await order(mast);
      await as(MANAGER, async (visit) => {
        await visit.go(`${HOME}/incidenten/${incident.split('/').pop()}`);
        await visit.press(say('intrekken-knop'));
        assert.match(await visit.page.title(), /^Fout: /);
        await visit.page.getByRole('link', { name: say('fout-reden') }).first().click();
        await visit.page.keyboard.type(`Dubbel ${SCRIPT}`);
        await visit.press(say('intrekken-knop'));
        assert.ok((await visit.main()).includes(say('opdracht-ingetrokken')));
      });
    });

    it('is somebody with rights: the desk is told that it may not', () => as(DESK, async (visit) => {
      const shown = await visit.go(`${HOME}/regels/nieuw`);
      assert.equal(shown.status(), 403);
      assert.equal(await visit.title(), words('ui', 'fout-verboden'));
    }));
  });
}
