/**
 * For tests of a checker in Java: {@link dev.atsharness.conformance.junit.StartHarness} gives a
 * test running endpoints, {@link dev.atsharness.conformance.junit.ScenarioSource} provides them to
 * a parameterized one, and {@link dev.atsharness.conformance.junit.HarnessAssertions} judges.
 *
 * <p>It also makes conformance runs JUnit tests: one dynamic test per checker and scenario, started
 * from the command line, an IDE or Maven. It needs JUnit 5 (5.13 or later), and AssertJ for the
 * assertions, on the class path; the kit does not include them.
 */
package dev.atsharness.conformance.junit;
