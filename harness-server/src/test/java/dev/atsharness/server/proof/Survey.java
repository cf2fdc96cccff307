package dev.atsharness.server.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The readings of all tools at all endpoints.
 *
 * @param readings the readings by endpoint, tool and fact name
 */
record Survey(Map<Target, Map<String, Map<String, String>>> readings) {

  /**
   * Runs the tools, one more at a time than there are processors.
   *
   * @param targets the endpoints for each tool; they start in this order
   * @throws IllegalStateException if a tool fails; a tool that sees nothing has not failed
   */
  static Survey of(Map<Tool, List<Target>> targets) throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors() + 1);
    try {
      Map<Tool, List<Future<Map<Target, Map<String, String>>>>> running = new LinkedHashMap<>();
      targets.forEach(
          (tool, some) -> {
            List<Future<Map<Target, Map<String, String>>>> results = new ArrayList<>();
            for (Callable<Map<Target, Map<String, String>>> work : tool.work(some)) {
              results.add(pool.submit(work));
            }
            running.put(tool, results);
          });
      Map<Target, Map<String, Map<String, String>>> readings = new LinkedHashMap<>();
      for (var tool : running.entrySet()) {
        for (var result : tool.getValue()) {
          take(tool.getKey(), result)
              .forEach(
                  (target, seen) ->
                      readings
                          .computeIfAbsent(target, t -> new LinkedHashMap<>())
                          .put(tool.getKey().name(), seen));
        }
      }
      return new Survey(readings);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Map<Target, Map<String, String>> take(
      Tool tool, Future<Map<Target, Map<String, String>>> result) throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(tool.name() + " failed", e.getCause());
    }
  }

  /** The readings of a fact at an endpoint, by tool, of the tools that can see it. */
  Map<String, String> readingsOf(Target target, String fact) {
    Map<String, String> byTool = new LinkedHashMap<>();
    readings
        .getOrDefault(target, Map.of())
        .forEach(
            (tool, seen) -> {
              if (seen.containsKey(fact)) {
                byTool.put(tool, seen.get(fact));
              }
            });
    return byTool;
  }
}
