package io.hypnos.local.stack.health;

import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.PartPort;
import io.hypnos.settings.HypnosSettings;
import java.net.URI;

/** The probe of each part. */
public final class HealthProbes {
  private HealthProbes() {}

  public static HealthProbe of(Part part, HypnosSettings settings) {
    PartPort port = PartPort.of(part, settings);
    return switch (part) {
      case POSTGRES -> new PostgresProbe(settings.database());
      case KAFKA -> new TcpProbe(port.clientHost(), port.port());
      case OPENSEARCH -> http(port, "/_cluster/health", "\"status\"\\s*:\\s*\"(green|yellow)\"");
      case S3 -> new HttpProbe(uri(port, "/"), answer -> answer.status() < 500);
      case FLINK -> http(port, "/jobs/overview", "\"state\"\\s*:\\s*\"RUNNING\"");
      case API_SERVER -> http(port, "/api/v1/health/ready", "\"ready\"\\s*:\\s*true");
    };
  }

  private static HealthProbe http(PartPort port, String path, String pattern) {
    return new HttpProbe(uri(port, path), answer -> answer.matches(pattern));
  }

  private static URI uri(PartPort port, String path) {
    return URI.create("http://%s:%d%s".formatted(port.clientHost(), port.port(), path));
  }
}
