/**
 * Reports for people and tools: Markdown, SARIF, JUnit XML, one HTML page, and the difference
 * between two results. All are made only from a {@link
 * dev.atsharness.conformance.ConformanceResult}, so that a result that was stored as JSON can be
 * shown in every form later.
 */
package dev.atsharness.conformance.internal.report;
