/** What the server says over HTTP, whatever the connection below is like. */
package dev.atsharness.server.http;
