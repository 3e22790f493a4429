// SPDX-License-Identifier: EUPL-1.2
// Every page in every state that looks different: its name, who is signed in, and how to get there.

/** A page that has an address. */
const at = (name, path, more = {}) => ({ name, open: (visit) => visit.go(path), ...more });

export const states = [
  at('componenten', '/componenten'),
];
