// The page of one scenario: what is wrong, what devices do and log, and how to fix such a server.

import { h, fill, table, section, facts, scenarioLink } from '/console/dom.js';
import { get } from '/console/api.js';
import { follow } from '/console/live.js';
import { connections } from '/console/feed.js';
import { evidence, isDevice, source, verdict } from '/console/words.js';

export const name = 'scenario';
export const title = 'Scenario';
export const hidden = true;

const REACH = {
  written: null,
  'by-others': 'No iOS system process as known today writes this here; see which client does.',
  possible: 'Whether a device gets as far as writing this is not known; see what clients do.',
  unreached: 'No current device is known to write this here; see what clients do instead.',
};

export async function show(place, id) {
  const [sheet, manifest, log] = await Promise.all([
    get(`/api/scenario?id=${encodeURIComponent(id)}`),
    get('/api/manifest'),
    get(`/api/log/lines?scenario=${encodeURIComponent(id)}`).catch(() => null), // not every harness has this route
  ]);
  const endpoint = manifest.endpoints.find((one) => one.id === id);
  document.title = `${id} \u00b7 ATS harness`;
  const feed = connections();
  const none = h('p.faint', null, 'No connections yet.');
  fill(place,
    h('p.crumb', null, h('a', { href: '#/scenarios' }, 'Scenarios'), ` / ${id}`),
    h('h1', null, sheet.title),
    h('p.lead', null, sheet.why),
    facts(
      ['Ground truth', sheet.violations.length ? h('ul.list', null, sheet.violations.map(code)) : 'no violation: a checker that reports one is wrong'],
      ['Follows from it', sheet.implied.length ? h('ul.list', null, sheet.implied.map(code)) : null],
      ['ATS', verdict(sheet.ats)],
      ['FCP v2.1', verdict(sheet.fcp)],
      ['Evidence', evidence(sheet.evidence)],
      ['Seen on', sheet.devices.length ? h('ul.list', null, sheet.devices.map((one) => h('li', null, one))) : null],
      ['References', sheet.references.join(', ')],
      ['Sources', sheet.sources.length ? h('ul.list', null, sheet.sources.map((one) => h('li', null, source(one)))) : null],
      ['Stands for', sheet.role],
      ['Control', sheet.control ? control(sheet.control, manifest) : null],
      ['URL', h('code', null, endpoint.url)],
      ['Own port', h('code', null, `${endpoint.address}:${endpoint.port}`)],
      ['To be installed', endpoint.anchor ? h('a', { href: new URL(endpoint.anchor).pathname }, 'its own certificate') : null]),
    section('What is set', 'The rest is as in a compliant server.', settings(sheet, served(sheet.control, manifest))),
    section('What clients do', sheet.clientMust, table('clients', 'What clients do', ['Client', 'Connects', 'Log'],
      h('tbody', null, devicesFirst(sheet.clients).map((one) => h('tr', null,
        h('th', { scope: 'row' }, one.profile, h('div.small', null, one.title)),
        h('td', null, one.connects),
        h('td', null, one.logs)))))),
    sheet.messages.length
      ? section('In the log', 'Apple\u2019s wording, from \u201cWarning\u201d or \u201cError\u201d on.',
        sheet.messages.map(message), log ? wholeLines(log) : null)
      : null,
    sheet.next
      ? section('In the log about the second server', `A device that fails does so at ${sheet.next.id}; the messages name ${sheet.next.host}.`,
        sheet.next.messages.map(message))
      : null,
    sheet.cures.length || sheet.causes.length
      ? section(sheet.passes ? 'How to avoid the message' : 'How to fix such a server',
        sheet.passes ? 'The server passes as it is.' : null,
        sheet.causes.map((one) => cause(one, sheet.products)), sheet.cures.map((one) => cure(one, sheet.products)))
      : null,
    section('Connections', null, none, feed.element));
  feed.element.hidden = true;
  return follow((entries) => {
    feed.update(entries.filter((entry) => entry.scenario === id));
    none.hidden = feed.size() > 0;
    feed.element.hidden = !none.hidden;
  });
}

function devicesFirst(clients) {
  const device = (client) => isDevice(client.profile);
  return [...clients.filter(device), ...clients.filter((client) => !device(client))];
}

function code({ code: word, title: words }) {
  return h('li', null, h('code', null, word), ` ${words}`);
}

function served(id, manifest) {
  return manifest.endpoints.some((one) => one.id === id);
}

function control(id, manifest) {
  return served(id, manifest) ? scenarioLink(id) : `${id} (not served)`;
}

/** Shows the settings; compares them with the control only if the control is served. */
function settings(sheet, compared) {
  return sheet.settings.length
    ? table('settings', 'What is set', ['Setting', 'Value', ...(compared ? ['Control'] : [])], h('tbody', null, sheet.settings.map((one) => h('tr', null,
      h('th', { scope: 'row' }, h('code', null, one.path)),
      h('td', null, one.value === null ? h('span.faint', null, 'not set') : h('code', null, one.value)),
      compared ? h('td', null, one.controlDiffers ? 'differs' : 'the same') : null))))
    : h('p', null, 'Nothing.');
}

function message(one) {
  return h('div.message', null,
    h('h3', null, h('code', null, one.violation)),
    facts(...Object.entries(one.texts).sort().map(([release, text]) => [release, h('code.line', null, text)])),
    REACH[one.reach] ? h('p', null, REACH[one.reach]) : null);
}

function wholeLines({ header, lines }) {
  return Object.entries(lines).sort().map(([release, own]) => h('details', null,
    h('summary', null, `Complete lines of log show on ${release}`),
    h('p.small', null, 'Apart from Apple\u2019s wording, the values are artificial: function, line and process numbers, connection and pointer.'),
    h('pre', { tabindex: 0 }, [...header, ...own].join('\n'))));
}

function cause(one, products) {
  return h('div', null,
    h('p', null, h('code', null, one.cause), ` ${one.remedy}`),
    one.servers ? configurations(one.servers, products) : null);
}

function cure(one, products) {
  return h('div', null,
    h('h3', null, h('code', null, one.violation), ` ${one.title}`),
    h('p', null, one.remedy),
    h('p.small', null, 'Sources: ', one.sources.map((each, i) => [i ? '; ' : '', source(each)])),
    one.commands ? snippet('shell', one.commands) : null,
    configurations(one.servers, products));
}

/** What to write into the configuration of the product that is chosen. */
function configurations(servers, products) {
  const chosen = h('div', null);
  const select = h('select', {
    onchange: () => {
      const product = products.find((one) => one.label === select.value);
      fill(chosen, product ? [
        h('p.small', null, `Where: ${product.place}.`, product.notRun ? ` From the vendor\u2019s documents, not tried: ${product.notRun}` : ''),
        h('pre', { tabindex: 0 }, servers[product.label].trimEnd())] : []);
    },
  }, h('option', { value: '' }, 'choose a product'), products.map((one) => h('option', { value: one.label }, one.title)));
  return h('div', null, h('p', null, h('label', null, 'What to write into the configuration: ', select)), chosen);
}

function snippet(where, text) {
  return h('details', null, h('summary', null, where), h('pre', { tabindex: 0 }, text.trimEnd()));
}
