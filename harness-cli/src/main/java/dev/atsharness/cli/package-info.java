/** The {@code ats-harness} command. */
package dev.atsharness.cli;
