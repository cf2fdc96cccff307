/** What the conformance kit adds to the console of a harness. */
package dev.atsharness.conformance.console;
