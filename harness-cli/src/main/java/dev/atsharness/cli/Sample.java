package dev.atsharness.cli;

import dev.atsharness.ats.Violation;
import dev.atsharness.tls.TlsVersion;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A sample of scenarios for a quick look: for each violation, one with it over TLS 1.2 and one over
 * TLS 1.3, as far as there are any, and otherwise one without. A scenario that has no other
 * violation is preferred, then one that differs from a baseline, then the first by id.
 */
final class Sample {

  private static final List<Optional<TlsVersion>> VERSIONS =
      List.of(Optional.of(TlsVersion.TLS_1_2), Optional.of(TlsVersion.TLS_1_3));

  /**
   * A scenario that may be chosen.
   *
   * @param control id of the scenario it is compared with
   * @param version the highest version of TLS; empty without TLS, or if it is not known
   */
  record Candidate(
      String id,
      List<Violation> violations,
      Optional<String> control,
      Optional<TlsVersion> version) {

    private boolean differsFromBaseline() {
      return control.filter(id -> id.startsWith("baseline/")).isPresent();
    }
  }

  private Sample() {}

  /** Returns the ids of the sample. */
  static Set<String> of(Collection<Candidate> candidates, Set<Violation> codes) {
    Set<String> ids = new LinkedHashSet<>();
    for (Violation code : codes) {
      List<Candidate> faults =
          candidates.stream()
              .filter(one -> one.violations().contains(code))
              .sorted(
                  Comparator.comparing((Candidate one) -> one.violations().size())
                      .thenComparing(one -> !one.differsFromBaseline())
                      .thenComparing(Candidate::id))
              .toList();
      List<String> chosen =
          VERSIONS.stream()
              .flatMap(
                  version -> faults.stream().filter(one -> one.version().equals(version)).limit(1))
              .map(Candidate::id)
              .toList();
      ids.addAll(chosen.isEmpty() ? faults.stream().limit(1).map(Candidate::id).toList() : chosen);
    }
    return ids;
  }

  /** Returns the ids and those of their controls. */
  static Set<String> withControls(Set<String> ids, Collection<Candidate> all) {
    Set<String> both = new LinkedHashSet<>(ids);
    Stream<String> controls =
        all.stream().filter(one -> ids.contains(one.id())).flatMap(one -> one.control().stream());
    Set<String> known = new LinkedHashSet<>(all.stream().map(Candidate::id).toList());
    controls.filter(known::contains).forEach(both::add);
    return both;
  }
}
