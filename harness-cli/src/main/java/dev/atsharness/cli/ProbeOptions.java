package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.Roles;
import dev.atsharness.device.internal.Connections;
import dev.atsharness.device.internal.tls.ClientIdentity;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.scenario.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import picocli.CommandLine.Option;

/** The options of {@code probe} that say how a device visits a server. */
final class ProbeOptions {

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([^:/]+)):(\\d{1,5})");

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

  @Option(
      names = "--proxy",
      paramLabel = "HOST:PORT",
      description = {
        "Connect through this HTTP proxy (CONNECT). The proxy resolves the names. The answer also"
            + " says whether the certificate is the server's or that of a proxy which inspects the"
            + " traffic, as far as that can be told."
      })
  private Optional<String> proxy = Optional.empty();

  String profileId() {
    return profileId;
  }

  Optional<String> connect() {
    return connect;
  }

  List<String> resolve() {
    return resolve;
  }

  boolean follow() {
    return !noFollow;
  }

  boolean everyAddress() {
    return !oneAddress;
  }

  boolean hasCa() {
    return ca.isPresent();
  }

  /** What the anchors are made of: the PEM file, or the encoded roots of Java in a fixed order. */
  byte[] anchorBytes() throws IOException {
    if (ca.isPresent()) {
      return Files.readAllBytes(ca.get());
    }
    List<byte[]> encoded = new ArrayList<>();
    try {
      for (X509Certificate root : javaRoots()) {
        encoded.add(root.getEncoded());
      }
    } catch (CertificateEncodingException e) {
      throw new IOException("the roots of this Java installation cannot be read", e);
    }
    encoded.sort(Arrays::compare);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    encoded.forEach(all::writeBytes);
    return all.toByteArray();
  }

  Optional<Role> role() {
    return role.map(
        label -> {
          try {
            return Roles.of(label);
          } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage(), e);
          }
        });
  }

  Optional<ClientIdentity> identity() {
    return identity.map(file -> IdentityFile.read(file, identityPassword));
  }

  boolean hasProxy() {
    return proxy.isPresent();
  }

  Optional<String> proxy() {
    return proxy;
  }

  Optional<Path> identityPath() {
    return identity;
  }

  Duration timeout() {
    if (seconds < 1 || seconds > 300) {
      throw new UsageException("--timeout " + seconds + ": write 1 to 300 seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  /** Returns connections without a proxy. */
  Connections direct() {
    return Connections.of(timeout());
  }

  /**
   * Returns the connections to servers.
   *
   * @throws IOException if the proxy does not answer
   */
  Connections connections() throws IOException {
    return proxy.isEmpty() ? direct() : direct().through(proxyAddress(proxy.get()));
  }

  private InetSocketAddress proxyAddress(String text) throws IOException {
    Matcher parts = HOST_AND_PORT.matcher(text);
    int port = parts.matches() ? Integer.parseInt(parts.group(3)) : 0;
    if (port < 1 || port > 65_535) {
      throw new UsageException(
          "--proxy " + text + ": write HOST:PORT, for example proxy.example.com:3128");
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    InetSocketAddress address;
    try {
      address = new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new IOException(
          "cannot tell: the name of the proxy "
              + text
              + " does not resolve; give its address, or another proxy",
          e);
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) Math.min(timeout().toMillis(), Integer.MAX_VALUE));
      return address;
    } catch (IOException e) {
      throw new IOException(
          "cannot tell: the proxy "
              + text
              + " does not answer ("
              + e.getMessage()
              + "); give the host and the port of one that runs",
          e);
    }
  }

  TrustAnchors anchors() throws IOException {
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
