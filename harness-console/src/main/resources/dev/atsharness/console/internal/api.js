// Calls the console's API. From other machines the API needs a token; the user enters it once, and this tab keeps it.

import { h } from '/console/dom.js';

const KEY = 'ats-harness-token';

/** A failed request: its HTTP status and the server's message. */
export class ApiError extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

/** Returns the JSON at a path below /api/. */
export function get(path) {
  return call(path, {});
}

/** Sends a body and returns the JSON of the answer. A Blob or File is sent unchanged, anything else as JSON. */
export function post(path, body) {
  const blob = body instanceof Blob;
  return call(path, {
    method: 'POST',
    headers: { 'Content-Type': blob ? 'application/octet-stream' : 'application/json' },
    body: blob ? body : JSON.stringify(body),
  });
}

async function call(path, options) {
  for (;;) {
    const token = sessionStorage.getItem(KEY);
    const headers = { ...options.headers, ...(token && { Authorization: `Bearer ${token}` }) };
    const response = await fetch(path, { ...options, headers, credentials: 'omit' });
    if (response.status === 401) {
      await ask(token);
    } else if (!response.ok) {
      throw new ApiError(response.status, (await response.text()).trim() || response.statusText);
    } else {
      return response.json();
    }
  }
}

let asking = null;

/** Waits for a token other than the refused one. All waiting calls share one dialog. */
function ask(refused) {
  if (sessionStorage.getItem(KEY) !== refused) {
    return Promise.resolve();
  }
  asking ??= new Promise((resolve) => {
    const input = h('input', { id: 'token', type: 'password', autocomplete: 'off', required: true });
    const dialog = h('dialog.token', { 'aria-labelledby': 'token-title' },
      h('form', {
        onsubmit: (event) => {
          event.preventDefault();
          sessionStorage.setItem(KEY, input.value.trim());
          dialog.close();
          dialog.remove();
          asking = null;
          resolve();
        },
      },
      h('h2', { id: 'token-title' }, 'This console needs its token'),
      h('p', null, refused
        ? 'That token was wrong. '
        : 'It accepts connections from other machines. ',
      'The token is what the environment variable ', h('code', null, 'ATS_HARNESS_CONSOLE_TOKEN'),
      ' held when the harness was started.'),
      h('label', { for: 'token' }, 'Token'), input,
      h('button', { type: 'submit' }, 'Show the console')));
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}
