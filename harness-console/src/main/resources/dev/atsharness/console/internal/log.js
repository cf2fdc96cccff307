// Reads a device's log: shows its violations and whether the device behaved as expected.

import { h, fill, table, section, count, scenarioLink, badge, short } from '/console/dom.js';
import { get, post } from '/console/api.js';

export const name = 'log';
export const title = 'Device log';

const OUTCOMES = { agreed: 'good', missed: 'bad', 'false-alarm': 'bad', 'wrong-reason': 'bad' };
const ANSWERS = { violations: ['bad', 'violations'], 'no-violations': ['good', 'no violations'], 'not-required': ['good', 'apps alone'], 'cannot-tell': ['other', 'cannot tell'] };
const UNKNOWN_MEANING = 'The message is marked as an ATS violation, but its wording is unknown; it may be from a release newer than this program.';
const UNKNOWN_REMEDY = 'Read the message, and compare the server with Apple support article 126655.';
const URGENCY = { refused: ['bad', 'refuses'], unknown: ['other', 'not known'], logged: ['other', 'only logged'], app: ['good', 'app alone'] };
const DOWNLOADS = [['HTML', 'html', 'text/html'], ['CSV', 'csv', 'text/csv'], ['JSON', 'json', 'application/json']];
const VARIABLE = 'ATS_HARNESS_UNIFIEDLOG_ITERATOR';
const MIB = 1024 * 1024;

