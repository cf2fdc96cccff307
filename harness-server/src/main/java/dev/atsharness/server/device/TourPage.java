package dev.atsharness.server.device;

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
    return TourMarkupRenderer.of().execute(TourMarkup.of(frame, tour));
  }
}
