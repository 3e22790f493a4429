// SPDX-License-Identifier: EUPL-1.2
// Every page in every state that looks different: its name, who is signed in, and how to get there.
import { CONTRACTOR, DESK, MANAGER } from './browser.mjs';
import { noPhoto, photo, sheet } from './photos.mjs';
import { pattern, words } from './texts.mjs';
import { answer, first, lamp, linked, order, path, report, sights } from './world.mjs';

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

const manage = '/beheer/signalen';
const boss = { as: MANAGER };
/** A page of the manager. */
const managed = (name, path) => at(name, `${manage}${path}`, boss);
/** A page of the manager about the first thing of a list of the API. */
const managedOf = (name, list, path) => ({ name, open: async (visit) => visit.go(`${manage}${path(await first(`/signalen/api/v1/${list}`))}`), ...boss });
const button = (visit, key) => visit.press(say(visit, 'beheer', key));
const manager = [
  managed('beheer', ''),
  managed('beheer-incidenten', '/incidenten'),
  managed('beheer-incidenten-niets', '/incidenten?q=nergens'),
  managedOf('beheer-incident', 'incidenten?status=opgedragen', (uuid) => `/incidenten/${uuid}`),
  managedOf('beheer-incident-voorbij', 'incidenten?status=hersteld', (uuid) => `/incidenten/${uuid}`),
  after('beheer-incident-fout', async (visit) => visit.go(`${manage}/incidenten/${await first('/signalen/api/v1/incidenten?status=opgedragen')}`), (visit) => button(visit, 'intrekken-knop'), boss),
  managed('beheer-assets', '/assets'),
  { name: 'beheer-asset', open: async (visit) => visit.go(`${manage}/assets/${(await things.mended()).id}`), ...boss },
  managed('beheer-inlezen', '/assets/inlezen'),
  after('beheer-inlezen-fout', (visit) => visit.go(`${manage}/assets/inlezen`), (visit) => button(visit, 'inlezen-kijk'), boss),
  after('beheer-inlezen-verslag', (visit) => visit.go(`${manage}/assets/inlezen`), async (visit) => {
    await label(visit, 'beheer', 'veld-bestand').setInputFiles(sheet('identificatie;straat;lon;lat\nPF-900;Proeflaan;5.1205;noord\nPF-901;Proeflaan;5.1206;52.0897\n'));
    await visit.page.getByRole('textbox', { name: pattern('beheer', 'veld-soort', visit.lang) }).first().fill('lichtmast');
    await button(visit, 'inlezen-kijk');
  }, boss),
  managed('beheer-contracten', '/contracten'),
  managedOf('beheer-contract', 'contracten?nummer=OVL-2025', (uuid) => `/contracten/${uuid}`),
  managed('beheer-dekking', '/contracten/dekking'),
  managed('beheer-regels', '/regels'),
  managedOf('beheer-regel', 'regels', (uuid) => `/regels/${uuid}`),
  managed('beheer-regel-nieuw', '/regels/nieuw'),
  after('beheer-regel-fout', (visit) => visit.go(`${manage}/regels/nieuw`), (visit) => button(visit, 'regel-bewaar'), boss),
  managedOf('beheer-regel-wijzigen', 'regels', (uuid) => `/regels/${uuid}/wijzigen`),
  managedOf('beheer-proef', 'regels', (uuid) => `/regels/${uuid}/proberen`),
  after('beheer-proef-uitkomst', async (visit) => visit.go(`${manage}/regels/${await first('/signalen/api/v1/regels')}/proberen`), (visit) => button(visit, 'proef-knop'), boss),
  managed('beheer-berichten', '/berichten'),
  managed('beheer-bericht', '/berichten/1'),
  managed('beheer-bezorging', '/berichten/bezorging'),
  managed('beheer-rapporten', '/rapporten'),
  managedOf('beheer-rapport', 'contracten?nummer=OVL-2025', (uuid) => `/rapporten/${uuid}/${new Date().toISOString().slice(0, 7)}`),
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

export const states = [...shared, ...signingIn, ...resident, ...contractor, ...manager];
