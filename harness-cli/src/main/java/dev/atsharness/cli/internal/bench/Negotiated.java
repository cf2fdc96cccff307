package dev.atsharness.cli.internal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What decides how much a handshake costs, as {@code openssl s_client} says it. Two servers are
 * compared only if this is the same.
 *
 * @param suite the version and the suite, for example {@code TLSv1.2, Cipher is
 *     ECDHE-RSA-AES128-GCM-SHA256}
 * @param agreement the group of the key agreement, for example {@code X25519, 253 bits}
 * @param key the size of the certificate's key, for example {@code 2048 bit}
 */
record Negotiated(String suite, String agreement, String key) {

  private static final Pattern SUITE = Pattern.compile("(?m)^New, (TLSv\\S+ Cipher is \\S+)");
  private static final Pattern AGREEMENT =
      Pattern.compile("(?m)^(?:Server Temp Key|Peer Temp Key|Negotiated TLS1\\.3 group): (.+)$");
  private static final Pattern KEY = Pattern.compile("(?m)^Server public key is (\\d+ bits?)");

  /** Makes one handshake with the server at this loopback port. */
  static Negotiated with(int port, List<String> versionOptions) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl", "s_client"));
    command.addAll(List.of("-connect", "127.0.0.1:" + port));
    command.addAll(versionOptions);
    Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
    client.getOutputStream().close();
    return parse(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  static Negotiated parse(String output) throws IOException {
    return new Negotiated(first(SUITE, output), first(AGREEMENT, output), first(KEY, output));
  }

  private static String first(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("openssl s_client does not say what was negotiated: " + output);
    }
    return matcher.group(1);
  }

  @Override
  public String toString() {
    return suite + ", " + agreement + ", key of " + key;
  }
}
