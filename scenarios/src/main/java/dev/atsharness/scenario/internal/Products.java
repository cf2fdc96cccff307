package dev.atsharness.scenario.internal;

import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import dev.atsharness.yaml.internal.NearNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads {@code products.yaml}. */
final class Products {

  private static final String TITLE = "title";

  private Products() {}

  /** Notes in a file of {@code fixes/} each product that it lacks, and each that does not exist. */
  static void check(Document fix, Document products) {
    List<String> known = products.section().section("products").keys();
    List<String> written = fix.section().keys();
    known.stream()
        .filter(label -> !written.contains(label))
        .forEach(
            label -> fix.problem(fix.root(), "'" + label + "' is missing: products.yaml has it"));
    written.stream()
        .filter(label -> !label.equals(TITLE) && !known.contains(label))
        .forEach(
            label ->
                fix.problem(
                    fix.section().at(label),
                    "products.yaml has no '" + label + "'" + NearNames.hint(label, known)));
  }

  /** The products of a file that has been validated. */
  static List<Product> of(JsonNode products, Sources sources) {
    Section section = new Document("products.yaml", products).section();
    return section.keys().stream()
        .map(label -> product(label, section.section(label), sources))
        .toList();
  }

  private static Product product(String label, Section section, Sources sources) {
    return new Product(
        label,
        section.text(TITLE, ""),
        section.text("place", ""),
        Optional.ofNullable(section.text("not-run", null)),
        sources.cited(section.at("sources")));
  }

  static Product named(List<Product> products, String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    return products.stream()
        .filter(product -> product.label().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown product '"
                        + label
                        + "'; known: "
                        + String.join(", ", products.stream().map(Product::label).toList())));
  }
}
