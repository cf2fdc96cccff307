// Builds pages. Text is always text: nothing here, or anywhere else, reads markup from a string.

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
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
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
 * @param {string} label what it is called by those who do not see it
 * @param {string[]} heads of its columns
 * @param {HTMLElement} body its tbody
 */
export function table(label, heads, body) {
  return h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': label },
    h('table', null,
      h('thead', null, h('tr', null, heads.map((head) => h('th', { scope: 'col' }, head)))),
      body));
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
