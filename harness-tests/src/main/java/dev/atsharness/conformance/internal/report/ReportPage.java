package dev.atsharness.conformance.internal.report;

import dev.atsharness.log.internal.text.Resources;
import io.jstach.jstache.JStache;

/**
 * The data for the template of the {@link HtmlReport}.
 *
 * @param data JSON that is safe in a script element
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
