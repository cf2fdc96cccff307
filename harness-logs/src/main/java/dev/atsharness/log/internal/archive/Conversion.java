package dev.atsharness.log.internal.archive;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program while it makes text of a log. Its output is read as a stream, since the text is many
 * times longer than the log. A watch ends a program that writes nothing, needs too much time or
 * writes too much. The stream is for one thread.
 */
public final class Conversion implements Closeable {

  /** How long the program may take to end after its output has ended. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private static final int EXIT_OF_KILL = 128;

  private final LogProgram program;
  private final ConversionLimits limits;
  private final Process process;
  private final ErrorText errors;
  private final RecordCount records;
  private final ExitTask killing;
  private final Timer watch;
  private final long start = System.nanoTime();
  private volatile Optional<String> stopped = Optional.empty();

  private Conversion(LogProgram program, ConversionLimits limits, Process process) {
    this.program = program;
    this.limits = limits;
    this.process = process;
    this.errors = new ErrorText(process.getErrorStream());
    this.records = new RecordCount(process.getInputStream(), this::ended);
    this.killing = new ExitTask(this::kill);
    this.watch = new Timer("watch of " + program.name(), true);
    long step = Math.max(1, Math.min(limits.silence().toMillis(), limits.total().toMillis()) / 20);
    watch.schedule(
        new TimerTask() {
          @Override
          public void run() {
            look();
          }
        },
        step,
        step);
  }

  /**
   * Starts the program.
   *
   * @throws IOException if it cannot be started
   */
  public static Conversion start(LogProgram program, ConversionLimits limits, Path archive)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.command(archive));
    builder.redirectInput(
        new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null"));
    Process process = builder.start();
    return new Conversion(program, limits, process);
  }

  /** The number of records that were read so far; may be called by another thread. */
  public long recordsSoFar() {
    return records.linesSoFar();
  }

  /** The text, a record on each line. */
  public InputStream records() {
    return records;
  }

  private void look() {
    long now = System.nanoTime();
    if (now - start > limits.total().toNanos()) {
      stop("it was stopped because it ran for more than " + words(limits.total()));
    } else if (now - Math.max(records.lastTime(), errors.lastTime()) > limits.silence().toNanos()) {
      stop("it was stopped because it printed nothing for " + words(limits.silence()));
    } else if (records.bytes() > limits.output()) {
      stop("it was stopped because it wrote more than " + (limits.output() >> 20) + " MiB");
    }
  }

  private static String words(Duration time) {
    return time.toSeconds() < 120 ? time.toSeconds() + " seconds" : time.toMinutes() + " minutes";
  }

  private void stop(String why) {
    stopped = Optional.of(why);
    kill();
  }

  private void kill() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Whether an error of the output is the end of a program that was stopped. */
  private boolean ended() {
    return stopped.isPresent() || !process.isAlive();
  }

  /** Waits for the program to end, and tells what it did. */
  public ConversionResult result() throws IOException {
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        stop("it was stopped because it did not end after its output");
        process.waitFor();
      }
      errors.await(GRACE);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program.name() + " ran", e);
    }
    return new ConversionResult(
        program.name(), failure(), records.lines(), records.networkRecords(), errors.found());
  }

  private Optional<String> failure() {
    if (stopped.isPresent()) {
      return stopped;
    }
    int status = process.exitValue();
    if (status == 0) {
      return Optional.empty();
    }
    return Optional.of(
        status > EXIT_OF_KILL
            ? "it was ended by signal " + (status - EXIT_OF_KILL)
            : "it ended with status " + status);
  }

  /** Ends the program if it still runs. */
  @Override
  public void close() throws IOException {
    watch.cancel();
    kill();
    killing.cancel();
    records.close();
  }
}
