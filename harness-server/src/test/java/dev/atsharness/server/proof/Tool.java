package dev.atsharness.server.proof;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A program that examines endpoints, with the code that reads its output. */
interface Tool {

  /** The commands that must be installed; the first is the tool's name. */
  List<String> commands();

  default String name() {
    return commands().get(0);
  }

  /**
   * Tasks that may run in any order and at the same time. Each returns readings by fact name; facts
   * that the tool cannot see are left out.
   */
  List<Callable<Map<Target, Map<String, String>>>> work(List<Target> targets);
}
