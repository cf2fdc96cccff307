package dev.atsharness.cli;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.HelloForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How well the ClientHello of a visit is known to be the one that the client would send. */
final class ProbeHello {

  private final String profile;
  private final Optional<HelloForm> form;

  ProbeHello(ClientProfile profile) {
    this.profile = profile.id();
    this.form = profile.offer().form();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("ClientHello of " + profile + ": " + standing() + because());
    form.stream()
        .flatMap(one -> one.notSent().stream())
        .forEach(what -> lines.add("  Not sent: " + what));
    return List.copyOf(lines);
  }

  void writeTo(ObjectNode node) {
    node.put("profile", profile);
    node.put("form", standing());
    node.put("inferred", form.flatMap(HelloForm::inferred).orElse(null));
    ArrayNode notSent = node.putArray("notSent");
    form.ifPresent(one -> one.notSent().forEach(notSent::add));
  }

  private String standing() {
    return form.map(one -> one.inferred().isPresent() ? "inferred" : "published")
        .orElse("of no known client");
  }

  private String because() {
    return form.flatMap(HelloForm::inferred).map(reason -> ", because " + reason).orElse("");
  }
}
