package dev.atsharness.server.internal.device;

import dev.atsharness.scenario.internal.Trigger;
import dev.atsharness.server.internal.device.GuidedTour.Expected;
import dev.atsharness.server.internal.device.GuidedTour.Step;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.Optional;

/**
 * The data for the template of the {@link TourPage}.
 *
 * @param live the URL at which the harness serves the page
 * @param seen number of steps that were visited
 */
@JStache(path = "tour")
record TourMarkup(PageFrame frame, String live, long seen, List<Stop> steps) {

  /**
   * A step as text.
   *
   * @param link the URL to tap
   * @param then what happens next
   * @param hindrance why it does not work now
   */
  record Stop(
      String title,
      boolean seen,
      String host,
      String scenario,
      Optional<String> link,
      String action,
      String then,
      Optional<String> hindrance,
      String processes,
      String evidence,
      String look,
      List<Release> expected) {

    static Stop of(Step step) {
      Trigger trigger = step.stop().trigger();
      Optional<String> link = trigger.linkFor(step.url());
      return new Stop(
          step.title(),
          step.seen(),
          step.url().getHost(),
          step.stop().scenario(),
          link,
          link.isPresent() ? trigger.instructions().action() : trigger.actionFor(step.url()),
          trigger.instructions().then(),
          step.hindrance(),
          String.join(" or ", trigger.processes()),
          trigger.grounds().evidence().label(),
          step.stop().look(),
          step.expected().entrySet().stream()
              .map(entry -> Release.of(entry.getKey().label(), entry.getValue()))
              .toList());
    }
  }

  /** The expected behaviour of a device of a release. */
  record Release(String release, String words, List<String> lines, List<String> possible) {

    static Release of(String release, Expected expected) {
      return new Release(release, expected.words(), expected.lines(), expected.possible());
    }
  }

  static TourMarkup of(PageFrame frame, TourPage page) {
    GuidedTour tour = page.tour();
    return new TourMarkup(
        frame,
        page.live().toString(),
        tour.steps().stream().filter(Step::seen).count(),
        tour.steps().stream().map(Stop::of).toList());
  }

  int number() {
    return steps.size();
  }

  String itself() {
    return TourPage.FILE;
  }

  String onboardingFile() {
    return OnboardingPage.FILE;
  }
}
