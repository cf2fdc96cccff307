// Follows the journal for as long as a page wants to know: asks every second what changed.

import { fill } from '/console/dom.js';
import { get } from '/console/api.js';

const PERIOD = 1000;

/** Most entries that are kept here; the journal of the harness may have more. */
export const KEPT = 2000;

const entries = new Map();
const listeners = new Set();
let revision = 0;
let running = false;

/** Entries the journal has had since this page was opened, by their place in it. */
export function all() {
  return [...entries.values()];
}

/**
 * Calls a listener at once, and whenever something happens, with the entries that are new or have
 * changed, oldest first.
 * @return what ends it
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
      revision = 0; // whoever answers next may be another one
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
