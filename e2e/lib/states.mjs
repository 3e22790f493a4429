// SPDX-License-Identifier: EUPL-1.2
// Every page in every state that looks different: its name, who is signed in, and how to get there.
import { CONTRACTOR, DESK, MANAGER } from './browser.mjs';
import { noPhoto, photo } from './photos.mjs';
import { pattern, words } from './texts.mjs';
import { answer, lamp, linked, order, path, report, sights } from './world.mjs';

/** Something that is made once, when the first state asks for it. */
const once = (make) => {
  let made;
  return () => (made ??= make());
};

const things = {
  whole: once(lamp),
  known: once(async () => {
    const thing = await lamp();
    return { ...thing, code: (await report(thing)).code };
  }),
  mended: once(async () => {
    const thing = await lamp();
    const { code } = await report(thing, { email: 'lamp@voorbeeld.example' });
    const opdracht = await order(thing);
    for (const step of ['accepteren', 'terplaatse', 'gereed']) await answer(opdracht, step);
    return { ...thing, code };
  }),
  offered: once(linked),
  accepted: once(async () => {
    const made = await linked();
    await answer(made.order, 'accepteren');
    return made;
  }),
  onSite: once(async () => {
    const made = await linked({ gevaarlijk: true });
    for (const step of ['accepteren', 'terplaatse']) await answer(made.order, step);
    return made;
  }),
  paused: once(async () => {
    const made = await linked();
    await answer(made.order, 'accepteren');
    await answer(made.order, 'pauze', { reden: 'materiaal', toelichting: 'Wachten op een onderdeel.' });
    return made;
  }),
  finished: once(async () => {
    const made = await linked();
    for (const step of ['accepteren', 'terplaatse', 'gereed']) await answer(made.order, step);
    return made;
  }),
};

/** A page that has an address. */
const at = (name, path, more = {}) => ({ name, open: (visit) => visit.go(path), ...more });
/** A page of something that is made for it. */
const of = (name, thing, path, more = {}) => ({ name, open: async (visit) => visit.go(path(await things[thing]())), ...more });
/** A page that comes after pressing something. */
const after = (name, begin, press, more = {}) => ({
  name,
  open: async (visit) => {
    await begin(visit);
    await press(visit);
  },
  ...more,
});

const say = (visit, crate, key) => words(crate, key, visit.lang);
const label = (visit, crate, key) => visit.page.getByLabel(pattern(crate, key, visit.lang));
const radio = (visit, crate, key) => visit.page.getByRole('radio', { name: pattern(crate, key, visit.lang) });

const shared = [
  at('toegankelijkheid', '/toegankelijkheid'),
  at('privacy', '/privacy'),
  at('onbekende-pagina', '/lampen/melden/nergens/heen'),
  at('componenten', '/componenten', { heavy: true }),
];

const signingIn = [
  at('aanmelden', '/aanmelden'),
  at('aangemeld', '/aanmelden/sessie', { as: MANAGER }),
  at('afmelden', '/afmelden', { as: MANAGER }),
  after('wie-bent-u', (visit) => visit.go('/aanmelden'), (visit) => visit.follow(say(visit, 'signin', 'verder'))),
  after('wie-bent-u-fout', async (visit) => {
    await visit.go('/aanmelden');
    await visit.follow(say(visit, 'signin', 'verder'));
  }, (visit) => visit.press(say(visit, 'signin', 'kiezen-verder'))),
  at('verboden', '/beheer/signalen', { as: CONTRACTOR }),
];

