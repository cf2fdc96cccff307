// The drill: a practice log and questions about it. The harness judges the answers; the page keeps the score.

import { h, fill, badge, count } from '/console/dom.js';
import { get, post } from '/console/api.js';

export const name = 'drill';
export const title = 'Drill';

const LEVELS = [
  ['1', 'one server with a fault'],
  ['2', 'several servers, one exempt, two releases'],
  ['3', 'with all difficulties'],
];

/** The colour of each mark that an answer gets. */
const MARKS = { right: 'good', 'also right': 'good', 'right, but not chosen': 'bad', wrong: 'bad' };

export async function show(place, rest) {
  const [level, seed] = rest.split('/');
  const known = LEVELS.some(([number]) => number === level);
  const body = h('div', null);
  fill(place,
    h('h1', null, 'Drill'),
    h('p.lead', null, 'Practise reading the log of a device. The log is artificial and uses the wording of the releases of iOS and macOS that log violations; the servers are scenarios of this harness under other names.'),
    choice(known ? level : '1', seed ?? ''),
    body);
  if (known && seed) {
    const query = new URLSearchParams({ seed, level });
    play(body, await get(`/api/drill?${query}`));
  }
}

function choice(level, seed) {
  const select = h('select', { id: 'level' },
    LEVELS.map(([number, what]) => h('option', { value: number, selected: number === level }, `${number}: ${what}`)));
  const number = h('input', { id: 'seed', inputmode: 'numeric', autocomplete: 'off', pattern: '[0-9]{1,18}', placeholder: 'any', value: seed });
  return h('form.filter.drill-choice', {
    onsubmit: (event) => {
      event.preventDefault();
      const wanted = number.value === seed ? '' : number.value;
      go(select.value, wanted || String(crypto.getRandomValues(new Uint32Array(1))[0] % 1000000));
    },
  },
  h('label', { for: 'level' }, 'Level'), select,
  h('label', { for: 'seed' }, 'Number'), number,
  h('button.primary', { type: 'submit' }, 'New drill'),
  h('p', null, 'The same number always gives the same drill.'));
}

function go(level, seed) {
  location.hash = `#/drill/${level}/${seed}`;
}

/** Shows one question after the other, so that the log stays visible. */
function play(place, drill) {
  const log = logView(drill.lines);
  const questions = h('div', null);
  const answers = [];
  fill(place, log.element, questions);
  next();

  function next() {
    if (answers.length < drill.questions.length) {
      const section = ask(drill, answers.length, log, (question, right) => {
        answers.push({ question, right });
        return { last: answers.length === drill.questions.length, go: next };
      });
      fill(questions, section);
      if (answers.length) {
        section.querySelector('h2').focus();
      }
    } else {
      const sheet = score(drill, answers);
      fill(questions, sheet);
      sheet.querySelector('h2').focus();
    }
  }
}

/** The parts of a line of "log show": time, thread, type, activity, process id, TTL, and the rest. */
const EVENT = /^(\S+ \d\d:\d\d:\d\d\.\d{3})\S* +0x\S+ +(\S+) +0x\S+ +\d+ +\d+ +(.*)$/;

/** Creates the text of a line. Thread, activity, process id and TTL are left out, so that the message is in view. */
function text(line) {
  const event = EVENT.exec(line);
  return event
    ? [h('span.head', null, `${event[1]} ${event[2]} `), h('span.message', null, event[3])]
    : h('span.heading', null, line);
}

/** Creates the log with line numbers, a filter, and checkboxes at the lines that are possible answers. */
function logView(lines) {
  const rows = lines.map((line, i) => {
    const box = h('span.box', null);
    return { text: line.toLowerCase(), box, element: h('div.line', { id: `line-${i + 1}` }, box, h('span.no', { 'aria-hidden': 'true' }, i + 1), text(line)) };
  });
  const state = h('p', { role: 'status' }, count(rows.length, 'line'));
  const words = h('input', { id: 'log-filter', type: 'search', autocomplete: 'off', spellcheck: 'false' });
  words.addEventListener('input', () => {
    const wanted = words.value.toLowerCase();
    let visible = 0;
    for (const row of rows) {
      row.element.hidden = !row.text.includes(wanted);
      visible += row.element.hidden ? 0 : 1;
    }
    fill(state, `${visible === rows.length ? '' : `${visible} of `}${count(rows.length, 'line')}`);
  });
  return {
    element: h('section', { 'aria-labelledby': 'log-title' },
      h('h2', { id: 'log-title' }, 'Log'),
      h('form.filter', { role: 'search', onsubmit: (event) => event.preventDefault() },
        h('label', { for: 'log-filter' }, 'Filter'), words, state),
      h('div.drill-log.mono', { tabindex: 0, role: 'region', 'aria-label': 'Lines of the log' }, rows.map((row) => row.element))),
    offer(line, input) {
      fill(rows[line - 1].box, input);
    },
    withdraw() {
      rows.forEach((row) => fill(row.box));
    },
  };
}

