/**
 * The harness: starts the scenarios' endpoints, says where they listen and what they saw.
 *
 * <p>The manifest is put into JSON field by field. Jackson could bind it to records, but a program
 * that has just started takes a tenth of a second longer to write it then, and more to read it.
 */
package dev.atsharness.server;
