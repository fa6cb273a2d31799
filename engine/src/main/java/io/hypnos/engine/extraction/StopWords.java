package io.hypnos.engine.extraction;

import java.util.Locale;
import java.util.Set;

/** Words that carry grammar, not content, in the commonest languages. */
final class StopWords {
  private static final Set<String> WORDS =
      words(
          """
          a an the this that these those some any each every either both all few many much more most
          other another such own same i me my mine myself you your yours yourself he him his himself
          she her hers herself it its itself we us our ours ourselves they them their theirs
          themselves who whom whose which what where when why how there here and or but if then else
          so than too very just also only as at by for from in into of off on onto out over to up
          upon with about above across after against along among around before behind below beneath
          beside between beyond down during since through till toward towards under until via within
          be am is are was were been being have has had having do does did doing done will would
          shall should can could may might must ought i'm i've i'll i'd you're you've he's she's
          it's we're we've they're they've that's there's let's let please yes ok okay oh well hey hi
          hello thanks thank again ever once because while though although however
          der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als wie so
          ich du er sie es wir ihr mich dich sich uns euch mein dein sein mir dir ihm ihnen meine
          meinen meiner meinem deine deinen seine seinen seiner ihre ihren ihrer unser unsere unserer ist bin bist sind seid war waren habe hast hat haben hatte
          wird werden wurde zu zum zur von vom im in an am auf aus bei mit nach über unter vor durch
          für um auch nur noch schon sehr dass daß weil da hier dort
          le la les un une des du de et ou mais si je tu il elle nous vous ils elles me te se mon ton
          son ma ta sa mes tes ses notre votre leur est suis es sommes êtes sont était ai as a avons
          avez ont à au aux en dans sur sous avec pour par chez ce cet cette ces que qui quoi dont où
          très aussi
          el los las uno unos unas y o pero yo tú él ella nosotros vosotros ellos ellas mi tu su mis
          tus sus me te se nos es soy eres somos son era fue he has ha hemos han al del con por para
          en sobre que quien como muy también
          """);

  private StopWords() {}

  static boolean contains(String key) {
    return WORDS.contains(key);
  }

  /** A set from words between blanks. */
  static Set<String> words(String list) {
    return Set.copyOf(
        new java.util.HashSet<>(
            java.util.Arrays.asList(list.strip().toLowerCase(Locale.ROOT).split("\\s+"))));
  }
}
