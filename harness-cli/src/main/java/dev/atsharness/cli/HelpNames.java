package dev.atsharness.cli;

import dev.atsharness.ats.OsRelease;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.internal.Releases;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The names of OS releases, devices and products in help texts and defaults, as {@code
 * ${bundle:NAME}}. They are looked up when a text is shown, because reading the catalogue takes
 * time.
 */
final class HelpNames extends ResourceBundle {

  private static final String PRODUCTS = "products";

  private static final Map<String, Function<Releases, String>> RELEASES =
      Map.of(
          "reference-release", releases -> releases.reference().label(),
          "newest-release", releases -> newest(releases.all()).label(),
          "releases", releases -> words(releases.all()));

  private static final Map<String, Function<Catalogue, String>> DEVICES =
      Map.of(
          "reference-device", clients -> clients.reference().id(),
          "enforcing-device", clients -> clients.enforcing().id(),
          "oldest-device", clients -> clients.devices().get(0).id());

  /** The names that have been looked up. */
  private final Map<String, String> known = new HashMap<>();

  private Catalogue clients;

  @Override
  protected synchronized Object handleGetObject(String key) {
    return known.computeIfAbsent(key, this::lookUp);
  }

  private String lookUp(String key) {
    if (RELEASES.containsKey(key)) {
      return RELEASES.get(key).apply(Releases.builtIn());
    }
    if (key.equals(PRODUCTS)) {
      return ProductOption.names();
    }
    if (!DEVICES.containsKey(key)) {
      return null;
    }
    if (clients == null) {
      clients = Catalogue.ofClients();
    }
    return DEVICES.get(key).apply(clients);
  }

  @Override
  public Enumeration<String> getKeys() {
    Set<String> names = new TreeSet<>(RELEASES.keySet());
    names.addAll(DEVICES.keySet());
    names.add(PRODUCTS);
    return Collections.enumeration(names);
  }

  private static OsRelease newest(List<OsRelease> all) {
    return all.get(all.size() - 1);
  }

  private static String words(List<OsRelease> all) {
    List<String> labels = all.stream().map(OsRelease::label).toList();
    int last = labels.size() - 1;
    return String.join(", ", labels.subList(0, last)) + " or " + labels.get(last);
  }
}
