/**
 * The report about a log as an HTML page, JSON and CSV.
 *
 * <p>JSON is put together field by field: most of a finding's fields come from Apple's rules and
 * not from the finding. CSV is written here, since no library in use writes it and a cell needs two
 * rules only: quotes around commas and quotes, and a quote before what a spreadsheet would take for
 * a formula.
 */
@JStachePath(prefix = "dev/atsharness/log/internal/report/", suffix = ".mustache")
package dev.atsharness.log.internal.report;

import io.jstach.jstache.JStachePath;
