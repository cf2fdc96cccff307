package dev.atsharness.cli;

import dev.atsharness.scenario.internal.Fix;
import dev.atsharness.scenario.internal.Product;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option for the servers whose configuration is shown. */
final class ProductOption {

  @Option(
      names = "--product",
      paramLabel = "NAME",
      description = {
        "Also print what to write into the configuration of this server: ${bundle:products}. May"
            + " be repeated."
      })
  private List<String> names = List.of();

  /**
   * Returns the products that the user named.
   *
   * @throws UsageException if there is no such product
   */
  List<Product> products() {
    return names.stream()
        .map(name -> UsageException.refusing(() -> Product.ofLabel(name)))
        .distinct()
        .toList();
  }

  /** Returns what to write into the configurations of these products; empty for no products. */
  static List<String> lines(Fix fix, List<Product> products) {
    List<String> lines = new ArrayList<>();
    for (Product product : products) {
      lines.add("");
      lines.add(product.title() + ", " + product.place() + ": " + fix.title());
      if (product.notRun().isPresent()) {
        lines.add("From the vendor's documents, not tried: " + product.notRun().get());
      }
      fix.snippet(product).lines().forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  /** Returns the names of all products, separated by commas. */
  static String names() {
    return String.join(", ", Product.all().stream().map(Product::label).toList());
  }
}
