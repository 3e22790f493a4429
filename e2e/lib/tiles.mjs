// SPDX-License-Identifier: EUPL-1.2
// A server of map tiles, and a small municipality that has it under its map: with areas, of which one has no contract and one has two.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plain } from './photos.mjs';
import { until } from './world.mjs';

/** The colour of every tile: nothing else on the pages has it. */
export const COLOUR = [250, 70, 190];

/** Starts a server that has one tile, and remembers what was asked. */
export async function tiles() {
  const asked = [];
  const tile = plain(256, COLOUR);
  const server = createServer((request, response) => {
    // The tests put a header of their own on every request, for which a browser asks leave first.
    const headers = { 'content-type': 'image/png', 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'cache-control': 'no-store' };
    if (request.method === 'GET') asked.push(request.url);
    response.writeHead(200, headers).end(request.method === 'GET' ? tile : '');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, asked, stop: () => { server.closeAllConnections(); server.close(); } };
}

const strip = (at) => [5.119 + at * 0.002, 5.121 + at * 0.002];
const CODES = ['B1', 'B2', 'B3'];

/** Lamps, areas and contracts: B1 is covered, B2 is not, B3 twice. */
function files(folder) {
  const lamps = CODES.map((code, at) => `TL-${at + 1};Tegellaan;${at + 1};${(strip(at)[0] + 0.001).toFixed(5)};52.08972`);
  const areas = CODES.map((code, at) => {
    const [west, east] = strip(at);
    const ring = [[west, 52.088], [east, 52.088], [east, 52.0915], [west, 52.0915], [west, 52.088]];
    return { type: 'Feature', properties: { code, naam: `Buurt ${code}` }, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  const contract = (nummer, code, more = '') => `[[contract]]\nnummer = "${nummer}"\nnaam = "${nummer}"\naannemer = "Lichtpunt"\nbegin = 2025-01-01\neinde = 2035-12-31\n`
    + `soorten = ["lichtmast"${more}]\ngebieden = ["buurt:${code}"]\n[[contract.normen]]\nprioriteit = "normaal"\naannemen = { duur = "PT4H" }\nhersteld = { duur = "P2D" }\n`;
  const contracts = [['T-1', 'B1'], ['T-2', 'B3'], ['T-3', 'B3', ', "kast"']].map((one) => contract(...one)).join('\n');
  writeFileSync(join(folder, 'masten.csv'), `identificatie;straat;huisnummer;lon;lat\n${lamps.join('\n')}\n`);
  writeFileSync(join(folder, 'buurten.geojson'), JSON.stringify({ type: 'FeatureCollection', features: areas }));
  writeFileSync(join(folder, 'contracten.toml'), `[[aannemer]]\nnaam = "Lichtpunt"\n\n${contracts}`);
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the municipality, with the tiles of this server. Its manager is the one of the provider for development. */
export async function municipality(tileServer) {
  const program = process.env.E2E_PROGRAM ?? assert.fail('E2E_PROGRAM is not set: start with cargo xtask pages');
  const folder = mkdtempSync(join(tmpdir(), 'waarmaker-tegels-'));
  files(folder);
  const origin = `http://127.0.0.1:${await freePort()}`;
  const env = {
    ...process.env,
    WAARMAKER_SERVER__MODE: 'development',
    WAARMAKER_SERVER__BASE_URLS: origin,
    WAARMAKER_GEMEENTE__KAART: `${tileServer.origin}/tegels/{z}/{x}/{y}.png`,
    WAARMAKER_GEMEENTE__KAART_BRON: 'Proefkaart <b>Tegelstad</b>',
  };
  const data = ['--data', join(folder, 'data')];
  const run = (...words) => execFileSync(program, [...data, ...words], { cwd: folder, env, stdio: 'pipe' });
  run('assets', 'areas', 'buurten.geojson', '--kind', 'buurt', '--code', 'code', '--name', 'naam');
  run('assets', 'import', 'masten.csv', '--kind', 'lichtmast', '--key', 'identificatie', '--name', 'straat');
  run('contracten', 'import', 'contracten.toml');
  run('client', 'add', 'beheerder', '--secret', 'geheim-van-de-tegels', '--all');
  const serving = spawn(program, [...data, 'serve', '--bind', new URL(origin).host], { cwd: folder, env, stdio: 'ignore' });
  const stop = async () => {
    if (serving.exitCode === null && serving.kill('SIGTERM')) await once(serving, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  await until('a municipality with tiles', () => fetch(`${origin}/health/ready`).then((answer) => answer.ok, () => false));
  return { origin, stop };
}
