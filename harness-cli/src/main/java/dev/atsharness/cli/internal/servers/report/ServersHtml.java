package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.cli.internal.servers.Audit;

/**
 * The result as one HTML page that needs no network, for management and for the owners of servers.
 * It can be printed: each owner begins on a new page.
 */
public final class ServersHtml {

  private ServersHtml() {}

  public static String of(Audit audit) {
    return ServersPageRenderer.of().execute(ServersPage.of(audit));
  }
}
