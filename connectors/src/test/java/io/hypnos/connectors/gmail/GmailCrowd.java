package io.hypnos.connectors.gmail;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.kit.HttpCrowd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A mailbox of many plain mails. */
public final class GmailCrowd {
  private GmailCrowd() {}

  /** Mails a minute apart, the newest of now. */
  public static Crowd of(int records) {
    FakeGmail gmail = new FakeGmail(Clock.systemUTC());
    Instant newest = Clock.systemUTC().instant();
    for (int i = 0; i < records; i++) {
      Instant at = newest.minus(Duration.ofMinutes(records - 1L - i));
      gmail.receive(Mail.plain("mail-%06d".formatted(i), at, "Subject " + i, Crowd.words(i)));
    }
    return new HttpCrowd(gmail.server, Map.of(), Map.of("token", "secret-token"));
  }
}
