// The start page: a search, the main tasks, what is served, and the newest connections.

import { h, fill, count, scenarioLink } from '/console/dom.js';
import { get, post } from '/console/api.js';
import { connections } from '/console/feed.js';
import { follow } from '/console/live.js';
import { source } from '/console/words.js';

export const name = '';
export const title = 'Start';

const SHOWN = 8;
const NEWEST = 5;
const PAUSE = 250;

export async function show(place) {
  const [manifest, { codes }] = await Promise.all([get('/api/manifest'), get('/api/codes')]);
  const { endpoints } = manifest;
  const feed = connections(NEWEST);
  const number = h('p.faint', null, 'No connections yet.');
  fill(place,
    h('h1', null, 'ATS harness'),
    h('p.lead', null,
      `${count(endpoints.length, 'scenario')} on ${manifest.https.address}: port ${manifest.https.port} for HTTPS, ${manifest.http.port} for HTTP, and each one on its own port. `,
      'Each is a server with one known fault or none.'),
    search(endpoints, codes),
    h('section', { 'aria-labelledby': 'doors-title' }, h('h2', { id: 'doors-title' }, 'What do you want to do?'), doors()),
    h('section', { 'aria-labelledby': 'newest-title' }, h('h2', { id: 'newest-title' }, 'Newest connections'),
      number, feed.element, h('p', null, h('a', { href: '#/connections' }, 'All connections'))));
  return follow((entries) => {
    feed.update(entries);
    fill(number, feed.size() === 0 ? 'No connections yet.' : `${count(feed.size(), 'connection')} since the start or since the journal was full.`);
    feed.element.hidden = feed.size() === 0;
  });
}

function doors() {
  return h('ul.doors', null,
    door('I write a scanner', '#/scenarios', 'See every server and what is wrong with it.',
      [h('code', null, './ats-harness check --exec \'./my-check {url}\''), ' judges a program. The ', h('a', { href: '/api/manifest' }, 'manifest'), ' has all scenarios as JSON.']),
    door('I must read a device\u2019s log', '#/log', 'Drop the log here to see which server is wrong, why, and the remedy.',
      ['A single line can be pasted into the search above.']),
    door('I train people', '#/drill', 'A log to practise on, with questions and answers.',
      ['The same number always gives the same drill.']),
    door('I test Java code', '#/scenarios', 'Use the scenarios from JUnit 5 tests.',
      [h('code', null, '@StartHarness'), ' starts the servers in the test\u2019s own JVM; docs/java.md of the harness shows a complete test.']),
    door('I have a device', '/device/', 'Prepare an iPhone, iPad or Mac, and take the tour.',
      ['Then fetch its log, and drop it on the page \u201cDevice log\u201d.']));
}

function door(label, href, what, more) {
  return h('li', null, h('h3', null, h('a', { href }, label)), h('p', null, what), h('p.small', null, more));
}

function search(endpoints, codes) {
  const input = h('textarea', { id: 'search', rows: 1, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'search-help' });
  const result = h('div', { role: 'status' });
  let turn = 0;
  let timer = null;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    const mine = ++turn;
    timer = setTimeout(async () => {
      const found = await find(input.value.trim(), endpoints, codes);
      if (mine === turn) {
        fill(result, found);
      }
    }, PAUSE);
  });
  return h('form.search', { role: 'search', onsubmit: (event) => event.preventDefault() },
    h('label', { for: 'search' }, 'Search'), input,
    h('p.small', { id: 'search-help' }, 'A scenario, a violation code, words of a message, or a line of a device\u2019s log.'),
    result);
}

async function find(text, endpoints, codes) {
  if (!text) {
    return null;
  }
  if (/violation\s*\]/i.test(text)) {
    return ofLog(text, endpoints, codes);
  }
  const words = text.toLowerCase().split(/\s+/);
  const fits = (...texts) => words.every((word) => texts.join(' ').toLowerCase().includes(word));
  const rules = codes.filter((one) => fits(one.code, one.title, ...Object.values(one.messages)));
  const scenarios = endpoints.filter((one) => fits(one.id, one.title, one.host, one.role, ...one.expect.violations));
  if (!rules.length && !scenarios.length) {
    return h('p', null, 'Nothing contains all of these words.');
  }
  return [
    rules.length ? [h('h3', null, count(rules.length, 'violation code')), rules.map((one) => code(one, endpoints))] : null,
    scenarios.length ? [h('h3', null, count(scenarios.length, 'scenario')), list(scenarios)] : null,
  ];
}

/** Explains a pasted line of a device log. */
async function ofLog(text, endpoints, codes) {
  let answer;
  try {
    answer = await post('/api/log?name=the%20text', new Blob([text]));
  } catch (failure) {
    return h('p.failure', { role: 'alert' }, failure.message);
  }
  const { findings } = answer.explanation;
  return [
    h('p', null, answer.sentence),
    findings.map((one) => {
      const own = endpoints.find((endpoint) => endpoint.host === one.server);
      const rule = codes.find((known) => known.code === one.code);
      return h('div.found', null,
        h('p', null, h('strong', null, one.server ?? 'no server'), own ? [' is the scenario ', scenarioLink(own.id)] : ' is not a server of this harness'),
        rule ? code(rule, endpoints) : h('p', null, one.message));
    }),
  ];
}

function code(rule, endpoints) {
  const examples = endpoints.filter((one) => one.expect.violations.includes(rule.code));
  return h('div.found', null,
    h('p', null, h('code', null, rule.code), `: ${rule.title}`),
    h('p', null, 'Remedy: ', rule.remedy),
    h('p.small', null, 'Sources: ', rule.sources.map((each, i) => [i ? '; ' : '', source(each)])),
    h('p.small', null, examples.length
      ? ['Scenarios: ', examples.slice(0, 3).map((one) => [scenarioLink(one.id), ' ']), h('a', { href: `#/scenarios/${rule.code}` }, `all ${examples.length}`)]
      : 'No server can cause this message.'));
}

function list(scenarios) {
  return [
    h('ul', null, scenarios.slice(0, SHOWN).map((one) => h('li', null, scenarioLink(one.id), `: ${one.title}`))),
    scenarios.length > SHOWN ? h('p.small', null, `and ${scenarios.length - SHOWN} more; the page \u201cScenarios\u201d lists all.`) : null,
  ];
}
