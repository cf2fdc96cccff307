package dev.atsharness.cli.internal.servers.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.scenario.Role;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ServersSarifTest {

  private static final URI SERVER = URI.create("https://a.test/");

  @Test
  void eachFindingAtAUrlHasItsOwnFingerprint() {
    AnsweredServer ems = wrong(listed(1, Role.MDM), "ems-not-negotiated");
    AnsweredServer app = wrong(listed(2, Role.APP), "ems-not-negotiated");
    AnsweredServer key = wrong(listed(1, Role.MDM), "rsa-key-below-2048");
    ListedServer unvisited = listed(3, Role.PROFILE);

    assertThat(fingerprints(List.of(ems, app), List.of(unvisited)))
        .doesNotHaveDuplicates()
        .containsExactly(
            "refused ems-not-negotiated https://a.test/ mdm",
            "refused ems-not-negotiated https://a.test/ app",
            "not-judged https://a.test/ profile");
    assertThat(fingerprints(List.of(key), List.of()))
        .containsExactly("refused rsa-key-below-2048 https://a.test/ mdm");
  }

  private static List<String> fingerprints(
      List<AnsweredServer> answered, List<ListedServer> unvisited) {
    Audit audit =
        new Audit(
            answered,
            unvisited,
            new Audit.Origin(Optional.empty(), false, List.of(), Optional.empty()),
            new Audit.Visitors("test", "iOS 27", "as test"),
            Instant.EPOCH,
            Instant.EPOCH);
    JsonNode log = JsonMapper.shared().readTree(ServersSarif.of(audit));
    return log.at("/runs/0/results")
        .valueStream()
        .map(result -> result.path("partialFingerprints").path("finding/v2").asString())
        .toList();
  }

  private static ListedServer listed(int line, Role role) {
    return new ListedServer(
        SERVER, Optional.empty(), Optional.of(role), List.of(), Optional.empty(), line);
  }

  private static AnsweredServer wrong(ListedServer server, String code) {
    ObjectNode probe =
        JsonMapper.shared().createObjectNode().put("verdict", "wrong").put("fcp", "fail");
    probe
        .putArray("hops")
        .addObject()
        .putArray("visits")
        .addObject()
        .putArray("clients")
        .addObject()
        .putArray("violations")
        .addObject()
        .put("code", code);
    return AnsweredServer.of(server, probe, Duration.ofSeconds(1), "as test");
  }
}