const melden = async (visit) => visit.go(`/lampen/${(await things.whole()).id}/melden`);
const resident = [
  at('lampen', '/lampen'),
  at('lampen-straat', '/lampen?adres=Lindelaan'),
  at('lampen-straat-goed', '/lampen?adres=Proeflaan+12'),
  at('lampen-nergens', '/lampen?adres=Nergenshuizen'),
  at('lampen-nummer', '/lampen?adres=LM-105'),
  at('lamp-bezig', path('lamp_bezig')),
  at('lamp-aangeboden', path('lamp_aangeboden')),
  at('lamp-gemeld', path('lamp_gemeld')),
  at('lamp-brandt', path('lamp_brandt')),
  of('lamp-hersteld', 'mended', ({ id }) => `/lampen/${id}`),
  at('lamp-onbekend', '/lampen/LM-0'),
  at('melden-kies', '/lampen/melden'),
  at('melden-kies-straat', '/lampen/melden?zoek=Proeflaan'),
  at('melden-kies-niets', '/lampen/melden?zoek=Nergenshuizen'),
  { name: 'melden', open: melden },
  { name: 'melden-balie', open: melden, as: DESK },
  of('melden-bekend', 'known', ({ id }) => `/lampen/${id}/melden`),
  of('melden-zonder-nummer', 'whole', ({ id }) => `/lampen/${id}/melden?nummer=onbekend`),
  after('melden-fout', melden, async (visit) => {
    await label(visit, 'lampen', 'email-label').fill('jan');
    await label(visit, 'lampen', 'foto-label').setInputFiles(noPhoto);
    await visit.press(say(visit, 'lampen', 'melden-verder'));
  }),
  after('melden-controleren', melden, async (visit) => {
    await radio(visit, 'lampen', 'klacht-gevaarlijk').check();
    await label(visit, 'lampen', 'woorden-label').fill('De paal staat scheef sinds de storm. Er hangt een draad uit.');
    await label(visit, 'lampen', 'foto-label').setInputFiles(photo());
    await visit.press(say(visit, 'lampen', 'melden-verder'));
  }),
  after('melden-foto-bewaard', melden, async (visit) => {
    await label(visit, 'lampen', 'foto-label').setInputFiles(photo());
    await visit.press(say(visit, 'lampen', 'melden-verder'));
  }),
  of('ontvangst', 'known', ({ code }) => `/meldingen/${code}/ontvangst`),
  of('volgen', 'known', ({ id }) => `/lampen/${id}/volgen`),
  after('volgen-fout', async (visit) => visit.go(`/lampen/${(await things.known()).id}/volgen`), (visit) => visit.press(say(visit, 'lampen', 'volg-knop'))),
  at('melding', path('melding')),
  of('melding-hersteld', 'mended', ({ code }) => `/meldingen/${code}`),
  at('meldingen', '/meldingen'),
  at('melding-onbekend', '/meldingen/ABCDEFGH'),
];

const phone = { large: true };
const contractor = [
  at('opdrachten', '/buiten', { as: CONTRACTOR, ...phone }),
  at('opdrachten-klaar', '/buiten?status=klaar', { as: CONTRACTOR, ...phone }),
  at('opdrachten-niets', '/buiten?tekst=Nergenshuizen', { as: CONTRACTOR, ...phone }),
  at('opdracht-nieuw', `/buiten/orders/${sights.nummer_aangeboden}`, { as: CONTRACTOR, ...phone }),
  at('opdracht-bezig', `/buiten/orders/${sights.nummer_bezig}`, { as: CONTRACTOR, ...phone }),
  of('link-nieuw', 'offered', ({ path }) => path, phone),
  of('link-aangenomen', 'accepted', ({ path }) => path, phone),
  of('link-ter-plaatse', 'onSite', ({ path }) => path, phone),
  of('link-pauze', 'paused', ({ path }) => path, phone),
  of('link-klaar', 'finished', ({ path }) => path, phone),
  after('link-fout', async (visit) => visit.go((await things.offered()).path), async (visit) => {
    await visit.page.getByText(say(visit, 'buiten', 'weigeren-titel')).click();
    await visit.press(say(visit, 'buiten', 'weigeren-knop'));
  }, phone),
  at('link-onbekend', '/buiten/orders/23456789ABCDEFGHJKLMNPQRSTUVWXYZ', phone),
];

export const states = [...shared, ...signingIn, ...resident, ...contractor];
