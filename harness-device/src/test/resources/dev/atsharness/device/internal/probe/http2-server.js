// An HTTP/2 server that also speaks HTTP/1.1, by ALPN. Prints its port.
// Arguments: a PEM file with certificate and key.
'use strict';
const fs = require('fs');
const http2 = require('http2');
const zlib = require('zlib');

const pem = fs.readFileSync(process.argv[2]);
const document = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.mdm</string>
<key>ServerURL</key><string>http://elsewhere.example/mdm</string>
</dict></array>
</dict></plist>
`;

const pages = {
  '/': (request, response) => response.end('hello\n'),
  '/redirect': (request, response) => {
    response.writeHead(302, { location: 'http://elsewhere.example/next' });
    response.end();
  },
  '/profile': (request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-apple-aspen-config' });
    response.end(document);
  },
  '/compressed': (request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(zlib.gzipSync(document));
  },
  '/brotli': (request, response) => {
    response.writeHead(200, { 'content-encoding': 'br' });
    response.end(zlib.brotliCompressSync(document));
  },
  '/early-hints': (request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.end('after the hints\n');
  },
  '/trailers': (request, response) => {
    response.setHeader('trailer', 'x-checksum');
    response.write('with trailers\n');
    response.addTrailers({ 'x-checksum': '1' });
    response.end();
  },
  '/large': (request, response) => response.end(Buffer.alloc(3 * 1024 * 1024, 'x')),
  '/silent': () => {},
  '/reset-stream': (request, response) =>
    response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR),
  '/drop': (request) => sockets.forEach((socket) => socket.resetAndDestroy()),
};

const sockets = new Set();
const server = http2.createSecureServer({ cert: pem, key: pem, allowHTTP1: true });
server.on('request', (request, response) => {
  response.on('error', () => {});
  response.setHeader('x-protocol', request.httpVersion);
  const page = pages[request.url];
  if (page) {
    page(request, response);
  } else {
    response.writeHead(404);
    response.end();
  }
});
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
server.on('session', (session) => session.on('error', () => {}));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on('end', () => process.exit());
