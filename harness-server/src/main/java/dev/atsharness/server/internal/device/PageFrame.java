package dev.atsharness.server.internal.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The frame of a page for people that needs no script. */
public enum PageFrame {
  /** No frame: a file on disk, which is self-contained and fetches nothing. */
  NONE,

  /** The console's style, and a link back to the console. */
  CONSOLE;

  /** The console's style sheet, for a page that carries its style in itself. */
  String style() {
    String name = "/dev/atsharness/server/internal/console/console.css";
    try (InputStream in = PageFrame.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
