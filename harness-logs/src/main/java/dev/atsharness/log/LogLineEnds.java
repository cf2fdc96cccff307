package dev.atsharness.log;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream with line feeds in place of the carriage returns with which old programs end lines. */
final class LogLineEnds extends FilterInputStream {

  private LogLineEnds(InputStream in) {
    super(in);
  }

  /**
   * The stream, changed if necessary.
   *
   * @param start some of its bytes
   */
  static InputStream of(byte[] start, InputStream in) {
    boolean returns = false;
    for (byte one : start) {
      if (one == '\n') {
        return in;
      }
      returns |= one == '\r';
    }
    return returns ? new LogLineEnds(in) : in;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    return one == '\r' ? '\n' : one;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    for (int i = from; i < from + read; i++) {
      into[i] = into[i] == '\r' ? (byte) '\n' : into[i];
    }
    return read;
  }
}
