package dev.atsharness.cli;

import dev.atsharness.ats.OsRelease;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Releases;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Supplier;

/**
 * The names of OS releases and devices in help texts and defaults, as {@code ${bundle:NAME}}. They
 * are looked up when a text is shown, since reading the catalogue takes time.
 */
final class HelpNames extends ResourceBundle {

  private final Map<String, Supplier<String>> names = new LinkedHashMap<>();

  HelpNames() {
    names.put("reference-release", () -> Releases.builtIn().reference().label());
    names.put("newest-release", () -> newest().label());
    names.put("releases", () -> releases(Releases.builtIn().all()));
    names.put("reference-device", () -> Catalogue.builtIn().reference().id());
    names.put("enforcing-device", () -> Catalogue.builtIn().enforcing().id());
    names.put("oldest-device", () -> Catalogue.builtIn().devices().get(0).id());
  }

  @Override
  protected Object handleGetObject(String key) {
    return names.containsKey(key) ? names.get(key).get() : null;
  }

  @Override
  public Enumeration<String> getKeys() {
    return Collections.enumeration(names.keySet());
  }

  private static OsRelease newest() {
    List<OsRelease> all = Releases.builtIn().all();
    return all.get(all.size() - 1);
  }

  private static String releases(List<OsRelease> all) {
    int last = all.size() - 1;
    List<String> labels = all.stream().map(OsRelease::label).toList();
    return String.join(", ", labels.subList(0, last)) + " or " + labels.get(last);
  }
}
