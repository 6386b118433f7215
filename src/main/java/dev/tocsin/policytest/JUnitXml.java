package dev.tocsin.policytest;

import dev.tocsin.policytest.TestReport.CaseResult;
import dev.tocsin.policytest.TestReport.FileResult;
import java.io.Writer;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A report in the XML that build servers read: a suite for each file, a case for each test. */
public final class JUnitXml {
  private final XMLStreamWriter xml;

  private JUnitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** Writes the report; the writer stays open. */
  public static void write(TestReport report, Writer out) throws XMLStreamException {
    XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
    new JUnitXml(xml).report(report);
    xml.flush();
  }

  private void report(TestReport report) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    for (FileResult file : report.files()) {
      switch (file) {
        case TestReport.Ran ran -> suite(ran);
        case TestReport.Unusable unusable -> suite(unusable);
      }
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void suite(TestReport.Ran ran) throws XMLStreamException {
    begin(
        ran,
        ran.tests().size(),
        ran.tests().stream().filter(test -> !test.passed()).count(),
        0,
        ran.tests().stream().mapToLong(CaseResult::nanos).sum());
    for (CaseResult test : ran.tests()) {
      testCase(ran, test.name(), test.nanos());
      if (!test.passed()) {
        problem("failure", String.join("\n", test.failures()));
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void suite(TestReport.Unusable unusable) throws XMLStreamException {
    begin(unusable, 1, 0, 1, 0);
    testCase(unusable, "the file", 0);
    problem("error", unusable.problem());
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void begin(FileResult file, long tests, long failures, long errors, long nanos)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", file.file().toString());
    xml.writeAttribute("tests", Long.toString(tests));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", Long.toString(errors));
    xml.writeAttribute("time", seconds(nanos));
  }

  private void testCase(FileResult file, String name, long nanos) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", file.file().toString());
    xml.writeAttribute("name", plain(name));
    xml.writeAttribute("time", seconds(nanos));
  }

  private void problem(String element, String text) throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", plain(text.lines().findFirst().orElse("")));
    xml.writeCharacters(plain(text));
    xml.writeEndElement();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }

  /** Arguments of processes may hold what XML may not. */
  private static String plain(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
