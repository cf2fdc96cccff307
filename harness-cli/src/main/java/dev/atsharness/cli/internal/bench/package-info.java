/**
 * Measures what users wait for, compared with nginx if it is installed. Everything measured runs in
 * child processes, started the way the launcher starts the harness.
 */
package dev.atsharness.cli.internal.bench;
