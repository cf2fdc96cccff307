package dev.atsharness.cli;

import dev.atsharness.conformance.internal.RemoteJournal;
import dev.atsharness.conformance.internal.SeenConnection.Sent;
import dev.atsharness.scenario.internal.Tour;
import dev.atsharness.scenario.internal.Trigger;
import dev.atsharness.server.HarnessException;
import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.device.GuidedTour;
import dev.atsharness.server.internal.device.GuidedTour.Expected;
import dev.atsharness.server.internal.device.GuidedTour.Step;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "tour",
    description = {
      "Print a tour of a few endpoints that together cover every code that a device can meet: what"
          + " to do on the device, which process connects, and what its log must say."
    },
    footer = {
      "",
      "A harness with its journal (--against its console) also tells which of them a device has",
      "connected to. The console has the same tour as a page, with links to tap:"
          + " /device/tour.html.",
      "",
      "Examples:",
      "  ats-harness device tour --against http://127.0.0.1:8090"
    })
final class DeviceTourCommand implements Callable<Integer> {

  @Mixin private CatalogueOptions catalogue;

  @Option(
      names = "--against",
      paramLabel = "URL",
      required = true,
      description = "The console of a running harness.")
  private String against;

  private final Terminal out;
  private final Terminal err;

  DeviceTourCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    Manifest manifest = RunningHarness.manifest(against);
    DeviceCommand.requireForDevices(manifest);
    Tour tour = Tour.builtIn();
    Set<String> seen = seen(tour, manifest);
    GuidedTour guided = GuidedTour.of(tour, catalogue.chosen(err), manifest::urlOf, seen::contains);
    int number = 0;
    for (Step step : guided.steps()) {
      number++;
      print(number, step);
    }
    out.line(seen.size() + " of " + number + " seen by the harness.");
    return ExitCode.OK;
  }

  private static Set<String> seen(Tour tour, Manifest manifest) throws InterruptedException {
    RemoteJournal journal = new RemoteJournal(manifest.console(), RunningHarness.token());
    Set<String> seen = new HashSet<>();
    try {
      for (Tour.Stop stop : tour.stops()) {
        if (manifest.urlOf(stop.scenario()).isPresent()
            && journal
                .connections(stop.scenario())
                .filter(some -> some.stream().anyMatch(one -> one.sent() != Sent.NOTHING))
                .isPresent()) {
          seen.add(stop.scenario());
        }
      }
    } catch (IOException e) {
      throw new HarnessException("the journal cannot be read: " + e.getMessage(), e);
    }
    return seen;
  }

  private void print(int number, Step step) {
    Trigger trigger = step.stop().trigger();
    out.line(
        out.style(
            Terminal.Style.STRONG,
            (step.seen() ? "[x] " : "[ ] ")
                + number
                + ". "
                + step.title()
                + " ("
                + step.stop().scenario()
                + ")"));
    out.line("      do       " + trigger.actionFor(step.url()));
    trigger.linkFor(step.url()).ifPresent(link -> out.line("               " + link));
    step.hindrance().ifPresent(why -> out.line("      not now  " + why));
    out.line(
        "      process  "
            + String.join(" or ", trigger.processes())
            + " ["
            + trigger.grounds().evidence().label()
            + "]");
    out.line("      look     " + step.stop().look());
    step.expected()
        .forEach(
            (release, expected) -> {
              out.line("      " + release.label() + "     " + expected.words());
              lines(expected);
            });
    out.line();
  }

  private void lines(Expected expected) {
    expected.lines().forEach(line -> out.line("               " + line));
    expected.possible().forEach(line -> out.line("               possibly: " + line));
  }
}
