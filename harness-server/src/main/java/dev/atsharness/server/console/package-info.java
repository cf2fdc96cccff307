/**
 * The console port, over plain HTTP: pages for people, and the API below {@code /api/} that they
 * read and programs may too.
 */
package dev.atsharness.server.console;
