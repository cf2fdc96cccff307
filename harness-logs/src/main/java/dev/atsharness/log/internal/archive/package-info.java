/** Lets an outside program make text of a log in Apple's binary form. */
package dev.atsharness.log.internal.archive;
