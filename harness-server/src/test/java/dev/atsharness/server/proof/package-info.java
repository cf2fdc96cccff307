/**
 * The proof on the wire: independent TLS stacks read the statements of the scenario files off the
 * running endpoints. The readers of tools see a host, an address, a port and the root certificate,
 * but never a scenario.
 */
package dev.atsharness.server.proof;
