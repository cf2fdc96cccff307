/**
 * The simulated device: connects as a client profile would, judges what it gets by Apple's rules
 * and writes the log lines a system process writes; and the reader of such logs, real or simulated.
 * It is told an URL, an address and the anchors, never what a scenario expects.
 */
package dev.atsharness.conformance.device;
