package dev.atsharness.log;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** The file or connection that is read. Its errors are kept apart from damage in its content. */
final class SourceStream extends ProxyInputStream {

  /** An error of the file or the connection, not of its content. */
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
