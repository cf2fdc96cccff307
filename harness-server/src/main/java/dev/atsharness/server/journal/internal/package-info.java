/** How the journal records a connection while it runs, and how it writes an entry as JSON. */
package dev.atsharness.server.journal.internal;
