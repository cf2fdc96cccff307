package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.cli.internal.servers.AnsweredHop;
import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ServerGroup;
import dev.atsharness.log.internal.text.HostileText;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers of one owner: in detail those with a fault or without a verdict, and a line for each
 * of the others.
 *
 * @param unvisited the URLs that were not visited, because the run was stopped
 */
record OwnerPart(
    String name, String sentence, List<Server> servers, List<Line> fine, List<String> unvisited) {

  /** A server without a fault. */
  record Line(String url, String result, String ends) {}

  /**
   * A server in detail.
   *
   * @param facts what the list says of it
   * @param inspection what is known of an inspection proxy
   */
  record Server(
      String id,
      String url,
      String result,
      String group,
      String means,
      List<String> facts,
      List<String> inspection,
      List<HopPart> hops) {

    boolean anyInspection() {
      return !inspection.isEmpty();
    }
  }

  /**
   * A URL on the way of a device.
   *
   * @param title the URL, and why a device goes there; empty if there is only one
   * @param style the kind of answer, for the colour
   */
  record HopPart(
      String title,
      String answer,
      String style,
      PlainWords reason,
      List<PlainWords> found,
      List<LoggedMessage> messages,
      List<PlainWords> advice,
      List<PlainWords> notes) {

    static HopPart of(AnsweredHop hop, boolean alone) {
      List<String> found = new ArrayList<>(hop.outcomes());
      hop.certificateEnds()
          .map(ServersPage::time)
          .ifPresent(
              ends ->
                  found.add(
                      "certificate ends at "
                          + ends
                          + hop.issuer().map(issuer -> ", issued by " + issuer).orElse("")));
      return new HopPart(
          alone
              ? ""
              : HostileText.escape(
                  hop.number()
                      + ". "
                      + hop.url()
                      + (hop.why().isEmpty() ? "" : " (" + hop.why() + ")")),
          hop.answer(),
          switch (hop.answer()) {
            case "Fine" -> ServerGroup.FINE.label();
            case "Wrong" -> ServerGroup.REFUSED.label();
            default -> ServerGroup.NOT_JUDGED.label();
          },
          PlainWords.of(hop.fault()),
          PlainWords.of(found),
          LoggedMessage.of(hop.messages()),
          PlainWords.of(hop.advice()),
          PlainWords.of(hop.notes()));
    }

    boolean titled() {
      return !title.isEmpty();
    }

    boolean anyFound() {
      return !found.isEmpty();
    }

    boolean anyMessages() {
      return !messages.isEmpty();
    }

    boolean anyAdvice() {
      return !advice.isEmpty();
    }

    boolean anyNotes() {
      return !notes.isEmpty();
    }
  }

  static OwnerPart of(String owner, List<Audit.Entry> entries, String enforcing) {
    List<AnsweredServer> servers =
        entries.stream().flatMap(entry -> entry.answer().stream()).toList();
    List<String> unvisited =
        entries.stream()
            .filter(entry -> entry.answer().isEmpty())
            .map(entry -> entry.server().url().toString())
            .toList();
    List<AnsweredServer> detailed = servers.stream().filter(OwnerPart::hasDetails).toList();
    long refused = servers.stream().filter(s -> s.group() == ServerGroup.REFUSED).count();
    long logged = servers.stream().filter(s -> s.group() == ServerGroup.LOGGED).count();
    long exempt = servers.stream().filter(s -> s.group() == ServerGroup.EXEMPT).count();
    long open = servers.stream().filter(s -> s.group() == ServerGroup.NOT_JUDGED).count();
    return new OwnerPart(
        HostileText.escape(owner),
        entries.size()
            + (entries.size() == 1 ? " server: " : " servers: ")
            + refused
            + " refused by "
            + enforcing
            + ", "
            + logged
            + " logged only, "
            + (servers.size() - refused - logged - exempt - open)
            + " fine, "
            + exempt
            + " exempt, "
            + (open + unvisited.size())
            + " not judged.",
        detailed.stream().map(one -> server(one, enforcing)).toList(),
        servers.stream()
            .filter(one -> !hasDetails(one))
            .map(
                one ->
                    new Line(
                        HostileText.escape(one.server().url().toString()),
                        one.result().label(),
                        one.certificateEnds().map(ServersPage::day).orElse("")))
            .toList(),
        visible(unvisited));
  }

  boolean anyFine() {
    return !fine.isEmpty();
  }

  boolean anyUnvisited() {
    return !unvisited.isEmpty();
  }

  /** True if more than a line is said about a server. */
  static boolean hasDetails(AnsweredServer one) {
    boolean fine = one.group() == ServerGroup.FINE || one.group() == ServerGroup.EXEMPT;
    return !fine || one.inspected();
  }

  /** The place of a server's details. */
  static String id(AnsweredServer one) {
    return "server-" + one.server().line();
  }

  private static Server server(AnsweredServer one, String enforcing) {
    List<String> facts = new ArrayList<>();
    one.server().role().ifPresent(role -> facts.add("Role: " + role.label()));
    one.server().product().ifPresent(product -> facts.add("Product: " + product));
    List<AnsweredHop> hops = one.hops();
    return new Server(
        id(one),
        HostileText.escape(one.server().url().toString()),
        one.result().label(),
        one.group().label(),
        GroupWords.name(one.group(), enforcing),
        visible(facts),
        visible(one.inspection()),
        hops.stream().map(hop -> HopPart.of(hop, hops.size() == 1)).toList());
  }

  private static List<String> visible(List<String> hostile) {
    return hostile.stream().map(HostileText::escape).toList();
  }
}
