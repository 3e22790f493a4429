// SPDX-License-Identifier: EUPL-1.2
// Every page in every state that looks different: its name, who is signed in, and how to get there.

import { MANAGER } from './browser.mjs';
import { words } from './texts.mjs';

/** A page that has an address. */
const at = (name, path, more = {}) => ({ name, open: (visit) => visit.go(path), ...more });

export const states = [
  at('toegankelijkheid', '/toegankelijkheid'),
  at('privacy', '/privacy'),
  at('onbekende-pagina', '/lampen/melden/nergens/heen'),
  at('aanmelden', '/aanmelden'),
  at('aangemeld', '/aanmelden/sessie', { as: MANAGER }),
  at('afmelden', '/afmelden', { as: MANAGER }),
  {
    name: 'wie-bent-u',
    open: async (visit) => {
      await visit.go('/aanmelden');
      await visit.follow(words('signin', 'verder', visit.lang));
    },
  },
  {
    name: 'wie-bent-u-fout',
    open: async (visit) => {
      await visit.go('/aanmelden');
      await visit.follow(words('signin', 'verder', visit.lang));
      await visit.press(words('signin', 'kiezen-verder', visit.lang));
    },
  },
  at('componenten', '/componenten'),
];
