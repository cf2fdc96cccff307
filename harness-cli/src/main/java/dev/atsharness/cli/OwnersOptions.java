package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.ServerList;
import dev.atsharness.cli.internal.servers.ServerListReader;
import dev.atsharness.device.internal.AddressBook;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.internal.letter.Owner;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.internal.Product;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that say who owns which server, and with which software it runs. */
final class OwnersOptions {

  private static final int MOST_NAMED = 5;

  @Option(
      names = "--owners",
      paramLabel = "FILE",
      description =
          "Who owns which server: CSV with the columns url, owner, role and product, as for"
              + " 'probe --from'. Each row counts: several owners of a host each get the letter.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--product",
      paramLabel = "PRODUCT",
      description =
          "The server software, e.g. nginx, for whose configuration the letters give the remedy."
              + " The product in the file of --owners goes before it. 'ats-harness explain CODE'"
              + " shows the known ones.")
  private Optional<String> product = Optional.empty();

  /** A row of the list: a port of a host, and what it says about the owner. */
  private record Row(int port, Owner owner) {}

  /** What is known of the owners, by host. Remembers which hosts were asked for. */
  static final class Owners {
    private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.*\\]):(\\d{1,5})");

    private final Map<String, List<Row>> byHost;
    private final Owner other;
    private final boolean whole;
    private final Set<String> asked = new TreeSet<>();

    private Owners(Map<String, List<Row>> byHost, Owner other, boolean whole) {
      this.byHost = byHost;
      this.other = other;
      this.whole = whole;
    }

    /** Whether each row of the list could be used; if not, a server may have another role too. */
    boolean whole() {
      return whole;
    }

    /**
     * The owners of a server of the log: those of the rows with its port if the log gives one and
     * the list has it, otherwise those of all rows of the host. A role that the list has for
     * another port is not that of the log's port.
     */
    List<Owner> of(String server) {
      Matcher withPort = WITH_PORT.matcher(server);
      boolean hasPort = withPort.matches();
      String host = host(hasPort ? withPort.group(1) : server);
      asked.add(host);
      List<Row> rows = byHost.getOrDefault(host, List.of());
      List<Row> ofPort =
          rows.stream()
              .filter(row -> hasPort && row.port == Integer.parseInt(withPort.group(2)))
              .toList();
      List<Owner> owners =
          (ofPort.isEmpty() ? rows : ofPort)
              .stream()
                  .map(Row::owner)
                  .map(owner -> hasPort && ofPort.isEmpty() ? owner.withoutRole() : owner)
                  .distinct()
                  .toList();
      return owners.isEmpty() ? List.of(other) : owners;
    }

    /** A host as it is in the list: an IPv6 address without brackets. */
    private static String host(String host) {
      return LogExplanation.host(host.replaceFirst("^\\[(.*)\\]$", "$1"));
    }

    /** Says which servers of the log the list does not have, if there is a list. */
    Optional<String> unmatched() {
      List<String> missing =
          asked.stream().filter(host -> !host.isEmpty() && !byHost.containsKey(host)).toList();
      if (byHost.isEmpty() || missing.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          "the list of --owners does not have "
              + String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size())))
              + (missing.size() > MOST_NAMED
                  ? " and " + (missing.size() - MOST_NAMED) + " more servers"
                  : "")
              + "; the letters go to the administrators of these servers");
    }
  }

  /**
   * Reads the list.
   *
   * @throws UsageException if it cannot be read, or a product is unknown
   */
  Owners read(Terminal err) {
    Optional<String> usual =
        product.map(text -> UsageException.refusing(() -> Product.ofLabel(text)).label());
    Owner other = new Owner(Optional.empty(), usual, Optional.empty(), Optional.empty());
    Map<String, List<Row>> byHost = new HashMap<>();
    Set<String> unknown = new LinkedHashSet<>();
    boolean whole = true;
    if (file.isPresent()) {
      ServerList list = list(file.get());
      list.notes().forEach(note -> err.line("note: " + file.get() + ": " + safe(note)));
      whole = list.problems().isEmpty();
      list.problems()
          .forEach(
              problem ->
                  err.line(
                      "not used: "
                          + file.get()
                          + ", line "
                          + problem.line()
                          + ": "
                          + safe(problem.text())));
      for (ListedServer server : list.servers()) {
        Owner owner =
            new Owner(
                server.owner(),
                server.product().flatMap(text -> label(text, unknown)).or(() -> usual),
                server.role(),
                Optional.of(server.url()));
        byHost
            .computeIfAbsent(Owners.host(server.url().getHost()), host -> new ArrayList<>())
            .add(new Row(AddressBook.port(server.url()), owner));
      }
    }
    if (!unknown.isEmpty()) {
      err.line(
          "note: no configuration is known for the products "
              + safe(String.join(", ", unknown))
              + "; known: "
              + String.join(", ", Product.all().stream().map(Product::label).toList()));
    }
    return new Owners(byHost, other, whole);
  }

  private static ServerList list(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ServerListReader.readRows(in);
    } catch (IOException e) {
      throw new UsageException("--owners " + file + ": " + FileErrors.of(e), e);
    }
  }

  /** The label of a product as its owner calls it: its label or its title. */
  private static Optional<String> label(String text, Set<String> unknown) {
    Optional<String> label =
        Product.all().stream()
            .filter(one -> one.label().equalsIgnoreCase(text) || one.title().equalsIgnoreCase(text))
            .map(Product::label)
            .findFirst();
    if (label.isEmpty()) {
      unknown.add(text);
    }
    return label;
  }

  private static String safe(String text) {
    return HostileText.escape(text);
  }
}
