package io.hypnos.api;

import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the API server. What is wrong with a start is told in sentences. */
public final class HypnosApiServer {
  private static final Logger LOG = LoggerFactory.getLogger(HypnosApiServer.class);
  private static final int REFUSED = 1;

  private HypnosApiServer() {}

  public static void main(String[] arguments) {
    try {
      start();
    } catch (SettingsException e) {
      refuse(e.problems());
    } catch (StartRefusedException e) {
      refuse(List.of(e.getMessage()));
    }
  }

  private static void start() {
    HypnosSettings settings = Settings.load(System.getenv(), Path.of("."));
    ApiServer server = ApiServer.start(settings);
    LOG.info("the API answers on {}:{}", settings.api().host(), server.port());
  }

  private static void refuse(List<String> sentences) {
    sentences.forEach(System.err::println);
    System.exit(REFUSED);
  }
}
