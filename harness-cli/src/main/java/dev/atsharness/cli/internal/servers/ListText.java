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
import java.util.Set;
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

  /**
   * How the files begin that Java has open itself (class libraries and their archive, in both byte
   * orders). If standard input is closed, one of them gets its number.
   */
  private static final Set<Integer> OF_JAVA =
      Set.of(0xCAFEDADA, 0xDADAFECA, 0xF00BABA2, 0xA2BA0BF0);

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
    if (bytes.length >= Integer.BYTES && OF_JAVA.contains(ByteBuffer.wrap(bytes).getInt())) {
      throw new IOException(
          "it is a file of Java itself, so standard input is closed; pipe the list into it, or"
              + " name a file");
    }
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
      return of(text, Charset.forName(mark.getCharsetName()), none());
    }
    Optional<Charset> wide = wide(text);
    if (wide.isPresent()) {
      return of(text, wide.get(), Optional.of("it was read as " + wide.get() + ", without a mark"));
    }
    try {
      return new ListText(lines(decode(text, StandardCharsets.UTF_8)), none());
    } catch (CharacterCodingException e) {
      return new ListText(
          lines(new String(text, OF_SPREADSHEETS)),
          Optional.of("it is not UTF-8 and was read as windows-1252; look at its names"));
    }
  }

  private static ListText of(byte[] text, Charset charset, Optional<String> note)
      throws IOException {
    try {
      return new ListText(lines(decode(text, charset)), note);
    } catch (CharacterCodingException e) {
      throw new IOException(
          "it begins as " + charset + ", but is not; save the list as CSV (UTF-8)", e);
    }
  }

  /** Returns the encoding with two bytes a character, if every other byte is nearly always NUL. */
  private static Optional<Charset> wide(byte[] text) {
    int[] nuls = new int[2];
    for (int i = 0; i < text.length; i++) {
      nuls[i % 2] += text[i] == 0 ? 1 : 0;
    }
    int most = text.length / 2 * 9 / 10;
    if (text.length < 4 || Math.max(nuls[0], nuls[1]) < most || Math.min(nuls[0], nuls[1]) > 0) {
      return Optional.empty();
    }
    return Optional.of(nuls[0] == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static List<String> lines(String text) throws IOException {
    List<String> lines = List.of(text.split("\r\n|\n|\r", -1));
    List<String> damaged = lines.stream().filter(line -> line.indexOf('\0') >= 0).toList();
    if (damaged.size() * 2 >= lines.size()) {
      throw new IOException(
          "it is not text: line "
              + (lines.indexOf(damaged.get(0)) + 1)
              + " has NUL bytes; give a list with one URL a line, or CSV");
    }
    return lines;
  }
}
