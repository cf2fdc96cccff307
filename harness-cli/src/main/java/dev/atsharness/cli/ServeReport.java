package dev.atsharness.cli;

import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.device.Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints the output of {@code serve} once everything accepts connections. */
final class ServeReport {

  /** The width of the list of families, in characters. */
  private static final int WIDTH = 90;

  private final Terminal out;
  private final ListenOptions listen;
  private final CatalogueOptions catalogue;

  ServeReport(Terminal out, ListenOptions listen, CatalogueOptions catalogue) {
    this.out = out;
    this.listen = listen;
    this.catalogue = catalogue;
  }

  /**
   * Prints the scenarios first, so that the lines with instructions are the last ones on the
   * terminal.
   */
  void print(Manifest manifest, boolean table) {
    if (table) {
      table(manifest);
    } else {
      families(manifest);
    }
    out.line();
    listen.listening().lines(manifest).forEach(out::line);
    if (listen.listening().consoleBeyondLoopback() && RunningHarness.token().isPresent()) {
      out.line("Token:     for the console's data, the value of ATS_HARNESS_CONSOLE_TOKEN");
    }
    out.line("Trust:     curl -s " + manifest.console().resolve("/ca.pem") + " -o ca.pem");
    out.line("           curl --cacert ca.pem ..., openssl s_client -CAfile ca.pem ...;");
    Certificate root = new Certificate(manifest.ca().pem());
    boolean constrained = root.constrainsNames();
    String names =
        constrained ? "in " + manifest.domain() + " and at loopback addresses" : "with any name";
    out.line("           the root is for servers " + names + "; its SHA-256 is");
    out.line("           " + root.sha256());
    if (constrained) {
      out.line(
          "           Java does not read that limit in a root, so trust the root there only in");
      out.line("           the trust store of a test (README, Safety).");
      out.line("Devices:   " + manifest.console().resolve("/device/"));
    }
    manifest.listeners().dns().ifPresent(dns -> out.line("DNS:       " + example(dns, manifest)));
    names(manifest);
    out.line("Ctrl-C stops.");
  }

  private void table(Manifest manifest) {
    Table table = new Table().row("SCENARIO", "URL", "DEDICATED PORT", "WHAT IS WRONG");
    for (Manifest.Endpoint endpoint : manifest.endpoints()) {
      table.row(
          endpoint.id(),
          endpoint.location().url().toString(),
          listen.listening().ownPort(endpoint),
          endpoint.title());
    }
    table.print(out);
  }

  private void families(Manifest manifest) {
    Map<String, Long> sizes =
        manifest.endpoints().stream()
            .collect(
                Collectors.groupingBy(
                    endpoint -> endpoint.id().substring(0, endpoint.id().indexOf('/')),
                    TreeMap::new,
                    Collectors.counting()));
    int count = manifest.endpoints().size();
    out.line("Serving " + count + (count == 1 ? " scenario:" : " scenarios:"));
    for (String line : lines(sizes)) {
      out.line("  " + line);
    }
    manifest.endpoints().stream()
        .min(Comparator.comparing(endpoint -> endpoint.id().length()))
        .ifPresent(one -> out.line("  for example " + one.id() + " at " + one.location().url()));
    out.line("  All of them: --table, ./ats-harness list, or the console.");
  }

  private static List<String> lines(Map<String, Long> sizes) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int left = sizes.size();
    for (Map.Entry<String, Long> family : sizes.entrySet()) {
      String text = family.getKey() + " " + family.getValue() + (--left > 0 ? ", " : "");
      if (line.length() + text.length() > WIDTH) {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
      line.append(text);
    }
    lines.add(line.toString());
    return lines;
  }

  private void names(Manifest manifest) {
    List<String> hosts =
        manifest.endpoints().stream().map(endpoint -> endpoint.location().host()).toList();
    String address = manifest.listeners().https().address();
    boolean resolve =
        hosts.isEmpty()
            || HostResolution.of(hosts.get(0))
                .filter(found -> found.getHostAddress().equals(address))
                .isPresent();
    if (resolve) {
      return;
    }
    out.line("Names:     they do not resolve to " + address + " here. Either");
    out.line(
        "           sudo ./ats-harness hosts --install --address "
            + address
            + listen.domainWords()
            + catalogue.shellWords());
    out.line(
        "           or tell each client: curl --connect-to ::"
            + address
            + ":"
            + manifest.listeners().https().port()
            + " ..., or add to its hosts file what");
    out.line(
        "           ./ats-harness hosts --address "
            + address
            + listen.domainWords()
            + catalogue.shellWords()
            + " prints");
  }

  private static String example(Manifest.Listener dns, Manifest manifest) {
    String host =
        manifest.endpoints().isEmpty()
            ? manifest.domain()
            : manifest.endpoints().get(0).location().host();
    return "dig @" + dns.address() + " -p " + dns.port() + " " + host;
  }
}
