// Words and badges that several pages use.

import { badge } from '/console/dom.js';

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

/** Describes the client of a connection by its ClientHello. */
export function client(entry) {
  if (!entry.clientHello) {
    return '';
  }
  if (entry.looksLike.some((profile) => profile === 'ios-27-system')) {
    return 'OS 27: enforces FCP v2.1';
  }
  if (entry.looksLike.some((profile) => profile.startsWith('ios-26'))) {
    return 'OS 26: warns at most';
  }
  return entry.looksLike.join(', ') || 'no known client';
}
