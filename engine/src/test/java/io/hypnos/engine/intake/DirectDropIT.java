package io.hypnos.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files of one drop of which some cannot be stored. */
final class DirectDropIT {
  @RegisterExtension
  static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.S3);

  /** A short text is two memories: one about the file, one of its words. */
  private static final int ROOM = 4;

  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engines.open(settings());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static HypnosSettings settings() {
    return Settings.with(STACK.settings(), Map.of("limits.free.memories", String.valueOf(ROOM)));
  }

  @Test
  void aPlanThatIsFullKeepsOutTheFilesThatDoNotFitAndNoOther() {
    Caller caller = onTheFreePlan();
    UploadedFile one = file("one.txt", "The ferry leaves at nine.");
    UploadedFile again = file("two.txt", "Gulls sleep on the roof.");

    List<DroppedFile> dropped =
        drop(caller, one, again, file("three.txt", "Two boats are red."), one);

    assertThat(dropped).extracting(file -> file.memories().size()).containsExactly(2, 2, 0, 2);
    assertThat(dropped.get(2).error()).contains("the free plan allows 4 memories");
    assertThatThrownBy(() -> drop(caller, file("four.txt", "Tea is at five.")))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
  }

  @Test
  void aTextThatTheModelRefusesIsNamedAndTheOthersGoOn() {
    Caller caller = Engines.newTenant(engine);
    DirectDrop drop = dropWith(new Picky(engine.embedding()));

    List<DroppedFile> dropped =
        drop.store(
            caller,
            "docs",
            List.of(
                file("one.txt", "The ferry leaves at nine."),
                file("two.txt", "This is unspeakable."),
                file("three.txt", "Two boats are red.")),
            DropAttributes.NONE);

    assertThat(dropped)
        .extracting(file -> file.error().orElse("ok"))
        .containsExactly("ok", "the model refuses the text", "ok");
  }

  @Test
  void ofTwoFilesOfOneNameTheFirstStandsUnlessTheyAreTheSame() {
    Caller caller = Engines.newTenant(engine);
    UploadedFile first = file("f\u00fc\u00dfe.txt", "The ferry leaves at nine.");
    UploadedFile same = file("fu\u0308\u00dfe.txt", "The ferry leaves at nine.");

    List<DroppedFile> dropped =
        drop(caller, first, file("fu\u0308\u00dfe.txt", "It leaves at ten."), same);

    assertThat(dropped.get(1).error()).contains("another file of this drop has this name");
    assertThat(dropped.get(2).error()).isEmpty();
    assertThat(dropped.get(2).memories()).isEqualTo(dropped.get(0).memories());
    assertThat(dropped.get(0).preview()).contains("at nine");
  }

  private static List<DroppedFile> drop(Caller caller, UploadedFile... files) {
    return engine.directDrop().store(caller, "docs", List.of(files), DropAttributes.NONE);
  }

  private static DirectDrop dropWith(EmbeddingModel model) {
    return new DirectDrop(
        new DirectDrop.Inbound(
            engine.database(),
            engine.inbound().intake(),
            engine.inbound().reader(),
            engine.inbound().writer()),
        engine.blobs(),
        engine.documentReader(),
        engine.chunker(),
        model,
        settings().api(),
        UUID::randomUUID,
        Clock.systemUTC());
  }

  private static Caller onTheFreePlan() {
    Tenant tenant = engine.tenants().create("tenant-" + UUID.randomUUID(), Plan.FREE, false);
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), "test-request");
  }

  private static UploadedFile file(String name, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new UploadedFile(name, "text/plain", bytes.length, bytes);
  }

  /** A model that does not take every text. */
  private record Picky(EmbeddingModel model) implements EmbeddingModel {
    @Override
    public String modelId() {
      return model.modelId();
    }

    @Override
    public int dimensions() {
      return model.dimensions();
    }

    @Override
    public float[] embed(String text) {
      if (text.contains("unspeakable")) {
        throw new HypnosException(ErrorCode.VALIDATION, "the model refuses the text");
      }
      return model.embed(text);
    }
  }
}
