// Every scenario.

import { h, fill, table } from '/console/dom.js';
import { get } from '/console/api.js';

export const name = '';
export const title = 'Scenarios';

export async function show(place) {
  const manifest = await get('/api/manifest');
  fill(place,
    h('h1', null, 'Scenarios'),
    table('Scenarios', ['Scenario', 'What is wrong'], h('tbody', null,
      manifest.endpoints.map((endpoint) => h('tr', null,
        h('th', { scope: 'row' }, endpoint.id),
        h('td', null, endpoint.title))))));
}
