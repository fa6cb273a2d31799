package io.hypnos.engine;

import io.hypnos.engine.association.Associations;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.visibility.Viewer;

/** What a tenant has learned, as a search asks for it. */
final class LearnedAssociations implements Associations {
  private static final String OF_THE_TENANT = "";

  private final Database database;
  private final io.hypnos.engine.concept.Associations learned;

  LearnedAssociations(Database database, io.hypnos.engine.concept.Associations learned) {
    this.database = database;
    this.learned = learned;
  }

  @Override
  public Activation activate(Viewer viewer, Question question) {
    io.hypnos.engine.concept.Activation activation =
        database.inTenant(
            viewer.tenantId(),
            handle ->
                learned.activate(
                    handle,
                    viewer.tenantId(),
                    OF_THE_TENANT,
                    question.text(),
                    question.hints(),
                    question.spread()));
    return new Activation(
        activation.query(),
        activation.activated().stream()
            .map(each -> new Activated(each.spelling(), each.activation()))
            .toList());
  }
}
