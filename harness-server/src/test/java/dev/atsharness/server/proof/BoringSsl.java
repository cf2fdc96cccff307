package dev.atsharness.server.proof;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * BoringSSL with the ClientHello of Safari, from the Python package curl_cffi: Debian's OpenSSL and
 * GnuTLS do not decompress certificates. {@code .ci/install-tools} installs it for {@code
 * ats-harness-python}.
 */
final class BoringSsl extends PerTarget {

  @Override
  public List<String> commands() {
    return List.of("ats-harness-python");
  }

  @Override
  Map<String, String> read(Target target) throws Exception {
    String seen =
        Command.of(
                commands().get(0),
                Path.of(BoringSsl.class.getResource("boringssl.py").toURI()).toString(),
                target.host(),
                target.address(),
                String.valueOf(target.port()))
            .output();
    if (!seen.contains("status 200")) {
      return Map.of();
    }
    boolean plain = seen.contains("TLSv1.3 (IN), TLS handshake, Certificate (11)");
    return Map.of(FactNames.COMPRESSED_CERTIFICATE, plain ? FactNames.NO : FactNames.YES);
  }
}
