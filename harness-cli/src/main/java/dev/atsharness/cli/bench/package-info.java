/**
 * Measures what users wait for, beside nginx where it is installed. Everything measured runs in
 * child processes, started the way the launcher starts the harness.
 */
package dev.atsharness.cli.bench;
