/**
 * What the server saw: a record of every connection, of those above all that failed.
 *
 * <p>Entries are put into JSON field by field and not bound by Jackson: they are written while they
 * are read, in pieces, and a hostile client makes for a quarter of a million values in one.
 */
package dev.atsharness.server.journal;
