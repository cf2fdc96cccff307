package dev.atsharness.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

/** Tests with a timer and a network that the test controls. */
class SlowBodyTest {

  private final Timer timer = new Timer();
  private final Network network = new Network();
  private final List<String> ends = new ArrayList<>();

  private final Callback end =
      Callback.from(() -> ends.add("sent"), failure -> ends.add(failure.getMessage()));

  private void drip(String body) {
    drip(body, Duration.ofSeconds(10));
  }

  private void drip(String body, Duration longest) {
    ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.US_ASCII));
    new SlowBody(timer, network, bytes, longest, end).next();
  }

  @Test
  void writesAByteAtATimeAndSaysWhichIsTheLast() {
    drip("abc");
    network.writes.remove().succeeded();
    timer.tasks.remove().run();
    network.writes.remove().succeeded();
    timer.tasks.remove().run();
    assertThat(ends).isEmpty();
    network.writes.remove().succeeded();

    assertThat(network.written).containsExactly("a", "b", "c, last");
    assertThat(timer.tasks).isEmpty();
    assertThat(ends).containsExactly("sent");
  }

  @Test
  void waitsATenthOfASecondFromWhenTheByteBeforeIsOnItsWay() {
    drip("ab");
    assertThat(timer.millis).as("while the first byte is being written").isEmpty();

    network.writes.remove().succeeded();
    assertThat(timer.millis).containsExactly(100L);
    assertThat(network.written).as("until the time is up").containsExactly("a");
  }

  @Test
  void pausesGetShorterWhereTheBodyWouldTakeTooLong() {
    drip("abcd", Duration.ofMillis(100));
    network.writes.remove().succeeded();
    assertThat(timer.millis).containsExactly(25L);
  }

  @Test
  void endsWhenTheClientGoesAway() {
    drip("abc");
    network.writes.remove().failed(new IOException("gone"));

    assertThat(ends).containsExactly("gone");
    assertThat(timer.tasks).isEmpty();
    assertThat(network.written).containsExactly("a");
  }

  @Test
  void anEmptyBodyIsOverAtOnce() {
    drip("");
    network.writes.remove().succeeded();

    assertThat(network.written).containsExactly(", last");
    assertThat(ends).containsExactly("sent");
  }

  /** A timer that keeps the scheduled tasks and their times. */
  private static final class Timer extends AbstractLifeCycle implements Scheduler {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Long> millis = new ArrayList<>();

    @Override
    public Task schedule(Runnable task, long delay, TimeUnit unit) {
      tasks.add(task);
      millis.add(unit.toMillis(delay));
      return () -> tasks.remove(task);
    }
  }

  /** A sink that keeps the written bytes, and the callback that waits. */
  private static final class Network implements Content.Sink {

    private final List<String> written = new ArrayList<>();
    private final Deque<Callback> writes = new ArrayDeque<>();

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
      written.add(StandardCharsets.US_ASCII.decode(bytes) + (last ? ", last" : ""));
      writes.add(callback);
    }
  }
}
