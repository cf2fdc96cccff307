package dev.atsharness.device.internal.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/** The host of a URL: a DNS name or an address literal. */
public final class HostName {

  private final String name;
  private final Optional<byte[]> address;

  private HostName(String name, Optional<byte[]> address) {
    this.name = name;
    this.address = address;
  }

  /** Reads the host of a URL. Brackets around an IPv6 address and a trailing dot are removed. */
  public static HostName of(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (IPAddress.isValidIPv4(bare) || IPAddress.isValidIPv6(bare)) {
      try {
        return new HostName(bare, Optional.of(InetAddress.getByName(bare).getAddress()));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("not an address: " + bare, e);
      }
    }
    String dns = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    return new HostName(dns.toLowerCase(Locale.ROOT), Optional.empty());
  }

  public String name() {
    return name;
  }

  public boolean isAddress() {
    return address.isPresent();
  }

  /**
   * True for {@code .local} and unqualified names, to which ATS does not apply
   * (NSAllowsLocalNetworking).
   */
  public boolean isLocal() {
    return !isAddress() && (!name.contains(".") || name.endsWith(".local"));
  }

  /**
   * True if a certificate with these subjectAltName entries is valid for this host: it has an equal
   * iPAddress, an equal dNSName, or a dNSName whose leftmost label {@code *} stands for exactly one
   * label. {@code *} above a single label ({@code *.com}) matches nothing.
   */
  boolean isIn(List<GeneralName> names) {
    return names.stream()
        .anyMatch(
            entry ->
                switch (entry.getTagNo()) {
                  case GeneralName.dNSName -> !isAddress() && matches(entry.getName().toString());
                  case GeneralName.iPAddress ->
                      isAddress()
                          && Arrays.equals(
                              address.get(),
                              ASN1OctetString.getInstance(entry.getName()).getOctets());
                  default -> false;
                });
  }

  private boolean matches(String pattern) {
    String expected = pattern.toLowerCase(Locale.ROOT);
    if (!expected.startsWith("*.")) {
      return expected.equals(name);
    }
    String parent = expected.substring(1);
    int dot = name.indexOf('.');
    return dot > 0 && parent.indexOf('.', 1) > 0 && name.substring(dot).equals(parent);
  }
}
