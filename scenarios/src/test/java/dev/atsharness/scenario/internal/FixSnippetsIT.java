package dev.atsharness.scenario.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The texts of the fixes and the commands of the rules are well formed. That the configurations
 * work is shown by CuresIT in harness-cli.
 */
class FixSnippetsIT {
  private static final String NO_DTD =
      "http://apache.org/xml/features/nonvalidating/load-external-dtd";

  @TempDir Path directory;

  static Stream<Fix> fixes() {
    return Rules.builtIn().all().stream().map(rule -> rule.remedy().fix()).distinct();
  }

  @ParameterizedTest
  @MethodSource("fixes")
  void theXmlOfTomcatAndJettyIsWellFormed(Fix fix) {
    for (String server : List.of("tomcat", "jetty")) {
      String snippet = fix.snippets().get(server);
      if (snippet.startsWith("<")) {
        assertThatCode(() -> parse(snippet))
            .as(fix.id() + " for " + server)
            .doesNotThrowAnyException();
      }
    }
  }

  private static void parse(String xml)
      throws IOException, ParserConfigurationException, SAXException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(NO_DTD, false);
    factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void opensslMakesTheRequests() throws IOException, InterruptedException {
    OutsideProgram.require("openssl");
    for (Rule rule : Rules.builtIn().all()) {
      if (rule.remedy()
          .commands()
          .filter(commands -> commands.startsWith("openssl req"))
          .isPresent()) {
        Result result = run("sh", "-c", rule.remedy().commands().get());
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(directory.resolve("mdm.example.com.csr")).isNotEmptyFile();
      }
    }
  }

  private record Result(int exit, String output) {}

  private Result run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command[0] + " did not end");
    }
    return new Result(process.exitValue(), output);
  }
}
