package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** A harness embedded in another program leaves the JVM as it found it. */
class HostJvmUntouchedIT {

  @Test
  void aRunChangesNothingThatTheWholeJvmShares() throws Exception {
    SSLContext context = SSLContext.getDefault();
    assertThat(TimeZone.getDefault()).isNotNull(); // the JDK sets user.timezone on first use
    Map<String, String> before = state();

    try (AtsHarness harness = AtsHarness.builder().dnsPort(0).start()) {
      for (String id : List.of("baseline/tls13", "key/p224", "signature/sha1-leaf")) {
        connect(harness, harness.endpoint(id));
      }
      assertThat(differences(before, state())).isEmpty();
    }

    assertThat(differences(before, state())).isEmpty();
    assertThat(SSLContext.getDefault()).isSameAs(context);
  }

  private static void connect(AtsHarness harness, Endpoint endpoint) throws Exception {
    try {
      TestClient.talkTls(
          harness,
          endpoint.port(),
          endpoint.host(),
          TestClient.request("GET", "/", endpoint.host()));
    } catch (SSLException refused) {
      assertThat(endpoint.id()).isNotEqualTo("baseline/tls13");
    }
    assertThat(
            harness.journal().take(endpoint.id(), Duration.ofSeconds(30)).handshake().clientHello())
        .isPresent();
  }

  private static Map<String, String> state() throws Exception {
    Map<String, String> state = new TreeMap<>();
    System.getProperties().forEach((name, value) -> state.put("system " + name, "" + value));
    for (String name : securityPropertyNames()) {
      state.put("security " + name, "" + Security.getProperty(name));
    }
    state.put(
        "providers",
        Arrays.stream(Security.getProviders())
            .map(Provider::getName)
            .collect(Collectors.joining(" ")));
    SSLParameters defaults = SSLContext.getDefault().getDefaultSSLParameters();
    state.put("protocols", Arrays.toString(defaults.getProtocols()));
    state.put("cipher suites", Arrays.toString(defaults.getCipherSuites()));
    state.put("socket factory", "" + HttpsURLConnection.getDefaultSSLSocketFactory());
    state.put("hostname verifier", "" + HttpsURLConnection.getDefaultHostnameVerifier());
    state.put("time zone", TimeZone.getDefault().getID());
    state.put("uncaught exceptions", "" + Thread.getDefaultUncaughtExceptionHandler());
    return state;
  }

  private static List<String> differences(Map<String, String> before, Map<String, String> after) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name -> name + ": " + before.get(name) + " -> " + after.get(name))
        .toList();
  }

  /** Every name of the JDK's own java.security file. */
  private static List<String> securityPropertyNames() throws IOException {
    Properties file = new Properties();
    try (InputStream in =
        Files.newInputStream(
            Path.of(System.getProperty("java.home"), "conf", "security", "java.security"))) {
      file.load(in);
    }
    List<String> names = List.copyOf(file.stringPropertyNames());
    assertThat(names).contains("jdk.tls.disabledAlgorithms", "jdk.certpath.disabledAlgorithms");
    return names;
  }
}
