/** What a client offered in its ClientHello, and what the handshake negotiated. */
package dev.atsharness.server.handshake;
