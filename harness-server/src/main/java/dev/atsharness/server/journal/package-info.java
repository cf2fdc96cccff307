/** What the server saw: a record of every connection, of those above all that failed. */
package dev.atsharness.server.journal;
