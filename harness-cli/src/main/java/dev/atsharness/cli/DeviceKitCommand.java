package dev.atsharness.cli;

import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessCertsException;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.HarnessException;
import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.console.DevicePages;
import dev.atsharness.server.internal.device.Certificate;
import dev.atsharness.server.internal.device.DeviceKit;
import dev.atsharness.server.internal.device.OnboardingPage;
import dev.atsharness.server.internal.device.PageFrame;
import dev.atsharness.server.internal.device.ProfileSigner;
import dev.atsharness.server.internal.device.TourPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "kit",
    description = {
      "Write what a device needs to find and trust the endpoints: configuration profiles, the root"
          + " certificate, and a page with the steps to install and to remove them."
    },
    footer = {
      "",
      "A running harness (--against) provides all of it. Before it runs, its authority (--state)"
          + " and",
      "its later address are enough for all except the faulty anchors, which each run makes anew.",
      "",
      "Examples:",
      "  ats-harness device kit --against http://127.0.0.1:8090 --out kit",
      "  ats-harness device kit --state ~/.ats-harness --public-address 192.168.1.7 --out kit"
          + " --sign"
    })
final class DeviceKitCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String ROOT = "ca.pem";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      converter = OutputPath.Directory.class,
      required = true,
      description = "Where to write; created if it does not exist.")
  private Path directory;

  @Option(
      names = "--against",
      paramLabel = "URL",
      description = "The console of a running harness.")
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The directory of 'serve --state' with the certificate authority.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      defaultValue = AtsHarness.DEFAULT_DOMAIN,
      description = "As for 'serve'; ${DEFAULT-VALUE} by default.")
  private String domain;

  @Option(
      names = "--public-address",
      paramLabel = "IP",
      description =
          "Where devices will reach the endpoints; with --state, puts DNS settings into the"
              + " profile, for 'serve --dns-port'.")
  private Optional<String> address = Optional.empty();

  @Option(
      names = "--https-port",
      paramLabel = "PORT",
      defaultValue = "8443",
      description = "As for 'serve'; ${DEFAULT-VALUE} by default.")
  private int httpsPort;

  @Option(names = "--sign", description = "Sign the profiles (CMS) with the authority of --state.")
  private boolean sign;

  private final Terminal out;

  DeviceKitCommand(Terminal out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (against.isEmpty() && state.isEmpty()) {
      throw new UsageException(
          "for which harness? Give a running one, --against URL, or its authority, --state DIR");
    }
    if (sign && state.isEmpty()) {
      throw new UsageException("--sign needs the signing authority: --state DIR");
    }
    if (against.isPresent()) {
      write(ofConsole(RunningHarness.manifest(against.get())));
    } else {
      write(ofState());
    }
    return ExitCode.OK;
  }

  private Map<String, byte[]> ofState() {
    DeviceKit kit =
        new DeviceKit(
            domain,
            withAuthority(ca -> new Certificate(ca.rootPem())),
            address.map(ip -> new DeviceKit.Resolver(Manifest.resolverOf(domain, httpsPort), ip)));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ROOT, bytes(kit.root().pem()));
    files.put(DeviceKit.PROFILE, kit.profile());
    OnboardingPage page =
        UsageException.refusing(
            () ->
                new OnboardingPage(
                    kit, false, false, address.orElse("127.0.0.1"), Optional.empty()));
    files.put(OnboardingPage.FILE, bytes(page.html(PageFrame.NONE)));
    return files;
  }

  private Map<String, byte[]> ofConsole(Manifest manifest) throws InterruptedException {
    DeviceCommand.requireForDevices(manifest);
    URI base = manifest.console().resolve("/device/");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ROOT, bytes(manifest.ca().pem()));
    files.put(DeviceKit.PROFILE, fetch(base.resolve(DeviceKit.PROFILE)).orElseThrow());
    Optional<byte[]> anchors = fetch(base.resolve(DeviceKit.ANCHORS_PROFILE));
    anchors.ifPresent(profile -> files.put(DeviceKit.ANCHORS_PROFILE, profile));
    files.put(OnboardingPage.FILE, copy(base.resolve(OnboardingPage.FILE)));
    files.put(TourPage.FILE, copy(base.resolve(TourPage.FILE)));
    return files;
  }

  /** Returns a page in the form that can be opened from disk. */
  private static byte[] copy(URI page) throws InterruptedException {
    return fetch(URI.create(page + "?" + DevicePages.COPY)).orElseThrow();
  }

  /** Returns the file at a URL; empty if the harness has none. */
  private static Optional<byte[]> fetch(URI url) throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(
                  HttpRequest.newBuilder(url).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
      return switch (response.statusCode()) {
        case 200 -> Optional.of(response.body());
        case 404 -> Optional.empty();
        default ->
            throw new HarnessException(
                url + " answered with status " + response.statusCode(), null);
      };
    } catch (IOException e) {
      throw new RunningHarness.AbsentException(
          url + " does not answer (" + RunningHarness.reason(e) + "); is the harness running?", e);
    }
  }

  private <T> T withAuthority(Function<HarnessCa, T> use) {
    try (KeyPool keys = KeyPool.keptIn(state.orElseThrow())) {
      return use.apply(
          HarnessCa.loadOrCreate(state.orElseThrow(), domain, Clock.systemUTC(), keys));
    } catch (HarnessCertsException e) {
      throw new HarnessException(e.getMessage(), e);
    }
  }

  private void write(Map<String, byte[]> files) {
    if (sign) {
      ProfileSigner signer = withAuthority(ProfileSigner::new);
      files.replaceAll(
          (name, content) -> name.endsWith(".mobileconfig") ? signer.sign(content) : content);
    }
    OutputFile.writeAll("--out", directory, files.keySet(), files::get);
    tell(files);
  }

  private void tell(Map<String, byte[]> files) {
    files.keySet().forEach(name -> out.line("Written:  " + directory.resolve(name)));
    Certificate root = new Certificate(new String(files.get(ROOT), StandardCharsets.US_ASCII));
    out.line("SHA-256:  " + root.sha256());
    out.line("          of the root; compare it with what the device shows before you trust it.");
    out.line(
        "Next:     open " + directory.resolve(OnboardingPage.FILE) + ", which lists the steps.");
    if (files.containsKey(DeviceKit.ANCHORS_PROFILE)) {
      out.line(
          "Warning:  "
              + DeviceKit.ANCHORS_PROFILE
              + " makes a device trust weak certificates: for test devices only, remove it"
              + " afterwards.");
    } else if (against.isEmpty()) {
      out.line(
          "          The faulty anchors are made by each run: ask a running one, --against URL.");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
