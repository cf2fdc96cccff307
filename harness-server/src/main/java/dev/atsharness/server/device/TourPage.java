package dev.atsharness.server.device;

import dev.atsharness.scenario.Trigger;
import dev.atsharness.server.device.GuidedTour.Expected;
import dev.atsharness.server.device.GuidedTour.Step;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.StringUtil;

/**
 * The page that leads a person with a prepared device from endpoint to endpoint. It needs no
 * script.
 *
 * @param tour what there is to see
 */
public record TourPage(GuidedTour tour) {

  /** The usual name of its file. */
  public static final String FILE = "tour.html";

  /** The page. */
  public String html(PageFrame frame) {
    return frame.around("ATS harness: a tour", content());
  }

  private String content() {
    long seen = tour.steps().stream().filter(Step::seen).count();
    return """
        <h1>A tour for a device</h1>
        <p>For a device with <a href="%s">the profile and the logging profile</a>, restarted. Do what \
        each step says, export the log, and have it judged: <code>ats-harness log check FILE --visited --against \
        CONSOLE</code>. Opening an endpoint in Safari proves nothing: Safari is not bound by these rules, \
        and none of the processes whose messages count.</p>
        <p>Which process connects, and that it does, is <em>[inferred]</em> wherever a step says so.</p>
        <p>%d of %d seen. <a href="%s">Look again</a></p>
        <ol>
        """
            .formatted(OnboardingPage.FILE, seen, tour.steps().size(), FILE)
        + tour.steps().stream().map(TourPage::step).collect(Collectors.joining())
        + "</ol>\n";
  }

  private static String step(Step step) {
    Trigger trigger = step.stop().trigger();
    return "<li>\n<h2>"
        + escaped(step.title())
        + "</h2>\n<p>"
        + (step.seen() ? "<strong>\u2713 seen</strong>" : "not seen yet")
        + ": <code>"
        + escaped(step.url().getHost())
        + "</code>, "
        + escaped(step.stop().scenario())
        + "</p>\n<p>"
        + trigger
            .linkFor(step.url())
            .map(link -> "<a href=\"" + escaped(link) + "\">" + escaped(trigger.action()) + "</a>")
            .orElseGet(() -> escaped(trigger.actionFor(step.url())))
        + ". "
        + escaped(trigger.then())
        + step.hindrance().map(why -> " <strong>Not now: " + escaped(why) + ".</strong>").orElse("")
        + "</p>\n<p>Process: "
        + escaped(String.join(" or ", trigger.processes()))
        + " <em>["
        + trigger.evidence().label()
        + "]</em>. "
        + escaped(step.stop().look())
        + "</p>\n<dl>\n"
        + step.expected().entrySet().stream()
            .map(entry -> expected(entry.getKey().label(), entry.getValue()))
            .collect(Collectors.joining())
        + "</dl>\n";
  }

  private static String expected(String release, Expected expected) {
    return "<dt>"
        + escaped(release)
        + "\n<dd>"
        + expected.words()
        + "\n"
        + expected.lines().stream().map(TourPage::line).collect(Collectors.joining())
        + expected.possible().stream()
            .map(line -> "<dd>possibly " + code(line) + "\n")
            .collect(Collectors.joining());
  }

  private static String line(String text) {
    return "<dd>" + code(text) + "\n";
  }

  private static String code(String text) {
    return "<code>" + escaped(text) + "</code>";
  }

  private static String escaped(String text) {
    return StringUtil.sanitizeXmlString(text);
  }
}
