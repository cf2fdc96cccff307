/**
 * For tests of a checker in Java: {@link dev.atsharness.conformance.junit.StartHarness} gives a
 * test running endpoints, {@link dev.atsharness.conformance.junit.ScenarioSource} feeds them to a
 * parameterized one, and {@link dev.atsharness.conformance.junit.HarnessAssertions} judges.
 *
 * <p>And conformance runs as JUnit tests: one dynamic test per checker and scenario, started from
 * the command line, an IDE or Maven alike. Needs JUnit 5 (5.13 or later), and AssertJ for the
 * assertions, on the class path, which the kit does not bring along.
 */
package dev.atsharness.conformance.junit;
