/** Finds the log inside archives, packed files and mails, with limits in bytes and entries. */
package dev.atsharness.log.internal.unpack;