export async function show(place) {
  const { maxBytes, profiles, converts, enforcing } = await get('/api/log/profiles');
  const file = h('input', { id: 'file', type: 'file' });
  const profile = h('select', { id: 'profile' },
    h('option', { value: '' }, 'as its lines suggest'),
    profiles.map((one) => h('option', { value: one.id }, one.title)));
  const state = h('p', { role: 'status' });
  const result = h('div', { tabindex: -1 });
  let turn = 0;
  let addresses = [];

  async function read(log) {
    const mine = ++turn;
    fill(result);
    release();
    if (log.size > maxBytes) {
      fail(`${log.name} is larger than ${maxBytes / MIB} MiB. Compress it with gzip, or let \u201cats-harness log explain\u201d read it.`);
      return;
    }
    fill(state, `Reading ${log.name} (${(log.size / MIB).toFixed(1)} MiB) \u2026`);
    const query = new URLSearchParams({ name: log.name, zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
    if (profile.value) {
      query.set('profile', profile.value);
    }
    try {
      const answer = await post(`/api/log?${query}`, log);
      if (mine === turn) {
        fill(state, badge(ANSWERS[answer.answer][0], ANSWERS[answer.answer][1]), ` ${log.name}: ${answer.sentence}`);
        fill(result, downloads(answer, log.name), notRead(answer.explanation), explained(answer, enforcing), checked(answer));
        result.focus({ preventScroll: true });
      }
    } catch (failure) {
      if (mine === turn) {
        fail(failure.message);
      }
    }
  }

  /** Creates links that save the answer. */
  function downloads(answer, name) {
    const texts = { ...answer, json: `${JSON.stringify(answer.explanation, null, 2)}\n` };
    const links = DOWNLOADS.map(([word, key, type]) => {
      const address = URL.createObjectURL(new Blob([texts[key]], { type: `${type};charset=utf-8` }));
      addresses.push(address);
      return h('a', { href: address, download: `${plainName(name)}-explained.${key}` }, word);
    });
    return [h('p.downloads', null, 'Save the answer: ', links.map((link, i) => [i ? ', ' : '', link])), letters(answer, name)];
  }

  /** Creates a link that saves the letters to the owners of the servers. */
  function letters({ letters: { number, zip }, explanation: { findings } }, name) {
    if (!findings.length) {
      return null;
    }
    if (zip === null) {
      return h('p', null, `The ${number} letters to the owners of the servers are too long for this page. `, h('code', null, 'ats-harness log letters'), ' writes them.');
    }
    const bytes = Uint8Array.from(atob(zip), (c) => c.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
    addresses.push(address);
    return h('p.letters', null, 'Save the letters to the owners of the servers: ',
      h('a', { href: address, download: `${plainName(name)}-letters.zip` }, number ? `${count(number, 'letter')} (ZIP)` : 'no letter, with the reason (ZIP)'),
      number ? '. Each letter is a page, a Markdown file and a text file; index.html lists them.' : null);
  }

  function release() {
    addresses.forEach((address) => URL.revokeObjectURL(address));
    addresses = [];
  }

  function fail(words) {
    fill(state);
    fill(result, h('p.failure', { role: 'alert' }, words));
  }

  const target = h('div.drop', null,
    h('p', null, 'Drop a log here, or choose one: '), h('label.hidden', { for: 'file' }, 'Log file'), file,
    h('p.small', null, `Accepts the output of log show and log stream in any style, and of unifiedlog_iterator, pymobiledevice3 and idevicesyslog; as text, compressed (gzip, bzip2, xz), or in a tar or zip archive. ${converts ? 'A sysdiagnose (.tar.gz or .zip) is read directly, and may take minutes.' : 'A sysdiagnose needs the program unifiedlog_iterator on this machine, which was not found.'} At most ${maxBytes / MIB} MiB. The harness itself reads the log. It stores only what a program has to read of a sysdiagnose, and removes it at once.`));
  for (const type of ['dragenter', 'dragover']) {
    target.addEventListener(type, (event) => {
      event.preventDefault();
      target.classList.add('over');
    });
  }
  target.addEventListener('dragleave', () => target.classList.remove('over'));
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    target.classList.remove('over');
    const [log] = event.dataTransfer.files;
    if (log) {
      read(log);
    }
  });
  file.addEventListener('change', () => {
    if (file.files.length) {
      read(file.files[0]);
    }
  });
  // Without this, a file that is dropped beside the field would replace the page.
  const elsewhere = (event) => event.preventDefault();
  window.addEventListener('dragover', elsewhere);
  window.addEventListener('drop', elsewhere);

  fill(place,
    h('h1', null, 'Device log'),
    h('p.lead', null, 'The log of any device is explained: which servers violate which requirements, and the remedy. If the device visited this harness, its behaviour is also compared with that of such devices.'),
    h('form.filter', { onsubmit: (event) => event.preventDefault() },
      h('label', { for: 'profile' }, 'Device'), profile),
    target, state, result);
  return () => {
    turn += 1;
    release();
    window.removeEventListener('dragover', elsewhere);
    window.removeEventListener('drop', elsewhere);
  };
}

/** Shows the unread parts; if there are any, the log is not reported as free of violations. */
function notRead({ unread }) {
  return unread.length ? section('Not read', 'These parts were not read, or could not be understood. They may hold violations.', unread.map((part) => h('div.finding', null,
    h('h3', null, part.what),
    h('pre', { tabindex: 0 }, part.remedy),
    part.remedy.includes(VARIABLE) ? h('p.again', null, 'On this page: the harness looks for the program when it starts, so start ', h('code', null, 'ats-harness serve'), ` again after you install the program or set ${VARIABLE}. Then drop the log again.`) : null,
    part.samples.length ? [h('p.small', null, 'Some of them:'), h('pre', { tabindex: 0 }, part.samples.join('\n'))] : null))) : null;
}

function plainName(name) {
  return name.replace(/[^\w.-]+/g, '_').slice(0, 100);
}

function explained({ explanation: { findings, devices }, cures }, enforcing) {
  if (!findings.length) {
    return null;
  }
  const codes = Map.groupBy(findings, (finding) => finding.code ?? finding.message);
  return [
    section('Servers', 'What a process was doing is inferred from its name.', table('findings', 'Violations', ['Server', 'Violation', enforcing, 'Process', ...(devices.length > 1 ? ['Devices'] : []), 'Times', 'First and last'],
      h('tbody', null, findings.map((finding) => h('tr', null,
        h('th', { scope: 'row' }, short(finding.server) || 'not named'),
        h('td', { 'data-head': 'Violation' }, code(finding),
          finding.parameters.length ? h('div.small', null, finding.parameters.join(', ')) : null),
        h('td', { 'data-head': enforcing }, badge(...URGENCY[finding.priority])),
        h('td', { 'data-head': 'Process' }, short(finding.process) || 'unknown', h('div.small', null, doing(finding))),
        devices.length > 1 ? h('td', { 'data-head': 'Devices' }, finding.devices.map((one) => h('div', null, one.name))) : null,
        h('td.number', { 'data-head': 'Times' }, finding.count),
        h('td', { 'data-head': 'First and last' }, time(finding.first), finding.last === finding.first ? null : h('div', null, time(finding.last)))))))),
    section('What to do', 'What a message means, the cure, and the first message of its kind.', [...codes.values()].map((same) => [same, same[0]]).map(([same, finding]) => h('div.finding', null,
      h('h3', null, code(finding)),
      h('p', null, finding.meaning ?? UNKNOWN_MEANING),
      h('p', null, h('strong', null, 'What to do: '), finding.remedy ?? UNKNOWN_REMEDY),
      [...new Set(same.map((one) => one.onlyLogged))].map((text) => text && h('p', null, h('strong', null, `${enforcing}: `), text)),
      Object.entries(cures[finding.code] ?? {}).map(([server, text]) => h('details', null, h('summary', null, server), h('pre', { tabindex: 0 }, text.trimEnd()))),
      [...new Set(same.flatMap((one) => one.exceptions))].map((text) => h('p', null, h('strong', null, 'Exception: '), text)),
      h('pre', { tabindex: 0 }, finding.message)))),
  ];
}

function code(finding) {
  return h('code', null, finding.code ?? 'unrecognised violation');
}

function doing({ process, activity, doing: what, priority }) {
  if (activity) {
    return `${activity}: ${what}`;
  }
  if (what) {
    return what;
  }
  return process && priority === 'app' ? 'not a process that Apple\u2019s requirements cover (support article 126655)' : null;
}

/** Creates a time as it is in the log, in the log's time zone. */
function time(text) {
  return text ? h('time', { datetime: text }, text.replace('T', ' ').replace(/\.\d+/, '')) : '\u2013';
}

function checked({ check, visited: seen, profile, others, nameless }) {
  const [device] = check.checkers;
  const titles = new Map(check.scenarios.map((one) => [one.id, one.title]));
  const visited = device.verdicts.filter((one) => seen.includes(one.scenario) && one.outcome !== 'no-contact')
    .sort((a, b) => b.deviation - a.deviation);
  const absent = device.verdicts.length - visited.length;
  return section('Did the device behave as expected?',
    [`Compared with ${profile}. `,
      visited.length ? `${count(visited.length, 'scenario')} visited, ${count(visited.filter((one) => one.deviation).length, 'deviation')}. ` : device.void ? null : 'Neither the log nor the journal shows the device at a scenario of this harness. ',
      absent && visited.length ? `${absent} not visited. ` : null,
      others ? `${count(others, 'violation')} of other servers. ` : null,
      nameless ? `${count(nameless, 'violation')} of no named server. ` : null],
    device.void ? h('p.failure', null, `This result says nothing about the device: ${device.void}`) : null,
    visited.length ? table('verdicts', 'Scenarios visited', ['Scenario', 'Outcome', 'Expected', 'Seen'], h('tbody', null,
      visited.map((one) => h('tr', null,
        h('th', { scope: 'row' }, scenarioLink(one.scenario), h('div.small', null, titles.get(one.scenario))),
        h('td', null, badge(OUTCOMES[one.outcome] ?? 'other', one.outcome)),
        h('td', null, one.expected),
        h('td', null, one.actual, h('div.small', null, one.explanation)))))) : null);
}
