package dev.atsharness.cli;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.ConnectionFacts;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.HostileText;
import dev.atsharness.conformance.device.DeviceVisit;
import dev.atsharness.conformance.device.Network;
import dev.atsharness.conformance.device.SimulatedDevice;
import dev.atsharness.conformance.device.TrustAnchors;
import dev.atsharness.conformance.device.TrustFailure;
import dev.atsharness.conformance.device.tls.Refusal;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Rules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "probe",
    description = {
      "Visit any server as an Apple device would; print what it logs, and whether a client that"
          + " enforces FCP v2.1 accepts the server."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness probe https://mdm.example.com/",
      "  ats-harness probe https://mdm.example.com/ --as ios-27-system --ca company-root.pem",
      "  ats-harness probe https://no-ems.ats-harness.test/ --connect 127.0.0.1:8443 --ca ca.pem",
      "",
      "Exit status: 0 accepted, 1 refused by this client or by one that enforces FCP v2.1, 2 wrong",
      "usage, 3 no verdict: the server cannot be reached or the connection broke."
    })
final class ProbeCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern ADDRESS = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):(\\d{1,5})");

  /** An enforcing client of FCP v2.1; what it does decides PASS or FAIL. */
  private static final String ENFORCING = "ios-27-system";

  @Parameters(paramLabel = "URL", description = "https://NAME[:PORT]/ or http://NAME[:PORT]/")
  private String target;

  @Option(
      names = "--as",
      paramLabel = "PROFILE",
      defaultValue = "ios-26.5-system",
      description = "Client profile; ${DEFAULT-VALUE} by default.")
  private String profileId;

  @Option(
      names = "--connect",
      paramLabel = "ADDRESS:PORT",
      description = "Connect there instead of where the name resolves to.")
  private Optional<String> connect = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "PEM file of the installed roots; by default those that this Java installation trusts.")
  private Optional<Path> ca = Optional.empty();

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  private final Terminal out;
  private final Terminal err;
  private URI url;

  ProbeCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    url = url(target);
    Catalogue catalogue = Catalogue.builtIn();
    ClientProfile profile = UsageException.refusing(() -> catalogue.profile(profileId));
    InetSocketAddress address = address();
    TrustAnchors anchors = anchors();
    if (err.interactive()) {
      err.line("Visiting " + url + " as " + profileId + " ...");
    }
    DeviceVisit visit = visit(profile, anchors, address);
    DeviceVisit enforcing =
        profile.policy() == Policy.FCP && profile.mode() == Mode.ENFORCE
            ? visit
            : visit(catalogue.profile(ENFORCING), anchors, address);
    if (visit.network() != Network.OK) {
      throw new IOException(
          "no verdict on " + url + ": " + unreachable(visit.network()) + " (" + address + ")");
    }
    if (json) {
      out.line(json(visit, enforcing).toPrettyString());
    } else {
      print(visit, enforcing);
    }
    return visit.connected() && enforcing.connected() ? ExitCode.OK : ExitCode.DEVIATION;
  }

  private DeviceVisit visit(ClientProfile as, TrustAnchors anchors, InetSocketAddress address) {
    Clock clock = Clock.system(ZoneId.systemDefault());
    return UsageException.refusing(
        () -> new SimulatedDevice(as, anchors, clock, TIMEOUT).visit(url, address));
  }

  private static String unreachable(Network network) {
    return switch (network) {
      case REFUSED -> "nothing listens there";
      case UNREACHABLE -> "this computer has no route to it";
      case UNRESOLVED -> "the name has no address";
      case RESET -> "the connection was reset";
      case CLOSED -> "the server closed the connection without a word";
      case TIMEOUT -> "no answer within " + TIMEOUT.toSeconds() + " s";
      case OK -> "it answers";
    };
  }

  private void print(DeviceVisit visit, DeviceVisit enforcing) {
    visit.log().forEach(line -> out.line(HostileText.escape(line)));
    if (!visit.log().isEmpty()) {
      out.line();
    }
    String host = url.getHost();
    if (SimulatedDevice.isLocal(host)) {
      out.line(
          host
              + " is "
              + (host.contains(".") ? "a .local" : "an unqualified")
              + " name; a device does not apply ATS to it, so it logs nothing");
      out.line();
    }
    visit.facts().ifPresent(facts -> out.line("Negotiated: " + negotiated(facts)));
    visit
        .trustFailures()
        .forEach(failure -> out.line("Not trusted: " + HostileText.escape(failure.text())));
    out.line(profileId + ": " + outcome(visit));
    out.line(
        "FCP_v2.1: "
            + (enforcing.connected()
                ? out.style(Terminal.Style.GOOD, "PASS")
                : out.style(Terminal.Style.BAD, "FAIL") + " (" + outcome(enforcing) + ")"));
    Rules rules = Rules.builtIn();
    Stream.of(visit, enforcing)
        .flatMap(one -> one.violations().stream())
        .map(DetectedViolation::violation)
        .distinct()
        .filter(violation -> violation != Violation.CERTIFICATE_NOT_TRUSTED)
        .forEach(violation -> out.line("  " + violation + ": " + rules.of(violation).remedy()));
    Stream.of(visit, enforcing)
        .flatMap(one -> one.trustFailures().stream())
        .map(TrustFailure::reason)
        .distinct()
        .forEach(
            reason ->
                out.line("  " + Violation.CERTIFICATE_NOT_TRUSTED + ": " + trustAdvice(reason)));
    Stream.of(visit, enforcing)
        .flatMap(one -> ProbeAdvice.ofRefusal(one).stream())
        .distinct()
        .forEach(advice -> out.line("  " + advice));
  }

  private String trustAdvice(TrustFailure.Reason reason) {
    return ProbeAdvice.of(reason)
        + (reason == TrustFailure.Reason.NO_PATH_TO_ANCHOR && ca.isEmpty()
            ? " For a private CA use --ca FILE."
            : "");
  }

  private static String outcome(DeviceVisit visit) {
    if (visit.connected()) {
      return "connects"
          + (visit.httpStatus().isPresent() ? ", HTTP " + visit.httpStatus().getAsInt() : "");
    }
    return visit
        .refusal()
        .map(
            refusal ->
                "refused by the "
                    + refusal.by()
                    + " at "
                    + refusal.stage()
                    + refusal.alert().map(alert -> ", alert " + alert).orElse("")
                    + reason(refusal))
        .orElse("does not connect: network " + visit.network());
  }

  /** What the alert has not said already. */
  private static String reason(Refusal refusal) {
    String said =
        refusal
            .alert()
            .map(alert -> "(the server sent )?" + Pattern.quote(alert) + "(\\(\\d+\\))?(; )?")
            .orElse("");
    String rest = refusal.reason().replaceFirst("^" + said, "");
    return rest.isEmpty() ? "" : ": " + HostileText.escape(rest);
  }

  private static String negotiated(ConnectionFacts facts) {
    return facts.version()
        + ", "
        + facts.cipherSuite()
        + (facts.extendedMasterSecret() ? "" : ", no extended master secret")
        + facts.handshakeSignature().map(scheme -> ", signed with " + scheme).orElse("")
        + facts
            .leaf()
            .map(leaf -> ", " + leaf.keyType() + " key of " + leaf.keyBits() + " bits")
            .orElse("");
  }

  private ObjectNode json(DeviceVisit visit, DeviceVisit enforcing) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("url", url.toString());
    node.put("profile", profileId);
    node.put("connected", visit.connected());
    node.put("refusedBy", visit.refusal().map(refusal -> refusal.by().label()).orElse(null));
    node.put("alert", visit.refusal().flatMap(refusal -> refusal.alert()).orElse(null));
    node.put("fcp", enforcing.connected() ? "pass" : "fail");
    ArrayNode violations = node.putArray("violations");
    for (DetectedViolation violation : visit.violations()) {
      violations
          .addObject()
          .put("code", violation.violation().code())
          .put("parameter", violation.parameter());
    }
    ArrayNode log = node.putArray("log");
    visit.log().forEach(log::add);
    visit.facts().ifPresent(facts -> facts(facts, node.putObject("negotiated")));
    ArrayNode trust = node.putArray("trustFailures");
    visit.trustFailures().forEach(failure -> trust.add(failure.text()));
    if (visit.httpStatus().isPresent()) {
      node.put("httpStatus", visit.httpStatus().getAsInt());
    }
    return node;
  }

  private static void facts(ConnectionFacts facts, ObjectNode to) {
    to.put("version", facts.version().label());
    to.put("cipherSuite", facts.cipherSuite().name());
    to.put("extendedMasterSecret", facts.extendedMasterSecret());
    to.put("handshakeSignature", facts.handshakeSignature().map(Object::toString).orElse(null));
    to.put("trusted", facts.trusted());
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null && List.of("https", "http").contains(url.getScheme())) {
        return url;
      }
      throw new UsageException("'" + text + "' is no such URL; write https://NAME[:PORT]/");
    } catch (URISyntaxException e) {
      throw new UsageException("'" + text + "' is no URL; write https://NAME[:PORT]/", e);
    }
  }

  private InetSocketAddress address() {
    try {
      if (connect.isPresent()) {
        Matcher parts = ADDRESS.matcher(connect.get());
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65535) {
          throw new UsageException("--connect " + connect.get() + ": write ADDRESS:PORT");
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(parts.group(3)));
      }
      int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
      return new InetSocketAddress(InetAddress.getByName(url.getHost()), port);
    } catch (UnknownHostException e) {
      throw new UsageException(
          connect.map(to -> "--connect " + to).orElseGet(() -> "the name " + url.getHost())
              + " does not resolve; --connect ADDRESS:PORT with an address needs no name server",
          e);
    }
  }

  private TrustAnchors anchors() throws IOException {
    if (ca.isEmpty()) {
      return TrustAnchors.of(javaRoots());
    }
    try {
      return TrustAnchors.ofPem(Files.readString(ca.get()));
    } catch (IOException e) {
      throw new UsageException(
          "--ca " + ca.get() + " cannot be used: " + FileTrouble.of(e) + "; name a PEM file", e);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--ca " + ca.get() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> javaRoots() throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IOException("the roots of this Java installation cannot be read", e);
    }
  }
}
