// SPDX-License-Identifier: EUPL-1.2
// The example municipality: where it is, what there is to see, and what happens in it when a test wants so.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { mails } from './mail.mjs';

/** A setting that `cargo xtask pages` gives. */
const setting = (name) => process.env[name] ?? assert.fail(`${name} is not set: start with cargo xtask pages`);

/** Addresses by what they are, as the demo wrote them. */
export const sights = JSON.parse(readFileSync(setting('E2E_SIGHTS'), 'utf8'));
export const origin = sights.adres;
/** The path of an address. */
export const path = (name) => new URL(sights[name] ?? assert.fail(`the demo tells nothing of ${name}`)).pathname;

const [client, secret] = [setting('E2E_CLIENT'), setting('E2E_SECRET')];
const base64 = (value) => Buffer.from(value).toString('base64url');

function token() {
  const claims = { iss: client, iat: Math.floor(Date.now() / 1000), client_id: client, user_id: 'e2e', user_representation: 'Proef' };
  const unsigned = `${base64('{"alg":"HS256","typ":"JWT"}')}.${base64(JSON.stringify(claims))}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}

/** Asks the API, with every right; fails when the answer is not 2xx. */
export async function api(method, url, body) {
  const headers = { authorization: `Bearer ${token()}`, 'accept-crs': 'EPSG:4326', 'content-crs': 'EPSG:4326' };
  if (body) headers['content-type'] = 'application/json';
  const answer = await fetch(new URL(url, origin), { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${url}: ${answer.status} ${text}`);
  return text && JSON.parse(text);
}

/** Waits until something is there. */
export async function until(what, look, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(100)) {
    const found = await look();
    if (found) return found;
  }
  return assert.fail(`${what} did not come within ${seconds} s`);
}

const stock = {};
/** The next thing of a kind that nothing is the matter with, of those that are there for the tests. */
async function next(kind, prefix) {
  stock[kind] ??= (async () => {
    const all = await api('GET', `/assets/ogc/v1/collections/${kind}/items?limit=1000`);
    const ours = all.features.map((one) => ({ id: one.id, nummer: one.properties.identificatie, punt: one.geometry.coordinates }));
    return ours.filter((one) => one.nummer.startsWith(prefix)).sort((a, b) => a.nummer.localeCompare(b.nummer));
  })();
  return (await stock[kind]).shift() ?? assert.fail(`there is no ${kind} left: add some to the folder world`);
}
/** A lamp that burns, which is of one test only. */
export const lamp = () => next('lichtmast', 'PF-');

/** Uuid of the first of a list of the API. */
export async function first(list) {
  const { results } = await api('GET', list);
  return (results[0] ?? assert.fail(`${list} is empty`)).url.split('/').pop();
}

/** Somebody reported this thing: the report, with its code. */
export function report(thing, more = {}) {
  return api('POST', '/signalen/api/v1/meldingen', { asset: thing.id, omschrijving: 'Hij is kapot.', kanaal: 'web', ...more });
}

/** The order that is open for a thing. */
export function order(thing) {
  const open = '/signalen/api/v1/werkopdrachten?status__in=aangeboden,aangenomen,ter_plaatse,eigen_lijst&pageSize=100';
  return until(`an order for ${thing.nummer}`, async () =>
    (await api('GET', open)).results.find((one) => one.assetOmschrijving.includes(thing.nummer)));
}

/** An answer of a contractor, given by the municipality. */
export const answer = (order, step, body = {}) => api('POST', `${order.url}/${step}`, body);

/** A broken bin of which the contractor just got a mail: the bin, the order, and the path of the link in the mail. */
export async function linked(more) {
  const bin = await next('afvalbak', 'AB-');
  await report(bin, more);
  const opdracht = await order(bin);
  const mail = await until(`a mail about ${opdracht.nummer}`, () => mails.find((mail) => mail.text.includes(opdracht.nummer)));
  const link = /https?:\/\/\S*\/buiten\/\S+/.exec(mail.text) ?? assert.fail(`no link in ${mail.text}`);
  return { bin, order: opdracht, path: new URL(link[0].replace(/[).,>]+$/, '')).pathname, mail };
}
