/** The reports about many servers: HTML, CSV, Markdown, JUnit XML and SARIF. Not API. */
@JStachePath(prefix = "dev/atsharness/cli/internal/servers/report/", suffix = ".mustache")
package dev.atsharness.cli.internal.servers.report;

import io.jstach.jstache.JStachePath;
