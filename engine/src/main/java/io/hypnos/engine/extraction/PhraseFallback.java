package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Word.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Phrases without a model, for languages that have none here: runs of words between small words.
 */
final class PhraseFallback {
  private static final int LONGEST_PHRASE = 3;
  private static final int LONGEST_UNSPACED = 6;
  private static final Set<String> ENGLISH =
      StopWords.words(
          """
          the a an and is are was were i you we they he she it my your our in on at of to for with
          this that not have has had do does be will can but from as so if or by
          """);
  private static final Set<String> FOREIGN =
      StopWords.words(
          """
          ich du er sie wir ihr der die das den dem ein eine einen und ist sind nicht mit auf für
          von zu im am bei meine mein kein keine je tu il elle nous vous le la les un une des du et
          est sont pas dans pour avec sur mon ma mes el los las y es son en por con que mi mis una
          unos yo tú de al del o não da os um uma e per il lo gli che di
          """);

  /** Grammar and the commonest verbs of Chinese and Japanese, at which runs are cut. */
  private static final String CUTS = "的了在是我你他她它们不没很和也就都与或把被给这那有要会能说对吗呢吧啊のはがをにでとも";

  private static final List<String> CUT_WORDS =
      List.of("喜欢", "讨厌", "住在", "工作", "已经", "现在", "因为", "所以", "但是", "昨天", "今天", "明天", "搬到");

  private PhraseFallback() {}

  /** Whether the words look like another language than English. */
  static boolean isForeign(List<Word> words) {
    int english = 0;
    int foreign = 0;
    int other = 0;
    int said = 0;
    for (Word word : words) {
      said += word.kind() == Kind.MARK ? 0 : 1;
      english += ENGLISH.contains(word.key()) ? 1 : 0;
      foreign += FOREIGN.contains(word.key()) ? 1 : 0;
      boolean ascii = word.key().chars().allMatch(c -> c < 128);
      other += word.kind() == Kind.UNSPACED || (word.kind() == Kind.WORD && !ascii) ? 1 : 0;
    }
    return foreign > english || other * 2 > said;
  }

  static void read(List<Word> words, Consumer<String> sink) {
    List<String> run = new ArrayList<>();
    for (Word word : words) {
      boolean content =
          word.kind() == Kind.WORD && !StopWords.contains(word.key()) && word.key().length() > 1;
      if (content) {
        run.add(word.key());
      } else {
        flush(run, sink);
      }
      if (word.kind() == Kind.IDENTIFIER) {
        sink.accept(word.key());
      } else if (word.kind() == Kind.UNSPACED) {
        unspaced(word.text(), sink);
      }
    }
    flush(run, sink);
  }

  private static void flush(List<String> run, Consumer<String> sink) {
    if (!run.isEmpty() && run.size() <= LONGEST_PHRASE) {
      sink.accept(String.join(" ", run));
    } else {
      run.forEach(sink);
    }
    run.clear();
  }

  private static void unspaced(String text, Consumer<String> sink) {
    int start = 0;
    int position = 0;
    while (position <= text.length()) {
      int cut = position == text.length() ? 1 : cut(text, position);
      if (cut > 0) {
        int length = position - start;
        if (length >= 2 && length <= LONGEST_UNSPACED) {
          sink.accept(text.substring(start, position));
        }
        position += cut;
        start = position;
      } else {
        position++;
      }
    }
  }

  private static int cut(String text, int position) {
    for (String word : CUT_WORDS) {
      if (text.startsWith(word, position)) {
        return word.length();
      }
    }
    return CUTS.indexOf(text.charAt(position)) >= 0 ? 1 : 0;
  }
}
