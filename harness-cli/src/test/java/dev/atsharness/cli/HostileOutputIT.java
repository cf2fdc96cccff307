package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The output of a checker is escaped in every report. */
class HostileOutputIT {

  @TempDir Path directory;

  @Test
  void isEscapedInEveryReport() throws Exception {
    Path json = directory.resolve("result.json");
    Path junit = directory.resolve("junit.xml");
    Path html = directory.resolve("report.html");
    Path markdown = directory.resolve("report.md");
    Path sarif = directory.resolve("report.sarif");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    Cli.Result result =
        Cli.run(
            "check",
            "--only",
            "handshake/no-ems",
            "--only",
            "ciphersuite/static-rsa-null",
            "--only",
            "baseline/tls12",
            "--exec",
            "'%s' -cp '%s' %s {host} {address} {port}"
                .formatted(
                    java, System.getProperty("java.class.path"), HostileChecker.class.getName()),
            "--json",
            json.toString(),
            "--junit",
            junit.toString(),
            "--html",
            html.toString(),
            "--markdown",
            markdown.toString(),
            "--sarif",
            sarif.toString());

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.DEVIATION);
    for (String text :
        new String[] {
          result.out(),
          result.err(),
          Files.readString(json),
          Files.readString(junit),
          Files.readString(html),
          Files.readString(markdown),
          Files.readString(sarif)
        }) {
      assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
    }
    assertThat(Files.readString(html) + Files.readString(markdown))
        .contains("alert(1)")
        .doesNotContain("<script>alert(1)");
    assertThat(result.out()).contains("evidence: rsa-key-below-2048 \\u001b]0;owned\\u0007");
    Document report =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Files.readString(junit))));
    NodeList failures = report.getElementsByTagName("failure");
    assertThat(failures.getLength()).isEqualTo(2);
    assertThat(failures.item(0).getTextContent() + failures.item(1).getTextContent())
        .contains("]]> <script>alert(1)</script> &lt;");
    assertThat(report.getElementsByTagName("script").getLength()).isZero();
  }
}
