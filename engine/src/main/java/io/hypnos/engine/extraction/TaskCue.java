package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Task.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Words that announce something to be done; the rest of the sentence is its title. Anchored at the
 * beginning of a sentence.
 *
 * @param who who is to do it: the speaker, the one spoken to, or the group "who"
 */
record TaskCue(Pattern pattern, Kind kind, Who who, double confidence) {
  /** Who is to do it. */
  enum Who {
    SPEAKER,
    GROUP,
    ADDRESSED,
    NAMED,
    NOBODY
  }

  private static final String LEAD =
      "^(?:(?:and|but|so|also|ok|okay|then|please|yes|first|finally|today|tomorrow),?\\s){0,2}";
  private static final String ADVERB = "(?:(?:really|also|still|just|all|urgently) )?";

  static final List<TaskCue> ALL = all();

  private static List<TaskCue> all() {
    List<TaskCue> cues = new ArrayList<>();
    add(
        cues,
        "(?:todo|to do|to-do|action item|action|next step|task|fixme)\\s?[:\\-–]\\s*",
        Kind.TASK,
        Who.NOBODY,
        0.95);
    add(cues, "(?:goal|objective|aim|target|okr)\\s?[:\\-–]\\s*", Kind.GOAL, Who.NOBODY, 0.95);
    add(
        cues,
        "(?:my|our|the) (?:main |next |big |long-term )?(?:goal|objective|aim|ambition)(?:"
            + " \\w{1,20} \\w{1,20})? is (?:to )?",
        Kind.GOAL,
        Who.SPEAKER,
        0.9);
    add(
        cues,
        "(?:i|we)(?:'m| am|'re| are) (?:aiming|hoping|planning) to ",
        Kind.GOAL,
        Who.SPEAKER,
        0.8);
    add(
        cues,
        "(?:i|we) (?:aim|plan|want|hope|intend) to (?=.{1,200}\\b(?:by|before|until)\\b)",
        Kind.GOAL,
        Who.SPEAKER,
        0.8);
    add(
        cues,
        "we " + ADVERB + "(?:need to|have to|must|should|ought to|gotta|got to) ",
        Kind.TASK,
        Who.GROUP,
        0.9);
    add(
        cues,
        "i " + ADVERB + "(?:need to|have to|must|should|ought to|gotta|got to) ",
        Kind.TASK,
        Who.SPEAKER,
        0.9);
    add(cues, "(?:i|we)(?:'ll| will) ", Kind.TASK, Who.SPEAKER, 0.6);
    add(cues, "let's (?!go\\b|see\\b|say\\b|use\\b)", Kind.TASK, Who.GROUP, 0.6);
    add(cues, "remind me (?:to|about|of) ", Kind.TASK, Who.SPEAKER, 0.95);
    add(cues, "(?:don't|do not) (?:let me )?forget (?:to |about )?", Kind.TASK, Who.SPEAKER, 0.9);
    add(cues, "remember to ", Kind.TASK, Who.SPEAKER, 0.9);
    add(
        cues,
        "(?:can|could|would) you (?:please )?(?=.{1,200}\\b(?:by|before|until|today|tomorrow)\\b)",
        Kind.TASK,
        Who.ADDRESSED,
        0.8);
    add(
        cues,
        "(?<who>\\p{Lu}\\p{L}{1,20}) (?:will|needs to|has to|must|should|is going to) ",
        Kind.TASK,
        Who.NAMED,
        0.8);
    add(cues, "wir müssen ", Kind.TASK, Who.GROUP, 0.85);
    add(cues, "ich muss ", Kind.TASK, Who.SPEAKER, 0.85);
    add(cues, "(?:nous devons|il faut|on doit) ", Kind.TASK, Who.GROUP, 0.85);
    add(cues, "je dois ", Kind.TASK, Who.SPEAKER, 0.85);
    add(cues, "(?:tenemos que|hay que|debemos) ", Kind.TASK, Who.GROUP, 0.85);
    add(cues, "(?:tengo que|debo) ", Kind.TASK, Who.SPEAKER, 0.85);
    add(cues, "(?:ziel|objectif|objetivo|目标)\\s?[:：]\\s*", Kind.GOAL, Who.NOBODY, 0.9);
    add(cues, "(?:我们)(?:需要|必须|应该|要)", Kind.TASK, Who.GROUP, 0.8);
    add(cues, "我(?:需要|必须|应该|得)", Kind.TASK, Who.SPEAKER, 0.8);
    add(cues, "(?:待办|任务)\\s?[:：]\\s*", Kind.TASK, Who.NOBODY, 0.9);
    return List.copyOf(cues);
  }

  private static void add(List<TaskCue> cues, String regex, Kind kind, Who who, double confidence) {
    Pattern pattern =
        who == Who.NAMED
            ? Pattern.compile("^" + regex)
            : Pattern.compile(LEAD + regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    cues.add(new TaskCue(pattern, kind, who, confidence));
  }
}
