/** Sends one request over an open connection, by HTTP/1.1 or HTTP/2, and reads the response. */
package dev.atsharness.device.internal.http;
