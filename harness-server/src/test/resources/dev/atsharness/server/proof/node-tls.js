'use strict';
// Connects to a TLS 1.3 server with the OpenSSL of Node.js and prints what it sees as JSON.
// Arguments: host name, address, port, PEM file with the root certificate.

const fs = require('node:fs');
const tls = require('node:tls');

const [host, address, port, ca] = process.argv.slice(2);
const GROUPS = {
  x25519: 'X25519',
  secp256r1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
  X25519MLKEM768: 'X25519MLKEM768',
};
const SUITES = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_CCM_SHA256',
];
const SCHEMES = {'RSA-PSS SHA256': 'rsa_pss_rsae_sha256', 'ECDSA SHA256': 'ecdsa_secp256r1_sha256'};

/** The finished connection's facts, or null if the handshake fails. */
function connect(options) {
  return new Promise((resolve) => {
    const socket = tls.connect({
      host: address,
      port,
      servername: host,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.3',
      ecdhCurve: Object.values(GROUPS).join(':'),
      ciphers: SUITES.join(':'),
      ALPNProtocols: ['h2', 'http/1.1', 'acme-tls/1'],
      ...options,
    });
    socket.on('error', () => resolve(null));
    socket.on('secureConnect', () => {
      resolve({
        suite: socket.getCipher().standardName,
        alpn: socket.alpnProtocol || 'none',
        trust: socket.authorizationError || 'ok',
        chain: chain(socket.getPeerCertificate(true)),
      });
      socket.destroy();
    });
  });
}

/** The certificates sent, in PEM. Without a root to trust, Node.js has no others to add. */
function chain(leaf) {
  const pem = [];
  for (let link = leaf; link && link.raw; link = link.issuerCertificate) {
    const text = link.raw.toString('base64').replace(/(.{64})/g, '$1\n');
    pem.push(`-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`);
    if (link.issuerCertificate === link) break;
  }
  return pem.join('');
}

async function accepted(choices, option) {
  const names = [];
  for (const [name, value] of Object.entries(choices)) {
    if (await connect({[option]: value})) names.push(name);
  }
  return names;
}

async function main() {
  const seen = await connect({ca: []});
  if (seen) {
    seen.trust = (await connect({ca: fs.readFileSync(ca)})).trust;
    seen.reversed = (await connect({ciphers: SUITES.slice().reverse().join(':')})).suite;
    seen.groups = await accepted(GROUPS, 'ecdhCurve');
    seen.suites = await accepted(Object.fromEntries(SUITES.map((s) => [s, s])), 'ciphers');
    seen.signatures = await accepted(SCHEMES, 'sigalgs');
  }
  process.stdout.write(JSON.stringify(seen));
}

main();
