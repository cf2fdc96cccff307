package dev.atsharness.cli.internal.servers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;

/**
 * The lines of a list, in whatever encoding a spreadsheet or a shell wrote it.
 *
 * @param lines without their ends
 * @param note how the text was read, if that is a guess
 */
record ListText(List<String> lines, Optional<String> note) {

  /** The largest list; 100,000 servers are less. */
  private static final int MAX_BYTES = 32 * 1024 * 1024;

  private static final Charset OF_SPREADSHEETS = Charset.forName("windows-1252");

  ListText {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a list to its end.
   *
   * @throws IOException if it cannot be read or is not text; the message says what to give
   */
  static ListText of(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("a list has at most " + MAX_BYTES / 1024 / 1024 + " MiB; split it");
    }
    if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
      throw new IOException("it is a spreadsheet or an archive; save the list as CSV (UTF-8)");
    }
    BOMInputStream marked =
        BOMInputStream.builder()
            .setInputStream(new ByteArrayInputStream(bytes))
            .setByteOrderMarks(ByteOrderMark.UTF_8, ByteOrderMark.UTF_16LE, ByteOrderMark.UTF_16BE)
            .get();
    ByteOrderMark mark = marked.getBOM();
    byte[] text = marked.readAllBytes();
    if (mark != null) {
      return new ListText(lines(decode(text, Charset.forName(mark.getCharsetName()))), none());
    }
    try {
      return new ListText(lines(decode(text, StandardCharsets.UTF_8)), none());
    } catch (CharacterCodingException e) {
      return new ListText(
          lines(new String(text, OF_SPREADSHEETS)),
          Optional.of("it is not UTF-8 and was read as windows-1252; look at its names"));
    }
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static List<String> lines(String text) throws IOException {
    if (text.indexOf('\0') >= 0) {
      throw new IOException("it is not text; give a list with one URL a line, or CSV");
    }
    return List.of(text.split("\r\n|\n|\r", -1));
  }
}
