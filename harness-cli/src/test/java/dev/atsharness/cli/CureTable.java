package dev.atsharness.cli;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.internal.Product;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/cures.md: which cure was proved with which version of a product, and when. */
final class CureTable {

  /** The violations that a server can cause. */
  static final List<Violation> VIOLATIONS =
      Rules.builtIn().all().stream()
          .filter(rule -> rule.coverage().unreachable().isEmpty())
          .map(Rule::violation)
          .toList();

  private static final Path PAGE = Path.of("../docs/cures.md");
  private static final String BEGIN = "<!-- tables of cures -->\n";
  private static final String END = "<!-- end of tables -->";
  private static final Pattern PROOF =
      Pattern.compile(
          "(?m)^\\| [^|]+ \\| `([^`]+)` \\| ([0-9][^| ]*) \\| (\\d{4}-\\d\\d-\\d\\d) \\|$");

  private CureTable() {}

  /**
   * With what a cure was proved.
   *
   * @param version the version of the product
   * @param date when, as in {@code 2026-12-01}
   */
  record Proof(String version, String date) {}

  /** Returns what the page says today. */
  static String published() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(begin(page), end(page));
  }

  private static int begin(String page) {
    return page.indexOf(BEGIN) + BEGIN.length();
  }

  private static int end(String page) {
    return page.indexOf(END);
  }

  /** Returns the proofs that the page names, by product. */
  static Map<String, Proof> proofs() throws IOException {
    Map<String, Proof> proofs = new LinkedHashMap<>();
    Matcher row = PROOF.matcher(published());
    while (row.find()) {
      proofs.put(row.group(1), new Proof(row.group(2), row.group(3)));
    }
    return proofs;
  }

  /** Writes the tables into the page. */
  static void write(Map<String, Proof> proofs) throws IOException {
    String page = Files.readString(PAGE);
    Files.writeString(
        PAGE, page.substring(0, begin(page)) + text(proofs) + page.substring(end(page)));
  }

  /** Returns the tables. */
  static String text(Map<String, Proof> proofs) {
    List<String> reasons = new ArrayList<>();
    StringBuilder text = new StringBuilder("\n");
    List<String> head = new ArrayList<>(List.of("violation"));
    Product.all().forEach(product -> head.add(product.title()));
    row(text, head);
    row(text, head.stream().map(column -> "---").toList());
    for (Violation violation : VIOLATIONS) {
      List<String> cells = new ArrayList<>(List.of("`" + violation + "`"));
      Product.all().forEach(product -> cells.add(cell(product, violation, reasons)));
      row(text, cells);
    }
    text.append("\n");
    row(text, List.of("no", "why the product cannot be brought to the violation"));
    row(text, List.of("---", "---"));
    for (int i = 0; i < reasons.size(); i++) {
      row(text, List.of(Integer.toString(i + 1), reasons.get(i)));
    }
    text.append("\n");
    row(text, List.of("product", "`--product`", "version", "proved on"));
    row(text, List.of("---", "---", "---", "---"));
    Product.all().forEach(product -> row(text, proof(product, proofs)));
    return text.append("\n").toString();
  }

  private static String cell(Product product, Violation violation, List<String> reasons) {
    if (product.notRun().isPresent()) {
      return "document";
    }
    Optional<String> reason =
        CureFile.of(product.label()).orElseThrow().of(violation).notReachable();
    if (reason.isEmpty()) {
      return "proved";
    }
    if (!reasons.contains(reason.get())) {
      reasons.add(reason.get());
    }
    return "no (" + (reasons.indexOf(reason.get()) + 1) + ")";
  }

  private static List<String> proof(Product product, Map<String, Proof> proofs) {
    Proof proof = proofs.get(product.label());
    String label = "`" + product.label() + "`";
    return proof == null
        ? List.of(product.title(), label, "not run", product.notRun().orElse("not proved yet"))
        : List.of(product.title(), label, proof.version(), proof.date());
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
