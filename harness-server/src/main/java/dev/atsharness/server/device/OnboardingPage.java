package dev.atsharness.server.device;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.scenario.Releases;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.jetty.util.StringUtil;

/**
 * The page that leads a person from a bare device to one that finds and trusts the endpoints, and
 * back. It needs no script.
 *
 * @param kit what there is to install
 * @param faultyAnchors whether there is a profile with those
 * @param tour whether there is a {@link TourPage} beside it
 * @param address where the endpoints are reached
 * @param itself where a device can open this page; empty if none can
 */
public record OnboardingPage(
    DeviceKit kit, boolean faultyAnchors, boolean tour, String address, Optional<URI> itself) {

  /** The usual name of its file. */
  public static final String FILE = "index.html";

  /** The page, with links to the profiles beside it. */
  public String html(PageFrame frame) {
    return frame.around("ATS harness: a device", content());
  }

  private String content() {
    return """
        <h1>A device for the ATS harness</h1>
        <p>Use a test device. What was not verified on one is marked <em>[inferred]</em> or \
        <em>[not verified]</em>.</p>
        """
        + reachability()
        + profiles()
        + STEPS
        + (tour ? TOUR : "")
        + AFTERWARDS
        + itself.map(OnboardingPage::code).orElse("");
  }

  private String reachability() {
    if (!isLoopback(address)) {
      return "<p>The endpoints are at " + escaped(address) + ".</p>\n";
    }
    return "<p><strong>The endpoints are at "
        + escaped(address)
        + ", which no other device reaches.</strong> Start the harness with"
        + " <code>--bind</code> or <code>--public-address</code> and an address of this machine's"
        + " network.</p>\n";
  }

  private String profiles() {
    String names =
        kit.resolver()
            .map(
                resolver ->
                    "<li>resolves the names under "
                        + escaped(kit.domain())
                        + ", and no others, at <code>"
                        + escaped(resolver.url().toString())
                        + "</code>, whose certificate is of that root too: until the device trusts"
                        + " it, no name is found <em>[inferred]</em>\n")
            .orElse(
                "<li>resolves no names: without <code>serve --dns-port</code> the network's DNS"
                    + " must know those under "
                    + escaped(kit.domain())
                    + "\n");
    return """
        <h2>What to install</h2>
        <p><a href="%s">%s</a></p>
        <ul>
        <li>trusts the harness's root, which can certify names under %s only
        %s</ul>
        <p>Compare the root's SHA-256 on the device and in the terminal of the harness:<br>
        <code>%s</code></p>
        """
            .formatted(
                DeviceKit.PROFILE,
                DeviceKit.PROFILE,
                escaped(kit.domain()),
                names,
                kit.root().sha256())
        + (faultyAnchors
            ? """
              <p><a href="%s">%s</a>, for the scenarios <code>anchored/*</code> and others whose own \
              certificate has to be trusted. <strong>%s</strong> Each start of the harness makes them anew, and \
              they last a week: fetch this profile again after a restart.</p>
              """
                .formatted(DeviceKit.ANCHORS_PROFILE, DeviceKit.ANCHORS_PROFILE, DeviceKit.WARNING)
            : "");
  }

  private static final String STEPS =
      """
      <h2>How it gets onto the device</h2>
      <p>By AirDrop, the Files app, mail or Apple Configurator. Not from this page on OS {enforcing}, which \
      blocks profiles over HTTP <em>[one field report]</em>; and over HTTPS the device would have to trust the harness already.</p>
      <h2>iPhone and iPad</h2>
      <ol>
      <li>Open the file, then install it: Settings, General, VPN &amp; Device Management.
      <li>Settings, General, About, Certificate Trust Settings: turn on full trust for the ATS harness \
      root (<a href="https://support.apple.com/102390">Apple support article 102390</a>). Without that \
      every scenario is not trusted. For the faulty anchors, turn on whatever of them is listed \
      there <em>[not verified: whether certificates that are no CA are listed]</em>.
      <li>Install Apple's Network Diagnostics Logging Profile and restart the device \
      (<a href="https://support.apple.com/126655">article 126655</a>).
      <li>For Setup Assistant: install the profile with Apple Configurator, whose certificates are \
      trusted without the switch (article 102390).
      </ol>
      <h2>Mac</h2>
      <ol>
      <li>Open the file, then install it: System Settings, General, Device Management.
      <li>In Keychain Access, System: see that the ATS harness root is trusted; if not, set "Always \
      Trust" <em>[not verified]</em>.
      <li>Install the logging profile as on an iPhone.
      </ol>
      <h2>Port 443</h2>
      <p>"Sign in to Work or School" asks port 443 only <em>[inferred: its URL has no port]</em>: serve with <code>--https-port 443</code>.</p>
      <h2>Apple TV, Apple Watch</h2>
      <p>They take no DNS settings from a profile: the network's DNS has to know the names.</p>
      """
          .replace("{enforcing}", Releases.builtIn().oldest(Mode.ENFORCE).number().inShort());

  private static final String TOUR =
      """
      <h2>Then</h2>
      <p><a href="%s">A tour of a few endpoints</a>: how a device is made to connect, and what its log \
      must say.</p>
      """
          .formatted(TourPage.FILE);

  private static final String AFTERWARDS =
      """
      <h2>Fetch the log</h2>
      <ol>
      <li>iPhone and iPad: press both volume buttons and the side or top button together for about a \
      second; some minutes later the sysdiagnose is in Settings, Privacy &amp; Security, Analytics \
      &amp; Improvements, Analytics Data. Bring it to a Mac, and expand it. <em>[not verified]</em>
      <li>Mac: the log is there already; leave out <code>--archive</code>.
      <li>In a terminal of the Mac: <code>log show --archive system_logs.logarchive --info --style \
      ndjson --predicate "$(./ats-harness log filter)" &gt; ats.ndjson</code>
      <li><code>./ats-harness log check ats.ndjson --visited --against</code> and the console's URL.
      </ol>
      <h2>Afterwards</h2>
      <ol>
      <li>Remove the profiles where they were installed. Root and DNS settings go with them \
      <em>[inferred]</em>.
      <li>Look into Certificate Trust Settings, or Keychain Access: nothing named ATS harness is left \
      <em>[inferred]</em>.
      <li>Remove the logging profile.
      </ol>
      """;

  private static String code(URI page) {
    return "<h2>This page on the device</h2>\n<p>To read; see above for how files get there.</p>\n"
        + QrSvg.of(page.toString())
        + "<p><code>"
        + escaped(page.toString())
        + "</code></p>\n";
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + address, e);
    }
  }

  private static String escaped(String text) {
    return StringUtil.sanitizeXmlString(text);
  }
}
