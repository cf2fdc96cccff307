package dev.atsharness.scenario.internal;

import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of what a client can offer, as scenario files have them. */
final class OfferNames {

  private static final Set<String> OTHERS =
      Stream.of(
              Arrays.stream(TlsVersion.values()).map(TlsVersion::label),
              Arrays.stream(NamedGroup.values()).map(NamedGroup::label),
              Arrays.stream(SignatureScheme.values()).map(SignatureScheme::label),
              Stream.of(ClientDuty.EXTENDED_MASTER_SECRET, ClientDuty.RESUMPTION))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  private OfferNames() {}

  /**
   * Returns the name.
   *
   * @throws IllegalArgumentException if nothing that a client can offer has it
   */
  static String known(String name) {
    return OTHERS.contains(name) ? name : CipherSuite.named(name).name();
  }
}
