package dev.atsharness.drill.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Contact.Standing;
import dev.atsharness.scenario.Role;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A server of a drill, under a name that an organisation would give it.
 *
 * @param host its name
 * @param part its purpose in the drill
 * @param role the role that it has
 * @param title the kind of server
 * @param fault the fault that a scanner would report; empty if it has none
 * @param contacts the connections to it
 */
record Server(
    String host, Part part, Role role, String title, String fault, List<Contact> contacts) {

  /** The purpose of a server in a drill. */
  enum Part {
    /** It breaks a requirement. */
    FAULTY,
    /** It is a SCEP server or a content cache, or also one. */
    EXEMPT,
    /** It has no fault. */
    CLEAN,
    /** A process reports a failure that names it. */
    REPORTED,
    /** It is the server of a process that the requirements do not cover. */
    OUTSIDE,
    /** Its owner says that it has been changed. */
    CHANGED
  }

  Server {
    contacts = List.copyOf(contacts);
  }

  /** The violations that are logged about it on connections that the requirements cover. */
  SortedSet<Violation> violations() {
    SortedSet<Violation> violations = new TreeSet<>();
    contacts.stream()
        .filter(Contact::covered)
        .forEach(one -> one.course().logged().forEach(each -> violations.add(each.violation())));
    return Collections.unmodifiableSortedSet(violations);
  }

  /** Whether a device began handshakes with it and finished none. */
  boolean unusable() {
    return contacts.stream()
        .filter(contact -> contact.standing() != Standing.OUTSIDE)
        .collect(Collectors.groupingBy(Contact::device))
        .values()
        .stream()
        .anyMatch(
            some ->
                some.stream().anyMatch(one -> one.course().handshakeFailed())
                    && some.stream()
                        .noneMatch(
                            one ->
                                !one.course().clear() && one.course().ending() == Ending.WENT_ON));
  }

  /** Whether it has to be changed, by the rule in the first question. */
  boolean mustChange() {
    return !violations().isEmpty() || unusable();
  }

  /** Whether there is a violation on a connection that is exempt. */
  boolean exemptLogged() {
    return contacts.stream()
        .anyMatch(one -> one.standing() == Standing.EXEMPT && !one.course().logged().isEmpty());
  }

  /** The contact of whose failure a process reports. */
  Contact reported() {
    return contacts.stream()
        .filter(one -> one.report().isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(host + ": no report"));
  }
}
