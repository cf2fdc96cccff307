'use strict';
// Node.js, with the OpenSSL in it.

const fs = require('node:fs');
const tls = require('node:tls');

if (process.argv[2] === '--version') {
  console.log(`version ${process.versions.node} with OpenSSL ${process.versions.openssl}`);
} else {
  const [host, address, port, ca] = process.argv.slice(2);
  const options = {host: address, port, ca: fs.readFileSync(ca), ALPNProtocols: ['h2', 'http/1.1']};
  const socket = tls.connect(host === address ? options : {...options, servername: host});
  socket.setTimeout(20000, () => socket.destroy(new Error('no answer')));
  socket.on('secureConnect', () => {
    console.log(`verified ${socket.getProtocol()}`);
    socket.destroy();
  });
  socket.on('error', (e) => console.log(socket.authorizationError ? `refused ${e.message}` : `failed ${e}`));
}
