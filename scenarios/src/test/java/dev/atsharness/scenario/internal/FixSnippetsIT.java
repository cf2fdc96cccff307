package dev.atsharness.scenario.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.testing.Skip;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/** The servers accept the configurations that we recommend. */
class FixSnippetsIT {
  private static final Pattern SINCE = Pattern.compile("# HAProxy (\\d+)\\.(\\d+) or later");
  private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");
  private static final Path APACHE_MODULES = Path.of("/usr/lib/apache2/modules");

  @TempDir Path directory;

  static Stream<Fix> fixes() {
    return Rules.builtIn().all().stream().map(rule -> rule.remedy().fix()).distinct();
  }

  @BeforeEach
  void aCertificateIsWhereTheSnippetsSay() throws IOException {
    CertifiedKey ca =
        CertificateBuilder.authority(HarnessKey.generate(KeySpec.ec("p-256"))).selfSigned();
    Identity identity =
        CertificateBuilder.leaf(HarnessKey.generate(KeySpec.ec("p-256")))
            .names("mdm.example.com")
            .signedBy(ca)
            .identity();
    String pem = identity.pem();
    Files.writeString(directory.resolve("mdm.example.com.pem"), identity.chainPem());
    Files.writeString(directory.resolve("mdm.example.com.key"), pem);
    Files.writeString(directory.resolve("mdm.example.com.both.pem"), pem);
  }

  @ParameterizedTest
  @MethodSource("fixes")
  void nginxAcceptsIt(Fix fix) throws IOException, InterruptedException {
    OutsideProgram.require("nginx");
    String snippet = here(fix.snippets().get("nginx")).replace("listen 443", "listen " + socket());
    String server =
        snippet.contains("server {")
            ? snippet
            : "server {\nlisten " + socket() + " ssl;\n" + certificate(snippet) + snippet + "}\n";
    Path configuration =
        write(
            "nginx.conf",
            "pid nginx.pid;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path body;\n"
                + "proxy_temp_path proxy;\nfastcgi_temp_path fastcgi;\nuwsgi_temp_path uwsgi;\n"
                + "scgi_temp_path scgi;\n"
                + server
                + "}\n");

    assertAccepts(
        "nginx", "-t", "-p", directory + "/", "-e", "stderr", "-c", configuration.toString());
  }

  @ParameterizedTest
  @MethodSource("fixes")
  void httpdAcceptsIt(Fix fix) throws IOException, InterruptedException {
    OutsideProgram.require("apache2");
    OutsideProgram.require(Files.isDirectory(APACHE_MODULES), APACHE_MODULES.toString());
    String snippet = here(fix.snippets().get("httpd"));
    String host =
        snippet.contains("<VirtualHost")
            ? snippet
            : "<VirtualHost *:443>\nSSLEngine on\n" + snippet + "</VirtualHost>\n";
    Path configuration =
        write(
            "httpd.conf",
            "LoadModule mpm_event_module modules/mod_mpm_event.so\n"
                + "LoadModule authz_core_module modules/mod_authz_core.so\n"
                + "LoadModule socache_shmcb_module modules/mod_socache_shmcb.so\n"
                + "LoadModule ssl_module modules/mod_ssl.so\n"
                + "ServerName mdm.example.com\nPidFile "
                + directory.resolve("httpd.pid")
                + "\nErrorLog "
                + directory.resolve("error.log")
                + "\n"
                + host);

    assertAccepts(
        "apache2",
        "-t",
        "-d",
        APACHE_MODULES.getParent().toString(),
        "-f",
        configuration.toString());
  }

  @ParameterizedTest
  @MethodSource("fixes")
  void haproxyAcceptsIt(Fix fix) throws IOException, InterruptedException {
    OutsideProgram.require("haproxy");
    String snippet = here(fix.snippets().get("haproxy"));
    requireRelease(snippet);
    String defaults = "defaults\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\n";
    String frontend =
        snippet.contains("frontend")
            ? ""
            : "frontend mdm\n  mode http\n  bind :443 ssl crt "
                + directory.resolve("mdm.example.com.both.pem")
                + "\n";
    Path configuration = write("haproxy.cfg", defaults + snippet + frontend);

    assertAccepts("haproxy", "-c", "-f", configuration.toString());
  }

  @ParameterizedTest
  @MethodSource("fixes")
  void theXmlOfTomcatAndJettyIsWellFormed(Fix fix) {
    for (String server : List.of("tomcat", "jetty")) {
      String snippet = fix.snippets().get(server);
      if (snippet.startsWith("<")) {
        assertThatCode(
                () ->
                    DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(snippet))))
            .as(fix.id() + " for " + server)
            .doesNotThrowAnyException();
      }
    }
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

  private String here(String snippet) {
    return snippet.replace("/etc/ssl/", directory + "/");
  }

  private String socket() {
    return "unix:" + directory.resolve("socket");
  }

  private String certificate(String snippet) {
    return snippet.contains("ssl_certificate ")
        ? ""
        : "ssl_certificate mdm.example.com.pem;\nssl_certificate_key mdm.example.com.key;\n";
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** Skips the test if the snippet needs a newer HAProxy than the installed one. */
  private void requireRelease(String snippet) throws IOException, InterruptedException {
    Matcher since = SINCE.matcher(snippet);
    if (since.find()) {
      Matcher installed = VERSION.matcher(run("haproxy", "-v").output());
      assertThat(installed.find()).isTrue();
      Skip.unless(number(installed) >= number(since), "the installed HAProxy is too old for this");
    }
  }

  private static int number(Matcher version) {
    return 1000 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2));
  }

  private void assertAccepts(String... command) throws IOException, InterruptedException {
    Result result = run(command);
    assertThat(result.exit()).as(result.output()).isZero();
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
