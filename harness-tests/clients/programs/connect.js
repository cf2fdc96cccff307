'use strict';
// A client with Node.js: gets the page, and ends with status 0 if it got an answer.

const fs = require('node:fs');
const https = require('node:https');

const [host, address, port, ca] = process.argv.slice(2);
const lookup = (name, options, done) =>
  options.all ? done(null, [{address, family: 4}]) : done(null, address, 4);
const request = https.get({host, port, lookup, ca: fs.readFileSync(ca), agent: false, timeout: 20000}, (answer) => {
  answer.resume();
});
request.on('timeout', () => request.destroy(new Error('no answer')));
request.on('error', (e) => {
  console.error(e.message);
  process.exitCode = 1;
});
