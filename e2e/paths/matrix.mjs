// SPDX-License-Identifier: EUPL-1.2
// Every page and state in every way in which people see it.
import { describe, it } from 'node:test';
import { everyHand, everyLook, withoutScript } from '../lib/matrix.mjs';
import { states } from '../lib/states.mjs';

describe('every page', { concurrency: 2 }, () => {
  for (const state of states) {
    it(`${state.name} looks well in Dutch`, () => everyLook(state, 'nl'));
    it(`${state.name} looks well in English`, () => everyLook(state, 'en'));
    it(`${state.name} is light, can be enlarged and spaced, and used with the keyboard only`, () => everyHand(state));
    it(`${state.name} is complete without script`, () => withoutScript(state));
  }
});
