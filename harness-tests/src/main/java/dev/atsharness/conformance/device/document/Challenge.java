package dev.atsharness.conformance.device.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of an authentication challenge. */
final class Challenge {

  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9_-]{1,100})[ \\t]*=[ \\t]*\"([^\"\\\\]{0,4000})\"");

  private Challenge() {}

  static Map<String, String> parameters(String field) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher parameter = PARAMETER.matcher(field);
    while (parameter.find()) {
      parameters.putIfAbsent(parameter.group(1), parameter.group(2));
    }
    return parameters;
  }
}
