package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubmittedNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          filename="notes.txt"              | notes.txt
          filename=notes.txt                | notes.txt
          filename="a;b.txt"                | a;b.txt
          FileName="notes.txt"              | notes.txt
          filename="..\\..\\boot.ini"         | ..\\..\\boot.ini
          filename="..\\\\..\\\\boot.ini"       | ..\\..\\boot.ini
          filename="C:\\temp\\a.txt"          | C:\\temp\\a.txt
          filename="say \\"hi\\".txt"         | say "hi".txt
          filename="C:\\temp\\"               | C:\\temp\\
          filename*=UTF-8''..%5Cf%C3%BC.txt | ..\\fü.txt
          filename=""                       | ``
          filename                          | ``
          """)
  void aNameIsReadAsItsSenderWroteIt(String parameter, String name) {
    assertThat(SubmittedName.in("form-data; name=\"files\"; " + parameter)).contains(name);
  }

  @Test
  void aFieldNamesNoFile() {
    assertThat(SubmittedName.in("form-data; name=\"files\"")).isEmpty();
  }
}
