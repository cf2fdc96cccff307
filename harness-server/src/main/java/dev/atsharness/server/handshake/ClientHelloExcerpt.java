package dev.atsharness.server.handshake;

import dev.atsharness.server.handshake.ClientHello.Extension;
import dev.atsharness.server.handshake.ClientHello.Offer;
import dev.atsharness.server.handshake.ClientHello.Omitted;
import dev.atsharness.server.handshake.ClientHello.Raw;
import dev.atsharness.server.handshake.internal.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes an excerpt of a ClientHello, and counts what it leaves out. A part that exceeds its limit
 * is hostile or a test, and only a quarter of the limit is kept of it, because a thousand such
 * entries may be read at once.
 */
final class ClientHelloExcerpt {

  /**
   * The limit for code points of one kind. That many are enough for all registered ones; no known
   * client offers as many.
   */
  static final int MAX_CODES = 256;

  static final int MAX_EXTENSIONS = 128;

  static final int MAX_PROTOCOLS = 32;

  /** The longest DNS name (RFC 1035 section 2.3.4). */
  static final int MAX_NAME = 255;

  /** The limit for the message, and for all extensions together. */
  static final int MAX_BYTES = 4 * 1024;

  private static final int PART = 4;

  private final ClientHello whole;
  private final Map<String, Integer> omitted = new LinkedHashMap<>();

  public ClientHelloExcerpt(ClientHello whole) {
    this.whole = whole;
  }

  public ClientHello make() {
    Offer all = whole.offer();
    List<Integer> suites = codes("cipherSuites", all.cipherSuites());
    List<Extension> extensions =
        extensions(cut("extensions", whole.raw().extensions(), MAX_EXTENSIONS));
    Offer offer =
        new Offer(
            suites,
            codes("supportedVersions", all.supportedVersions()),
            codes("signatureSchemes", all.signatureSchemes()),
            codes("certificateSignatureSchemes", all.certificateSignatureSchemes()),
            codes("groups", all.groups()),
            codes("keyShareGroups", all.keyShareGroups()),
            cut("alpn", all.alpn(), MAX_PROTOCOLS));
    Optional<String> name = whole.serverName().map(this::name);
    String message = message();
    return omitted.isEmpty()
        ? whole
        : new ClientHello(
            name,
            offer,
            whole.extendedMasterSecret(),
            whole.secureRenegotiation(),
            new Raw(
                whole.raw().legacyVersion(),
                whole.raw().random(),
                whole.raw().sessionIdLength(),
                extensions,
                message),
            Optional.of(new Omitted(whole.ja4(), omitted)));
  }

  private List<Integer> codes(String part, List<Integer> all) {
    return cut(part, all, MAX_CODES);
  }

  private <T> List<T> cut(String part, List<T> all, int limit) {
    if (all.size() <= limit) {
      return all;
    }
    omitted.put(part, all.size() - limit / PART);
    return all.subList(0, limit / PART);
  }

  private List<Extension> extensions(List<Extension> some) {
    List<Extension> kept = new ArrayList<>();
    int all = some.stream().mapToInt(one -> one.data().length() / 2).sum();
    int left = all <= MAX_BYTES ? all : MAX_BYTES / PART;
    int dropped = 0;
    for (Extension extension : some) {
      int bytes = extension.data().length() / 2;
      int fits = Math.min(bytes, left);
      left -= fits;
      dropped += bytes - fits;
      kept.add(
          fits == bytes
              ? extension
              : new Extension(extension.type(), extension.data().substring(0, 2 * fits)));
    }
    if (dropped > 0) {
      omitted.put("extensionBytes", dropped);
    }
    return kept;
  }

  private String name(String all) {
    if (all.length() > MAX_NAME) {
      omitted.put("serverName", all.length() - MAX_NAME);
    }
    return Excerpt.of(all, MAX_NAME);
  }

  private String message() {
    String all = whole.raw().message();
    if (all.length() <= 2 * MAX_BYTES) {
      return all;
    }
    int kept = MAX_BYTES / PART;
    omitted.put("messageBytes", all.length() / 2 - kept);
    return all.substring(0, 2 * kept);
  }
}
