/**
 * Which TLS libraries accept the harness's CA. A client of each connects to every baseline and
 * verifies it.
 */
package dev.atsharness.server.stacks;
