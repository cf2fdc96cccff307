package dev.atsharness.scenario.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names the settings in which two endpoints differ, by their path in a scenario file. */
public final class SettingsDiff {
  private SettingsDiff() {}

  public static List<String> between(ServerSettings one, ServerSettings other) {
    return List.copyOf(changes(one, other).keySet());
  }

  /** The settings that only the first one has, by their path. */
  static Map<String, Object> changes(ServerSettings one, ServerSettings other) {
    Map<String, Object> changes = flatten(one);
    Map<String, Object> right = flatten(other);
    changes.keySet().retainAll(right.keySet()); // a section of only one server is one setting
    changes.entrySet().removeIf(entry -> entry.getValue().equals(right.get(entry.getKey())));
    return changes;
  }

  private static Map<String, Object> flatten(ServerSettings settings) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("transport", settings.transport());
    flat.put("host", settings.url().host());
    flat.put("subdomain", settings.url().subdomain());
    flat.put("network-fault", settings.networkFault());
    flat.put("http", settings.http());
    flat.put("url-scheme", settings.url().scheme() != settings.transport());
    settings.tls().values().flatten("tls", flat);
    settings.certificate().values().flatten("certificate", flat);
    flat.put("second-certificate", settings.secondCertificate().isPresent());
    settings
        .secondCertificate()
        .ifPresent(second -> second.values().flatten("second-certificate", flat));
    return flat;
  }
}
