package dev.atsharness.server.proof;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A tool that looks at one endpoint at a time. */
abstract class PerTarget implements Tool {

  @Override
  public final List<Callable<Map<Target, Map<String, String>>>> work(List<Target> targets) {
    return targets.stream()
        .<Callable<Map<Target, Map<String, String>>>>map(
            target -> () -> Map.of(target, read(target)))
        .toList();
  }

  abstract Map<String, String> read(Target target) throws Exception;
}
