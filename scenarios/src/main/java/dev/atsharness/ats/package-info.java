/**
 * Apple's rules as pure functions: which violations a connection has, how each OS release words
 * them, what a client profile offers. No I/O, no TLS library.
 */
package dev.atsharness.ats;
