package dev.atsharness.device.internal;

import dev.atsharness.device.internal.http.Http1Exchange;
import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.trust.ChainCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/**
 * Looks up whether a certificate is revoked, in the OCSP responders (RFC 6960) and revocation lists
 * (RFC 5280 section 5) that it names. Both are signed and are fetched over plain HTTP. Their
 * signatures are not verified, because an answer can only raise a doubt. A source that does not
 * answer in time raises no doubt, because a device then continues. Immutable.
 */
final class RevocationLookup {

  /** The largest number of URLs that are asked for one certificate. */
  private static final int MAX_URLS = 4;

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final AddressBook addresses;
  private final Connections connections;

  RevocationLookup(AddressBook addresses, Connections connections) {
    this.addresses = addresses;
    this.connections = connections.atMost(LONGEST);
  }

  /** Returns the first URL whose answer says that the certificate is revoked; hostile text. */
  Optional<String> revoked(ChainCertificate certificate, ChainCertificate issuer) {
    Extensions extensions = certificate.certificate().getExtensions();
    if (extensions == null) {
      return Optional.empty();
    }
    int asked = 0;
    try {
      for (String url : responders(extensions)) {
        if (asked++ < MAX_URLS
            && get(url + "/" + request(certificate, issuer))
                .filter(RevocationStatus::saysRevoked)
                .isPresent()) {
          return Optional.of("the OCSP responder " + url);
        }
      }
      BigInteger serial = certificate.certificate().getSerialNumber().getValue();
      for (String url : lists(extensions)) {
        if (asked++ < MAX_URLS && get(url).filter(crl -> lists(crl, serial)).isPresent()) {
          return Optional.of("the revocation list " + url);
        }
      }
      return Optional.empty();
    } catch (IOException | OCSPException | OperatorCreationException | RuntimeException e) {
      return Optional.empty(); // extensions that cannot be read name no source
    }
  }

  private static List<String> responders(Extensions extensions) {
    AuthorityInformationAccess access = AuthorityInformationAccess.fromExtensions(extensions);
    return access == null
        ? List.of()
        : Stream.of(access.getAccessDescriptions())
            .filter(one -> one.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
            .flatMap(one -> url(one.getAccessLocation()))
            .toList();
  }

  private static List<String> lists(Extensions extensions) {
    CRLDistPoint points = CRLDistPoint.fromExtensions(extensions);
    List<String> urls = new ArrayList<>();
    for (DistributionPoint point :
        points == null ? new DistributionPoint[0] : points.getDistributionPoints()) {
      DistributionPointName name = point.getDistributionPoint();
      if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
        Stream.of(GeneralNames.getInstance(name.getName()).getNames())
            .flatMap(RevocationLookup::url)
            .forEach(urls::add);
      }
    }
    return urls;
  }

  private static Stream<String> url(GeneralName name) {
    String text =
        name.getTagNo() == GeneralName.uniformResourceIdentifier ? name.getName().toString() : "";
    return text.startsWith("http://") ? Stream.of(text) : Stream.empty();
  }

  /** The request in base64, for the path of the URL (RFC 6960 appendix A.1). */
  private static String request(ChainCertificate certificate, ChainCertificate issuer)
      throws IOException, OCSPException, OperatorCreationException {
    CertificateID id =
        new CertificateID(
            new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
            new X509CertificateHolder(issuer.certificate()),
            certificate.certificate().getSerialNumber().getValue());
    byte[] request = new OCSPReqBuilder().addRequest(id).build().getEncoded();
    return URLEncoder.encode(
        Base64.getEncoder().encodeToString(request), StandardCharsets.US_ASCII);
  }

  private static boolean lists(byte[] crl, BigInteger serial) {
    try {
      return new X509CRLHolder(crl).getRevokedCertificate(serial) != null;
    } catch (IOException | RuntimeException e) {
      return false; // not a list
    }
  }

  /** Returns the body of a complete answer with status 200; empty if none arrives in time. */
  private Optional<byte[]> get(String text) {
    try (RecordedSocket wire = connections.open()) {
      URI url = URI.create(text);
      wire.connect(addresses.addresses(url).get(0));
      HttpReply reply = Http1Exchange.get(url, wire.input(), wire.output());
      return reply.status().orElse(0) == 200 && reply.bodyEnd() == HttpReply.BodyEnd.COMPLETE
          ? Optional.of(reply.body())
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // a device also continues without an answer
    }
  }
}
