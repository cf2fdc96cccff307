package dev.atsharness.cli;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.device.internal.ServerDiagnosis;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.probe.Journey;
import dev.atsharness.device.internal.probe.JourneyRunner;
import dev.atsharness.device.internal.probe.JourneyRunner.Limits;
import dev.atsharness.device.internal.tls.ClientIdentity;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.internal.Fix;
import dev.atsharness.scenario.internal.LeadingDocuments;
import dev.atsharness.scenario.internal.Product;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "probe",
    description = {
      "Visit any server as an Apple device would, and also the URLs in its answers: redirects, and"
          + " the URLs in enrolment discovery, profiles, app manifests and similar documents. Print"
          + " what the device logs, and whether a client that enforces FCP v2.1 accepts all of"
          + " them."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness probe https://mdm.example.com/",
      "  ats-harness probe https://mdm.example.com/ --as ${bundle:enforcing-device} --ca"
          + " company-root.pem",
      "  ats-harness probe https://example.com/.well-known/com.apple.remotemanagement",
      "  ats-harness probe https://no-ems.ats-harness.test/ --connect 127.0.0.1:8443 --ca ca.pem",
      "  ats-harness probe https://mdm.test/ --resolve mdm.test:192.0.2.1 --resolve"
          + " cdn.test:192.0.2.2",
      "  ats-harness probe https://mdm.example.com/ --no-follow",
      "  ats-harness probe https://mdm.example.com/ --product nginx",
      "  ats-harness probe https://ca.example.com/scep --role scep",
      "",
      "Give the full path: a device continues from a profile or a manifest that it fetches. Not",
      "visited: HTTP/3 (Alt-Svc), Refresh fields and pages, answers for another User-Agent or"
          + " method.",
      "",
      "Exit status: 0 all that was visited is accepted and logs nothing; 1 something would be",
      "refused, by this client or by one that enforces FCP v2.1, or logs a violation; 2 wrong",
      "usage; 3 cannot tell: something could not be visited or read, and the output names it."
    })
final class ProbeCommand implements Callable<Integer> {

  private static final Set<String> SCHEMES = Set.of("https", "http");
  private static final int MAX_PORT = 65_535;
  private static final Duration TOTAL = Duration.ofMinutes(3);

  @Parameters(paramLabel = "URL", description = "https://NAME[:PORT]/ or http://NAME[:PORT]/")
  private String target;

  @Option(
      names = "--as",
      paramLabel = "PROFILE",
      defaultValue = "${bundle:reference-device}",
      description = {
        "Client profile; ${DEFAULT-VALUE} by default. With this option, the answer also says how"
            + " far its ClientHello is known."
      })
  private String profileId;

  @Option(
      names = "--connect",
      paramLabel = "ADDRESS:PORT",
      description = "Connect to this address for the host of URL, instead of resolving its name.")
  private Optional<String> connect = Optional.empty();

  @Option(
      names = "--identity",
      paramLabel = "FILE.p12",
      description = {
        "PKCS #12 file with a client certificate and its key, for servers that require one. Its"
            + " password is asked for, or taken from the environment variable "
            + IdentityFile.PASSWORD
            + "."
      })
  private Optional<Path> identity = Optional.empty();

  @Option(
      names = "--identity-password-file",
      paramLabel = "FILE",
      description = "File with the password of --identity in its first line.")
  private Optional<Path> identityPassword = Optional.empty();

  @Option(
      names = "--resolve",
      paramLabel = "HOST[:PORT]:ADDRESS[:PORT]",
      description = {
        "The address of a host that is not in DNS, for URL or a URL to which it leads; [ADDRESS]"
            + " for IPv6. May be repeated: all addresses of one host are visited. * stands for"
            + " every other host."
      })
  private List<String> resolve = List.of();

  @Option(
      names = "--no-follow",
      description = "Judge only the first connection, and not the URLs to which its answer leads.")
  private boolean noFollow;

