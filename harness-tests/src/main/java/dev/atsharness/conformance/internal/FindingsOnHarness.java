package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LoggedViolation;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Collects a log's findings about a harness's own hosts separately, so that many findings about
 * other hosts do not displace them. Not thread-safe.
 */
public final class FindingsOnHarness implements Consumer<LoggedViolation> {

  private final Set<String> hosts;
  private final LogExplanation own = new LogExplanation();
  private long others;
  private long nameless;

  /**
   * @param endpoints the harness's endpoints
   */
  public FindingsOnHarness(Collection<CheckedEndpoint> endpoints) {
    this.hosts =
        endpoints.stream()
            .map(endpoint -> LogExplanation.host(endpoint.location().host()))
            .collect(Collectors.toSet());
  }

  @Override
  public void accept(LoggedViolation found) {
    if (hosts.contains(LogExplanation.host(found.server()))) {
      own.accept(found);
    } else if (found.server().isEmpty()) {
      nameless++;
    } else {
      others++;
    }
  }

  /** The findings about the harness's hosts. */
  public List<LogFinding> findings() {
    return own.findings();
  }

  /** The number of violations of other servers. */
  public long others() {
    return others;
  }

  /** The number of violations whose message names no server. */
  public long nameless() {
    return nameless;
  }
}
