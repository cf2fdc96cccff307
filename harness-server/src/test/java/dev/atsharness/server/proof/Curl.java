package dev.atsharness.server.proof;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code curl --http2}, which uses nghttp2. It looks only at the response. */
final class Curl extends PerTarget {

  private static final Pattern RESPONSE =
      Pattern.compile("version (\\S+) status (\\d{3}) to (https?)?");

  @Override
  public List<String> commands() {
    return List.of("curl");
  }

  @Override
  Map<String, String> read(Target target) throws InterruptedException {
    String authority = target.host() + ":" + target.port();
    String output =
        Command.of(
                "curl",
                "--silent",
                "--insecure",
                "--http2",
                "--output",
                "/dev/null",
                "--resolve",
                authority + ":" + target.address(),
                "--write-out",
                "version %{http_version} status %{response_code} to %{redirect_url}",
                "https://" + authority + "/")
            .output();
    Matcher response = RESPONSE.matcher(output);
    if (!response.find() || response.group(2).equals("000")) {
      return Map.of(); // curl and the server have no TLS version in common
    }
    if (!response.group(1).equals("2")) {
      return Map.of(FactNames.HTTP_2, FactNames.NO);
    }
    String leads = response.group(3) == null ? "" : " to " + response.group(3);
    return Map.of(FactNames.HTTP_2, response.group(2) + leads);
  }
}
