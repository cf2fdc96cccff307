package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.AtsHarness;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** The files for deploying the harness fit the current commands, options and ports. */
class DeployFilesTest {

  /** The default of {@code serve --first-port}. */
  private static final int FIRST_PORT = 9000;

  private static final Path ROOT = Path.of("..");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)\\}");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  @Test
  void theComposeFileStartsServe() throws IOException {
    Map<?, ?> harness =
        map(at(documents("deploy/docker-compose.yaml").get(0), "services", "harness"));
    assertServes(list(harness.get("command")));
  }

  @Test
  void theKubernetesFileStartsServeAndItsServiceLeadsThere() throws IOException {
    List<Object> documents = documents("deploy/kubernetes.yaml");
    Map<?, ?> pod = map(at(documents.get(0), "spec", "template"));
    Map<?, ?> container = map(list(at(pod, "spec", "containers")).get(0));
    assertServes(list(container.get("args")));
    assertThat(at(documents.get(1), "spec", "selector")).isEqualTo(at(pod, "metadata", "labels"));
    assertThat(list(at(documents.get(1), "spec", "ports")))
        .extracting(port -> at(port, "targetPort"))
        .isEqualTo(list(container.get("ports")).stream().map(port -> at(port, "name")).toList());
  }

  @Test
  void theOwnPortsThatScenariosNeedArePublished() throws IOException {
    int last;
    try (AtsHarness harness = AtsHarness.builder().start()) {
      long alone =
          harness.endpoints().stream()
              .filter(endpoint -> endpoint.url().getPort() == endpoint.port())
              .count();
      last = FIRST_PORT + (int) alone - 1;
    }
    for (String file : List.of("docs/containers.md", "Dockerfile", "deploy/docker-compose.yaml")) {
      assertThat(Files.readString(ROOT.resolve(file)))
          .as(file)
          .contains(FIRST_PORT + "-" + last)
          .doesNotContain(FIRST_PORT + "-" + (last + 1));
    }
    Object service = documents("deploy/kubernetes.yaml").get(1);
    assertThat(list(at(service, "spec", "ports")))
        .extracting(port -> at(port, "port"))
        .filteredOn(port -> (Integer) port >= FIRST_PORT)
        .isEqualTo(IntStream.rangeClosed(FIRST_PORT, last).boxed().toList());
  }

  @Test
  void theSecretIsMadeOfKeyFilesAlone() throws IOException {
    String manifest = Files.readString(ROOT.resolve("deploy/kubernetes.yaml"));
    assertThat(manifest)
        .contains("--from-file=%s' state/*.pem")
        .doesNotContain("--from-file state");
  }

  @Test
  void theActionUsesOptionsOfCheck() throws IOException {
    List<?> steps = list(at(documents("action.yml").get(0), "runs", "steps"));
    String script = (String) map(steps.get(1)).get("run");
    List<String> options = OPTION.matcher(script).results().map(MatchResult::group).toList();
    assertThat(options).isNotEmpty();
    Terminal none = new Terminal(new PrintWriter(new StringWriter()), false, false);
    assertThat(new CommandLine(new CheckCommand(none, none)).getCommandSpec().optionsMap())
        .containsKeys(options.toArray(String[]::new));
  }

  /**
   * A harness that lost a thread because its heap was full gives wrong answers, so it must end;
   * then it is restarted.
   */
  @Test
  void theJvmEndsWhenItsHeapIsFull() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("deploy/jvm.options")))
        .contains("-XX:+ExitOnOutOfMemoryError");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ats-harness", "ats-harness.cmd", "deploy/launcher.ps1", "Dockerfile"})
  void whatStartsTheJvmTakesItsOptionsFromOneFile(String file) throws IOException {
    assertThat(Files.readString(ROOT.resolve(file)))
        .contains("jvm.options")
        .doesNotContain("-Xmx", "-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void whatEndsIsStartedAgain() throws IOException {
    assertThat(at(documents("deploy/docker-compose.yaml").get(0), "services", "harness", "restart"))
        .isIn("unless-stopped", "always");
    assertThat(at(documents("deploy/kubernetes.yaml").get(0), "kind")).isEqualTo("Deployment");
  }

  private static void assertServes(List<?> command) {
    Terminal none = new Terminal(new PrintWriter(new StringWriter()), false, false);
    assertThat(command.get(0)).isEqualTo("serve");
    String[] options =
        command.stream()
            .skip(1)
            .map(word -> VARIABLE.matcher(word.toString()).replaceAll("$1"))
            .toArray(String[]::new);
    assertThat(new CommandLine(new ServeCommand(none, none)).parseArgs(options).unmatched())
        .isEmpty();
  }

  private static List<Object> documents(String file) throws IOException {
    String yaml = Files.readString(ROOT.resolve(file));
    Load load = new Load(LoadSettings.builder().setLabel(file).build());
    return StreamSupport.stream(load.loadAllFromString(yaml).spliterator(), false).toList();
  }

  private static Object at(Object node, String... path) {
    Object found = node;
    for (String key : path) {
      found = map(found).get(key);
    }
    return found;
  }

  private static Map<?, ?> map(Object node) {
    return (Map<?, ?>) node;
  }

  private static List<?> list(Object node) {
    return (List<?>) node;
  }
}
