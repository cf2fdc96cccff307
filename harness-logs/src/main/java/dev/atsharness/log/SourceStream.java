package dev.atsharness.log;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** The file or connection that is read. Its own errors are told from damage in what it holds. */
final class SourceStream extends ProxyInputStream {

  /** An error of the file or the connection itself, and not of what is in it. */
  static final class Failure extends IOException {

    private static final long serialVersionUID = 1;

    private final IOException error;

    Failure(IOException error) {
      super(error.getMessage(), error);
      this.error = error;
    }

    /** The error as the file or the connection reported it. */
    IOException error() {
      return error;
    }
  }

  SourceStream(InputStream in) {
    super(in);
  }

  @Override
  protected void handleIOException(IOException e) throws IOException {
    throw new Failure(e);
  }
}
