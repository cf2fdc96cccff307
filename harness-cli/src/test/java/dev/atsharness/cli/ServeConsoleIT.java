package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The pages and routes that {@code serve} adds to the console of a harness. */
class ServeConsoleIT {

  @Test
  void theConsoleReadsLogsAndHasDrills() throws Exception {
    ListenOptions anyPorts =
        CommandLine.populateCommand(
            new ListenOptions(),
            "--https-port=0",
            "--http-port=0",
            "--first-port=0",
            "--console-port=0");
    Catalogue catalogue = Catalogue.builtIn().only(List.of("baseline/tls13"));
    try (AtsHarness harness = anyPorts.start(catalogue, new CaOptions())) {
      for (String path : List.of("/", "/api/log/profiles", "/api/drill")) {
        HttpRequest request =
            HttpRequest.newBuilder(harness.manifest().console().resolve(path)).build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
            .as(path)
            .isEqualTo(200);
      }
    }
  }
}
