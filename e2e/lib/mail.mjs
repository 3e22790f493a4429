// SPDX-License-Identifier: EUPL-1.2
// A mail server that keeps what it gets: the contractor and the residents read their mail here.
import { createServer } from 'node:net';

/** What came, oldest first: to whom, and the text with its encoding undone. */
export const mails = [];

/** Starts listening; `close` ends it. */
export function listen(port) {
  const server = createServer((socket) => new Conversation(socket));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** One client of the server (RFC 5321, as far as our program speaks it). */
class Conversation {
  #socket;
  #rest = '';
  #to = [];
  #lines = null;

  constructor(socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => this.#read(data));
    this.#say('220 proef');
  }

  #say(line) {
    this.#socket.write(`${line}\r\n`);
  }

  #read(data) {
    const lines = (this.#rest + data).split('\r\n');
    this.#rest = lines.pop();
    for (const line of lines) this.#lines ? this.#content(line) : this.#command(line);
  }

  #command(line) {
    const word = line.slice(0, 4).toUpperCase();
    if (word === 'DATA') this.#lines = [];
    if (word === 'RCPT') this.#to.push(/<(.*?)>/.exec(line)?.[1]);
    if (word === 'EHLO') return this.#say('250-proef\r\n250 8BITMIME');
    if (word === 'QUIT') return this.#socket.end('221 dag\r\n');
    return this.#say(word === 'DATA' ? '354 kom maar' : '250 goed');
  }

  #content(line) {
    if (line !== '.') return void this.#lines.push(line.startsWith('.') ? line.slice(1) : line);
    mails.push({ to: this.#to, text: decoded(this.#lines.join('\n')) });
    [this.#to, this.#lines] = [[], null];
    return this.#say('250 goed');
  }
}

/** Undoes quoted-printable and base64 of the parts; what is in neither stays. */
function decoded(source) {
  const utf8 = (bytes) => Buffer.from(bytes, 'latin1').toString('utf8');
  const quoted = source.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  const parts = source.split(/\n--[^\n]+\n/).filter((part) => /content-transfer-encoding: base64/i.test(part));
  const plain = parts.map((part) => Buffer.from(part.split('\n\n').slice(1).join(''), 'base64').toString('latin1'));
  return utf8([quoted, ...plain].join('\n'));
}
