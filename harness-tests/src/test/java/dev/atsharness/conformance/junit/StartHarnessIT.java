package dev.atsharness.conformance.junit;

import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.testing.Listening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests when endpoints start and stop, and which of them tests receive. */
class StartHarnessIT {

  private static final String NO_EMS = "handshake/no-ems";
  private static final String CONTROL = "baseline/tls12";

  @Nested
  class Scope {

    @StartHarness(only = NO_EMS)
    private static TestHarness ofClass;

    @StartHarness(only = NO_EMS)
    private TestHarness ofTest;

    private static final ConcurrentLinkedQueue<TestHarness> CLASS_WIDE =
        new ConcurrentLinkedQueue<>();
    private static final ConcurrentLinkedQueue<TestHarness> PER_TEST =
        new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isTheClassOrTheTest(int run, @StartHarness(only = NO_EMS) TestHarness parameter) {
      assertThat(List.of(ofClass, ofTest, parameter))
          .doesNotHaveDuplicates()
          .allSatisfy(harness -> assertThat(listens(harness)).isTrue());
      if (run == 2) {
        assertThat(CLASS_WIDE).containsOnly(ofClass);
        assertThat(PER_TEST).doesNotContain(ofTest, parameter).noneMatch(StartHarnessIT::listens);
      }
      CLASS_WIDE.add(ofClass);
      PER_TEST.addAll(List.of(ofTest, parameter));
    }
  }

  static final class ForAll {
    private static final List<TestHarness> SEEN = new ArrayList<>();

    private final TestHarness ofConstructor;

    ForAll(@StartHarness(only = NO_EMS) TestHarness harness) {
      ofConstructor = harness;
    }

    @BeforeAll
    static void before(@StartHarness(only = NO_EMS) TestHarness harness) {
      SEEN.add(harness);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void test(int run) {
      SEEN.add(ofConstructor);
      assertThat(SEEN).hasSize(run + 1).allMatch(StartHarnessIT::listens);
    }
  }

  @Test
  void aParameterOfTheClassLastsAsLongAsTheClass() {
    assertThat(failures(ForAll.class)).isEmpty();
    assertThat(ForAll.SEEN).hasSize(3).noneMatch(StartHarnessIT::listens);
    assertThat(ForAll.SEEN.get(1)).isSameAs(ForAll.SEEN.get(2)).isNotSameAs(ForAll.SEEN.get(0));
  }

  static final class Chosen {
    private static final List<String> SEEN = new ArrayList<>();

    @StartHarness(only = {"handshake/*", "baseline/*"})
    static TestHarness harness;

    @ParameterizedTest
    @ScenarioSource(violations = EMS_NOT_NEGOTIATED, only = "*/no-ems", controls = true)
    void test(TestEndpoint endpoint) {
      assertThat(harness.endpoint(endpoint.id()).url()).isEqualTo(endpoint.url());
      SEEN.add(endpoint.id());
    }

    @Nested
    class Inner {
      @ParameterizedTest
      @ScenarioSource(only = NO_EMS)
      void test(TestEndpoint endpoint) {
        SEEN.add("inner " + endpoint.id());
      }
    }
  }

  @Test
  void feedsTheChosenEndpoints() {
    assertThat(failures(Chosen.class)).isEmpty();
    assertThat(Chosen.SEEN).containsExactly(NO_EMS, CONTROL, "inner " + NO_EMS);
  }

  /** Both tests must run at the same time, or neither passes. */
  abstract static class AtOnce {
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    static void meet(TestHarness harness) throws Exception {
      BOTH.await(1, TimeUnit.MINUTES);
      assertThat(listens(harness)).isTrue();
      BOTH.await(1, TimeUnit.MINUTES);
    }
  }

  static final class One extends AtOnce {
    @StartHarness(only = NO_EMS)
    private static TestHarness harness;

    @Test
    void test() throws Exception {
      meet(harness);
    }
  }

  static final class Other extends AtOnce {
    @Test
    void test(@StartHarness(only = NO_EMS) TestHarness harness) throws Exception {
      meet(harness);
    }
  }

  @Test
  void classesMayRunAtOnce() {
    assertThat(failures(One.class, Other.class)).isEmpty();
  }

  static final class WrongId {
    @StartHarness(only = "handshake/no-esm")
    static TestHarness harness;

    @Test
    void test() {}
  }

  static final class WrongSource {
    @StartHarness(only = "handshake/*")
    static TestHarness harness;

    @ParameterizedTest
    @ScenarioSource(only = "handshake/no-esm")
    void test(TestEndpoint endpoint) {}
  }

  static final class MissingControl {
    @StartHarness(only = NO_EMS)
    static TestHarness harness;

    @ParameterizedTest
    @ScenarioSource(controls = true)
    void test(TestEndpoint endpoint) {}
  }

  static final class NoHarness {
    @ParameterizedTest
    @ScenarioSource
    void test(TestEndpoint endpoint) {}
  }

  static final class TwoHarnesses {
    @StartHarness(only = NO_EMS)
    static TestHarness one;

    @StartHarness(only = NO_EMS)
    static TestHarness other;

    @ParameterizedTest
    @ScenarioSource
    void test(TestEndpoint endpoint) {}
  }

  static final class WrongType {
    @StartHarness static String harness;

    @Test
    void test() {}
  }

  static final class WrongEndpoint {
    @Test
    void test(@StartHarness(only = "handshake/*") TestHarness harness) {
      harness.endpoint("handshake/no-esm");
    }
  }

  @Test
  void saysWhatIsWrongAndWhatWouldBeRight() {
    assertThat(failures(WrongId.class))
        .singleElement()
        .asString()
        .contains("no scenario matches 'handshake/no-esm'; did you mean handshake/no-ems");
    assertThat(failures(WrongSource.class))
        .singleElement()
        .asString()
        .contains("no endpoint matches 'handshake/no-esm'; did you mean handshake/no-ems");
    assertThat(failures(WrongEndpoint.class))
        .singleElement()
        .asString()
        .contains("no endpoint 'handshake/no-esm'; did you mean handshake/no-ems");
    assertThat(failures(MissingControl.class))
        .singleElement()
        .asString()
        .contains("handshake/no-ems is compared with baseline/tls12, which was not started");
    assertThat(failures(NoHarness.class))
        .singleElement()
        .asString()
        .contains("needs a harness of the whole class", "@StartHarness static TestHarness");
    assertThat(failures(TwoHarnesses.class))
        .singleElement()
        .asString()
        .contains("cannot choose between the harnesses of TwoHarnesses");
    assertThat(failures(WrongType.class))
        .singleElement()
        .asString()
        .contains("@StartHarness gives a TestHarness, not");
  }

  private static boolean listens(TestHarness harness) {
    TestEndpoint endpoint = harness.endpoint(NO_EMS);
    try {
      return Listening.on(InetAddress.getByName(endpoint.address()), endpoint.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the failure messages of classes that run in parallel, including those of their tests.
   */
  private static List<String> failures(Class<?>... types) {
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(Stream.of(types).map(DiscoverySelectors::selectClass).toList())
                  .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                  .configurationParameter(
                      "junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                  .configurationParameter(
                      "junit.jupiter.execution.parallel.config.strategy", "fixed")
                  .configurationParameter(
                      "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                  .build(),
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  Optional<Throwable> thrown = result.getThrowable();
                  thrown.ifPresent(failure -> messages.add(failure.getMessage()));
                }
              });
    }
    return messages;
  }
}
