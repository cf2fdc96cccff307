package dev.atsharness.server;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.internal.Certificates;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.server.internal.console.ConsoleHandler;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * Builds the manifest.
 *
 * @param catalogue the scenarios served and the client profiles
 * @param ca the authority of this run
 * @param anchors the certificates in PEM that devices need in addition to the root, by scenario
 * @param startedAt when the harness started
 */
record ManifestBuilder(
    Catalogue catalogue, HarnessCa ca, Map<String, Supplier<String>> anchors, Instant startedAt) {

  Manifest build(Manifest.Listeners listeners, URI console, List<Endpoint> endpoints) {
    return new Manifest(
        HarnessVersion.read(),
        catalogue.sha256(),
        startedAt,
        ca.domain(),
        new Manifest.Ca(ca.rootPem(), sha256(Certificates.der(ca.root().certificate()))),
        listeners,
        console,
        endpoints.stream().map(endpoint -> target(endpoint, console)).toList());
  }

  private Manifest.Endpoint target(Endpoint endpoint, URI console) {
    Scenario scenario = endpoint.scenario();
    Scenario.Description description = scenario.description();
    return new Manifest.Endpoint(
        scenario.id(),
        description.title(),
        description.why(),
        description.role(),
        scenario.control(),
        new Manifest.Location(
            endpoint.host(),
            endpoint.address(),
            endpoint.port(),
            endpoint.url(),
            scenario.settings().http().leadsTo()),
        Optional.ofNullable(anchors.get(scenario.id()))
            .map(
                pem ->
                    new Manifest.Anchor(
                        console.resolve(ConsoleHandler.ANCHORS + scenario.id() + ".pem"),
                        pem.get())),
        expect(scenario));
  }

  private Manifest.Truth expect(Scenario scenario) {
    Map<String, ClientExpectation> clients = new LinkedHashMap<>();
    for (ClientProfile profile : catalogue.profiles()) {
      clients.put(profile.id(), scenario.expectationFor(profile));
    }
    Expectation expect = scenario.expect();
    return new Manifest.Truth(
        expect.violations(),
        expect.implied(),
        expect.ats(),
        expect.fcp(),
        clients,
        expect.duty(),
        scenario.grounds().evidence());
  }

  private static String sha256(byte[] data) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(data, 0, data.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return HexFormat.of().formatHex(hash);
  }
}
