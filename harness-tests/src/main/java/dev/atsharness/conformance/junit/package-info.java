/**
 * Conformance runs as JUnit tests: one dynamic test per checker and scenario, started from the
 * command line, an IDE or Maven alike. Needs JUnit 5 on the class path, which the kit does not
 * bring along.
 */
package dev.atsharness.conformance.junit;
