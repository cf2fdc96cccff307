package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example works with this module as its only dependency. */
class ExplainLogTest {

  @TempDir Path directory;

  @Test
  void aShortProgramExplainsALog() throws Exception {
    Path log =
        Files.writeString(
            directory.resolve("log.txt"),
            "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret"
                + " (EMS) for server: mdm.example.com\n");
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      ExplainLog.main(new String[] {log.toString()});
    } finally {
      System.setOut(before);
    }

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("mdm.example.com: ems-not-negotiated");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.eclipse.jetty.server.Server",
        "org.eclipse.jetty.http.HttpField",
        "org.bouncycastle.tls.TlsProtocol",
        "dev.atsharness.server.AtsHarness"
      })
  void itBringsNeitherAServerNorATlsLibrary(String name) {
    assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> Class.forName(name));
  }
}
