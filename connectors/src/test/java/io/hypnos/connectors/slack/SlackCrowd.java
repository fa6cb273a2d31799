package io.hypnos.connectors.slack;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.kit.HttpCrowd;
import java.time.Clock;
import java.util.Map;

/** A channel of many messages, each tenth of them with two replies. */
public final class SlackCrowd {
  private static final long APART = 600;

  private SlackCrowd() {}

  /** Messages ten minutes apart, the newest an hour old. */
  public static Crowd of(int records) {
    FakeSlack slack = new FakeSlack();
    long newest = Clock.systemUTC().instant().getEpochSecond() - 3_600;
    for (int i = 0; i < records; i++) {
      long at = newest - (records - 1L - i) * APART;
      slack.say(ts(at), Crowd.words(i));
      if (i % 10 == 0) {
        slack.reply(ts(at), ts(at + 60), "an answer to " + i);
        slack.reply(ts(at), ts(at + 120), "another answer to " + i);
      }
    }
    return new HttpCrowd(slack.server, Map.of("channel_id", "C1"), Map.of("token", "secret-token"));
  }

  private static String ts(long second) {
    return "%d.000100".formatted(second);
  }
}
