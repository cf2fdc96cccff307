package dev.atsharness.cli.internal.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class HostQueueTest {

  private static ListedServer server(String host, int line) {
    return ListedServer.of(URI.create("https://" + host + "/" + line), line);
  }

  @Test
  void aHostIsVisitedTwiceAtOnceAtMost() throws Exception {
    ListedServer first = server("a.test", 1);
    ListedServer second = server("A.test", 2);
    ListedServer third = server("a.test", 3);
    ListedServer other = server("b.test", 4);
    HostQueue queue = new HostQueue(List.of(first, second, third, other));

    assertThat(queue.take()).contains(first);
    assertThat(queue.take()).contains(second);
    assertThat(queue.take()).contains(other);
    queue.done(second);
    assertThat(queue.take()).contains(third);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void aClosedQueueGivesNothing() throws Exception {
    HostQueue queue = new HostQueue(List.of(server("a.test", 1)));
    queue.close();

    assertThat(queue.take()).isEmpty();
  }

  private static AnsweredServer answered(ListedServer server) {
    return new AnsweredServer(server, JsonMapper.shared().createObjectNode(), false);
  }

  @Test
  void answersAreHandedOnInTheOrderOfTheList() {
    List<ListedServer> servers =
        List.of(server("a.test", 1), server("b.test", 2), server("c.test", 3), server("d.test", 4));
    List<Integer> seen = new ArrayList<>();
    InOrder ordered = new InOrder(servers, one -> seen.add(one.server().line()));

    ordered.add(answered(servers.get(1)));
    assertThat(seen).isEmpty();
    ordered.add(answered(servers.get(0)));
    assertThat(seen).containsExactly(1, 2);
    ordered.add(answered(servers.get(3)));
    ordered.addRest(missing -> seen.add(-missing.line()));

    assertThat(seen).containsExactly(1, 2, -3, 4);
    assertThat(ordered.missing()).containsExactly(servers.get(2));
    assertThat(ordered.answered()).hasSize(3);
  }

  @Test
  void aRunIsStoppedAlthoughVisitsHang() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    ServersRun run =
        new ServersRun(
            List.of(server("a.test", 1), server("b.test", 2)),
            server -> {
              if (server.line() == 2) {
                await(never);
              }
              return answered(server);
            });

    boolean whole =
        run.run(
            2,
            one -> {
              handled.incrementAndGet();
              run.stop();
            });
    never.countDown();

    assertThat(whole).isFalse();
    assertThat(handled).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
