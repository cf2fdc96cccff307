package dev.atsharness.server.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.testing.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every TLS library accepts the baselines under the harness's CA, and refuses certificates that are
 * wrong, so that its acceptance says something. Writes {@code target/stacks.md}, and with {@code
 * -Dpage=write} the table in {@code docs/stacks.md}.
 */
@Tag("proof")
@TestInstance(Lifecycle.PER_CLASS)
class StacksIT {

  private static final String BASELINES = "baseline/*";

  /** A library whose compiler not every machine can have, as for tlsx. */
  private static final Set<String> WHERE_IT_INSTALLS = Set.of("Go crypto/tls");

  private static final List<String> FAULTY =
      List.of(
          "trust/untrusted-root",
          "trust/wrong-host",
          "trust/expired",
          "trust/name-outside-constraints");

  private static final Path PAGE = Path.of("..", "docs", "stacks.md");
  private static final Path SEEN = Path.of("target", "stacks.md");

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private Survey survey;

  @BeforeAll
  void runTheClients(@TempDir Path directory) throws Exception {
    String[] ids = Stream.concat(Stream.of(BASELINES), FAULTY.stream()).toArray(String[]::new);
    try (AtsHarness harness = AtsHarness.builder().only(ids).start()) {
      harness.endpoints().forEach(endpoint -> endpoints.put(endpoint.id(), endpoint));
      survey = Survey.of(Stack.ALL, harness, directory);
    }
    String renewed = table().putInto(Files.readString(PAGE));
    Files.writeString(SEEN, renewed);
    if (System.getProperty("page", "").equals("write")) {
      Files.writeString(PAGE, renewed);
    }
  }

  private StackTable table() {
    return new StackTable(survey, baselines(), FAULTY);
  }

  private List<String> baselines() {
    return endpoints.keySet().stream().filter(id -> !FAULTY.contains(id)).toList();
  }

  @TestFactory
  Stream<DynamicNode> everyBaselineIsVerified() {
    return forEachStack(baselines(), this::isVerifiedAsExpected);
  }

  private void isVerifiedAsExpected(Stack stack, String id, Way way) {
    Visit visit = survey.visit(stack, id, way);
    Endpoint endpoint = endpoints.get(id);
    assertThat(visit.serverName())
        .isEqualTo(way == Way.BY_NAME ? Optional.of(endpoint.host()) : Optional.empty());
    if (stack.accepts().contains(way)) {
      assertThat(visit.version()).as(visit.said()).contains(newest(endpoint));
    } else {
      assertThat(visit.isRefused()).as(visit.said()).isTrue();
    }
  }

  /** The newest version that the endpoint speaks; every stack speaks TLS 1.3. */
  private static String newest(Endpoint endpoint) {
    return Collections.max(endpoint.scenario().settings().tls().versions()).label();
  }

  @TestFactory
  Stream<DynamicNode> everyFaultyCertificateIsRefused() {
    return forEachStack(FAULTY, this::isRefused);
  }

  private void isRefused(Stack stack, String id, Way way) {
    Visit visit = survey.visit(stack, id, way);
    assertThat(visit.isRefused()).as(visit.said()).isTrue();
  }

  /** RFC 5280 section 6.1 takes no more than name and key from a trust anchor. */
  @TestFactory
  Stream<DynamicNode> theLimitsOfTheRootAloneHoldAsExpected() {
    return Stack.ALL.stream()
        .map(
            stack ->
                dynamicContainer(
                    stack.name(),
                    Stream.of(StolenRoot.values())
                        .map(
                            kind ->
                                ifThere(
                                    stack, kind.toString(), () -> holdsAsExpected(stack, kind)))));
  }

  private void holdsAsExpected(Stack stack, StolenRoot kind) {
    Visit visit = survey.visit(stack, kind);
    if (kind == StolenRoot.WITHIN_LIMITS || stack.ignoredOfTheRoot().contains(kind)) {
      assertThat(visit.isVerified()).as(visit.said()).isTrue();
    } else {
      assertThat(visit.isRefused()).as(visit.said()).isTrue();
    }
  }

  private Stream<DynamicNode> forEachStack(List<String> ids, Judgement judgement) {
    return Stack.ALL.stream()
        .map(
            stack ->
                dynamicContainer(
                    stack.name(),
                    ids.stream()
                        .flatMap(
                            id ->
                                Stream.of(Way.values())
                                    .map(way -> judged(stack, id, way, judgement)))));
  }

  private DynamicTest judged(Stack stack, String id, Way way, Judgement judgement) {
    return ifThere(stack, id + " " + way, () -> judgement.of(stack, id, way));
  }

  private DynamicTest ifThere(Stack stack, String name, Runnable test) {
    return dynamicTest(
        name,
        () -> {
          boolean there = survey.versions().containsKey(stack);
          String absent = stack.name() + " (" + survey.absent().get(stack) + ")";
          Skip.unless(there || !WHERE_IT_INSTALLS.contains(stack.name()), absent);
          OutsideProgram.require(there, absent);
          test.run();
        });
  }

  /** What must be true of a visit. */
  private interface Judgement {
    void of(Stack stack, String id, Way way);
  }

  @Test
  void thePageSaysWhatWasSeen() throws Exception {
    assertThat(table().comparable(Files.readString(PAGE)))
        .as(
            "docs/stacks.md is stale; renew it with './mvnw verify -pl harness-server -am"
                + " -Dtest=NONE -Dit.test=StacksIT -Dexcluded.tests=none -Dpage=write"
                + " -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dfailsafe.failIfNoSpecifiedTests=false'")
        .isEqualTo(table().comparable(Files.readString(SEEN)));
  }
}
