// Words and badges that several pages use.

import { badge, h } from '/console/dom.js';
import { get } from '/console/api.js';

const clients = new Map();

/** Asks once what the client profiles are; the words for clients need it. */
export async function learnClients() {
  if (!clients.size) {
    const answer = await get('/api/clients');
    answer.clients.forEach((one) => clients.set(one.id, one));
  }
}

/** Whether a client profile is that of a device's system processes. */
export function isDevice(profile) {
  return clients.get(profile)?.device ?? false;
}

const OUTCOMES = {
  completed: 'good',
  'refused-by-client': 'bad',
  'refused-by-server': 'bad',
  reset: 'other',
  stalled: 'other',
  unrouted: 'other',
  malformed: 'other',
  'timed-out': 'other',
  'closed-early': 'other',
};

/** Creates a badge for how a connection ended. */
export function outcome(entry) {
  return badge(OUTCOMES[entry.outcome] ?? 'other', entry.outcome.replaceAll('-', ' '));
}

const VERDICTS = { pass: 'good', fail: 'bad' };

/** Creates a badge for an enforcing process's verdict on a server. */
export function verdict(word) {
  return badge(VERDICTS[word] ?? 'other', word);
}

const EVIDENCE = {
  documented: 'Apple\u2019s documentation says so.',
  'source-read': 'Apple\u2019s published source or binaries say so.',
  inferred: 'Inferred from documentation or source; not verified on a device.',
  'device-verified': 'Seen on a device.',
};

/** Explains a grade of evidence. */
export function evidence(grade) {
  return [badge('other', grade), ' ', EVIDENCE[grade] ?? ''];
}

/** A document that the catalogue cites, with a link to it if it has a URL. */
export function source(one) {
  return [one.url ? h('a', { href: one.url }, one.title) : one.title, one.detail ? `: ${one.detail}` : ''];
}

/** Describes the client of a connection by its ClientHello. */
export function client(entry) {
  if (!entry.clientHello) {
    return '';
  }
  const devices = entry.looksLike.filter(isDevice).map((profile) => clients.get(profile));
  const device = devices.find((one) => one.mode === 'enforce') ?? devices[0];
  if (device) {
    const [major] = device.release.split('.');
    return `OS ${major}: ${device.mode === 'enforce' ? 'enforces FCP v2.1' : 'warns at most'}`;
  }
  return entry.looksLike.join(', ') || 'no known client';
}
