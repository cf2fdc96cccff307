package dev.atsharness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the harness's classes a second time. They read a data file from another directory if it is
 * there.
 */
final class OtherData extends ClassLoader {

  private static final String PACKAGES = "dev.atsharness.";

  private final Path data;

  OtherData(Path data) {
    super(OtherData.class.getClassLoader());
    this.data = data;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGES)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in =
        getParent().getResourceAsStream(name.replace('.', '/').concat(".class"))) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public URL getResource(String name) {
    Path own = data.resolve(name);
    try {
      return Files.isRegularFile(own) ? own.toUri().toURL() : super.getResource(name);
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