function ask(drill, index, log, done) {
  const question = drill.questions[index];
  const several = question.kind === 'several';
  const inputs = question.choices.map((one) => h('input', {
    type: several ? 'checkbox' : 'radio', name: question.id, value: one.id, id: `${question.id}-${one.id}`,
  }));
  log.withdraw();
  question.choices.forEach((one, i) => {
    if (one.line) {
      log.offer(one.line, twin(inputs[i], `Line ${one.line}`));
    }
  });
  const labels = question.choices.map((one, i) => h('div.choice', null, inputs[i],
    h('label', { for: inputs[i].id }, one.line
      ? [h('a', { href: `#line-${one.line}`, onclick: (event) => reveal(event, one.line) }, `line ${one.line}`), ' ', h('code', null, text(one.text))]
      : one.text)));
  const feedback = h('div', { role: 'status' });
  const button = h('button.primary', { type: 'submit' }, 'Answer');
  const fields = h('fieldset', null,
    h('legend', null, several ? 'One answer or more' : 'One answer'), labels);
  const section = h('section.question', null,
    h('h2', { tabindex: -1 }, `${index + 1} of ${drill.questions.length}: ${question.text}`),
    h('form', { onsubmit: answer }, fields, button), feedback);

  async function answer(event) {
    event.preventDefault();
    const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
    if (!chosen.length) {
      fill(feedback, h('p', null, several ? 'Choose at least one.' : 'Choose one.'));
      return;
    }
    button.disabled = true;
    try {
      tell(await post('/api/drill/answer', { seed: drill.seed, level: drill.level, question: question.id, chosen }));
    } catch (failure) {
      button.disabled = false;
      fill(feedback, h('p.failure', null, failure.message));
    }
  }

  function tell(verdict) {
    fields.disabled = true;
    button.remove();
    log.withdraw();
    for (const { id, mark, note } of verdict.choices) {
      const i = inputs.findIndex((input) => input.value === id);
      labels[i].append(h('p.note', null, badge(MARKS[mark], mark), ' ', note));
    }
    fill(feedback,
      h('p', null, verdict.right ? badge('good', 'Right.') : badge('bad', 'Wrong.'), ' ', verdict.reason),
      verdict.alternatives && h('p', null, verdict.alternatives));
    const { last, go: proceed } = done(question, verdict.right);
    const more = h('button.primary', {
      type: 'button',
      onclick: () => {
        more.remove();
        proceed();
      },
    }, last ? 'Score' : 'Next question');
    section.append(more);
    more.focus();
  }

  return section;
}

/** Creates a checkbox that is always in the same state as another one. */
function twin(input, label) {
  const box = h('input', { type: 'checkbox', 'aria-label': label });
  box.checked = input.checked;
  box.addEventListener('change', () => {
    input.checked = box.checked;
  });
  input.addEventListener('change', () => {
    box.checked = input.checked;
  });
  return box;
}

/** Shows a line. The browser must not follow the link, because the page's address identifies the drill. */
function reveal(event, line) {
  event.preventDefault();
  const row = document.getElementById(`line-${line}`);
  row.hidden = false;
  row.scrollIntoView({ block: 'center' });
}

function score(drill, answers) {
  const right = answers.filter((answer) => answer.right).length;
  return h('section.score', { 'aria-labelledby': 'score' },
    h('h2', { id: 'score', tabindex: -1 }, `${right} of ${answers.length} right`),
    h('ol', null, answers.map((answer) => h('li', null,
      badge(answer.right ? 'good' : 'bad', answer.right ? 'right' : 'wrong'), ' ', answer.question.text))),
    h('p', null, 'The same in a terminal: ', h('code', null, `ats-harness drill --seed ${drill.seed} --level ${drill.level}`)));
}
