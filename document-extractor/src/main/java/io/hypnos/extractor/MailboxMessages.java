package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The messages of a mailbox one after the other, as the bytes that were put into it. Each of them
 * has a character set of its own, so that none can be decoded before they are apart.
 */
final class MailboxMessages {
  private static final byte[] SEPARATOR = "From ".getBytes(US_ASCII);
  private static final byte[] QUOTED = ">From ".getBytes(US_ASCII);

  private final InputStream mailbox;

  MailboxMessages(InputStream mailbox) {
    this.mailbox = new BufferedInputStream(mailbox);
  }

  /** Goes to the beginning of the next message; false when there is none. */
  boolean next() throws IOException {
    while (begins(new byte[] {'\n'}) || begins(new byte[] {'\r'})) {
      mailbox.skipNBytes(1);
    }
    if (begins(SEPARATOR)) {
      int read = mailbox.read();
      while (read >= 0 && read != '\n') {
        read = mailbox.read();
      }
      return true;
    }
    return !isAtEnd();
  }

  /** The message that begins here; the next is reached when it has been read to its end. */
  InputStream message() {
    return new Message();
  }

  private boolean isAtEnd() throws IOException {
    mailbox.mark(1);
    boolean end = mailbox.read() < 0;
    mailbox.reset();
    return end;
  }

  private boolean begins(byte[] expected) throws IOException {
    mailbox.mark(expected.length);
    byte[] read = mailbox.readNBytes(expected.length);
    mailbox.reset();
    return Arrays.equals(read, expected);
  }

  /** Ends before the line that begins the next message. */
  private final class Message extends InputStream {
    private boolean beginsLine = true;
    private boolean emptyBefore;
    private boolean empty;
    private boolean ended;

    @Override
    public int read() throws IOException {
      if (ended) {
        return -1;
      }
      if (beginsLine) {
        beginsLine = false;
        empty = true;
        if (emptyBefore && begins(SEPARATOR)) {
          ended = true;
          return -1;
        } else if (begins(QUOTED)) {
          mailbox.skipNBytes(1);
        }
      }
      int read = mailbox.read();
      if (read < 0) {
        ended = true;
      } else if (read == '\n') {
        beginsLine = true;
        emptyBefore = empty;
      } else if (read != '\r') {
        empty = false;
      }
      return read;
    }

    @Override
    public int read(byte[] buffer, int start, int length) throws IOException {
      int count = 0;
      while (count < length) {
        int read = read();
        if (read < 0) {
          return count == 0 ? -1 : count;
        }
        buffer[start + count++] = (byte) read;
      }
      return count;
    }
  }
}
