package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Enforcement;
import dev.atsharness.ats.ClientProfile.Fingerprint;
import dev.atsharness.ats.ClientProfile.Greased;
import dev.atsharness.ats.ClientProfile.HelloForm;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.ClientProfile.Offer;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.Violation;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a client profile from a document that fits the schema. */
final class ProfileReader {
  private ProfileReader() {}

  static ClientProfile read(String id, Document document, Releases releases, Sources sources) {
    Section top = document.section();
    return new ClientProfile(
        id,
        top.text("title", ""),
        sources.cited(top.at("sources")).stream().map(Citation::text).toList(),
        Optional.ofNullable(top.text("like", null)),
        top.value("os-release", releases::named, releases.reference()),
        top.text("process", ""),
        enforcement(top),
        offer(top));
  }

  private static Enforcement enforcement(Section top) {
    return new Enforcement(
        top.value("policy", name -> Policy.valueOf(name.toUpperCase(Locale.ROOT)), Policy.NONE),
        top.value("mode", name -> Mode.valueOf(name.toUpperCase(Locale.ROOT)), Mode.WARN),
        Set.copyOf(top.list("excepted", Violation::ofCode, List.of())),
        top.flag("verifies-trust", true),
        top.flag("logs", false));
  }

  private static Offer offer(Section top) {
    return new Offer(
        top.list("versions", TlsVersion::ofLabel, List.of()),
        top.list("cipher-suites", CipherSuite::named, List.of()),
        top.list("signature-schemes", SignatureScheme::ofLabel, List.of()),
        top.list("groups", NamedGroup::ofLabel, List.of()),
        top.list("key-shares", NamedGroup::ofLabel, List.of()),
        top.flag("extended-master-secret", true),
        top.list("alpn", text -> text, List.of()),
        top.optional("hello").map(ProfileReader::form));
  }

  private static HelloForm form(Section hello) {
    return new HelloForm(
        hello.list("extensions", text -> text, List.of()),
        Set.copyOf(
            hello.list("grease", name -> SettingKeys.constant(Greased.class, name), List.of())),
        hello.flag("renegotiation-suite-first", false),
        Optional.ofNullable(hello.text("inferred", null)),
        hello.list("not-sent", text -> text, List.of()),
        hello.optional("fingerprint").map(ProfileReader::fingerprint));
  }

  private static Fingerprint fingerprint(Section section) {
    return new Fingerprint(section.text("ja4", ""), Optional.ofNullable(section.text("ja3", null)));
  }
}
