// SPDX-License-Identifier: EUPL-1.2
// All tests in one process, with one browser and one municipality. `cargo xtask pages` starts it.
import { after, before } from 'node:test';
import { start, stop } from './lib/browser.mjs';
import { listen } from './lib/mail.mjs';
import { begin, sheet } from './lib/screens.mjs';

let post;
before(async () => {
  begin();
  post = await listen(Number(process.env.E2E_MAIL));
  await start();
});
after(async () => {
  console.log(`${sheet()} screens in e2e/screens/index.html`);
  await stop();
  post.closeAllConnections?.();
  post.close();
});

for (const path of ['portal', 'sign-in', 'resident', 'contractor', 'manager', 'map', 'tiles', 'matrix']) await import(`./paths/${path}.mjs`);
