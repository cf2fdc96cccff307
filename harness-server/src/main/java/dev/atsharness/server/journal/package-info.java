/**
 * The journal: the server's record of every connection, failed ones included.
 *
 * <p>Entries are written as JSON field by field and not bound by Jackson: they are written in
 * pieces while they are read, and a hostile client can cause a quarter of a million values in one
 * entry.
 */
package dev.atsharness.server.journal;
