package dev.atsharness.scenario.internal;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import dev.atsharness.yaml.internal.Document.Section;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an endpoint speaks TLS: the section {@code tls} of a scenario file. Each setting is a key
 * here and a method that reads it.
 */
public final class TlsSettings extends SettingSection {

  private static final SettingKeys KEYS = new SettingKeys();

  private static final List<CipherSuite> COMPLIANT_SUITES =
      Stream.of(
              "TLS_AES_256_GCM_SHA384",
              "TLS_AES_128_GCM_SHA256",
              "TLS_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
          .map(CipherSuite::named)
          .toList();

  public static final SettingKey<List<TlsVersion>> VERSIONS =
      KEYS.list("versions", TlsVersion::ofLabel, List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2));

  public static final SettingKey<List<CipherSuite>> CIPHER_SUITES =
      KEYS.list("cipher-suites", CipherSuite::named, COMPLIANT_SUITES);

  public static final SettingKey<Map<TlsVersion, List<CipherSuite>>> CIPHER_SUITES_FOR =
      KEYS.section("cipher-suites-for", TlsSettings::suitesFor, Map.of());

  public static final SettingKey<CipherOrder> CIPHER_ORDER =
      KEYS.constant("cipher-order", CipherOrder.class, CipherOrder.SERVER);

  public static final SettingKey<Boolean> EXTENDED_MASTER_SECRET =
      KEYS.flag("extended-master-secret", true);

  public static final SettingKey<Boolean> EXTENDED_MASTER_SECRET_REQUIRED =
      KEYS.flag("extended-master-secret-required", false);

  public static final SettingKey<Boolean> EXTENDED_MASTER_SECRET_USED =
      KEYS.flag("extended-master-secret-used", true);

  public static final SettingKey<Boolean> SUPPORTED_VERSIONS =
      KEYS.flag("supported-versions", true);

  public static final SettingKey<Boolean> DOWNGRADE_SENTINEL =
      KEYS.flag("downgrade-sentinel", true);

  public static final SettingKey<Optional<SignatureScheme>> HANDSHAKE_SIGNATURE =
      KEYS.optional("handshake-signature", SignatureScheme::ofLabel);

  public static final SettingKey<List<SignatureScheme>> HANDSHAKE_SIGNATURE_PREFERENCE =
      KEYS.list("handshake-signature-preference", SignatureScheme::ofLabel, List.of());

  public static final SettingKey<List<NamedGroup>> GROUPS =
      KEYS.list(
          "groups",
          NamedGroup::ofLabel,
          List.of(
              NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1));

  public static final SettingKey<Optional<NamedGroup>> KEY_EXCHANGE_GROUP =
      KEYS.optional("key-exchange-group", NamedGroup::ofLabel);

  public static final SettingKey<Optional<DhGroup>> DH_GROUP =
      KEYS.optional("dh-group", label -> SettingKeys.constant(DhGroup.class, label));

  public static final SettingKey<List<String>> ALPN =
      KEYS.list("alpn", text -> text, List.of("http/1.1"));

  public static final SettingKey<Boolean> GREASE = KEYS.flag("grease", true);

  public static final SettingKey<Boolean> LONG_CLIENT_HELLO = KEYS.flag("long-client-hello", true);

  public static final SettingKey<Boolean> SECURE_RENEGOTIATION =
      KEYS.flag("secure-renegotiation", true);

  public static final SettingKey<Resumption> RESUMPTION =
      KEYS.constant("resumption", Resumption.class, Resumption.NONE);

  public static final SettingKey<Boolean> CLIENT_CERTIFICATE =
      KEYS.flag("client-certificate", false);

  public static final SettingKey<Boolean> CLIENT_CERTIFICATE_BY_RENEGOTIATION =
      KEYS.flag("client-certificate-by-renegotiation", false);

  public static final SettingKey<Boolean> CERTIFICATE_COMPRESSION =
      KEYS.flag("certificate-compression", false);

  public static final SettingKey<Boolean> OCSP_STAPLING = KEYS.flag("ocsp-stapling", false);

  public static final SettingKey<Optional<Misbehaviour>> MISBEHAVIOUR =
      KEYS.optional("misbehaviour", label -> SettingKeys.constant(Misbehaviour.class, label));

  /** The settings of a compliant server: those of a scenario file that leaves them out. */
  public static final TlsSettings DEFAULT = new TlsSettings(SettingValues.defaults(KEYS.all()));

