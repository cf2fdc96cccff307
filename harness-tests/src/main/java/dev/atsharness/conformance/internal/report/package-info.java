/**
 * Results for people and their tools: Markdown, SARIF, one HTML page, and the difference between
 * two. All are made of a {@link dev.atsharness.conformance.ConformanceResult} and nothing else, so
 * that one which was written as JSON can be shown in every form later.
 */
package dev.atsharness.conformance.internal.report;
