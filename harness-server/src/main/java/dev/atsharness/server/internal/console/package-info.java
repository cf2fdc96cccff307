/**
 * The console port, over plain HTTP: pages for people, and the API below {@code /api/} for these
 * pages and for programs.
 *
 * <p>The API's JSON is written field by field: each answer takes fields from many records, so
 * Jackson would need a second set of records, as long as the code that it replaces.
 */
package dev.atsharness.server.internal.console;
