// Builds pages. Text is always text: nothing here, or anywhere else, reads markup from a string. Much of it comes from
// clients and logs, so that characters which would hide or reorder it are written as their code points.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

function visible(text) {
  return text.replace(HIDDEN, (c) =>
    (c === '\n' || c === '\t' ? c : `\\u${c.codePointAt(0).toString(16).padStart(4, '0')}`));
}

/**
 * An element.
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

/** Puts these children in place of those that are there. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/**
 * A table that scrolls by itself where the window is narrow.
 * @param {string} kind its class, by which its columns have their widths
 * @param {string} label what it is called by those who do not see it
 * @param {string[]} heads of its columns
 * @param {HTMLElement} body its tbody
 */
export function table(kind, label, heads, body) {
  return h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': label },
    h(`table.${kind}`, null,
      h('thead', null, h('tr', null, heads.map((head) => h('th', { scope: 'col' }, head)))),
      body));
}

/** A part of a page, with a sentence before what is in it. */
export function section(heading, lead, ...content) {
  return h('section', null, h('h2', null, heading), lead ? h('p', null, lead) : null, content);
}

/** Name and value pairs; those without a value are left out. */
export function facts(...pairs) {
  return h('dl.facts', null, pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
}

/** "1 time", "2 times" */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A table row that a button opens; its second row is made when it is opened first. */
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

/** The time of an instant on this machine's clock. */
export function clock(instant) {
  return h('time', { datetime: instant }, new Date(instant).toLocaleTimeString('en-GB'));
}

/** A word with a colour of its own; the word says it too. */
export function badge(kind, text) {
  return h(`span.badge.${kind}`, null, text);
}

/** A link to the page of a scenario. */
export function scenarioLink(id) {
  return h('a.id', { href: `#/scenario/${id}` }, id);
}
