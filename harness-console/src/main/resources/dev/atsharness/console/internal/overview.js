// The page with all scenarios and their connections.

import { h, fill, table, clock, count, scenarioLink } from '/console/dom.js';
import { get } from '/console/api.js';
import { all, follow } from '/console/live.js';
import { outcome } from '/console/words.js';

export const name = 'scenarios';
export const title = 'Scenarios';

const NONE = '-';

export async function show(place, rest) {
  const { endpoints } = await get('/api/manifest');
  const rows = endpoints.map(row);
  const found = h('p', { role: 'status' });
  const words = h('input', { id: 'filter', type: 'search', autocomplete: 'off', spellcheck: 'false' });
  const state = h('select', { id: 'visited' },
    h('option', { value: '' }, 'all'),
    h('option', { value: 'yes' }, 'connected'),
    h('option', { value: 'no' }, 'not connected yet'));
  const family = choice('family', 'all families', rows.map((one) => one.family));
  const code = choice('code', 'all codes', rows.flatMap((one) => one.codes), 'no violation');
  const verdict = choice('verdict', 'all verdicts', rows.map((one) => one.fcp));
  if (rows.some((one) => one.codes.includes(rest))) {
    code.value = rest;
  }
  const sections = [...new Set(rows.map((one) => one.family))].map((of) => {
    const own = rows.filter((one) => one.family === of);
    const section = h('section', { 'aria-labelledby': `family-${of}` },
      h('h2', { id: `family-${of}` }, of),
      table('scenarios', of, ['Scenario', 'What is wrong', 'Violations', 'Connections'],
        h('tbody', null, own.map((one) => one.element))));
    return { section, own };
  });

  function filter() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let visible = 0;
    for (const one of rows) {
      one.element.hidden = !wanted.every((word) => one.text.includes(word))
        || (state.value === 'yes' && one.seen === 0)
        || (state.value === 'no' && one.seen > 0)
        || (family.value && one.family !== family.value)
        || (code.value === NONE ? one.codes.length > 0 : code.value && !one.codes.includes(code.value))
        || (verdict.value && one.fcp !== verdict.value);
      visible += one.element.hidden ? 0 : 1;
    }
    sections.forEach(({ section, own }) => {
      section.hidden = own.every((one) => one.element.hidden);
    });
    const visited = rows.filter((one) => one.seen > 0).length;
    const text = `${visible === rows.length ? '' : `${visible} of `}${count(rows.length, 'scenario')}, ${visited} with connections`;
    if (found.textContent !== text) {
      fill(found, text);
    }
  }

  words.addEventListener('input', filter);
  for (const select of [state, family, code, verdict]) {
    select.addEventListener('change', filter);
  }
  fill(place,
    h('h1', null, 'Scenarios'),
    h('p.lead', null, 'Each is a server with one fault or none. Its page shows the fault, what a device logs, and how to fix such a server.'),
    h('form.filter', { role: 'search', onsubmit: (event) => event.preventDefault() },
      h('label', { for: 'filter' }, 'Filter'), words,
      h('span', null, h('label', { for: 'family' }, 'Family '), family),
      h('span', null, h('label', { for: 'code' }, 'Code '), code),
      h('span', null, h('label', { for: 'verdict' }, 'FCP v2.1 verdict '), verdict),
      h('span', null, h('label', { for: 'visited' }, 'Connections '), state),
      found),
    sections.map(({ section }) => section));

  return follow(() => {
    const byScenario = Map.groupBy(all(), (entry) => entry.scenario);
    rows.forEach((one) => one.update(byScenario.get(one.id) ?? []));
    filter();
  });
}

/** Creates a choice of the values that occur, each once. The last option is for rows without a value. */
function choice(id, every, values, none) {
  return h('select', { id },
    h('option', { value: '' }, every),
    [...new Set(values)].sort().map((value) => h('option', { value }, value)),
    none ? h('option', { value: NONE }, none) : null);
}

function row(endpoint) {
  const state = h('td.seen', null);
  const codes = endpoint.expect.violations;
  let known = null;
  const self = {
    id: endpoint.id,
    family: endpoint.id.split('/')[0],
    codes,
    fcp: endpoint.expect.fcp,
    text: [endpoint.id, endpoint.title, endpoint.host, endpoint.role, ...codes].join(' ').toLowerCase(),
    seen: 0,
    element: h('tr', null,
      h('th', { scope: 'row' }, scenarioLink(endpoint.id)),
      h('td', null, endpoint.title),
      h('td.codes', null, codes.length ? codes.map((code) => h('div', null, code)) : h('span.faint', null, 'none')),
      state),
    update(entries) {
      const last = entries.reduce((a, b) => (a && a.sequence > b.sequence ? a : b), null);
      self.seen = entries.length;
      const key = `${entries.length} ${last?.sequence} ${last?.outcome}`;
      if (key !== known) {
        known = key;
        fill(state, last
          ? [`${entries.length}\u00d7, last `, outcome(last), ' ', clock(last.start)]
          : h('span.faint', null, 'not yet'));
      }
    },
  };
  return self;
}
