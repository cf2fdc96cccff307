package dev.atsharness.server.internal.device;

import java.net.URI;

/**
 * The page that guides the user of a prepared device from endpoint to endpoint. It needs no script.
 *
 * @param tour the steps of the tour
 * @param live the URL at which the harness serves the page
 */
public record TourPage(GuidedTour tour, URI live) {

  /** The usual file name of the page. */
  public static final String FILE = "tour.html";

  /** The page as HTML. */
  public String html(PageFrame frame) {
    return TourMarkupRenderer.of().execute(TourMarkup.of(frame, this));
  }
}
