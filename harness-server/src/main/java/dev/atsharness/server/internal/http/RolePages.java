package dev.atsharness.server.internal.http;

import dev.atsharness.scenario.Role;
import dev.atsharness.server.internal.device.DeviceKit;
import dev.atsharness.server.internal.device.Plist;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * The answers to devices by the infrastructure that an endpoint represents (Apple's
 * device-management schema; RFC 8894 for SCEP). All of it is inert: the enrolment profile has no
 * identity, without which no device enrols; there are no commands; the app does not exist; no
 * certificate is issued.
 *
 * <p>An MDM server often serves profiles, apps and updates itself, so an endpoint of that role
 * answers for those roles too. The other roles answer only for themselves.
 *
 * @param rootDer the root certificate in DER, which SCEP calls the CA certificate
 */
record RolePages(Supplier<byte[]> rootDer) {

  /** The path of the service discovery of account-driven enrolment. */
  static final String DISCOVERY = "/.well-known/com.apple.remotemanagement";

  static final String ENROL = "/enroll";
  static final String AUTHENTICATE = "/authenticate";
  static final String CHECK_IN = "/checkin";
  static final String COMMANDS = "/mdm";
  static final String PROFILE = "/profile.mobileconfig";
  static final String MANIFEST = "/manifest.plist";
  static final String UPDATES = "/index.sucatalog";

  private static final String OPERATION = "operation";
  private static final String PLIST_TYPE = "application/xml";

  /** The token of the declarations. It is constant, because the declarations never change. */
  private static final String DECLARATIONS_TOKEN = "nothing-declared";

  /** Whether an endpoint of this role answers a request. */
  boolean concerns(Role role, Request request) {
    return pageRole(request)
        .filter(page -> page == role || (role == Role.MDM && page != Role.SCEP))
        .isPresent();
  }

  private static Optional<Role> pageRole(Request request) {
    String path = request.getHttpURI().getPath();
    return switch (path) {
      case DISCOVERY, ENROL, AUTHENTICATE -> Optional.of(Role.ENROLLMENT);
      case CHECK_IN, COMMANDS -> Optional.of(Role.MDM);
      case PROFILE -> Optional.of(Role.PROFILE);
      case MANIFEST -> Optional.of(Role.APP);
      case UPDATES -> Optional.of(Role.SOFTWARE_UPDATE);
      default -> operation(request).map(any -> Role.SCEP);
    };
  }

  /**
   * The answer to a device's request.
   *
   * @param base the endpoint's own URL
   */
  HttpAnswer answer(Request request, DeviceMessage message, URI base) {
    if (message.tooLong()) {
      return HttpAnswer.text(413, "the message has more than " + DeviceMessage.MAX_BODY + " bytes");
    }
    String path = request.getHttpURI().getPath();
    return switch (path) {
      case ENROL -> enrol(request, base);
      case CHECK_IN ->
          put(request) ? checkIn(message) : HttpAnswer.methodNotAllowed(HttpMethod.PUT);
      case COMMANDS -> put(request) ? nothing() : HttpAnswer.methodNotAllowed(HttpMethod.PUT);
      default ->
          HttpAnswer.reads(request) ? read(request, path, base) : HttpAnswer.methodNotAllowed();
    };
  }

  private HttpAnswer read(Request request, String path, URI base) {
    return switch (path) {
      case DISCOVERY -> HttpAnswer.json(discovery(base));
      case AUTHENTICATE ->
          HttpAnswer.text(308, "signed in without an account")
              .with(
                  HttpHeader.LOCATION,
                  "apple-remotemanagement-user-login://authentication-results?access-token=inert");
      case PROFILE -> profile(harmlessProfile(base));
      case MANIFEST -> plist(manifest(base));
      case UPDATES -> plist(Map.of("CatalogVersion", 2, "Products", Map.of()));
      default -> scep(operation(request).orElse(""));
    };
  }

  private static boolean put(Request request) {
    return HttpMethod.PUT.is(request.getMethod());
  }

  private static String discovery(URI base) {
    String url = base.resolve(ENROL).toString();
    return """
        {"Servers":[{"Version":"mdm-byod","BaseURL":"%s"},{"Version":"mdm-adde","BaseURL":"%s"}]}
        """
        .formatted(url, url);
  }

  /** The enrolment. A device's first request has no token, and the answer asks it to sign in. */
  private static HttpAnswer enrol(Request request, URI base) {
    if (!HttpMethod.POST.is(request.getMethod()) && !HttpAnswer.reads(request)) {
      return HttpAnswer.methodNotAllowed(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);
    }
    return request.getHeaders().contains(HttpHeader.AUTHORIZATION)
        ? profile(enrolmentProfile(base))
        : HttpAnswer.text(401, "sign in first")
            .with(
                HttpHeader.WWW_AUTHENTICATE,
                "Bearer method=\"apple-as-web\", url=\"" + base.resolve(AUTHENTICATE) + "\"");
  }