  private TlsSettings(SettingValues values) {
    super(values);
  }

  /** The settings that a section has, and the defaults of all others. */
  static TlsSettings read(Section section) {
    return new TlsSettings(SettingValues.read(KEYS.all(), section));
  }

  /**
   * The same settings with one changed.
   *
   * @throws IllegalArgumentException if the key is that of another section
   */
  public <T> TlsSettings with(SettingKey<T> key, T value) {
    return new TlsSettings(values().with(key, value));
  }

  private static Map<TlsVersion, List<CipherSuite>> suitesFor(Section section) {
    Map<TlsVersion, List<CipherSuite>> suites = new EnumMap<>(TlsVersion.class);
    for (String version : section.keys()) {
      suites.put(TlsVersion.ofLabel(version), section.list(version, CipherSuite::named, List.of()));
    }
    return Collections.unmodifiableMap(suites);
  }

  /** Whose preference decides among the common cipher suites. */
  public enum CipherOrder {
    SERVER,
    CLIENT
  }

  /** Whether a client can resume a session, and by what. */
  public enum Resumption {
    NONE,
    /** By its id (RFC 5246 section 7.3). */
    SESSION_ID,
    /**
     * By its id, but the ServerHello of the resumption contradicts the session's extended master
     * secret, so a client must abort (RFC 7627 section 5.3).
     */
    SESSION_ID_OTHER_EMS,
    /** By a ticket, before TLS 1.3 (RFC 5077). */
    TICKET,
    /** By a ticket, with the contradiction of {@link #SESSION_ID_OTHER_EMS}. */
    TICKET_OTHER_EMS,
    /**
     * By nothing: the server issues a ticket of TLS 1.3 (RFC 8446 section 4.6.1) and never accepts
     * it.
     */
    TICKET_NOT_ACCEPTED;

    /** Whether a session has an id by which it can be resumed. */
    public boolean byId() {
      return this == SESSION_ID || this == SESSION_ID_OTHER_EMS;
    }

    /** Whether a session before TLS 1.3 can be resumed by a ticket. */
    public boolean byTicket() {
      return this == TICKET || this == TICKET_OTHER_EMS;
    }

    /** Whether the resumption contradicts the session's extended master secret. */
    public boolean withOtherEms() {
      return this == SESSION_ID_OTHER_EMS || this == TICKET_OTHER_EMS;
    }
  }

  /** A finite-field group that is older than RFC 7919 and has no code point to negotiate it. */
  public enum DhGroup {
    /** RFC 2409's Second Oakley Group, which the Logjam attack put within reach of states. */
    MODP1024(1024),
    /** RFC 3526's group 14. */
    MODP2048(2048);

    private final int bits;

    DhGroup(int bits) {
      this.bits = bits;
    }

    /** The length of its prime. */
    public int bits() {
      return bits;
    }
  }

  /**
   * The enabled versions in the server's order. The server takes the first one that the client
   * lists, or the best one up to the version that a client without {@code supported_versions}
   * names.
   */
  public List<TlsVersion> versions() {
    return get(VERSIONS);
  }

  /**
   * The enabled suites in the server's order; those that do not fit the negotiated version or the
   * certificate's key are skipped.
   */
  public List<CipherSuite> cipherSuites() {
    return get(CIPHER_SUITES);
  }

  /** The suites for single versions, instead of {@link #cipherSuites()}. */
  public Map<TlsVersion, List<CipherSuite>> cipherSuitesFor() {
    return get(CIPHER_SUITES_FOR);
  }

  /** The enabled suites that a connection of this version can use, in the server's order. */
  public List<CipherSuite> cipherSuites(TlsVersion version) {
    return cipherSuitesFor().getOrDefault(version, cipherSuites()).stream()
        .filter(suite -> suite.usableWith(version))
        .toList();
  }

  /** Whose order decides among the common suites. */
  public CipherOrder cipherOrder() {
    return get(CIPHER_ORDER);
  }

  /** Whether the server answers the extension of RFC 7627. */
  public boolean extendedMasterSecret() {
    return get(EXTENDED_MASTER_SECRET);
  }

  /** Whether the server refuses clients that do not offer the extension (RFC 7627 section 5.2). */
  public boolean extendedMasterSecretRequired() {
    return get(EXTENDED_MASTER_SECRET_REQUIRED);
  }

