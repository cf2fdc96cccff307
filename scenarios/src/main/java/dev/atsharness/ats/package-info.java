/**
 * Apple's rules as pure functions: which violations a connection has, how each OS release words
 * them, what a client profile offers. The package uses neither I/O nor a TLS library.
 */
package dev.atsharness.ats;