  private static HttpAnswer checkIn(DeviceMessage message) {
    return switch (message.text("MessageType")) {
      case "" -> HttpAnswer.text(400, "not a check-in message");
      case "DeclarativeManagement" -> declarative(message.text("Endpoint"));
      default -> nothing();
    };
  }

  private static HttpAnswer declarative(String endpoint) {
    return switch (endpoint) {
      case "tokens" ->
          HttpAnswer.json(
              """
              {"SyncTokens":{"Timestamp":"2026-01-01T00:00:00Z","DeclarationsToken":"%s"}}
              """
                  .formatted(DECLARATIONS_TOKEN));
      case "declaration-items" ->
          HttpAnswer.json(
              """
              {"Declarations":{"Activations":[],"Assets":[],"Configurations":[],"Management":[]},\
              "DeclarationsToken":"%s"}
              """
                  .formatted(DECLARATIONS_TOKEN));
      case "status" -> nothing();
      default -> HttpAnswer.text(404, "nothing is declared");
    };
  }

  /** An empty answer: the queue of commands is empty. */
  private static HttpAnswer nothing() {
    return new HttpAnswer(200, PLIST_TYPE, "");
  }

  private HttpAnswer scep(String operation) {
    return switch (operation) {
      case "GetCACaps" -> HttpAnswer.text(200, "POSTPKIOperation\nSHA-256\nAES");
      case "GetCACert" -> HttpAnswer.file("application/x-x509-ca-cert", rootDer.get());
      default -> HttpAnswer.text(403, "no certificate is issued here");
    };
  }

  private static Optional<String> operation(Request request) {
    String query = request.getHttpURI().getQuery();
    return query == null || !query.contains(OPERATION)
        ? Optional.empty()
        : Optional.ofNullable(Request.extractQueryParameters(request).getValue(OPERATION));
  }

  private static Map<String, ?> harmlessProfile(URI base) {
    return configuration(
        "dev.atsharness.harmless",
        "ATS harness: a profile to install",
        "5e5d6b6e-62c4-4a0b-9c0b-3f2f7c6b1a03",
        Map.of(
            "PayloadType", "com.apple.webClip.managed",
            "PayloadVersion", 1,
            "PayloadIdentifier", "dev.atsharness.harmless.clip",
            "PayloadUUID", "5e5d6b6e-62c4-4a0b-9c0b-3f2f7c6b1a04",
            "URL", base.toString(),
            "Label", "ATS harness",
            "IsRemovable", true));
  }

  private static Map<String, ?> enrolmentProfile(URI base) {
    return configuration(
        "dev.atsharness.enrolment",
        "ATS harness: enrols nothing",
        "5e5d6b6e-62c4-4a0b-9c0b-3f2f7c6b1a05",
        Map.of(
            "PayloadType",
            "com.apple.mdm",
            "PayloadVersion",
            1,
            "PayloadIdentifier",
            "dev.atsharness.enrolment.mdm",
            "PayloadUUID",
            "5e5d6b6e-62c4-4a0b-9c0b-3f2f7c6b1a06",
            "Topic",
            "com.apple.mgmt.External.inert",
            "ServerURL",
            base.resolve(COMMANDS).toString(),
            "CheckInURL",
            base.resolve(CHECK_IN).toString(),
            "CheckOutWhenRemoved",
            true,
            "AccessRights",
            1));
  }

  private static Map<String, ?> configuration(
      String identifier, String name, String uuid, Map<String, ?> payload) {
    return Map.of(
        "PayloadType",
        "Configuration",
        "PayloadVersion",
        1,
        "PayloadIdentifier",
        identifier,
        "PayloadUUID",
        uuid,
        "PayloadDisplayName",
        name,
        "PayloadContent",
        List.of(payload));
  }

  private static Map<String, ?> manifest(URI base) {
    return Map.of(
        "items",
        List.of(
            Map.of(
                "assets",
                List.of(
                    Map.of("kind", "software-package", "url", base.resolve("/app.ipa").toString())),
                "metadata",
                Map.of(
                    "bundle-identifier", "dev.atsharness.app",
                    "bundle-version", "1.0",
                    "kind", "software",
                    "title", "ATS harness"))));
  }

  private static HttpAnswer profile(Map<String, ?> profile) {
    return HttpAnswer.file(
        DeviceKit.MEDIA_TYPE, Plist.write(profile).getBytes(StandardCharsets.UTF_8));
  }

  private static HttpAnswer plist(Map<String, ?> root) {
    return new HttpAnswer(200, PLIST_TYPE, Plist.write(root));
  }
}
