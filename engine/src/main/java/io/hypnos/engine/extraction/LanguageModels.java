package io.hypnos.engine.extraction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;

/**
 * The OpenNLP models for English, loaded once per class loader at the first use. Threads may share
 * them; what works with them is lent to one thread at a time (not kept per thread, where it would
 * hold a class loader after its job is gone).
 */
final class LanguageModels {
  private static final String NAME = "/opennlp-en-ud-ewt-%s-1.3-2.5.4.bin";

  private final POSModel tags;
  private final LemmatizerModel lemmas;
  private final Queue<Tagger> idle = new ConcurrentLinkedQueue<>();

  private LanguageModels() {
    try (InputStream tagStream = open("pos");
        InputStream lemmaStream = open("lemmas")) {
      tags = new POSModel(tagStream);
      lemmas = new LemmatizerModel(lemmaStream);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load the bundled language models", e);
    }
  }

  static LanguageModels shared() {
    return Holder.MODELS;
  }

  /** Universal tags and lemmas of the words of one sentence. */
  Tagged tag(String[] words) {
    Tagger tagger = idle.poll();
    if (tagger == null) {
      tagger = new Tagger(new POSTaggerME(tags), new LemmatizerME(lemmas));
    }
    String[] found = tagger.tags().tag(words);
    Tagged tagged = new Tagged(found, tagger.lemmas().lemmatize(words, found));
    // Not returned after a failure: its state would be unknown.
    idle.add(tagger);
    return tagged;
  }

  record Tagged(String[] tags, String[] lemmas) {}

  private record Tagger(POSTaggerME tags, LemmatizerME lemmas) {}

  private static InputStream open(String part) throws IOException {
    InputStream stream = LanguageModels.class.getResourceAsStream(NAME.formatted(part));
    if (stream == null) {
      throw new IOException("no language model " + NAME.formatted(part));
    }
    return stream;
  }

  private static final class Holder {
    static final LanguageModels MODELS = new LanguageModels();
  }
}
