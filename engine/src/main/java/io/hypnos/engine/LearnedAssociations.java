package io.hypnos.engine;

import io.hypnos.engine.association.Associations;
import io.hypnos.engine.visibility.Viewer;
import org.jdbi.v3.core.Handle;

/** What a tenant has learned, as a search asks for it. */
final class LearnedAssociations implements Associations {
  private static final String OF_THE_TENANT = "";

  private final io.hypnos.engine.concept.Associations learned;

  LearnedAssociations(io.hypnos.engine.concept.Associations learned) {
    this.learned = learned;
  }

  @Override
  public Activation activate(Handle handle, Viewer viewer, Question question) {
    io.hypnos.engine.concept.Activation activation =
        learned.activate(
            handle,
            viewer.tenantId(),
            OF_THE_TENANT,
            question.text(),
            question.hints(),
            question.spread());
    return new Activation(
        activation.query(),
        activation.activated().stream()
            .map(each -> new Activated(each.spelling(), each.activation()))
            .toList());
  }
}
