/** The report about a log as an HTML page. */
package dev.atsharness.log.internal.report;
