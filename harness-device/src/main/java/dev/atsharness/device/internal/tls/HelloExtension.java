package dev.atsharness.device.internal.tls;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.tls.ExtensionType;

/**
 * The extensions that the form of a ClientHello can name. Those with a content here are always sent
 * with it; the content of the others follows from the offer.
 */
enum HelloExtension {
  SERVER_NAME(ExtensionType.server_name),
  STATUS_REQUEST(ExtensionType.status_request),
  SUPPORTED_GROUPS(ExtensionType.supported_groups),
  EC_POINT_FORMATS(ExtensionType.ec_point_formats),
  SIGNATURE_ALGORITHMS(ExtensionType.signature_algorithms),
  APPLICATION_LAYER_PROTOCOL_NEGOTIATION(ExtensionType.application_layer_protocol_negotiation),
  SIGNED_CERTIFICATE_TIMESTAMP(18, ""),
  PADDING(ExtensionType.padding),
  EXTENDED_MASTER_SECRET(ExtensionType.extended_master_secret),
  /** With zlib, the one algorithm that {@link CompressedCertificate} understands. */
  COMPRESS_CERTIFICATE(ExtensionType.compress_certificate, "020001"),
  SUPPORTED_VERSIONS(ExtensionType.supported_versions),
  /** With {@code psk_dhe_ke}, the one mode that BoringSSL has. */
  PSK_KEY_EXCHANGE_MODES(ExtensionType.psk_key_exchange_modes, "0101"),
  KEY_SHARE(ExtensionType.key_share),
  NEXT_PROTOCOL_NEGOTIATION(13172, ""),
  /** As RFC 5746 section 3.4 requires of a first handshake. */
  RENEGOTIATION_INFO(ExtensionType.renegotiation_info, "00");

  private final int code;
  private final Optional<String> content;

  HelloExtension(int code) {
    this.code = code;
    this.content = Optional.empty();
  }

  HelloExtension(int code, String content) {
    this.code = code;
    this.content = Optional.of(content);
  }

  /**
   * The extension with this IANA name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static HelloExtension named(String name) {
    return Arrays.stream(values())
        .filter(one -> one.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no extension is called " + name));
  }

  int code() {
    return code;
  }

  Optional<byte[]> content() {
    return content.map(HexFormat.of()::parseHex);
  }
}
