package dev.atsharness.log.internal.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Reads the standard error of a program on a thread of its own, so that the program never waits,
 * and keeps a few lines of it.
 */
final class ErrorText {

  private static final int MAX_SAMPLES = 8;
  private static final int MAX_LINE = 300;

  /** A line that says that something was not read. */
  private static final Pattern ERROR =
      Pattern.compile(
          "\\[ERROR\\]|^error\\b|^log: error|panicked at"
              + "|(?:failed|could not|cannot) to? ?(?:parse|read|open)\\b.*(?:tracev3|uuidtext|dsc|timesync)",
          Pattern.CASE_INSENSITIVE);

  /** A path says nothing about the kind of an error. */
  private static final Pattern PATH = Pattern.compile("\\S*/\\S*");

  /**
   * Errors of unifiedlog_iterator about one value of a message, or about records that are not
   * messages. They cannot hide a violation.
   */
  private static final Pattern OF_ONE_VALUE =
      Pattern.compile(
          "statedump|plist|decode log object|NumberFormat|format width|to char string"
              + "|specific string");

  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<String> errors = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private long count;
  private volatile long lastTime = System.nanoTime();

  ErrorText(InputStream in) {
    Thread thread = new Thread(() -> read(in), "errors of a program");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(InputStream in) {
    byte[] buffer = new byte[1 << 13];
    StringBuilder line = new StringBuilder();
    try (in) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        lastTime = System.nanoTime();
        for (char c : new String(buffer, 0, read, StandardCharsets.ISO_8859_1).toCharArray()) {
          if (c == '\n') {
            take(line);
          } else if (line.length() < MAX_LINE) {
            line.append(c);
          }
        }
      }
    } catch (IOException e) {
      line.append(" (").append(e.getMessage()).append(')'); // the program was stopped
    } finally {
      take(line);
      ended.countDown();
    }
  }

  private synchronized void take(StringBuilder line) {
    String text = line.toString().strip();
    line.setLength(0);
    boolean isError =
        ERROR.matcher(text).find()
            && !OF_ONE_VALUE.matcher(PATH.matcher(text).replaceAll("")).find();
    count += isError ? 1 : 0;
    List<String> samples = isError ? errors : others;
    if (!text.isEmpty() && samples.size() < MAX_SAMPLES && !samples.contains(text)) {
      samples.add(text);
    }
  }

  /** When the last bytes came, by {@link System#nanoTime}. */
  long lastTime() {
    return lastTime;
  }

  /** Waits for the end of the text; a process that outlives the program may keep it open. */
  void await(Duration patience) throws InterruptedException {
    if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      synchronized (this) {
        others.add("(the program's standard error did not end)");
      }
    }
  }

  synchronized ConversionResult.Errors found() {
    return new ConversionResult.Errors(count, errors.isEmpty() ? others : errors);
  }
}
