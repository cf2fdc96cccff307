// The frame around the pages: shows one of them and sets the focus.
//
// A page is a module with:
//   name    the part of its address after "#/"; the rest of the address is passed to show()
//   title   its name in the navigation, unless the page is hidden, and in the title of the window
//   show(place, rest)  fills an element; may return a function that is called when the user leaves the page

import { h, fill } from '/console/dom.js';
import * as drill from '/console/drill.js';
import * as feed from '/console/feed.js';
import * as home from '/console/home.js';
import * as log from '/console/log.js';
import * as overview from '/console/overview.js';
import * as scenario from '/console/scenario.js';
import { learnClients } from '/console/words.js';

const PAGES = [home, overview, feed, log, drill, scenario];

const main = document.getElementById('main');
let leave = null;
let shown = 0;

function find() {
  const [, name, rest] = /^#\/([^/]*)\/?(.*)$/.exec(location.hash) ?? [null, '', ''];
  return [PAGES.find((page) => page.name === name), decode(rest)];
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function show(focus) {
  const [page, rest] = find();
  const turn = ++shown;
  leave?.();
  leave = null;
  for (const link of document.querySelectorAll('#pages a')) {
    if (page && link.getAttribute('href') === address(page)) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  document.title = `${page?.title ?? 'No such page'} · ATS harness`;
  const place = h('div', null);
  fill(main, place);
  let unknown = '';
  try {
    await learnClients();
  } catch (failure) {
    unknown = failure.message;
  }
  try {
    const left = page
      ? await page.show(place, rest)
      : fill(place, h('h1', null, 'No such page'), h('p', null, h('a', { href: '#/' }, 'Start')));
    if (unknown) {
      place.prepend(h('p.failure', { role: 'alert' }, `The client profiles cannot be read: ${unknown}`));
    }
    if (turn === shown) {
      leave = left ?? null;
    } else {
      left?.();
    }
  } catch (failure) {
    fill(place, h('h1', null, page?.title ?? 'No such page'), h('p.failure', { role: 'alert' }, failure.message));
  }
  if (focus && turn === shown) {
    main.focus();
    window.scrollTo(0, 0);
  }
}

function address(page) {
  return `#/${page.name}`;
}

fill(document.getElementById('pages'),
  PAGES.filter((page) => page.title && !page.hidden)
    .map((page) => h('li', null, h('a', { href: address(page) }, page.title))),
  h('li', null, h('a', { href: '/device/' }, 'Device')));
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', () => show(true));
show(false);
