package dev.atsharness.drill.internal;

import dev.atsharness.scenario.internal.DrillMaterial.Report;
import java.util.Optional;

/**
 * Connections of one process to one server.
 *
 * @param device the device
 * @param process the process
 * @param path the path that it requests
 * @param standing whether Apple's requirements apply
 * @param course the course of each connection
 * @param phase the part of the export that has them
 * @param times how often the process connects
 * @param report the failure that the process reports afterwards, if it does
 */
record Contact(
    Device device,
    String process,
    String path,
    Standing standing,
    Course course,
    Phase phase,
    int times,
    Optional<Report> report) {

  /** Whether Apple's requirements apply to a connection. */
  enum Standing {
    /** The article names the process, and none of its exceptions applies. */
    COVERED,
    /** It is a connection to a SCEP server or a content cache. */
    EXEMPT,
    /** The process is not one that the article names. */
    OUTSIDE
  }

  /** A part of an export. */
  enum Phase {
    WHOLE,
    FIRST_HALF,
    SECOND_HALF
  }

  boolean covered() {
    return standing == Standing.COVERED;
  }
}
