package example;

import static dev.atsharness.ats.Violation.CIPHERSUITE_NOT_IN_FCP;
import static dev.atsharness.conformance.junit.HarnessAssertions.assertThat;

import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.junit.ScenarioSource;
import dev.atsharness.conformance.junit.StartHarness;
import dev.atsharness.conformance.junit.TestEndpoint;
import dev.atsharness.conformance.junit.TestHarness;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;

class SuiteScannerIT {
  @StartHarness static TestHarness harness;

  @ParameterizedTest
  @ScenarioSource(violations = CIPHERSUITE_NOT_IN_FCP, controls = true)
  void findsSuitesOutsideFcp(TestEndpoint endpoint) throws Exception {
    SocketFactory tls = endpoint.sslContext().getSocketFactory();
    try (var socket = (SSLSocket) tls.createSocket(endpoint.address(), endpoint.port())) {
      String suite = socket.getSession().getCipherSuite();
      boolean bad = suite.matches("TLS_ECDHE_.*_WITH_(.*_CBC|CHACHA20)_.*");
      assertThat(bad ? List.of(new Finding(CIPHERSUITE_NOT_IN_FCP, suite)) : List.of())
          .agreeWith(endpoint);
    }
  }
}
