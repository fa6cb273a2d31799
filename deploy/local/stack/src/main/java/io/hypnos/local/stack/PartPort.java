package io.hypnos.local.stack;

import io.hypnos.settings.HypnosSettings;
import java.net.URI;
import java.util.List;

/** A port that a part listens on, and the setting that changes it. */
public record PartPort(Part part, String host, int port, String setting) {

  /** All ports of the stack; the first of a part is the one that clients use. */
  public static List<PartPort> of(HypnosSettings settings) {
    URI search = settings.search().url();
    URI blob = settings.blob().endpoint();
    URI kafka = broker(settings.kafka().bootstrap());
    requireHostAndPort(search, "hypnos.search.url");
    requireHostAndPort(blob, "hypnos.blob.endpoint");
    requireHostAndPort(kafka, "hypnos.kafka.bootstrap");
    return List.of(
        new PartPort(
            Part.POSTGRES,
            settings.database().host(),
            settings.database().port(),
            "hypnos.database.port"),
        new PartPort(Part.OPENSEARCH, search.getHost(), search.getPort(), "hypnos.search.url"),
        new PartPort(Part.KAFKA, kafka.getHost(), kafka.getPort(), "hypnos.kafka.bootstrap"),
        new PartPort(
            Part.KAFKA,
            kafka.getHost(),
            settings.local().kafkaControllerPort(),
            "hypnos.local.kafka-controller-port"),
        new PartPort(Part.S3, blob.getHost(), blob.getPort(), "hypnos.blob.endpoint"),
        new PartPort(Part.FLINK, "127.0.0.1", settings.flink().uiPort(), "hypnos.flink.ui-port"),
        new PartPort(
            Part.API_SERVER, settings.api().host(), settings.api().port(), "hypnos.api.port"),
        new PartPort(
            Part.API_SERVER,
            settings.api().host(),
            settings.api().managementPort(),
            "hypnos.api.management-port"),
        new PartPort(
            Part.API_SERVER,
            settings.mail().smtpHost(),
            settings.mail().smtpPort(),
            "hypnos.mail.smtp-port"));
  }

  private static URI broker(String bootstrap) {
    try {
      return URI.create("kafka://" + bootstrap.split(",", 2)[0].trim());
    } catch (IllegalArgumentException e) {
      throw new StackException(
          "The local stack needs host:port in hypnos.kafka.bootstrap, not '%s'."
              .formatted(bootstrap));
    }
  }

  private static void requireHostAndPort(URI address, String setting) {
    if (address.getHost() == null || address.getPort() < 0) {
      throw new StackException(
          "The local stack needs a host and a port in %s, not '%s'.".formatted(setting, address));
    }
  }

  /** The port of a part that clients use. */
  public static PartPort of(Part part, HypnosSettings settings) {
    return of(settings).stream().filter(port -> port.part() == part).findFirst().orElseThrow();
  }

  /** Where this machine reaches the port. */
  public String clientHost() {
    return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
  }

  /** The environment variable that sets the same as {@link #setting()}. */
  public String variable() {
    return setting.replace('.', '_').replace('-', '_').toUpperCase(java.util.Locale.ROOT);
  }
}
