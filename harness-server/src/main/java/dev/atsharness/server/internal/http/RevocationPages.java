package dev.atsharness.server.internal.http;

import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.internal.Revocations;
import dev.atsharness.scenario.Role;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.URIUtil;

/**
 * A CRL distribution point (RFC 5280 section 4.2.1.13) and an OCSP responder (RFC 6960 appendix A)
 * under paths that no scenario uses. They answer for any host name, because a client may have only
 * an address.
 *
 * @param revocations the revocation status of the certificates
 */
public record RevocationPages(Revocations revocations) {

  /** The path to which OCSP requests are posted, or after which they stand in base64. */
  public static final String OCSP_PATH = "/pki/ocsp";

  private static final String CRL_PATH = "/pki/crl/";
  private static final String SUFFIX = ".crl";

  /**
   * Maximum length of a request in bytes, several times that of a request about one certificate.
   */
  static final int MAX_REQUEST = 4 * 1024;

  /** The path of an issuer's CRL. */
  public static String crlPath(CertifiedKey issuer) {
    return CRL_PATH + Revocations.crlName(issuer) + SUFFIX;
  }

  /** The role that a request is for: {@link Role#CRL}, {@link Role#OCSP}, or empty. */
  static Optional<Role> wanted(Request request) {
    String path = request.getHttpURI().getPath();
    if (path.startsWith(CRL_PATH)) {
      return Optional.of(Role.CRL);
    }
    return path.equals(OCSP_PATH) || path.startsWith(OCSP_PATH + "/")
        ? Optional.of(Role.OCSP)
        : Optional.empty();
  }

  /**
   * @param body the request's body, read up to {@value #MAX_REQUEST} bytes
   */
  HttpAnswer answer(Request request, Role wanted, byte[] body) {
    return wanted == Role.CRL ? crl(request) : ocsp(request, body);
  }

  /** The CRL that the path names. */
  private HttpAnswer crl(Request request) {
    if (!HttpAnswer.reads(request)) {
      return HttpAnswer.methodNotAllowed();
    }
    String name = request.getHttpURI().getPath().substring(CRL_PATH.length());
    return (name.endsWith(SUFFIX)
            ? revocations.crl(name.substring(0, name.length() - SUFFIX.length()))
            : Optional.<byte[]>empty())
        .map(der -> HttpAnswer.file("application/pkix-crl", der))
        .orElseGet(() -> HttpAnswer.text(404, "no issuer has this CRL"));
  }

  /** The OCSP response to the request in the body of a POST or in the path of a GET. */
  private HttpAnswer ocsp(Request request, byte[] body) {
    byte[] asked;
    if (HttpMethod.POST.is(request.getMethod())) {
      asked = body;
      if (asked.length > MAX_REQUEST) {
        return HttpAnswer.text(413, "the OCSP request has more than " + MAX_REQUEST + " bytes");
      }
    } else if (HttpAnswer.reads(request)) {
      asked = inPath(request);
    } else {
      return HttpAnswer.methodNotAllowed();
    }
    return HttpAnswer.file("application/ocsp-response", revocations.answer(asked));
  }

  private static byte[] inPath(Request request) {
    try {
      String path = URIUtil.decodePath(request.getHttpURI().getPath());
      return Base64.getDecoder().decode(path.substring(OCSP_PATH.length()).replaceFirst("^/", ""));
    } catch (IllegalArgumentException e) {
      return new byte[0]; // an empty request is not valid either
    }
  }
}
