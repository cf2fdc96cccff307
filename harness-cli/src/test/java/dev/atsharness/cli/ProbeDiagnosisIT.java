package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.testing.FreePorts;
import dev.atsharness.testing.OutsideProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The causes and remedies that probe reports for servers that are not part of this project. */
class ProbeDiagnosisIT {

  private static final String HOST = "mdm.ats-harness.test";
  private static final String SUITES = "ECDHE suites with AES-GCM";
  private static final Clock CLOCK = Clock.systemUTC();
  private static final CertifiedKey ROOT =
      CertificateBuilder.authority(HarnessKey.generate(KeySpec.ec("p-256")), CLOCK)
          .subject("Test Root")
          .selfSigned();

  @TempDir private static Path directory;
  private static Path ca;

  @BeforeAll
  static void writeRoot() throws IOException {
    ca = Files.writeString(directory.resolve("ca.pem"), ROOT.pem());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a P-521 key         | p-521    | -tls1_3                                                 | an ECDSA key on secp521r1 | for an ECDSA key on P-256 or P-384
          an Ed25519 key      | ed25519  | -cipher ALL:@SECLEVEL=0                                 | an Ed25519 key            | for an ECDSA key on P-256 or P-384
          a P-224 key         | p-224    | -cipher ALL:@SECLEVEL=0                                 | an ECDSA key on secp224r1 | for an ECDSA key on P-256 or P-384
          X448 alone          | rsa-2048 | -groups X448                                            | the key exchange group x448 | X25519
          SHA-224 alone       | rsa-2048 | -tls1_2 -cipher ALL:@SECLEVEL=0 -sigalgs RSA+SHA224     | signs the handshake with rsa_pkcs1_sha224 | rsa_pss_rsae_sha256
          SHA-1 alone         | rsa-2048 | -tls1_2 -cipher ALL:@SECLEVEL=0 -sigalgs RSA+SHA1       | signs the handshake with rsa_pkcs1_sha1   | rsa_pss_rsae_sha256
          SHA-1, TLS 1.3 too  | rsa-2048 | -cipher ALL:@SECLEVEL=0 -sigalgs RSA+SHA1               | signs the handshake with rsa_pkcs1_sha1   | rsa_pss_rsae_sha256
          an RSA key too small | rsa-1024 | -cipher ALL:@SECLEVEL=0                                | an RSA key of 1024 bits; at least 2048 bits are needed | 2048 bits or more
          TLS 1.0 alone       | rsa-2048 | -tls1 -cipher ALL:@SECLEVEL=0                           | the server speaks TLSv1.0 | Enable TLS 1.2
          """)
  void theCauseIsNamedAndNoCureThatIsInPlace(
      String what, String key, String options, String cause, String cure) throws Exception {
    Cli.Result result = probeOpenssl(key, Duration.ofDays(90), options);

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .contains(cause, cure)
        .doesNotContain(SUITES, "bytes", "ends in", "UNKNOWN(");
  }

  @Test
  void suitesAreTheCureWhereTheyAreTheCause() throws Exception {
    Cli.Result result =
        probeOpenssl("rsa-2048", Duration.ofDays(90), "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256");

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out()).contains("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", SUITES);
  }

  @Test
  void anHttpUrlOfAServerThatSpeaksTlsIsCuredInTheUrl() throws Exception {
    Cli.Result result = probeOpenssl("http", "rsa-2048", Duration.ofDays(90), "-tls1_3");

    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .contains("tls-not-used", "the port speaks TLS", "Put https:// into the URL")
        .doesNotContain("Serve the URL over HTTPS");
  }

  @Test
  void aDemandForAClientCertificateIsNoVerdict() throws Exception {
    Cli.Result result = probeOpenssl("rsa-2048", Duration.ofDays(90), "-Verify 1");

    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("demands a client certificate", "NO VERDICT")
        .doesNotContain(SUITES);
  }

  @Test
  void aCertificateThatEndsSoonIsMentioned() throws Exception {
    Cli.Result result = probeOpenssl("rsa-2048", Duration.ofDays(10), "-tls1_3");

    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("The certificate CN=Test Server ends in 9 days");
  }

  @Test
  void nginxIsJudgedByWhatItDoes() throws Exception {
    OutsideProgram.require("nginx");
    List<Integer> ports = FreePorts.many(3);
    Path files = Files.createDirectories(directory.resolve("nginx"));
    Files.writeString(files.resolve("server.pem"), leaf("rsa-2048", Duration.ofDays(90)));
    Files.writeString(
        files.resolve("nginx.conf"),
        """
        daemon off; master_process off; pid nginx.pid; error_log stderr;
        events {}
        http {
          access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f;
          uwsgi_temp_path u; scgi_temp_path s;
          ssl_certificate server.pem; ssl_certificate_key server.pem;
          server { listen 127.0.0.1:%d; }
          server { listen 127.0.0.1:%d ssl; ssl_verify_client on; ssl_client_certificate %s; }
          server { listen 127.0.0.1:%d ssl; ssl_reject_handshake on; }
        }
        """
            .formatted(ports.get(0), ports.get(1), ca, ports.get(2)));
    Process nginx =
        start(files, List.of("nginx", "-p", files.toString(), "-c", "nginx.conf"), "nginx");
    try {
      for (int port : ports) {
        awaitListener(port, nginx);
      }
      Cli.Result plain = probe("https", ports.get(0));
      assertThat(plain.status()).as(plain.out()).isEqualTo(ExitCode.DEVIATION);
      assertThat(plain.out())
          .contains("speaks HTTP without TLS", "Enable TLS on this port")
          .doesNotContain(SUITES);

      Cli.Result demanding = probe("https", ports.get(1));
      assertThat(demanding.status()).as(demanding.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(demanding.out()).contains("demands a client certificate");

      Cli.Result stranger = probe("https", ports.get(2));
      assertThat(stranger.status()).as(stranger.out()).isEqualTo(ExitCode.FAILURE);
      assertThat(stranger.out()).contains("unrecognized_name", "NO VERDICT").doesNotContain(SUITES);
    } finally {
      stop(nginx);
    }
  }

  private static Cli.Result probeOpenssl(String key, Duration validity, String options)
      throws Exception {
    return probeOpenssl("https", key, validity, options);
  }

  private static Cli.Result probeOpenssl(
      String scheme, String key, Duration validity, String options) throws Exception {
    OutsideProgram.require("openssl");
    Path pem = Files.createTempFile(directory, "server", ".pem");
    Files.writeString(pem, leaf(key, validity));
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-www"));
    command.addAll(List.of("-cert", pem.toString(), "-key", pem.toString()));
    command.addAll(List.of(options.split(" +", -1)));
    Process server = start(directory, command, "openssl");
    try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
      return probe(scheme, portOf(output));
    } finally {
      stop(server);
    }
  }

  private static Cli.Result probe(String scheme, int port) {
    return Cli.run(
        "probe",
        scheme + "://" + HOST + "/",
        "--connect",
        "127.0.0.1:" + port,
        "--ca",
        ca.toString(),
        "--role",
        "mdm");
  }

  private static String leaf(String key, Duration validity) {
    return CertificateBuilder.leaf(HarnessKey.generate(KeySpec.ofLabel(key)), CLOCK)
        .subject("Test Server")
        .names(HOST)
        .validity(validity)
        .signedBy(ROOT)
        .identity()
        .pem();
  }

  private static Process start(Path where, List<String> command, String name) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.redirectError(where.resolve(name + ".err").toFile());
    return builder.start();
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Reads the line {@code ACCEPT 127.0.0.1:PORT}. */
  private static int portOf(BufferedReader output) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("ACCEPT ")) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
      }
      said.append(line).append('\n');
    }
    throw new IOException("openssl s_server did not start: " + said);
  }

  private static void awaitListener(int port, Process server) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (server.isAlive() && System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        server.waitFor(50, TimeUnit.MILLISECONDS); // not yet
      }
    }
    throw new AssertionError("nginx does not listen at port " + port);
  }
}
