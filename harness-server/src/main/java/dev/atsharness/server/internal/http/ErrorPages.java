package dev.atsharness.server.internal.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that do not reach a handler, mostly bad requests, with one line of text. */
public final class ErrorPages implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status =
        request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException failure
            ? failure.getCode()
            : response.getStatus();
    HttpAnswer.text(status, HttpStatus.getMessage(status)).send(request, response, callback);
    return true;
  }
}
