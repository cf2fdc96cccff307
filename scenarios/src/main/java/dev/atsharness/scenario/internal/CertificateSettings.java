package dev.atsharness.scenario.internal;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.yaml.internal.Document.Section;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The certificate that an endpoint presents: the section {@code certificate} of a scenario file.
 * Each setting is a key here and a method that reads it.
 */
public final class CertificateSettings extends SettingSection {

  /** Stands for the endpoint's host name in {@link #names}. */
  public static final String HOST = "{host}";

  /** Stands, also within a longer name, for the harness domain in {@link #names}. */
  public static final String DOMAIN = "{domain}";

  /**
   * Stands in {@link #names} for 127.0.0.1 and ::1, and only in the leaf for clients that send no
   * server name: some libraries refuse an address in the leaf below a CA with name constraints for
   * addresses. A self-signed leaf has no such CA, and always names them.
   */
  public static final String LOOPBACK = "{loopback}";

  /** Stands for the last label of the harness domain in {@link #names}. */
  public static final String SUFFIX = "{suffix}";

  /** A range of numbers within a name, for example {@code {2-1000}}. */
  private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,4})-(\\d{1,4})\\}");

  private static final SettingKeys KEYS = new SettingKeys();

  public static final SettingKey<KeySpec> KEY =
      KEYS.value("key", KeySpec::ofLabel, KeySpec.rsa(2048));

  public static final SettingKey<SignatureAlgorithm> SIGNATURE =
      KEYS.value("signature", SignatureAlgorithm::ofLabel, SignatureAlgorithm.SHA256_ECDSA);

  public static final SettingKey<Issuer> ISSUER =
      KEYS.constant("issuer", Issuer.class, Issuer.ISSUING_CA);

  public static final SettingKey<Validity> VALIDITY =
      KEYS.section(
          "validity", Validity::read, Validity.lasting(Duration.ofDays(-1), Duration.ofDays(60)));

  public static final SettingKey<List<String>> NAMES =
      KEYS.list("names", text -> text, List.of(HOST, LOOPBACK));

  public static final SettingKey<Optional<String>> COMMON_NAME =
      KEYS.optional("common-name", text -> text);
  public static final SettingKey<Optional<String>> HOST_WITHOUT_SNI =
      KEYS.optional("host-without-sni", text -> text);

  public static final SettingKey<List<String>> EXTENDED_KEY_USAGE =
      KEYS.list("extended-key-usage", text -> text, List.of("serverAuth"));

  public static final SettingKey<List<Quirk>> QUIRKS = KEYS.constants("quirks", Quirk.class);

  public static final SettingKey<List<Link>> CHAIN =
      KEYS.list(
          "chain",
          label -> SettingKeys.constant(Link.class, label),
          List.of(Link.LEAF, Link.ISSUING_CA));

  public static final SettingKey<Optional<Integer>> INTERMEDIATE_PATH_LENGTH =
      KEYS.optional("intermediate-path-length", Integer::valueOf);

  public static final SettingKey<Authority> ISSUING_CA =
      KEYS.section("issuing-ca", Authority::read, Authority.DEFAULT);

  public static final SettingKey<Authority> ROOT =
      KEYS.section("root", Authority::read, Authority.DEFAULT);

  public static final SettingKey<OlderRoot> OLDER_ROOT =
      KEYS.section("older-root", OlderRoot::read, OlderRoot.DEFAULT);

  public static final SettingKey<Revocation> REVOCATION =
      KEYS.section("revocation", Revocation::read, Revocation.NONE);

  /** The certificate of a compliant server: that of a scenario file without settings for it. */
  public static final CertificateSettings DEFAULT =
      new CertificateSettings(SettingValues.defaults(KEYS.all()));

  private CertificateSettings(SettingValues values) {
    super(values);
  }

  /** The settings that a section has, and the defaults of all others. */
  static CertificateSettings read(Section section) {
    return new CertificateSettings(SettingValues.read(KEYS.all(), section));
  }

  /**
   * The same settings with one changed.
   *
   * @throws IllegalArgumentException if the key is that of another section
   */
  public <T> CertificateSettings with(SettingKey<T> key, T value) {
    return new CertificateSettings(values().with(key, value));
  }

  /** Who signs the leaf. */
  public enum Issuer {
    /** The harness's issuing CA, which all endpoints share that do not name another issuer. */
    ISSUING_CA,
    /** An issuing CA under the harness root that no other endpoint sends. */
    OWN_ISSUING_CA,
    /** An issuing CA under a separate root of this endpoint, which is installed as an anchor. */
    INSTALLED_ROOT,
    /** The leaf itself; not installed as an anchor. */
    SELF,
    /** The leaf itself, which is installed as an anchor. */
    INSTALLED_SELF,
    /** The leaf itself, which is among the anchor certificates of automated enrolment's profile. */
    SELF_SIGNED_ENROLLMENT_ANCHOR,
    /** An issuing CA under an untrusted root. */
    UNTRUSTED_ROOT;

    /** Whether the leaf is self-signed. */
    public boolean isSelf() {
      return this == SELF || isOwnAnchor();
    }

    /** Whether the leaf is an anchor itself. */
    public boolean isOwnAnchor() {
      return this == INSTALLED_SELF || this == SELF_SIGNED_ENROLLMENT_ANCHOR;
    }

    /** Whether devices need an anchor besides the harness root. */
    public boolean needsAnchor() {
      return this == INSTALLED_ROOT || isOwnAnchor();
    }

    /** Whether the leaf is below a CA that is trusted. */
    public boolean isTrustedCa() {
      return this == ISSUING_CA || hasOwnIssuingCa();
    }

    /** Whether the issuing CA is the endpoint's own. */
    public boolean hasOwnIssuingCa() {
      return this == OWN_ISSUING_CA || this == INSTALLED_ROOT;
    }
  }

  /** A certificate of the chain that can be sent. */
  public enum Link {
    LEAF,
    ISSUING_CA,
    ROOT,
    /** A CA that is unrelated to the others. */
    UNRELATED,
    /** The harness root's name and key, certified by an older root. */
    CROSS_CERTIFICATE,
    /** The root that signed the cross-certificate; installed nowhere. */
    OLDER_ROOT
  }

  /** Something unusual about a certificate. */
  public enum Quirk {
    /** X.509 version 1, which has no extensions. */
    VERSION_1,
    /** Basic constraints that make a leaf a CA. */
    CA,
    /** Basic constraints that say of an issuing CA that it is not a CA. */
    NOT_A_CA,
    /** A key usage that does not let an issuing CA sign certificates. */
    NO_CERT_SIGN,
    /** Explicit parameters of the key's curve instead of its name. */
    EXPLICIT_CURVE,
    /** An unknown extension, not critical. */
    UNKNOWN_EXTENSION,
    /** An unknown extension, critical. */
    UNKNOWN_CRITICAL_EXTENSION,
    /** An authority key identifier that is not the issuer's subject key identifier. */
    OTHER_AUTHORITY_KEY_IDENTIFIER,
    /** The serial number 0, which RFC 5280 section 4.1.2.2 forbids. */
    SERIAL_ZERO,
    /** One bit of the signature flipped. */
    TAMPERED_SIGNATURE
  }

  /** A CA: the sections {@code issuing-ca} and {@code root}. */
  public static final class Authority extends SettingSection {

    private static final SettingKeys KEYS = new SettingKeys();

    public static final SettingKey<KeySpec> KEY =
        KEYS.value("key", KeySpec::ofLabel, KeySpec.ec("p-256"));

    public static final SettingKey<SignatureAlgorithm> SIGNATURE =
        KEYS.value("signature", SignatureAlgorithm::ofLabel, SignatureAlgorithm.SHA256_ECDSA);

    public static final SettingKey<Optional<Validity>> VALIDITY =
        KEYS.section("validity", section -> Optional.of(Validity.read(section)), Optional.empty());

    public static final SettingKey<List<String>> EXTENDED_KEY_USAGE =
        KEYS.list("extended-key-usage", text -> text, List.of("serverAuth"));

    public static final SettingKey<List<Quirk>> QUIRKS = KEYS.constants("quirks", Quirk.class);

    /** A CA like the harness's own. */
    public static final Authority DEFAULT = new Authority(SettingValues.defaults(KEYS.all()));

    private Authority(SettingValues values) {
      super(values);
    }

    static Authority read(Section section) {
      return new Authority(SettingValues.read(KEYS.all(), section));
    }

    /**
     * The same settings with one changed.
     *
     * @throws IllegalArgumentException if the key is that of another section
     */
    public <T> Authority with(SettingKey<T> key, T value) {
      return new Authority(values().with(key, value));
    }

    /** The CA's key. */
    public KeySpec key() {
      return get(KEY);
    }

    /** How the CA's certificate is signed. */
    public SignatureAlgorithm signature() {
      return get(SIGNATURE);
    }

    /** When the CA is valid; empty for as long as the harness CA. */
    public Optional<Validity> validity() {
      return get(VALIDITY);
    }

    /** The CA's purposes; an empty list leaves the extension out. */
    public List<String> extendedKeyUsage() {
      return get(EXTENDED_KEY_USAGE);
    }

    /** What else is unusual about the CA. */
    public List<Quirk> quirks() {
      return get(QUIRKS);
    }
  }

  /** A root that once certified the harness root: the section {@code older-root}. */
  public static final class OlderRoot extends SettingSection {

    private static final SettingKeys KEYS = new SettingKeys();

    public static final SettingKey<Validity> VALIDITY =
        KEYS.section(
            "validity",
            Validity::read,
            Validity.lasting(Duration.ofDays(-400), Duration.ofDays(460)));

    public static final SettingKey<Validity> CROSS_VALIDITY =
        KEYS.section(
            "cross-validity",
            Validity::read,
            Validity.lasting(Duration.ofDays(-100), Duration.ofDays(160)));

    /** An older root that is valid, as is its certificate for the harness root. */
    public static final OlderRoot DEFAULT = new OlderRoot(SettingValues.defaults(KEYS.all()));

    private OlderRoot(SettingValues values) {
      super(values);
    }

    static OlderRoot read(Section section) {
      return new OlderRoot(SettingValues.read(KEYS.all(), section));
    }

    /**
     * The same settings with one changed.
     *
     * @throws IllegalArgumentException if the key is that of another section
     */
    public <T> OlderRoot with(SettingKey<T> key, T value) {
      return new OlderRoot(values().with(key, value));
    }

    /** When it is valid. */
    public Validity validity() {
      return get(VALIDITY);
    }

    /** When its certificate for the harness root is valid. */
    public Validity crossValidity() {
      return get(CROSS_VALIDITY);
    }
  }

  /**
   * When a certificate is valid.
   *
   * @param issued the day it begins, at midnight UTC; empty if it begins relative to now
   * @param notBefore when it begins relative to the harness's start; ignored if there is {@code
   *     issued}
   * @param notAfter when it ends relative to the harness's start
   */
  public record Validity(Optional<LocalDate> issued, Duration notBefore, Duration notAfter) {

    private static Validity read(Section validity) {
      if (validity.has("issued")) {
        return new Validity(
            Optional.ofNullable(validity.value("issued", Validity::date, null)),
            Duration.ZERO,
            validity.value("not-after", Validity::days, Duration.ZERO));
      }
      return lasting(
          validity.value("not-before", Validity::days, Duration.ofDays(-1)),
          Duration.ofDays(validity.number("days", 60)));
    }

    private static LocalDate date(String text) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("'" + text + "' is not a date; write 2019-06-30", e);
      }
    }

    private static Duration days(String text) {
      if (!text.matches("[+-]\\d{1,4}d")) {
        throw new IllegalArgumentException(
            "'" + text + "' is not a number of days; write -1d or +30d");
      }
      return Duration.ofDays(Integer.parseInt(text, 0, text.length() - 1, 10));
    }

    /** A validity of this length from this time on, relative to the harness's start. */
    public static Validity lasting(Duration notBefore, Duration length) {
      return new Validity(Optional.empty(), notBefore, notBefore.plus(length));
    }

    /** The beginning, for a harness that started then. */
    public Instant from(Instant start) {
      return issued
          .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
          .orElseGet(() -> start.plus(notBefore));
    }

    /** The length, for a harness that started then. */
    public Duration length(Instant start) {
      return Duration.between(from(start), start.plus(notAfter));
    }

    boolean begun() {
      return issued.isPresent() || notBefore.isNegative();
    }

    boolean over() {
      return notAfter.isNegative();
    }
  }

  /** What happens to the leaf after it was issued: the section {@code revocation}. */
  public static final class Revocation extends SettingSection {

    private static final SettingKeys KEYS = new SettingKeys();

    public static final SettingKey<List<Pointer>> POINTERS =
        KEYS.constants("pointers", Pointer.class);

    public static final SettingKey<Boolean> REVOKED = KEYS.flag("revoked", false);

    public static final SettingKey<Boolean> MUST_STAPLE = KEYS.flag("must-staple", false);

    /** The setting of a leaf without pointers to its revocation status. */
    public static final Revocation NONE = new Revocation(SettingValues.defaults(KEYS.all()));

    private Revocation(SettingValues values) {
      super(values);
    }

    static Revocation read(Section section) {
      return new Revocation(SettingValues.read(KEYS.all(), section));
    }

    /**
     * The same settings with one changed.
     *
     * @throws IllegalArgumentException if the key is that of another section
     */
    public <T> Revocation with(SettingKey<T> key, T value) {
      return new Revocation(values().with(key, value));
    }

    /** The pointers in the leaf to its status; an empty list leaves the extensions out. */
    public List<Pointer> pointers() {
      return get(POINTERS);
    }

    /** Whether the issuer revoked the leaf. */
    public boolean revoked() {
      return get(REVOKED);
    }

    /** Whether the leaf demands a stapled OCSP response (RFC 7633). */
    public boolean mustStaple() {
      return get(MUST_STAPLE);
    }
  }

  /** A way to learn that a certificate was revoked. */
  public enum Pointer {
    /** A certificate revocation list (RFC 5280). */
    CRL,
    /** The Online Certificate Status Protocol (RFC 6960). */
    OCSP
  }

  /** The leaf's key. */
  public KeySpec key() {
    return get(KEY);
  }

  /**
   * How the issuer signed the leaf; its family decides whether the RSA or the ECDSA issuing CA
   * does.
   */
  public SignatureAlgorithm signature() {
    return get(SIGNATURE);
  }

  /** Who signed the leaf. */
  public Issuer issuer() {
    return get(ISSUER);
  }

  /** When the leaf is valid. */
  public Validity validity() {
    return get(VALIDITY);
  }

  /**
   * The subjectAltName entries: dNSName, or iPAddress if it is an address literal. {@link #HOST},
   * {@link #DOMAIN}, {@link #SUFFIX} and {@link #LOOPBACK} are filled in; an empty list leaves the
   * extension out.
   */
  public List<String> names() {
    return get(NAMES).stream().flatMap(CertificateSettings::numbered).toList();
  }

  /** One name for each number of a range in it. */
  private static Stream<String> numbered(String name) {
    Matcher range = RANGE.matcher(name);
    return range.find()
        ? IntStream.rangeClosed(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
            .mapToObj(number -> name.replace(range.group(), String.valueOf(number)))
        : Stream.of(name);
  }

  /**
   * The common name of the subject, in which {@link #HOST} and {@link #DOMAIN} are filled in; empty
   * for the first dNSName.
   */
  public Optional<String> commonName() {
    return get(COMMON_NAME);
  }

  /**
   * The name that {@link #HOST} stands for in the leaf for clients that send no server name; empty
   * for the endpoint's own. {@link #DOMAIN} is filled in.
   */
  public Optional<String> hostWithoutSni() {
    return get(HOST_WITHOUT_SNI);
  }

  /**
   * The purposes by their RFC 5280 names ({@code serverAuth}); an empty list leaves the extension
   * out.
   */
  public List<String> extendedKeyUsage() {
    return get(EXTENDED_KEY_USAGE);
  }

  /** What else is unusual about the leaf. */
  public List<Quirk> quirks() {
    return get(QUIRKS);
  }

  /** The certificates sent, in the order sent. */
  public List<Link> chain() {
    return get(CHAIN);
  }

  /** The path length of a further CA between root and issuing CA; empty if there is none. */
  public Optional<Integer> intermediatePathLength() {
    return get(INTERMEDIATE_PATH_LENGTH);
  }

  /** The endpoint's own issuing CA. */
  public Authority issuingCa() {
    return get(ISSUING_CA);
  }

  /** The endpoint's own root; of the harness root, only the signature can be changed. */
  public Authority root() {
    return get(ROOT);
  }

  /** The root that certified the harness root before it was known. */
  public OlderRoot olderRoot() {
    return get(OLDER_ROOT);
  }

  /** What the issuer says about the leaf later, and where. */
  public Revocation revocation() {
    return get(REVOCATION);
  }
}
