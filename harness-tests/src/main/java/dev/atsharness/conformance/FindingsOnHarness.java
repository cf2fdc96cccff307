package dev.atsharness.conformance;

import dev.atsharness.log.LogExplanation;
import dev.atsharness.log.LogFinding;
import dev.atsharness.log.LoggedViolation;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps apart what a log says of a harness's own hosts, so that a log full of others takes no room
 * from it. Not for use by several threads.
 */
public final class FindingsOnHarness implements Consumer<LoggedViolation> {

  private final Set<String> hosts;
  private final LogExplanation own = new LogExplanation();
  private long others;
  private long nameless;

  /**
   * @param targets the harness's endpoints
   */
  public FindingsOnHarness(Collection<CheckedEndpoint> targets) {
    this.hosts =
        targets.stream()
            .map(target -> LogExplanation.host(target.location().host()))
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

  /** What it says of the harness's hosts. */
  public List<LogFinding> findings() {
    return own.findings();
  }

  /** How many violations there were of other servers. */
  public long others() {
    return others;
  }

  /** How many violations there were whose message names no server. */
  public long nameless() {
    return nameless;
  }
}
