// SPDX-License-Identifier: EUPL-1.2
// Signing in and out, with the provider for development.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MANAGER, visiting } from '../lib/browser.mjs';
import { words } from '../lib/texts.mjs';

const path = (visit) => new URL(visit.page.url()).pathname;

describe('signing in', () => {
  for (const script of [true, false]) {
    it(`goes by way of the provider to the page that was asked for, and out again, ${script ? 'with' : 'without'} script`, () => visiting({ script }, async (visit) => {
      await visit.signIn(MANAGER, '/beheer/signalen');
      assert.equal(path(visit), '/beheer/signalen');
      assert.match(await visit.page.locator('footer').innerText(), new RegExp(MANAGER));
      await visit.press(words('ui', 'afmelden'));
      assert.equal(await visit.title(), words('signin', 'afgemeld'));
      await visit.go('/beheer/signalen');
      assert.equal(path(visit), '/aanmelden');
    }));
  }

  it('that is stopped says so, and can begin again', () => visiting({}, async (visit) => {
    await visit.go('/aanmelden');
    await visit.follow(words('signin', 'verder'));
    await visit.press(words('signin', 'kiezen-stop'));
    assert.equal(await visit.title(), words('signin', 'gestopt'));
    await visit.follow(words('signin', 'opnieuw'));
    assert.equal(path(visit), '/aanmelden');
  }));

  it('asks who you are before it lets you on', () => visiting({}, async (visit) => {
    await visit.go('/aanmelden');
    await visit.follow(words('signin', 'verder'));
    await visit.press(words('signin', 'kiezen-verder'));
    assert.ok((await visit.main()).includes(words('signin', 'kies-iemand')));
    assert.match(await visit.page.title(), /^Fout: /);
  }));
});
