/** The harness: starts the scenarios' endpoints, says where they listen and what they saw. */
package dev.atsharness.server;
