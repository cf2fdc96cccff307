/**
 * The proof on the wire: what scenario files state is read off the running endpoints by independent
 * TLS stacks. Readers of tools see a host, an address, a port and the root certificate; never a
 * scenario.
 */
package dev.atsharness.server.proof;
