// Follows the journal while a page needs it: asks every second what has changed.

import { fill } from '/console/dom.js';
import { get } from '/console/api.js';

const PERIOD = 1000;

/** The largest number of entries that are kept here; the journal of the harness may have more. */
export const KEPT = 2000;

const entries = new Map();
const listeners = new Set();
let revision = 0;
let running = false;

/** The journal's entries since this page was opened, by their position in the journal. */
export function all() {
  return [...entries.values()];
}

/**
 * Calls a listener at once and after each change, with the entries that are new or have
 * changed, oldest first.
 * @return a function that removes the listener
 */
export function follow(listener) {
  listeners.add(listener);
  listener(all());
  if (!running) {
    running = true;
    run();
  }
  return () => listeners.delete(listener);
}

async function run() {
  while (listeners.size) {
    try {
      await ask();
      say('');
    } catch {
      say('The harness does not answer. Trying again.');
      revision = 0; // the next harness that answers may be another one
    }
    await new Promise((done) => setTimeout(done, PERIOD));
  }
  running = false;
}

async function ask() {
  const journal = await get(`/api/journal?changed=${revision}`);
  if (revision === 0) {
    entries.clear();
  }
  revision = journal.revision;
  const news = journal.entries.slice(-KEPT);
  for (const entry of news) {
    entries.set(entry.sequence, entry);
  }
  for (const sequence of [...entries.keys()].sort((a, b) => a - b).slice(0, -KEPT)) {
    entries.delete(sequence);
  }
  if (news.length) {
    listeners.forEach((listener) => listener(news));
  }
}

function say(text) {
  const state = document.getElementById('state');
  if (state.textContent !== text) {
    fill(state, text);
  }
}