  @Option(
      names = "--one-address",
      description =
          "Visit the first address of each name that answers; by default all addresses are visited,"
              + " and the worst counts.")
  private boolean oneAddress;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "PEM file with the installed roots; by default those that this Java installation trusts.")
  private Optional<Path> ca = Optional.empty();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = {
        "What the server is for: mdm, enrollment, profile, app, software-update, scep,"
            + " content-caching, crl or ocsp. Apple's requirements exempt the last four; this"
            + " applies to URL and its redirects. With enrollment, the certificates of --ca are the"
            + " anchors from automated enrolment."
      })
  private Optional<String> role = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long one connection may take, 1 to 300; ${DEFAULT-VALUE} by default.")
  private int seconds;

  @Mixin private ProductOption product;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private final Terminal out;
  private final Terminal err;

  ProbeCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    URI url = url(target);
    List<Product> products = product.products();
    if (json && !products.isEmpty()) {
      throw new UsageException(
          "--product is for the text; 'explain CODE --json' has the configurations as JSON");
    }
    Catalogue catalogue = Catalogue.builtIn();
    ClientProfile profile = UsageException.refusing(() -> catalogue.profile(profileId));
    profile.release().note().ifPresent(note -> err.line("note: " + note));
    ProbeAddresses addresses = new ProbeAddresses(url, connect, resolve);
    TrustAnchors anchors = anchors();
    Optional<ClientIdentity> shown =
        identity.map(file -> IdentityFile.read(file, identityPassword));
    Optional<Role> serverRole = role.map(ProbeCommand::role);
    TrustAnchors installed =
        serverRole.filter(Role.ENROLLMENT::equals).isPresent() ? anchors.ofEnrollment() : anchors;
    ServerDiagnosis diagnosis = new ServerDiagnosis(catalogue.profile("lab"), timeout());
    Function<ClientProfile, SimulatedDevice> devices =
        as -> {
          SimulatedDevice alone = device(as, installed, shown).diagnosing(diagnosis);
          return noFollow ? alone : alone.askingForRevocation(addresses);
        };
    SimulatedDevice device = devices.apply(profile);
    SimulatedDevice enforcing =
        profile.enforcement().policy() == Policy.FCP && profile.enforcement().mode() == Mode.ENFORCE
            ? device
            : devices.apply(catalogue.enforcing()); // its result decides PASS or FAIL
    JourneyRunner runner =
        new JourneyRunner(
            device,
            enforcing,
            addresses,
            new DocumentReader(LeadingDocuments.builtIn()),
            new Limits(!noFollow, !oneAddress, TOTAL));
    Journey journey = runner.run(url, serverRole.filter(Role::exempt).isEmpty(), this::progress);
    ProbeAdvice advice = new ProbeAdvice(ca.isPresent(), role.isPresent(), Instant.now());
    ProbeHello hello = new ProbeHello(profile);
    if (json) {
      out.line(new ProbeJson(advice, hello).text(journey));
    } else {
      boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--as");
      List<String> notes = new ArrayList<>(chosen ? hello.lines() : List.of());
      notes.addAll(configurations(journey, advice, products));
      new ProbeText(out, advice, notes).print(journey);
    }
    return switch (journey.verdict().answer()) {
      case FINE -> ExitCode.OK;
      case WRONG -> ExitCode.DEVIATION;
      case CANNOT_TELL -> ExitCode.FAILURE;
    };
  }

  /** Returns what to write into the server's configuration, or how to see it. */
  private static List<String> configurations(
      Journey journey, ProbeAdvice advice, List<Product> products) {
    List<Fix> fixes =
        journey.hops().stream().flatMap(hop -> advice.fixes(hop).stream()).distinct().toList();
    if (fixes.isEmpty()) {
      return List.of();
    }
    return products.isEmpty()
        ? List.of("What to write into the server's configuration: --product NAME")
        : fixes.stream().flatMap(fix -> ProductOption.lines(fix, products).stream()).toList();
  }

  private void progress(String url) {
    if (err.interactive()) {
      err.line("Visiting " + HostileText.escape(url) + " ...");
    }
  }

  private Duration timeout() {
    if (seconds < 1 || seconds > 300) {
      throw new UsageException("--timeout " + seconds + ": write 1 to 300 seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  private static Role role(String label) {
    return Arrays.stream(Role.values())
        .filter(one -> one.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--role "
                        + label
                        + ": write one of "
                        + Arrays.stream(Role.values()).map(Role::label).toList()));
  }

  private SimulatedDevice device(
      ClientProfile as, TrustAnchors anchors, Optional<ClientIdentity> shown) {
    SimulatedDevice device =
        new SimulatedDevice(as, anchors, Clock.system(ZoneId.systemDefault()), timeout());
    return shown.map(device::withIdentity).orElse(device);
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme());
      if (url.getHost() != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
        requirePort(text, url.getPort());
        return new URI(scheme.toLowerCase(Locale.ROOT) + text.substring(scheme.length()));
      }
      throw new UsageException(
          "'" + text + "' is not an https or http URL with a host; write https://NAME[:PORT]/");
    } catch (URISyntaxException e) {
      throw new UsageException("'" + text + "' is not a URL; write https://NAME[:PORT]/", e);
    }
  }

  private static void requirePort(String text, int port) {
    if (port == 0 || port > MAX_PORT) {
      throw new UsageException(
          "'" + text + "' has the port " + port + "; a port is a number from 1 to " + MAX_PORT);
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
          "--ca " + ca.get() + " cannot be used: " + FileErrors.of(e) + "; give a PEM file", e);
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
