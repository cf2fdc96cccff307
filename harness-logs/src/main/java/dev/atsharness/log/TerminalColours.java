package dev.atsharness.log;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of a log without the colours of a terminal (ECMA-48, SGR and EL), as pymobiledevice3 and
 * idevicesyslog write them, for logs that are too long for {@link Markup}. Not for use by several
 * threads.
 */
final class TerminalColours extends FilterInputStream {

  private static final char ESCAPE = '\u001b';

  /** The place of the next byte in a sequence. */
  private enum State {
    TEXT,
    ESCAPED,
    PARAMETERS
  }

  private State state = State.TEXT;

  private TerminalColours(InputStream in) {
    super(in);
  }

  /**
   * The stream, changed if necessary.
   *
   * @param start some of its bytes
   */
  static InputStream removed(byte[] start, InputStream in) {
    for (byte one : start) {
      if (one == ESCAPE) {
        return new TerminalColours(in);
      }
    }
    return in;
  }

  /** A piece of text without colours. */
  static String without(String text) {
    return text.indexOf(ESCAPE) < 0 ? text : text.replaceAll("\u001b\\[[0-9;]{0,64}[mK]", "");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int kept = 0;
    while (kept == 0 && length > 0) {
      int read = super.read(into, from, length);
      if (read < 0) {
        return -1;
      }
      for (int i = from; i < from + read; i++) {
        if (isText(into[i])) {
          into[from + kept++] = into[i];
        }
      }
    }
    return kept;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private boolean isText(byte c) {
    boolean text = state == State.TEXT && c != ESCAPE;
    state =
        switch (state) {
          case TEXT -> c == ESCAPE ? State.ESCAPED : State.TEXT;
          case ESCAPED -> c == '[' ? State.PARAMETERS : State.TEXT;
          case PARAMETERS -> c == ';' || (c >= '0' && c <= '9') ? State.PARAMETERS : State.TEXT;
        };
    return text;
  }
}
