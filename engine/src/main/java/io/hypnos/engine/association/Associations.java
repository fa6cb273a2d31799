package io.hypnos.engine.association;

import io.hypnos.engine.visibility.Viewer;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The concepts of a question and those that they call up. */
public interface Associations {
  /** Nothing calls up anything: the concepts of a question are those that the caller names. */
  Associations NONE =
      (handle, viewer, question) ->
          new Activation(question.hints().stream().distinct().toList(), List.of());

  /**
   * @param hints concepts that the caller names
   * @param spread whether associated concepts are wanted, or the question's own only
   */
  record Question(String text, List<String> hints, boolean spread) {
    public Question {
      hints = List.copyOf(hints);
    }
  }

  /**
   * @param concepts of the question itself, as they are spelled
   * @param associated what they call up, strongest first
   */
  record Activation(List<String> concepts, List<Activated> associated) {
    public Activation {
      concepts = List.copyOf(concepts);
      associated = List.copyOf(associated);
    }
  }

  /** A concept and how strongly it is called up, in [0,1]. */
  record Activated(String concept, double strength) {}

  /** Within a transaction that is confined to the viewer's tenant. */
  Activation activate(Handle handle, Viewer viewer, Question question);
}
