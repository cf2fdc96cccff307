package dev.atsharness.scenario;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.internal.ServerSettings;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.scenario.internal.SettingsDiff;
import dev.atsharness.scenario.internal.StatedTruth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One file of the catalogue: a compliant server with one thing wrong, or nothing, and its ground
 * truth.
 *
 * @param id path in the catalogue without extension, for example {@code handshake/no-ems}
 * @param description what it is
 * @param control id of the scenario that must not be flagged and differs in one setting; empty if
 *     this one must not be flagged itself
 * @param alsoDiffers further settings that differ from the control, each with the reason why it
 *     must differ
 * @param settings how the endpoint behaves
 * @param written the settings that the file states, by path ({@code tls.versions}) and in its own
 *     words; all others are compliant
 * @param expect the ground truth
 * @param grounds what the ground truth rests on
 */
public record Scenario(
    String id,
    Description description,
    Optional<String> control,
    Map<String, String> alsoDiffers,
    ServerSettings settings,
    Map<String, String> written,
    Expectation expect,
    Grounds grounds) {

  /**
   * What a scenario is, for people.
   *
   * @param title one line
   * @param why why it matters
   * @param role the infrastructure it stands for
   */
  public record Description(String title, String why, Role role) {}

  /**
   * What a statement about devices rests on.
   *
   * @param evidence how well it is known
   * @param references keys of the sources
   * @param devices the devices on which it was seen, for example {@code iOS 26.5 (23F79),
   *     iPhone17,2, on 2026-12-01}; empty unless {@code evidence} is {@code device-verified}
   */
  public record Grounds(Evidence evidence, List<String> references, List<String> devices) {

    public Grounds {
      references = List.copyOf(references);
      devices = List.copyOf(devices);
    }

    /** Grounds that no device has confirmed. */
    public Grounds(Evidence evidence, List<String> references) {
      this(evidence, references, List.of());
    }

    /** The same statement, which these devices have confirmed. */
    public Grounds seenOn(List<String> seen) {
      return new Grounds(Evidence.DEVICE_VERIFIED, references, seen);
    }
  }

  /** How well a ground truth is known. */
  public enum Evidence {
    /** Apple's documentation says so. */
    DOCUMENTED,
    /** Apple's published source or binaries say so. */
    SOURCE_READ,
    /** Reasoned from the above, and not verified on a device. */
    INFERRED,
    /** Seen on a real device. */
    DEVICE_VERIFIED;

    /** The name in scenario files, for example {@code source-read}. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** The same scenario, whose ground truth these devices have confirmed. */
  public Scenario seenOn(List<String> devices) {
    return new Scenario(
        id, description, control, alsoDiffers, settings, written, expect, grounds.seenOn(devices));
  }

  /** The hand-written ground truth for one client profile. */
  public ClientExpectation expectationFor(ClientProfile client) {
    return StatedTruth.of(this, client);
  }

  /** The paths of the settings in which this endpoint differs from another. */
  public List<String> differencesFrom(Scenario other) {
    return SettingsDiff.between(settings, other.settings);
  }

  /** The DNS label: the last part of the id. */
  public String label() {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /** The family: the first part of the id. */
  public String family() {
    return id.substring(0, id.indexOf('/'));
  }

  /** Whether devices need a separate anchor for this endpoint besides the harness root. */
  public boolean needsAnchor() {
    return settings.transport() == Transport.HTTPS && settings.certificate().issuer().needsAnchor();
  }

  /** Whether Apple's requirements do not apply to the role or the host. */
  public boolean exempt() {
    return description.role().exempt() || settings.url().host().exempt();
  }

  /** The endpoint's host name, in this domain if it is a qualified one; empty if it has none. */
  public Optional<String> name(String domain) {
    ServerSettings.Url url = settings.url();
    String name = (url.subdomain().isEmpty() ? "" : url.subdomain() + ".") + label();
    return switch (url.host()) {
      case QUALIFIED -> Optional.of(name + "." + domain);
      case LOCAL -> Optional.of(name + ".local");
      case UNQUALIFIED -> Optional.of(name);
      case ADDRESS -> Optional.empty();
    };
  }

  /** The host of the endpoint's URL: its {@link #name}, or else its address. */
  public String host(String domain, String address) {
    return name(domain).orElse(address);
  }
}
