package dev.atsharness.cli.internal.servers;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One server of a list, and what was found: a line of {@code probe --json}, whose form is in
 * probe.schema.json. All reports are made of such lines, so that a run that goes on after an
 * interruption reports the same as one that was not interrupted. All texts quote servers: hostile.
 *
 * @param server what the list says
 * @param probe what the visits found
 * @param earlier whether an earlier run found it
 */
public record AnsweredServer(ListedServer server, JsonNode probe, boolean earlier) {

  /** Where the message of a violation begins in a line of a log. */
  private static final Pattern MESSAGE =
      Pattern.compile("(?:Warning|Error) \\[ATS.*", Pattern.DOTALL);

  /**
   * Makes the answer about a server.
   *
   * @param probe the document of {@code probe --json} about the server; it gets the keys of a line
   * @param settings the options that the result depends on
   */
  public static AnsweredServer of(
      ListedServer server, ObjectNode probe, Duration took, String settings) {
    ServerResult result = result(probe);
    probe.put("result", result.label());
    probe.put("group", ServerGroup.of(result, probe.path("fcp").asString()).label());
    probe.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    probe.put("seconds", took.toMillis() / 1000.0);
    probe.put("settings", settings);
    AnsweredServer answered = new AnsweredServer(server, probe, false);
    server.describe(probe.putObject("server"));
    return answered;
  }

  /** The result that follows from the verdict. */
  static ServerResult result(JsonNode probe) {
    return switch (probe.path("verdict").asString()) {
      case "fine" ->
          probe.path("fcp").asString().equals("exempt") ? ServerResult.EXEMPT : ServerResult.PASS;
      case "wrong" -> ServerResult.FAIL;
      default -> ServerResult.NO_VERDICT;
    };
  }

  /**
   * Returns the answer of an earlier run, for the server as a list describes it now.
   *
   * @param notes what is to be known about the choice of this answer
   */
  static AnsweredServer ofEarlier(ListedServer now, JsonNode probe, List<String> notes) {
    ObjectNode copy = ((ObjectNode) probe).deepCopy();
    AnsweredServer answered = new AnsweredServer(now, copy, true);
    List<String> all = new ArrayList<>(now.notes());
    all.addAll(notes);
    now.noting(all).describe(copy.putObject("server"));
    return answered;
  }

  /** The answer as one line of JSON Lines. */
  public String line() {
    return probe.toString();
  }

  public ServerResult result() {
    return ServerResult.of(probe.path("result").asString());
  }

  public ServerGroup group() {
    return ServerGroup.of(result(), probe.path("fcp").asString());
  }

  public String reason() {
    return probe.path("reason").asString();
  }

  /** The reason in one sentence for people who do not know the words of the harness. */
  public String why() {
    return switch (result()) {
      case PASS -> "";
      case EXEMPT, NO_VERDICT -> reason();
      case FAIL ->
          hops().stream()
              .filter(hop -> hop.answer().equals("Wrong"))
              .map(hop -> (hop.number() == 1 ? "" : hop.url() + ": ") + hop.fault())
              .findFirst()
              .orElseGet(this::reason);
    };
  }

  /** When the visits ended; empty if the file does not say it. */
  public Optional<Instant> time() {
    return AnsweredHop.instant(probe.path("time").asString(""));
  }

  public Duration took() {
    return Duration.ofMillis(Math.round(probe.path("seconds").asDouble() * 1000));
  }

  /** The URLs that were visited or named, in order. */
  public List<AnsweredHop> hops() {
    List<AnsweredHop> hops = new ArrayList<>();
    for (JsonNode hop : probe.path("hops")) {
      hops.add(new AnsweredHop(hops.size() + 1, hop));
    }
    return hops;
  }

  /** The messages that devices log, each once, without the name of the process. */
  public List<String> messages() {
    Set<String> messages = new LinkedHashSet<>();
    hops().forEach(hop -> messages.addAll(hop.messages()));
    return List.copyOf(messages);
  }

  /** The codes of what was found and of what was not seen, each once, sorted. */
  public List<String> codes() {
    Set<String> codes = new TreeSet<>();
    for (JsonNode hop : probe.path("hops")) {
      hop.path("causes").forEach(one -> codes.add(one.path("cause").asString("")));
      hop.path("notSeen").forEach(one -> codes.add(one.path("trouble").asString("")));
      hop.path("visits")
          .valueStream()
          .flatMap(visit -> visit.path("clients").valueStream())
          .flatMap(client -> client.path("violations").valueStream())
          .forEach(one -> codes.add(one.path("code").asString("")));
    }
    return List.copyOf(codes);
  }

  /** What to do, each sentence once. */
  public List<String> advice() {
    Set<String> advice = new LinkedHashSet<>(inspection());
    hops().forEach(hop -> advice.addAll(hop.advice()));
    return List.copyOf(advice);
  }

  /** What is known of an inspection proxy; empty if nobody asked and nothing suggests one. */
  public List<String> inspection() {
    return texts(probe.path("inspection").path("advice"));
  }

  /** True if the certificate is, certainly or probably, that of an inspection proxy. */
  public boolean inspected() {
    String answer = probe.path("inspection").path("answer").asString("");
    return answer.equals(Inspection.Answer.INSPECTED.label())
        || answer.equals(Inspection.Answer.LIKELY.label());
  }

  /** What is to be known about the server's rows in the list, and about its results. */
  public List<String> notes() {
    return texts(probe.path("server").path("notes"));
  }

  /** The earliest end of the certificates of the first hop; empty if none was seen. */
  public Optional<Instant> certificateEnds() {
    return hops().stream().limit(1).flatMap(hop -> hop.certificateEnds().stream()).findFirst();
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asString()));
    return texts;
  }

  static String message(String logLine) {
    Matcher message = MESSAGE.matcher(logLine);
    return message.find() ? message.group() : logLine;
  }
}
