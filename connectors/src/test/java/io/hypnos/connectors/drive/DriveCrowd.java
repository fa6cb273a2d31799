package io.hypnos.connectors.drive;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.kit.HttpCrowd;
import java.time.Clock;
import java.util.Map;

/** A drive of many documents in one folder. */
public final class DriveCrowd {
  private DriveCrowd() {}

  public static Crowd of(int records) {
    FakeDrive drive = new FakeDrive(Clock.systemUTC());
    for (int i = 0; i < records; i++) {
      drive.doc("doc-%06d".formatted(i), Crowd.words(i), FakeDrive.ROOT);
    }
    return new HttpCrowd(drive.server, Map.of(), Map.of("token", "secret-token"));
  }
}
