package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.schemas.message.MessageHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class RawRecordSchemaTest {
  @Test
  void keyValueAndRequestIdArriveAsTheyWereSent() {
    ConsumerRecord<byte[], byte[]> sent =
        new ConsumerRecord<>("topic", 3, 57, "key".getBytes(UTF_8), "value".getBytes(UTF_8));
    sent.headers().add(MessageHeaders.REQUEST_ID, "request".getBytes(UTF_8));

    RawRecord raw = read(sent);

    assertThat(raw.key()).isEqualTo("key".getBytes(UTF_8));
    assertThat(raw.value()).isEqualTo("value".getBytes(UTF_8));
    assertThat(raw.origin().requestId()).contains("request");
    assertThat(raw.origin().place()).isEqualTo("topic-3@57");
  }

  @Test
  void theNumberOfItsRunArrivesAndNonsenseIsNone() {
    ConsumerRecord<byte[], byte[]> again = new ConsumerRecord<>("topic", 0, 1, null, null);
    again.headers().add(MessageHeaders.RUN, "2".getBytes(UTF_8));
    ConsumerRecord<byte[], byte[]> odd = new ConsumerRecord<>("topic", 0, 2, null, null);
    odd.headers().add(MessageHeaders.RUN, "two".getBytes(UTF_8));

    assertThat(read(again).origin().run()).contains(2);
    assertThat(read(odd).origin().run()).isEmpty();
  }

  @Test
  void aRecordOfNothingIsARecordAllTheSame() {
    ConsumerRecord<byte[], byte[]> sent = new ConsumerRecord<>("topic", 0, 1, null, null);
    sent.headers().add(MessageHeaders.REQUEST_ID, null);

    RawRecord raw = read(sent);

    assertThat(raw.key()).isEmpty();
    assertThat(raw.value()).isEmpty();
    assertThat(raw.origin().logId()).isEqualTo("topic-0@1");
  }

  private static RawRecord read(ConsumerRecord<byte[], byte[]> sent) {
    List<RawRecord> read = new ArrayList<>();
    new RawRecordSchema().deserialize(sent, collecting(read));
    return read.get(0);
  }

  private static Collector<RawRecord> collecting(List<RawRecord> into) {
    return new Collector<>() {
      @Override
      public void collect(RawRecord raw) {
        into.add(raw);
      }

      @Override
      public void close() {}
    };
  }
}
