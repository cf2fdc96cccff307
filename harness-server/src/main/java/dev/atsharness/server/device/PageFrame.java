package dev.atsharness.server.device;

/**
 * What is around a page for people that needs no script.
 *
 * @param head markup for the head: a style sheet
 * @param top markup before the content: where else there is to go
 */
public record PageFrame(String head, String top) {

  /** Nothing: the page is whole in itself, with nothing fetched from elsewhere. */
  public static final PageFrame NONE = new PageFrame("", "");

  /**
   * A whole page.
   *
   * @param title of the window, as markup
   * @param content markup
   */
  String around(String title, String content) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        %s</head>
        <body>
        %s<main>
        %s</main>
        </body>
        </html>
        """
        .formatted(title, head, top, content);
  }
}
