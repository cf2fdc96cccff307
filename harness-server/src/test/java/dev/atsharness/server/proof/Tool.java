package dev.atsharness.server.proof;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A program that looks at endpoints, and how its output is read. */
interface Tool {

  /** The commands that have to be there; the first is the tool's name. */
  List<String> commands();

  default String name() {
    return commands().get(0);
  }

  /**
   * Work that may be done in any order and at the same time. Each piece returns readings by fact
   * name; what the tool cannot see is left out.
   */
  List<Callable<Map<Target, Map<String, String>>>> work(List<Target> targets);
}
