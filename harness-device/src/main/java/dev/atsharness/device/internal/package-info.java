/**
 * The simulated device. It connects to a server as a client profile says, judges the connection by
 * Apple's rules, and writes the log lines that a system process writes. It knows a URL, an address
 * and the trust anchors; it cannot read what a scenario expects.
 */
package dev.atsharness.device.internal;
