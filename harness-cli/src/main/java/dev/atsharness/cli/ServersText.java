package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.AnsweredHop;
import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ServerResult;
import dev.atsharness.log.internal.text.HostileText;
import java.util.Optional;

/** Prints the answers about many servers as text: a line for each, and more about the faults. */
final class ServersText {

  private final Terminal out;

  ServersText(Terminal out) {
    this.out = out;
  }

  void print(AnsweredServer answered) {
    out.line(
        verdict(answered.result())
            + "  "
            + HostileText.escape(answered.server().url().toString())
            + answered
                .server()
                .owner()
                .map(owner -> " (" + HostileText.escape(owner) + ")")
                .orElse(""));
    answered.notes().forEach(note -> more("note: " + note));
    if (answered.result() == ServerResult.PASS || answered.result() == ServerResult.EXEMPT) {
      if (answered.inspected()) {
        answered.inspection().forEach(this::more);
      }
      return;
    }
    for (AnsweredHop hop : answered.hops()) {
      if (!hop.answer().equals("Fine")) {
        more(where(hop) + hop.reason());
        hop.trustFailures().forEach(this::more);
        hop.messages().forEach(this::more);
      }
    }
    answered.advice().forEach(this::more);
  }

  private static String where(AnsweredHop hop) {
    return hop.number() == 1 ? "" : hop.url() + " (" + hop.why() + "): ";
  }

  private void more(String text) {
    out.line("      " + HostileText.escape(text));
  }

  private String verdict(ServerResult result) {
    Optional<Terminal.Style> style =
        switch (result) {
          case PASS -> Optional.of(Terminal.Style.GOOD);
          case FAIL -> Optional.of(Terminal.Style.BAD);
          case NO_VERDICT -> Optional.of(Terminal.Style.DOUBTFUL);
          case EXEMPT -> Optional.empty();
        };
    return style.map(one -> out.style(one, result.label())).orElse(result.label());
  }

  void print(Audit audit) {
    out.line();
    audit.earlier().ifPresent(out::line);
    out.line(HostileText.escape(audit.sentence()));
  }
}
