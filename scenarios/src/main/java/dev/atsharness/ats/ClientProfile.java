package dev.atsharness.ats;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client offers, in its order, and the policy by which it judges the server's answer.
 *
 * @param id short name, for example {@code ios-26.5-system}
 * @param title one line for people
 * @param sources where the values come from
 * @param like the profile whose entries in scenario files apply to this one too, unless this one
 *     has its own entry; empty if there is none
 * @param release the OS whose messages it writes
 * @param process the process name in its log lines, for example {@code mdmclient}
 * @param enforcement the requirements, and what the client does if a server does not meet them
 * @param offer what its ClientHello offers
 */
public record ClientProfile(
    String id,
    String title,
    List<String> sources,
    Optional<String> like,
    OsRelease release,
    String process,
    Enforcement enforcement,
    Offer offer) {

  /** Returns the same client with another offer. */
  public ClientProfile offering(Offer other) {
    return new ClientProfile(id, title, sources, like, release, process, enforcement, other);
  }

  /**
   * The requirements that a client measures a server against, and what it does if they are not met.
   *
   * @param policy the requirements
   * @param mode what the client does about a violation
   * @param excepted violations that it accepts although its policy forbids them, as an app can by
   *     exceptions in its Info.plist
   * @param verifiesTrust whether it aborts when default trust evaluation fails
   * @param logs whether its log lines are known: true for system processes, false for apps
   */
  public record Enforcement(
      Policy policy, Mode mode, Set<Violation> excepted, boolean verifiesTrust, boolean logs) {

    /** Whether the client refuses a connection with this violation, apart from trust. */
    public boolean refuses(Violation violation) {
      return mode == Mode.ENFORCE
          && !excepted.contains(violation)
          && switch (violation.kind()) {
            case ATS -> policy != Policy.NONE;
            case FCP -> policy == Policy.FCP;
          };
    }

    /** Whether the client aborts a TLS 1.2 handshake that does not negotiate RFC 7627. */
    public boolean requiresExtendedMasterSecret() {
      return refuses(Violation.EMS_NOT_NEGOTIATED);
    }
  }

  /**
   * What a ClientHello offers.
   *
   * @param versions offered versions, best first
   * @param cipherSuites offered suites in order
   * @param signatureSchemes {@code signature_algorithms} in order
   * @param groups {@code supported_groups} in order
   * @param keyShares groups for which a TLS 1.3 key share is sent at once
   * @param extendedMasterSecret whether it offers RFC 7627
   * @param alpn protocols in its ALPN extension; empty sends none
   * @param form how its ClientHello is written; empty if no client is known whose hello it would be
   */
  public record Offer(
      List<TlsVersion> versions,
      List<CipherSuite> cipherSuites,
      List<SignatureScheme> signatureSchemes,
      List<NamedGroup> groups,
      List<NamedGroup> keyShares,
      boolean extendedMasterSecret,
      List<String> alpn,
      Optional<HelloForm> form) {

    /**
     * The same offer with other protocols in its ALPN extension; with none there is no extension.
     */
    public Offer withAlpn(List<String> protocols) {
      return new Offer(
          versions,
          cipherSuites,
          signatureSchemes,
          groups,
          keyShares,
          extendedMasterSecret,
          protocols,
          form);
    }

    /** The same offer in another form. */
    public Offer withForm(Optional<HelloForm> other) {
      return new Offer(
          versions,
          cipherSuites,
          signatureSchemes,
          groups,
          keyShares,
          extendedMasterSecret,
          alpn,
          other);
    }

    /** Whether the ClientHello has values of GREASE (RFC 8701). */
    public boolean hasGrease() {
      return form.filter(HelloForm::hasGrease).isPresent();
    }
  }

  /**
   * How a ClientHello is written: all that an observer sees and that no server chooses from.
   *
   * @param extensions IANA names of its extensions in order, and {@value #GREASE} where a value of
   *     RFC 8701 stands; {@code compress_certificate} offers zlib (RFC 8879)
   * @param greased the other lists that begin with a value of RFC 8701
   * @param signalsRenegotiation whether the suites begin with TLS_EMPTY_RENEGOTIATION_INFO_SCSV
   *     (RFC 5746)
   * @param inferred why the form is taken from other clients; empty if this client's was published
   * @param notSent what such a client may send and the simulated device does not, one line each
   * @param fingerprint the fingerprints of the published ClientHello; empty if there are none
   */
  public record HelloForm(
      List<String> extensions,
      Set<Greased> greased,
      boolean signalsRenegotiation,
      Optional<String> inferred,
      List<String> notSent,
      Optional<Fingerprint> fingerprint) {

    /** Stands in a list of extensions for a value of RFC 8701. */
    public static final String GREASE = "GREASE";

    /** Whether there are values of GREASE (RFC 8701). */
    public boolean hasGrease() {
      return !greased.isEmpty() || extensions.contains(GREASE);
    }

    /** The same form without GREASE. */
    public HelloForm withoutGrease() {
      return new HelloForm(
          extensions.stream().filter(name -> !name.equals(GREASE)).toList(),
          Set.of(),
          signalsRenegotiation,
          inferred,
          notSent,
          fingerprint);
    }
  }

  /** A list of a ClientHello that a value of GREASE (RFC 8701) may begin. */
  public enum Greased {
    CIPHER_SUITES,
    GROUPS,
    KEY_SHARES,
    VERSIONS
  }

  /**
   * The fingerprints of a published ClientHello.
   *
   * @param ja4 its JA4 (FoxIO, {@code technical_details/JA4.md}), which says what is offered
   * @param ja3 its JA3, the MD5 digest of a text in which suites, extensions and groups stand in
   *     the order of the ClientHello; empty if none was published
   */
  public record Fingerprint(String ja4, Optional<String> ja3) {}

  /** A set of requirements. */
  public enum Policy {
    /** No requirements: an app that allows arbitrary loads. */
    NONE,
    /** App Transport Security. */
    ATS,
    /** ATS and NIAP FCP v2.1. */
    FCP
  }

  /** What happens on a violation. */
  public enum Mode {
    /** Log and continue, as system processes of the first releases do. */
    WARN,
    /** Refuse the connection, as system processes of later releases and apps under ATS do. */
    ENFORCE
  }
}
