// The page with the connections, updated live.

import { h, fill, table, facts, clock, count, openable, scenarioLink, short } from '/console/dom.js';
import { follow, KEPT } from '/console/live.js';
import { client, outcome } from '/console/words.js';

export const name = 'connections';
export const title = 'Connections';

const COLUMNS = ['Time', 'Server', 'Negotiated', 'Outcome', 'Looks like'];
const SHOWN = 200;

export function show(place) {
  const feed = connections();
  const news = h('p.hidden', { role: 'status' });
  const words = h('input', { id: 'filter', type: 'search', autocomplete: 'off', spellcheck: 'false' });
  const number = h('p', null);
  let first = true;
  words.addEventListener('input', () => {
    feed.filter(words.value);
  });
  fill(place,
    h('h1', null, 'Connections'),
    h('p.lead', null, 'What the endpoints see, newest first. The client is guessed from its ClientHello; this is not a proof.'),
    h('form.filter', { role: 'search', onsubmit: (event) => event.preventDefault() },
      h('label', { for: 'filter' }, 'Filter'), words, number),
    news,
    feed.element);
  return follow((entries) => {
    const fresh = feed.update(entries);
    fill(number, feed.size() === 0 ? 'No connections yet.' : `${count(feed.size(), 'connection')}${feed.size() > SHOWN ? `, the newest ${SHOWN} are shown` : ''}`);
    if (!first && fresh.length) {
      const last = fresh.at(-1);
      fill(news, `${fresh.length === 1 ? '' : `${fresh.length} new connections, the last: `}${last.scenario ?? 'no scenario'}, ${last.outcome.replaceAll('-', ' ')}`);
    }
    first = false;
  });
}

/**
 * Creates a table of journal entries whose open rows stay open.
 * @param {number} most how many of the newest entries are shown
 */
export function connections(most = SHOWN) {
  const body = h('tbody', null);
  const rows = new Map();
  let wanted = [];

  function fits(entry) {
    const text = [entry.scenario, entry.clientHello?.serverName, entry.outcome, entry.firstAlert?.name,
      entry.clientHello?.ja4, entry.client, ...entry.looksLike].join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  }

  function arrange() {
    const shown = [...rows.values()]
      .filter(({ entry }) => fits(entry))
      .sort((a, b) => b.entry.sequence - a.entry.sequence)
      .slice(0, most);
    const elements = shown.flatMap(({ element }) =>
      (element.nextSibling?.classList?.contains('more') ? [element, element.nextSibling] : [element]));
    if (elements.length !== body.childNodes.length || elements.some((one, i) => one !== body.childNodes[i])) {
      const focused = body.contains(document.activeElement) ? document.activeElement : null;
      body.replaceChildren(...elements);
      focused?.focus({ preventScroll: true });
    }
  }

  return {
    element: table('connections', 'Connections', COLUMNS, body),
    size: () => rows.size,
    filter(text) {
      wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
      arrange();
    },
    /** Adds new and changed entries; returns the new ones. */
    update(entries) {
      const fresh = [];
      for (const entry of entries) {
        const known = rows.get(entry.sequence);
        if (known && JSON.stringify(known.entry) === JSON.stringify(entry)) {
          continue;
        }
        const element = row(entry);
        if (known) {
          replace(known.element, element);
        } else {
          fresh.push(entry);
        }
        rows.set(entry.sequence, { entry, element });
      }
      for (const sequence of [...rows.keys()].sort((a, b) => a - b).slice(0, -KEPT)) {
        rows.delete(sequence);
      }
      arrange();
      return fresh;
    },
  };
}

/** Replaces a row. An open row stays open, and the focus stays where it was. */
function replace(old, element) {
  const button = old.querySelector('button.open');
  const focused = old.contains(document.activeElement);
  const open = button.getAttribute('aria-expanded') === 'true';
  if (open) {
    old.nextSibling?.remove();
  }
  old.replaceWith(element);
  if (open) {
    element.querySelector('button.open').click();
  }
  if (focused) {
    element.querySelector('button.open').focus({ preventScroll: true });
  }
}

function row(entry) {
  const { negotiated, firstAlert: alert, clientHello: hello } = entry;
  return openable(clock(entry.start), (button) => [
    h('th', { scope: 'row' }, button),
    h('td', null,
      entry.scenario ? scenarioOrName(entry.scenario) : h('span.faint', null, 'no scenario'),
      h('div.small', null, short(hello ? (hello.serverName ?? 'no server name') : hostOf(entry)))),
    h('td', null, negotiated
      ? [negotiated.version, h('div.small', null, negotiated.cipherSuite)]
      : h('span.faint', null, hello || entry.outcome === 'malformed' ? 'nothing' : 'no TLS')),
    h('td', null, outcome(entry),
      alert ? h('div.small', null, `${alert.sender} alert ${alert.name}`) : null,
      entry.requests.length ? h('div.small', null, count(entry.requests.length + entry.omittedRequests, 'request')) : null),
    h('td', null, client(entry) || h('span.faint', null, 'no ClientHello'),
      hello ? h('div.small.mono', null, hello.ja4) : null),
  ], COLUMNS.length, () => details(entry));
}

function scenarioOrName(scenario) {
  return scenario.includes('/') ? scenarioLink(scenario) : scenario;
}

function hostOf(entry) {
  return entry.requests[0]?.host ?? '';
}

function details(entry) {
  const { negotiated, clientHello: hello } = entry;
  return h('div.details', null,
    facts(
      ['Client', `${entry.client}, port ${entry.clientPort}`],
      ['Came in on port', entry.localPort],
      ['Took', `${(entry.durationMicros / 1000).toFixed(1)} ms`],
      ['Reason', entry.reason],
      ['Handshake signature', negotiated?.handshakeSignature],
      ['Group', negotiated?.group],
      ['Extended master secret', negotiated && negotiated.version !== 'TLSv1.3' ? yes(negotiated.extendedMasterSecret) : null],
      ['Resumed', negotiated ? yes(negotiated.resumed) : null],
      ['ALPN', negotiated?.alpn],
      ['Looks like', entry.looksLike.join(', ')]),
    hello ? [
      h('h3', null, 'ClientHello'),
      facts(
        ['Server name', hello.serverName],
        ['Versions', list(hello.supportedVersions.length ? hello.supportedVersions : [`up to ${hello.legacyVersion}`])],
        ['Cipher suites', list(hello.cipherSuites)],
        ['Signature schemes', list(hello.signatureSchemes)],
        ['For certificates', list(hello.certificateSignatureSchemes)],
        ['Groups', list(hello.groups)],
        ['Key shares', list(hello.keyShareGroups)],
        ['ALPN', list(hello.alpn)],
        ['Extended master secret', yes(hello.extendedMasterSecret)],
        ['Extensions', hello.extensions.join(', ')],
        ['JA4', h('span.mono', null, hello.ja4)]),
    ] : null,
    entry.requests.length ? [
      h('h3', null, 'Requests'),
      entry.requests.map((request) => h('div.request', null,
        h('p.mono', null, `${request.method} ${request.path} \u2192 ${request.status}`),
        request.sent ? h('pre', { tabindex: 0 }, JSON.stringify(request.sent, null, 2)) : null)),
      entry.omittedRequests ? h('p.faint', null, `and ${entry.omittedRequests} more`) : null,
    ] : null);
}

function list(items) {
  return items.length ? h('ul.list', null, items.map((item) => h('li', null, item))) : null;
}

function yes(value) {
  return value ? 'yes' : 'no';
}
