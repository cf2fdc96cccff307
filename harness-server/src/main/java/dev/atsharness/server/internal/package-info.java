/** The console pages and routes that an upper module adds to the server. */
package dev.atsharness.server.internal;
