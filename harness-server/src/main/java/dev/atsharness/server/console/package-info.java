/**
 * The console port, over plain HTTP: pages for people, and the API below {@code /api/} that they
 * read and programs may too.
 *
 * <p>The API's JSON is put together field by field: each answer is a choice of many records, so
 * that Jackson would need a second set of records, as long as the code that it replaces.
 */
package dev.atsharness.server.console;
