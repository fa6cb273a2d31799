package io.hypnos.api.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this product. */
public record ProductVersion(String text) {

  /** The version that this build bears. */
  public static ProductVersion ofBuild() {
    try (InputStream stream = ProductVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(stream);
      return new ProductVersion(properties.getProperty("version"));
    } catch (IOException e) {
      throw new UncheckedIOException("the build has lost its version", e);
    }
  }
}
