package dev.atsharness.device.internal.probe;

import static dev.atsharness.device.internal.trust.TestPki.CLOCK;
import static dev.atsharness.device.internal.trust.TestPki.HOST;
import static dev.atsharness.device.internal.trust.TestPki.anchors;
import static dev.atsharness.device.internal.trust.TestPki.key;
import static dev.atsharness.device.internal.trust.TestPki.leaf;
import static dev.atsharness.device.internal.trust.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.testing.Skip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped clients against Go's crypto/tls, which has post-quantum groups and HTTP/2. */
class GoServerIT {

  private static final String PROGRAM =
      """
      package main

      import (
        "fmt"
        "net"
        "net/http"
      )

      func main() {
        listener, err := net.Listen("tcp", "127.0.0.1:0")
        if err != nil {
          panic(err)
        }
        fmt.Println(listener.Addr().(*net.TCPAddr).Port)
        answer := func(w http.ResponseWriter, r *http.Request) {
          fmt.Fprintln(w, r.Proto, r.TLS.Version, r.TLS.CipherSuite)
        }
        panic(http.ServeTLS(listener, http.HandlerFunc(answer), "leaf.pem", "leaf.pem"))
      }
      """;

  private static final CertifiedKey ROOT = root().selfSigned();

  @TempDir private static Path directory;
  private static Process server;
  private static InetSocketAddress address;

  @BeforeAll
  static void start() throws IOException {
    Skip.unless(OutsideProgram.find("go").isPresent(), "go is not installed");
    CertifiedKey leaf = leaf(key(KeySpec.rsa(2048), "leaf")).signedBy(ROOT);
    Files.writeString(directory.resolve("leaf.pem"), leaf.identity().pem());
    Files.writeString(directory.resolve("server.go"), PROGRAM);
    server =
        new ProcessBuilder("go", "run", "server.go")
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String port = output.readLine();
    Skip.unless(port != null, "go cannot build a program here");
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
      assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"safari-26", "ats-app", "ats-app-26.0", "ios-26.5-system", "ios-27-system"})
  void aShippedClientCompletes(String profile) {
    DeviceVisit visit =
        new SimulatedDevice(
                Catalogue.builtIn().profile(profile), anchors(ROOT), CLOCK, Duration.ofSeconds(10))
            .visit(URI.create("https://" + HOST + "/"), address);

    assertThat(visit.httpStatus()).as(visit.toString()).hasValue(200);
    assertThat(visit.violations()).isEmpty();
  }
}
