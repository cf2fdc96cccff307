package dev.atsharness.scenario.internal;

import java.util.List;
import java.util.Optional;

/**
 * A server for which each fix has a configuration: an entry of {@code products.yaml}.
 *
 * @param label its name on the command line and in files, for example {@code haproxy}
 * @param title its name for people
 * @param place where its configuration is written
 * @param notRun why no test runs it, so that its configurations rest on the vendor's documents
 *     alone; empty if a test runs it
 * @param sources the vendor's documents, if a fix rests on them
 */
public record Product(
    String label, String title, String place, Optional<String> notRun, List<Citation> sources) {

  public Product {
    sources = List.copyOf(sources);
  }

  /** All of them, in the order in which they are shown. */
  public static List<Product> all() {
    return CompiledRules.loadProducts();
  }

  /**
   * The product with this label, in upper or lower case.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known ones
   */
  public static Product ofLabel(String label) {
    return Products.named(all(), label);
  }
}
