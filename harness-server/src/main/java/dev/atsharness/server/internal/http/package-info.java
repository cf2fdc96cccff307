/** The server's answers over HTTP, independent of the connection below. */
package dev.atsharness.server.internal.http;
