package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.InOrder;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.OpenLines;
import dev.atsharness.cli.internal.servers.ResumeFile;
import dev.atsharness.cli.internal.servers.ServerList;
import dev.atsharness.cli.internal.servers.ServerResult;
import dev.atsharness.cli.internal.servers.ServersRun;
import dev.atsharness.log.internal.text.HostileText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Probes the servers of a list, prints the answers in the order of the list, and writes the
 * reports. If it is stopped, it prints and reports what is known.
 */
final class ManyServers {

  private final ProbeOptions options;
  private final ManyOptions many;
  private final Terminal out;
  private final Terminal err;
  private final boolean json;

  /**
   * @param json whether to print JSON Lines instead of text
   */
  ManyServers(ProbeOptions options, ManyOptions many, boolean json, Terminal out, Terminal err) {
    this.options = options;
    this.many = many;
    this.json = json;
    this.out = out;
    this.err = err;
  }

  int run(ServerList list, ServerSource source) throws IOException, InterruptedException {
    many.require();
    Optional<String> name = source.name();
    if (options.connect().isPresent()) {
      throw new UsageException(
          "--connect is for one URL; for several use --resolve or the column resolve of the list");
    }
    String prefix = name.map(file -> file + ": ").orElse("");
    list.notes().forEach(note -> err.line("note: " + HostileText.escape(prefix + note)));
    list.problems()
        .forEach(
            problem ->
                err.line(
                    err.style(Terminal.Style.BAD, "error: ")
                        + HostileText.escape(prefix + problem)));
    List<ListedServer> servers = many.part(list.servers());
    if (servers.isEmpty()) {
      err.line(
          many.shard().isPresent() && !list.servers().isEmpty()
              ? "nothing to probe: part " + many.shard().get() + " has no server"
              : prefix + "nothing to probe: it names no server");
    }
    ServerVisitor visitor = new ServerVisitor(options);
    visitor.profile().release().note().ifPresent(note -> err.line("note: " + note));
    String settings = new ProbeSettings(options).text();
    Audit.Visitors as =
        new Audit.Visitors(
            visitor.profile().id(),
            "iOS " + visitor.enforcing().release().label().replaceFirst("\\.0$", ""),
            settings);
    Audit.Origin origin =
        new Audit.Origin(
            name, source.isFile(), list.problems(), many.shard().map(Object::toString));
    int status =
        run(servers, new ServerAnswers(visitor, options, many.limit(), list.servers()), origin, as);
    // An empty part of a list is no gap; a list without a server is.
    return list.servers().isEmpty() ? ExitCode.FAILURE : status;
  }

  /** Says how to visit servers again about which an earlier run could not tell anything. */
  private String undecided(List<AnsweredServer> before) {
    long undecided = before.stream().filter(one -> one.result() == ServerResult.NO_VERDICT).count();
    return undecided == 0
        ? ""
        : "; of these, " + undecided + " had NO VERDICT: to visit them again, remove their lines";
  }

  private int run(
      List<ListedServer> servers, ServerAnswers answers, Audit.Origin origin, Audit.Visitors as)
      throws IOException, InterruptedException {
    Instant began = Instant.now();
    InOrder ordered = new InOrder(servers, this::print);
    try (Stored stored = new Stored(many.resume(), servers, as.settings())) {
      List<ListedServer> missing = stored.missing(servers, ordered);
      if (missing.size() < servers.size()) {
        err.line(
            "note: "
                + (servers.size() - missing.size())
                + " of "
                + servers.size()
                + " servers have a result in "
                + many.resume().orElseThrow()
                + " and are not visited again"
                + undecided(ordered.answered()));
      }
      ServersRun run = new ServersRun(missing, server -> answers.of(server, as.settings()));
      StopHook stop = new StopHook(run::stop);
      try {
        if (!visited(run, missing.size(), stored, ordered)) {
          err.line(
              "stopped: " + ordered.missing().size() + " servers were not visited; " + again());
        }
        ordered.addRest(this::unvisited);
        return report(
            new Audit(ordered.answered(), ordered.missing(), origin, as, began, Instant.now()));
      } finally {
        stop.remove();
      }
    }
  }

  private boolean visited(ServersRun run, int servers, Stored stored, InOrder ordered)
      throws IOException, InterruptedException {
    ServerProgress progress = new ServerProgress(err, servers, System::nanoTime);
    try {
      return run.run(
          many.jobs(),
          answered -> {
            stored.add(answered);
            progress.clear();
            ordered.add(answered);
            out.writer().flush();
            progress.answered(answered);
          });
    } finally {
      progress.clear();
    }
  }

  private String again() {
    return many.resume().isPresent()
        ? "the same command continues"
        : "with --resume FILE, the same command would continue";
  }

  private int report(Audit audit) {
    if (json) {
      audit.list().problems().forEach(problem -> out.line(OpenLines.unread(problem)));
    } else {
      new ServersText(out).print(audit);
    }
    out.writer().flush();
    many.write(audit);
    if (audit.fails()) {
      return ExitCode.DEVIATION;
    }
    return audit.leavesOpen() ? ExitCode.FAILURE : ExitCode.OK;
  }

  private void print(AnsweredServer answered) {
    if (json) {
      out.line(answered.line());
    } else {
      new ServersText(out).print(answered);
    }
  }

  /** The text counts these servers in its last line. */
  private void unvisited(ListedServer server) {
    if (json) {
      out.line(OpenLines.unvisited(server));
    }
  }

  /** The file with the results, if one is named. */
  private static final class Stored implements AutoCloseable {

    private final Optional<ResumeFile> file;

    Stored(Optional<Path> file, List<ListedServer> servers, String settings) {
      try {
        this.file =
            file.isEmpty()
                ? Optional.empty()
                : Optional.of(ResumeFile.open(file.get(), servers, settings));
      } catch (IOException e) {
        throw new UsageException("--resume " + file.get() + ": " + FileErrors.of(e), e);
      }
    }

    /** Hands on the results that the file has, and returns the servers without one. */
    List<ListedServer> missing(List<ListedServer> servers, InOrder ordered) {
      List<ListedServer> missing = new ArrayList<>();
      for (ListedServer server : servers) {
        Optional<AnsweredServer> before = file.flatMap(results -> results.of(server));
        before.ifPresent(ordered::add);
        if (before.isEmpty()) {
          missing.add(server);
        }
      }
      return missing;
    }

    void add(AnsweredServer answered) throws IOException {
      if (file.isEmpty()) {
        return;
      }
      try {
        file.get().add(answered);
      } catch (IOException e) {
        throw new IOException(
            "--resume "
                + e.getMessage()
                + "; free some space there: the same command then continues",
            e);
      }
    }

    @Override
    public void close() throws IOException {
      if (file.isPresent()) {
        file.get().close();
      }
    }
  }
}
