package dev.atsharness.io.internal;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.JsonNodeException;

/** Says why a text is not JSON, and where. The parser's own message is for programmers. */
public final class JsonFault {

  private JsonFault() {}

  /** What is wrong, and in which line and column. */
  public static String words(JacksonException failure) {
    return what(failure) + place(failure);
  }

  /** What is wrong, without its place. */
  public static String what(JacksonException failure) {
    if (failure instanceof UnexpectedEndOfInputException) {
      return "it ends before its JSON is complete";
    }
    if (failure instanceof StreamConstraintsException) {
      return "its JSON has a value that is too long, or too many levels";
    }
    if (failure instanceof JsonNodeException) {
      return "a value in its JSON is missing or of another type";
    }
    return failure instanceof DatabindException
        ? "something follows its JSON, which has to be one value"
        : "it is not JSON";
  }

  private static String place(JacksonException failure) {
    TokenStreamLocation at = failure.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }
}
