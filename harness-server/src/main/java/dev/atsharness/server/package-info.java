/**
 * The harness: starts the scenarios' endpoints, and gives their addresses and the record of their
 * connections.
 *
 * <p>The manifest is written as JSON field by field. Jackson could bind it to records, but then a
 * program that has just started takes a tenth of a second longer to write it, and more to read it.
 */
package dev.atsharness.server;
