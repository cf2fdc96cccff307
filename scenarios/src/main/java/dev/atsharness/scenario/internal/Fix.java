package dev.atsharness.scenario.internal;

import java.util.Map;

/**
 * A fix in the configuration of each {@link Product}, for a host called {@code mdm.example.com}.
 *
 * @param id short name, for example {@code cipher-suites}
 * @param title what it does
 * @param snippets what to write, by {@link Product#label}, in the order of {@link Product#all}
 */
public record Fix(String id, String title, Map<String, String> snippets) {

  /** What to write for this product. */
  public String snippet(Product product) {
    return snippets.get(product.label());
  }
}
