package io.hypnos.schemas.extract;

/** Names of what documents say of themselves. */
public final class DocumentProperty {
  public static final String AUTHOR = "author";
  public static final String CREATED = "created";
  public static final String PAGES = "pages";
  public static final String SUBJECT = "subject";
  public static final String SENDER = "sender";
  public static final String RECIPIENTS = "recipients";
  public static final String DATE = "date";
  public static final String MESSAGE_ID = "message_id";
  public static final String WIDTH = "width";
  public static final String HEIGHT = "height";
  public static final String SECONDS = "seconds";
  public static final String ARTIST = "artist";

  /** How the text came about where no parser read it: vision, transcription, filename_only. */
  public static final String EXTRACTION = "extraction";

  private DocumentProperty() {}
}
