package dev.atsharness.conformance.internal.report;

import dev.atsharness.log.internal.text.Resources;
import io.jstach.jstache.JStache;

/**
 * What the template of the {@link HtmlReport} shows.
 *
 * @param data JSON that may stand in a script element
 */
@JStache(path = "dev/atsharness/conformance/internal/report/report.mustache")
record ReportPage(String style, String script, String truth, String data) {

  String styleHash() {
    return Resources.hash(style);
  }

  String scriptHash() {
    return Resources.hash(script);
  }
}
