package dev.atsharness.cli.internal.bench;

import dev.atsharness.cli.internal.bench.Measurements.Figure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ats-harness bench}. */
@Command(
    name = "bench",
    description =
        "Measures start-up, handshakes, a sweep and memory, compared with nginx if it is"
            + " installed.",
    footer = {
      "",
      "Examples:",
      "  ats-harness bench                         medians of five rounds, a few minutes",
      "  ats-harness bench --rounds 1 --seconds 1  a quick look",
      "  ats-harness bench log                     how fast a long log is read, compared with GNU"
          + " grep",
      "  ats-harness bench probe                   1,000 servers, 100 of them wrong",
      "  ats-harness bench check                   what 'check' itself costs, compared with xargs"
    })
public final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      converter = CountReader.class,
      description = "how often each figure is taken (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      converter = CountReader.class,
      description = "how long one round of handshakes lasts (${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--json", description = "print the figures as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Bench bench =
        new Bench(
            rounds,
            seconds,
            step -> {
              err.println("bench: " + step);
              err.flush();
            });
    Measurements measured = bench.run();
    if (json) {
      out.println(toJson(measured));
    } else {
      print(measured, out);
    }
    out.flush();
    return 0;
  }

  private static void print(Measurements measured, PrintWriter out) {
    out.printf(Locale.ROOT, "Medians of %d rounds%n%n", measured.rounds());
    for (Figure figure : measured.figures()) {
      out.printf(Locale.ROOT, "%-52s %9.1f %-4s", figure.name(), figure.value(), figure.unit());
      figure
          .peer()
          .ifPresent(
              peer ->
                  out.printf(
                      Locale.ROOT,
                      "  nginx %9.1f  ratio %.2f",
                      peer,
                      figure.ratio().orElseThrow()));
      out.println();
    }
    measured.notes().forEach(note -> out.println("note: " + note));
  }

  private static String toJson(Measurements measured) {
    JsonMapper mapper = new JsonMapper();
    ObjectNode root = mapper.createObjectNode().put("rounds", measured.rounds());
    for (Figure figure : measured.figures()) {
      ObjectNode node = root.withArrayProperty("figures").addObject();
      node.put("name", figure.name()).put("median", figure.value()).put("unit", figure.unit());
      figure.peer().ifPresent(peer -> node.put("nginx", peer));
      figure.ratio().ifPresent(ratio -> node.put("ratio", ratio));
    }
    measured.notes().forEach(note -> root.withArrayProperty("notes").add(note));
    return root.toPrettyString();
  }
}