  /**
   * Whether the server also computes the master secret as the extension that it answers requires;
   * if not, it computes that of RFC 5246.
   */
  public boolean extendedMasterSecretUsed() {
    return get(EXTENDED_MASTER_SECRET_USED);
  }

  /**
   * Whether the server knows the extension {@code supported_versions} (RFC 8446 section 4.2.1). If
   * not, it answers every client with its best version up to the one in {@code client_version} (RFC
   * 5246 appendix E.1).
   */
  public boolean supportedVersions() {
    return get(SUPPORTED_VERSIONS);
  }

  /**
   * Whether the server's random marks this version as a downgrade: a server of TLS 1.3 must mark
   * every earlier version, and one of TLS 1.2 should mark TLS 1.1 and below (RFC 8446 section
   * 4.1.3).
   */
  public boolean marksDowngradeTo(TlsVersion chosen) {
    TlsVersion best = Collections.max(versions());
    return get(DOWNGRADE_SENTINEL) && chosen.isBefore(best) && !best.isBefore(TlsVersion.TLS_1_2);
  }

  /**
   * The scheme of the ServerKeyExchange signature in TLS 1.2, used even if the client does not
   * offer it; if empty, it is negotiated.
   */
  public Optional<SignatureScheme> handshakeSignature() {
    return get(HANDSHAKE_SIGNATURE);
  }

  /**
   * The schemes of the handshake signature, from TLS 1.2 on, in the server's order. The server
   * takes the first one that the client offers and one of its keys can make. If empty, the client's
   * order counts, with SHA-1 and SHA-224 last.
   */
  public List<SignatureScheme> handshakeSignaturePreference() {
    return get(HANDSHAKE_SIGNATURE_PREFERENCE);
  }

  /** The enabled key exchange groups, in the server's order. */
  public List<NamedGroup> groups() {
    return get(GROUPS);
  }

  /**
   * The curve of the ServerKeyExchange in TLS 1.2, used even if the client does not offer it; if
   * empty, it is negotiated.
   */
  public Optional<NamedGroup> keyExchangeGroup() {
    return get(KEY_EXCHANGE_GROUP);
  }

  /**
   * The finite-field group of DHE suites, used whatever the client lists; if empty, one of RFC 7919
   * is negotiated.
   */
  public Optional<DhGroup> dhGroup() {
    return get(DH_GROUP);
  }

  /**
   * The protocols that the server selects from (RFC 7301); without any it ignores the extension.
   */
  public List<String> alpn() {
    return get(ALPN);
  }

  /** Whether the server ignores the reserved values of GREASE (RFC 8701). */
  public boolean grease() {
    return get(GREASE);
  }

  /** Whether the server reads a ClientHello that does not fit into one TCP segment. */
  public boolean longClientHello() {
    return get(LONG_CLIENT_HELLO);
  }

  /** Whether the server answers the extension of RFC 5746. */
  public boolean secureRenegotiation() {
    return get(SECURE_RENEGOTIATION);
  }

  /** Whether and how a client can resume a session. */
  public Resumption resumption() {
    return get(RESUMPTION);
  }

  /** Whether the server insists on a certificate of the client; it accepts any. */
  public boolean clientCertificate() {
    return get(CLIENT_CERTIFICATE);
  }

  /**
   * Whether the server, before TLS 1.3, asks for a client certificate only after the request, by a
   * renegotiation that it begins (RFC 5246 section 7.4.1.1); it accepts any.
   */
  public boolean clientCertificateByRenegotiation() {
    return get(CLIENT_CERTIFICATE_BY_RENEGOTIATION);
  }

  /** Whether the server compresses its certificate for clients that offer zlib (RFC 8879). */
  public boolean certificateCompression() {
    return get(CERTIFICATE_COMPRESSION);
  }

  /** Whether the server staples an OCSP response where the client asks for one. */
  public boolean ocspStapling() {
    return get(OCSP_STAPLING);
  }

  /** The fault of the protocol itself that the server commits; empty if there is none. */
  public Optional<Misbehaviour> misbehaviour() {
    return get(MISBEHAVIOUR);
  }

  /** Whether the server commits this fault. */
  public boolean misbehaves(Misbehaviour fault) {
    return misbehaviour().equals(Optional.of(fault));
  }
}
