package example;

import static dev.atsharness.conformance.junit.HarnessAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atsharness.conformance.junit.ScenarioSource;
import dev.atsharness.conformance.junit.StartHarness;
import dev.atsharness.conformance.junit.TestEndpoint;
import dev.atsharness.conformance.junit.TestHarness;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;

class StrictClientIT {
  @StartHarness static TestHarness harness;

  @ParameterizedTest
  @ScenarioSource(only = {"trust/expired", "trust/self-signed", "trust/untrusted-root"})
  void refusesABadCertificate(TestEndpoint endpoint) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(endpoint.sslContext()).build();
    HttpRequest request = HttpRequest.newBuilder(endpoint.url()).build();

    assertThrows(
        SSLHandshakeException.class, () -> client.send(request, BodyHandlers.discarding()));
    assertThat(endpoint.takeHandshake(Duration.ofSeconds(10))).abortedByClient();
  }
}
