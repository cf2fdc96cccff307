package dev.atsharness.cli.internal.bench;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Catalogue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures a complete {@code check} with the simulated device, from process start to exit. */
final class SweepBench {

  private static final Goal ONE_RELEASE = Goal.atMost(2200);
  private static final Goal ALL_PROFILES = Goal.atMost(9000);

  private final BenchOptions options;
  private final Measurements measured;

  SweepBench(BenchOptions options, Measurements measured) {
    this.options = options;
    this.measured = measured;
  }

  void run() throws IOException {
    ClientProfile device = Catalogue.builtIn().reference();
    sweep(
        "sweep of all scenarios, simulated iOS " + device.release(),
        "simulated-device:" + device.id(),
        ONE_RELEASE);
    sweep("sweep of all scenarios, all profiles", "simulated-device", ALL_PROFILES);
  }

  private void sweep(String name, String checker, Goal goal) throws IOException {
    Samples sweep = new Samples();
    String because = "";
    for (int round = 1; round <= options.rounds(); round++) {
      options.progress(name, round);
      List<String> command = new ArrayList<>(ServeProcess.harness());
      command.addAll(List.of("check", "--checker", checker));
      long begun = System.nanoTime();
      Process check =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      int exit = await(check);
      sweep.add((System.nanoTime() - begun) / 1e6);
      if (exit != 0) {
        because = "a 'check' ended with exit status " + exit;
      }
    }
    measured.add(Figure.of(name, "ms", sweep).goal(goal).notJudged(because));
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }
}
