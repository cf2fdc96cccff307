package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.ServerList;
import dev.atsharness.cli.internal.servers.ServerListReader;
import dev.atsharness.cli.internal.servers.ServerUrl;
import dev.atsharness.log.FailedHandshake;
import dev.atsharness.log.LogReader;
import dev.atsharness.log.LogSummary;
import dev.atsharness.log.LogVisit;
import dev.atsharness.log.LoggedViolation;
import dev.atsharness.log.Unread;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code probe} that say which servers to visit. */
final class ServerSource {

  private static final String STANDARD_INPUT = "-";

  @Parameters(
      arity = "0..*",
      paramLabel = "URL",
      description = {
        "https://NAME[:PORT]/ or http://NAME[:PORT]/; a host name alone means https. Several are"
            + " visited as a list."
      })
  private List<String> urls = List.of();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = {
        "Visit the servers of this list, - for standard input: one URL or host name a line, # for"
            + " comments; or CSV with a column url and, if you like, owner, role, resolve and"
            + " product."
      })
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--from-log",
      paramLabel = "LOG",
      description = {
        "Visit the servers that a device's log names, in a violation or in a line about a"
            + " connection; the forms of logs are those of 'log explain'. A log names hosts without ports and paths, so https://HOST/ is visited."
      })
  private Optional<String> fromLog = Optional.empty();

  /** True if exactly one URL is given and no list. */
  boolean isOne() {
    return urls.size() == 1 && from.isEmpty() && fromLog.isEmpty();
  }

  /**
   * Returns the one URL.
   *
   * @throws UsageException if it is not a URL
   */
  URI one() {
    return UsageException.refusing(() -> ServerUrl.of(urls.get(0)));
  }

  /** True if the lines of the servers are those of a file. */
  boolean isFile() {
    return from.filter(name -> !name.equals(STANDARD_INPUT)).isPresent();
  }

  /** The name of the file with the servers; empty if they are arguments. */
  Optional<String> name() {
    return from.or(() -> fromLog)
        .map(name -> name.equals(STANDARD_INPUT) ? "standard input" : name);
  }

  /**
   * Reads the list.
   *
   * @throws UsageException if no server, or more than one kind of list, is given, or the file
   *     cannot be used
   */
  ServerList read() {
    long kinds = (urls.isEmpty() ? 0 : 1) + from.stream().count() + fromLog.stream().count();
    if (kinds != 1) {
      throw new UsageException(
          kinds == 0
              ? "no servers: write URLs or host names, --from FILE or --from-log LOG"
              : "URL, --from and --from-log: choose one of them");
    }
    String name = name().orElse("");
    try {
      if (from.isPresent()) {
        return read(from.get());
      }
      return fromLog.isPresent() ? ofLog(fromLog.get()) : ofArguments();
    } catch (IOException e) {
      throw new UsageException(name + ": " + FileErrors.of(e), e);
    }
  }

  private static ServerList read(String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return ServerListReader.read(System.in);
    }
    if (Files.isDirectory(Path.of(file))) {
      throw new IOException("it is a directory; give a file with one URL a line, or CSV");
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return ServerListReader.read(in);
    }
  }

  private ServerList ofArguments() {
    List<ListedServer> servers = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      String url = urls.get(i);
      servers.add(ListedServer.of(UsageException.refusing(() -> ServerUrl.of(url)), i + 1));
    }
    return new ServerList(servers, List.of(), List.of()).withoutRepetitions("argument");
  }

  /** Reads a log. What it does not name, or what was not read of it, is said in the notes. */
  private static ServerList ofLog(String log) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    boolean[] nameless = new boolean[1];
    Consumer<LoggedViolation> found =
        violation -> {
          if (violation.server().isEmpty()) {
            nameless[0] = true;
          } else {
            names.add(violation.server());
          }
        };
    LogReader reader = new LogReader(Clock.system(ZoneId.systemDefault())).notingVisits();
    LogSummary summary =
        log.equals(STANDARD_INPUT)
            ? reader.read(System.in, "standard input", found)
            : reader.read(Path.of(log), found);
    Stream.concat(
            summary.failed().stream().map(FailedHandshake::server),
            summary.visits().stream().map(LogVisit::server))
        .filter(name -> !name.isEmpty())
        .sorted()
        .forEach(names::add);
    List<ListedServer> servers = new ArrayList<>();
    List<ServerList.Problem> problems = new ArrayList<>();
    int number = 0;
    for (String name : names) {
      number++;
      try {
        servers.add(ListedServer.of(ServerUrl.of(name), number));
      } catch (IllegalArgumentException e) {
        problems.add(
            new ServerList.Problem(
                ServerList.Problem.WHOLE, "the log names a server: " + e.getMessage()));
      }
    }
    List<String> notes = new ArrayList<>();
    if (nameless[0]) {
      notes.add("the log has messages that name no server");
    }
    for (Unread part : summary.unread()) {
      problems.add(
          new ServerList.Problem(
              ServerList.Problem.WHOLE, "not read: " + part.what() + " " + remedy(part, log)));
    }
    return new ServerList(servers, problems, notes).withoutRepetitions("server");
  }

  /** What to do, in one line: commands are lines of their own, which another command prints. */
  private static String remedy(Unread part, String log) {
    return part.remedy().lines().count() == 1
        ? part.remedy()
        : "'ats-harness log explain " + log + "' prints what to do.";
  }
}
