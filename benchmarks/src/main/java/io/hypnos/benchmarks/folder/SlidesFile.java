package io.hypnos.benchmarks.folder;

import java.util.ArrayList;
import java.util.List;

/** A presentation of PowerPoint: each paragraph is a slide with a title and points. */
final class SlidesFile {
  private static final String NAMESPACES =
      "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""
          + " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
          + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
  private static final String TREE =
      """
      <p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>\
      <p:grpSpPr/>%s</p:spTree></p:cSld>\
      """;
  private static final String SHAPE =
      """
      <p:sp><p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr/><p:nvPr><p:ph type="%s"/></p:nvPr>\
      </p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>%s</p:txBody></p:sp>\
      """;
  private static final String COLOURS =
      """
      <p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" \
      accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" \
      folHlink="folHlink"/>\
      """;

  private SlidesFile() {}

  static byte[] of(Document document) {
    List<String> slides = slides(document);
    OfficePackage file =
        new OfficePackage()
            .relations("_rels/.rels", "officeDocument", "ppt/presentation.xml")
            .part(
                "ppt/presentation.xml",
                "presentationml.presentation.main",
                presentation(slides.size()))
            .relations("ppt/_rels/presentation.xml.rels", targets(slides.size()))
            .part("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster", master())
            .relations(
                "ppt/slideMasters/_rels/slideMaster1.xml.rels",
                "slideLayout",
                "../slideLayouts/slideLayout1.xml")
            .part(
                "ppt/slideLayouts/slideLayout1.xml",
                "presentationml.slideLayout",
                element("sldLayout", TREE.formatted("")))
            .relations(
                "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
                "slideMaster",
                "../slideMasters/slideMaster1.xml");
    for (int i = 0; i < slides.size(); i++) {
      String name = "slide%d.xml".formatted(i + 1);
      file.part("ppt/slides/" + name, "presentationml.slide", slides.get(i))
          .relations(
              "ppt/slides/_rels/" + name + ".rels",
              "slideLayout",
              "../slideLayouts/slideLayout1.xml");
    }
    return file.bytes();
  }

  private static List<String> slides(Document document) {
    List<String> slides = new ArrayList<>();
    for (Page page : document.pages()) {
      for (List<String> points : page.paragraphs()) {
        StringBuilder lines = new StringBuilder();
        points.forEach(point -> lines.append(line(point)));
        String shapes =
            SHAPE.formatted(2, "Title", "title", line(page.heading()))
                + SHAPE.formatted(3, "Content", "body", lines);
        slides.add(element("sld", TREE.formatted(shapes)));
      }
    }
    return slides;
  }

  private static String line(String text) {
    return "<a:p><a:r><a:t>" + text + "</a:t></a:r></a:p>";
  }

  private static String master() {
    return element(
        "sldMaster",
        TREE.formatted("")
            + COLOURS
            + "<p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\""
            + " r:id=\"rId1\"/></p:sldLayoutIdLst>");
  }

  private static String presentation(int slides) {
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < slides; i++) {
      ids.append("<p:sldId id=\"%d\" r:id=\"rId%d\"/>".formatted(256 + i, i + 2));
    }
    return element(
        "presentation",
        """
        <p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>\
        <p:sldIdLst>%s</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>\
        <p:notesSz cx="6858000" cy="9144000"/>\
        """
            .formatted(ids));
  }

  private static String[] targets(int slides) {
    List<String> targets = new ArrayList<>(List.of("slideMaster", "slideMasters/slideMaster1.xml"));
    for (int i = 0; i < slides; i++) {
      targets.add("slide");
      targets.add("slides/slide%d.xml".formatted(i + 1));
    }
    return targets.toArray(String[]::new);
  }

  private static String element(String name, String content) {
    return "<p:%s %s>%s</p:%s>".formatted(name, NAMESPACES, content, name);
  }
}
