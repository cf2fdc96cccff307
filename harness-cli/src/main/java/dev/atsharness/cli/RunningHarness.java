package dev.atsharness.cli;

import dev.atsharness.conformance.internal.RemoteJournal;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.server.HarnessException;
import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.bouncycastle.util.IPAddress;

/** Finds the manifest of a running harness. */
final class RunningHarness {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int HTTP_PORT = 80;

  private RunningHarness() {}

  /** Thrown if the console requires a token that is missing or wrong. */
  static final class TokenException extends UsageException {
    private static final long serialVersionUID = 1;

    TokenException(String message) {
      super(message);
    }
  }

  /** Thrown if nothing answers: the command line may be right, but the harness has stopped. */
  static final class AbsentException extends UsageException {
    private static final long serialVersionUID = 1;

    AbsentException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Returns the token for the API of a console that other machines can reach. */
  static Optional<String> token() {
    return Optional.ofNullable(System.getenv("ATS_HARNESS_CONSOLE_TOKEN"))
        .filter(token -> !token.isEmpty());
  }

  /** Reads a manifest file, or fetches the manifest from the console at a URL. */
  static Manifest manifest(String fileOrUrl) throws InterruptedException {
    if (fileOrUrl.startsWith("http://") || fileOrUrl.startsWith("https://")) {
      return ofConsole(fileOrUrl);
    }
    try {
      return Manifest.read(Path.of(fileOrUrl));
    } catch (HarnessException | IllegalArgumentException e) {
      throw new UsageException("--against " + fileOrUrl + ": " + e.getMessage(), e);
    }
  }

  private static Manifest ofConsole(String url) throws InterruptedException {
    try {
      URI given = URI.create(url);
      return reached(given, Manifest.parse(fetch(given)).withConsole(given.resolve("/")));
    } catch (HarnessException e) {
      if (e.getCause() != null) {
        throw notTheConsole(url, "its answer is not a manifest", e);
      }
      throw new UsageException("--against " + url + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--against " + url + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the manifest with addresses that can be reached. A console that listens on all
   * addresses gives its machine the host name of the request.
   */
  private static Manifest reached(URI console, Manifest manifest) {
    String host = manifest.listeners().https().address();
    if (IPAddress.isValid(host)) {
      return manifest;
    }
    int port = console.getPort() < 0 ? HTTP_PORT : console.getPort();
    return manifest.withAddress(answering(host, port));
  }

  /** Returns the address of a name at which a server listens. */
  private static String answering(String host, int port) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (answers(new InetSocketAddress(address, port))) {
          return address.getHostAddress();
        }
      }
    } catch (UnknownHostException e) {
      throw new UsageException(
          "the harness calls itself " + HostileText.escape(host) + ", which does not resolve", e);
    }
    throw new UsageException("nothing answers at " + HostileText.escape(host) + ":" + port);
  }

  /**
   * True if a server listens at the address. A name may have IPv4 and IPv6 addresses, while a
   * server may listen at only one of them.
   */
  private static boolean answers(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) TIMEOUT.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static UsageException notTheConsole(String url, String why, Throwable cause) {
    return new UsageException(
        "--against "
            + url
            + " is not the console of a harness: "
            + why
            + "; 'ats-harness serve' prints the URL after 'Console:'",
        cause);
  }

  /** Refuses a manifest whose harness does not run any more. */
  static void requireAnswer(String fileOrUrl, RemoteJournal journal) throws InterruptedException {
    try {
      journal.mark();
    } catch (IOException e) {
      throw new AbsentException(
          "--against "
              + fileOrUrl
              + ": "
              + e.getMessage()
              + "; is 'ats-harness serve' still running?",
          e);
    }
  }

  private static String fetch(URI given) throws InterruptedException {
    String path = given.getPath();
    URI url = path.isEmpty() || path.equals("/") ? given.resolve("/api/manifest") : given;
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(TIMEOUT);
    token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() == 401) {
        throw new TokenException(
            given
                + (token().isPresent()
                    ? ": the token in the environment variable ATS_HARNESS_CONSOLE_TOKEN is not the"
                        + " one that 'serve' was started with"
                    : ": this console needs the token that 'serve' was started with, in the"
                        + " environment variable ATS_HARNESS_CONSOLE_TOKEN"));
      }
      if (response.statusCode() != 200) {
        throw notTheConsole(
            given.toString(), url + " answered with status " + response.statusCode(), null);
      }
      return response.body();
    } catch (SSLException e) {
      throw notTheConsole(given.toString(), "the console speaks plain HTTP", e);
    } catch (IOException e) {
      throw new AbsentException(
          url
              + " does not answer ("
              + reason(e)
              + "); start 'ats-harness serve' first, then give the URL of its console",
          e);
    }
  }

  /** Describes why nothing answers. */
  static String reason(IOException e) {
    return e instanceof ConnectException ? "connection refused" : FileErrors.of(e);
  }
}
