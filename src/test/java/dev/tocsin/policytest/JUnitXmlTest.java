package dev.tocsin.policytest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JUnitXmlTest {
  @Test
  void hasASuiteForEachFileAndACaseForEachTest() throws Exception {
    TestReport report =
        new TestReport(
            List.of(
                new TestReport.Ran(
                    Path.of("a.test.yaml"),
                    List.of(
                        new TestReport.CaseResult("passes", List.of(), List.of(), 1_500_000_000L),
                        new TestReport.CaseResult(
                            "<fails>", List.of("first\u0000 & more", "second"), List.of(), 0))),
                new TestReport.Unusable(
                    Path.of("b.test.yaml"), "b.test.yaml: tests: there is none")),
            new TestCoverage(1, List.of(), List.of()));
    StringWriter text = new StringWriter();

    JUnitXml.write(report, text);

    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("1.500");
    Element failing = (Element) suite.getElementsByTagName("testcase").item(1);
    assertThat(failing.getAttribute("name")).isEqualTo("<fails>");
    assertThat(failing.getElementsByTagName("failure").item(0).getTextContent())
        .isEqualTo("first\uFFFD & more\nsecond");
    assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(1);
  }
}
