/**
 * The report about a log as an HTML page, JSON and CSV.
 *
 * <p>JSON is written field by field: most of a finding's fields come from Apple's rules and not
 * from the finding. CSV is written here, because none of the libraries in use writes it and a cell
 * needs only two rules: quotes around commas and quotes, and an apostrophe before text that a
 * spreadsheet would treat as a formula.
 */
@JStachePath(prefix = "dev/atsharness/log/internal/report/", suffix = ".mustache")
package dev.atsharness.log.internal.report;

import io.jstach.jstache.JStachePath;
