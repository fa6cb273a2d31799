package io.hypnos.benchmarks.folder;

/** What the files of Word, Excel and PowerPoint have in common: parts with types and relations. */
final class OfficePackage {
  private static final String RELATION_TYPE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

  private final ZipFile zip = new ZipFile();
  private final StringBuilder types = new StringBuilder();

  /**
   * @param type what follows {@code application/vnd.openxmlformats-officedocument.}
   */
  OfficePackage part(String name, String type, String content) {
    types.append(
        "<Override PartName=\"/%s\" ContentType=\"application/vnd.openxmlformats-officedocument.%s+xml\"/>"
            .formatted(name, type));
    zip.addXml(name, content);
    return this;
  }

  /**
   * @param typesAndTargets in turn; the first relation is rId1
   */
  OfficePackage relations(String name, String... typesAndTargets) {
    StringBuilder relations = new StringBuilder();
    for (int i = 0; i < typesAndTargets.length; i += 2) {
      relations.append(
          "<Relationship Id=\"rId%d\" Type=\"%s\" Target=\"%s\"/>"
              .formatted(i / 2 + 1, RELATION_TYPE + typesAndTargets[i], typesAndTargets[i + 1]));
    }
    zip.addXml(
        name,
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + relations
            + "</Relationships>");
    return this;
  }

  byte[] bytes() {
    zip.addXml(
        "[Content_Types].xml",
        """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Default Extension="rels" \
        ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/xml"/>%s</Types>\
        """
            .formatted(types));
    return zip.bytes();
  }
}
