package dev.atsharness.log.internal.letter;

import dev.atsharness.scenario.internal.Product;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.SystemProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a letter says about the change of each fault: with the configuration of its servers. */
final class Changes {

  /** The placeholder for a server in the rules and the fixes. */
  private static final String EXAMPLE = "mdm.example.com";

  private static final String HTTPS = ":443";

  /** Stands for the port of a server that has several. */
  private static final String PORT = ":PORT";

  private static final String HOST = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";

  private static final String ARTICLE =
      "Compare the message and the server with Apple's article. Its address is at the end.";

  private final Letter letter;
  private final Knowledge knowledge;
  private final List<Block> blocks = new ArrayList<>();

  /** The faults for which a configuration is shown already, by that configuration. */
  private final Map<String, List<Integer>> shown = new LinkedHashMap<>();

  private Changes(Letter letter, Knowledge knowledge) {
    this.letter = letter;
    this.knowledge = knowledge;
  }

  static List<Block> of(Letter letter, Knowledge knowledge) {
    Changes changes = new Changes(letter, knowledge);
    changes.exceptions();
    changes.remedies();
    return List.copyOf(changes.blocks);
  }

  /** Apple's exceptions that may apply, each with the faults and the servers that it is about. */
  private void exceptions() {
    Map<String, List<Integer>> numbers = new LinkedHashMap<>();
    Map<String, Set<String>> servers = new LinkedHashMap<>();
    for (int i = 0; i < letter.faults().size(); i++) {
      Letter.Fault fault = letter.faults().get(i);
      for (LetterLine line : fault.lines()) {
        for (SystemProcess.Exemption exemption :
            knowledge.process(line).stream().flatMap(one -> one.exceptions().stream()).toList()) {
          if (exemption.mayApply(fault.violation())) {
            List<Integer> known = numbers.computeIfAbsent(exemption.text(), t -> new ArrayList<>());
            if (!known.contains(i + 1)) {
              known.add(i + 1);
            }
            servers.computeIfAbsent(exemption.text(), t -> new TreeSet<>()).add(line.server());
          }
        }
      }
    }
    numbers.forEach((text, faults) -> exception(text, faults, servers.get(text)));
  }

  private void exception(String text, List<Integer> numbers, Set<String> servers) {
    String which = letter.label(numbers);
    String about = servers.size() == 1 ? servers.iterator().next() : "one of these servers";
    paragraph(
        "Exception"
            + (which.isEmpty() ? "" : " for " + which)
            + ": "
            + text.replace("this server", about));
  }

  private void remedies() {
    Map<String, List<Integer>> byRemedy = new LinkedHashMap<>();
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (int i = 0; i < letter.faults().size(); i++) {
      Optional<Rule> rule = knowledge.rule(letter.faults().get(i).violation());
      String remedy = rule.map(one -> one.remedy().text().strip()).orElse(ARTICLE);
      rule.ifPresent(one -> rules.putIfAbsent(remedy, one));
      byRemedy.computeIfAbsent(remedy, text -> new ArrayList<>()).add(i + 1);
    }
    byRemedy.forEach(
        (remedy, numbers) -> {
          String which = letter.label(numbers);
          paragraph(which.isEmpty() ? remedy : Expectation.capital(which) + ": " + remedy);
          if (rules.containsKey(remedy)) {
            configurations(rules.get(remedy), numbers);
          }
        });
  }

  private void configurations(Rule rule, List<Integer> numbers) {
    Set<String> servers = new TreeSet<>();
    numbers.forEach(number -> servers.addAll(letter.faults().get(number - 1).servers()));
    Set<String> others = new TreeSet<>(servers);
    for (Product product : knowledge.products()) {
      Set<String> own =
          servers.stream()
              .filter(
                  server ->
                      letter.products().getOrDefault(server, Set.of()).contains(product.label()))
              .collect(Collectors.toCollection(TreeSet::new));
      others.removeAll(own);
      if (!own.isEmpty()) {
        configuration(rule, product, own, own.size() == servers.size(), numbers);
      }
    }
    if (!others.isEmpty() && rule.remedy().commands().isPresent()) {
      commands(rule.remedy().commands().get().stripTrailing(), numbers);
    }
  }

  private void configuration(
      Rule rule, Product product, Set<String> servers, boolean all, List<Integer> numbers) {
    String snippet = rule.remedy().fix().snippet(product).stripTrailing();
    String start = "For " + product.title() + (all ? "" : " (" + letter.named(servers) + ")");
    if (repeats(product.label() + "\n" + snippet, start + ", the same configuration as", numbers)) {
      return;
    }
    paragraph(
        start
            + ", in "
            + product.place()
            + standsFor(snippet)
            + (product.notRun().isPresent()
                ? " (from the documents of the vendor; we have not tried it)"
                : "")
            + ":");
    blocks.add(new Block.Listing(named(snippet)));
  }

  private void commands(String commands, List<Integer> numbers) {
    if (!repeats(commands, "The same commands of OpenSSL as", numbers)) {
      paragraph(
          "Commands of OpenSSL; the lines with # say what each is for" + standsFor(commands) + ":");
      blocks.add(new Block.Listing(named(commands)));
    }
  }

  /** Whether the text is in the letter already; says for which number. */
  private boolean repeats(String text, String same, List<Integer> numbers) {
    List<Integer> before = shown.putIfAbsent(text, numbers);
    if (before != null) {
      paragraph(same + " for number " + before.get(0) + ".");
    }
    return before != null;
  }

  private String standsFor(String text) {
    String named = named(text);
    List<String> meanings = new ArrayList<>();
    if (named.contains(EXAMPLE)) {
      meanings.add(
          EXAMPLE
              + (named.contains(EXAMPLE + HTTPS) ? HTTPS : "")
              + " stands for your server"
              + (named.contains(EXAMPLE + HTTPS) ? " and its port" : ""));
    }
    if (named.contains(PORT)) {
      meanings.add("PORT stands for each port of your server");
    }
    return meanings.isEmpty() ? "" : ", where " + String.join(" and ", meanings);
  }

  /**
   * A text with the server's name and port in place of the example, if the letter is about one
   * server.
   */
  private String named(String text) {
    if (!letter.single()) {
      return text;
    }
    Endpoint endpoint = letter.endpoint(letter.servers().get(0));
    if (!endpoint.host().matches(HOST)) {
      return text;
    }
    String port =
        switch (endpoint.ports().size()) {
          case 0 -> HTTPS;
          case 1 -> ":" + endpoint.ports().get(0);
          default -> PORT;
        };
    return text.replace(EXAMPLE + HTTPS, EXAMPLE + port).replace(EXAMPLE, endpoint.host());
  }

  private void paragraph(String text) {
    blocks.add(new Block.Paragraph(text));
  }
}
