// Builds pages. Text is never parsed as markup, here or in any other module. Much of it comes from
// clients and logs, so characters that would hide or reorder text are written as their code points.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

function visible(text) {
  return text.replace(HIDDEN, (c) =>
    (c === '\n' || c === '\t' ? c : `\\u${c.codePointAt(0).toString(16).padStart(4, '0')}`));
}

/**
 * Creates an element.
 * @param {string} name tag, with classes behind dots: "td.number"
 * @param {Object} attributes "on..." are listeners, false and null leave an attribute out
 * @param {...(Node|string|number|null|Array)} children
 */
export function h(name, attributes, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length) {
    element.className = classes.join(' ');
  }
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(visible(String(child))));
    }
  }
}

/** Replaces the children of an element by these. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/**
 * Creates a table that scrolls in itself if the window is narrow.
 * @param {string} kind its class, which sets the widths of its columns
 * @param {string} label its name for screen readers
 * @param {string[]} heads the headings of its columns
 * @param {HTMLElement} body its tbody
 */
export function table(kind, label, heads, body) {
  return h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': label },
    h(`table.${kind}`, null,
      h('thead', null, h('tr', null, heads.map((head) => h('th', { scope: 'col' }, head)))),
      body));
}

/** Creates a section of a page, with an optional introductory sentence. */
export function section(heading, lead, ...content) {
  return h('section', null, h('h2', null, heading), lead ? h('p', null, lead) : null, content);
}

/** Creates a list of names and values; names without a value are left out. */
export function facts(...pairs) {
  return h('dl.facts', null, pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
}

const SHORT = 120;

/** Shortens a text that is too long for a cell, and says so. */
export function short(text) {
  return text && text.length > SHORT ? `${text.slice(0, SHORT)}\u2026 (${text.length} characters)` : text;
}

/** "1 time", "2 times" */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Creates a table row that a button opens. Its second row is created when it is opened for the first time. */
export function openable(label, cells, columns, details) {
  const button = h('button.open', { type: 'button', 'aria-expanded': 'false' }, label);
  const row = h('tr', null, cells(button));
  let more = null;
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    if (open) {
      more = h('tr.more', null, h('td', { colspan: columns }, details()));
      row.after(more);
    } else {
      more.remove();
      more = null;
    }
  });
  return row;
}

/** Creates the time of day of an instant, in this machine's time zone. */
export function clock(instant) {
  return h('time', { datetime: instant }, new Date(instant).toLocaleTimeString('en-GB'));
}

/** Creates a coloured word; the colour only repeats what the word says. */
export function badge(kind, text) {
  return h(`span.badge.${kind}`, null, text);
}

/** Creates a link to the page of a scenario. */
export function scenarioLink(id) {
  return h('a.id', { href: `#/scenario/${id}` }, id);
}
