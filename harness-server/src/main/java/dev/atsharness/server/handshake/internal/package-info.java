/** The shortening of texts and lists that a client sent. */
package dev.atsharness.server.handshake.internal;
