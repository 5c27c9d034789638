package org.openspine.server.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Summaries of any size. */
final class SampleSummaries {
    private SampleSummaries() {}

    /** A summary with so many sections, one diagnosis to each. */
    static byte[] bytes(String number, String scrId, int sections) {
        return document(number, scrId, sections).getBytes(StandardCharsets.UTF_8);
    }

    private static String document(String number, String scrId, int sections) {
        return """
                {"resourceType":"Bundle","identifier":{"system":"https://tools.ietf.org/html/rfc4122","value":"%1$s"},
                 "type":"document","timestamp":"2026-11-02T10:15:00+00:00","entry":[
                 {"fullUrl":"https://gp.example/Composition/%1$s","resource":{"resourceType":"Composition","id":"%1$s",
                  "identifier":{"system":"https://tools.ietf.org/html/rfc4122","value":"%1$s"},"status":"final",
                  "type":{"coding":[{"system":"http://snomed.info/sct","code":"196981000000101","display":"General Practice Summary"}]},
                  "category":[{"coding":[{"system":"http://snomed.info/sct","code":"163171000000105","display":"Care Professional Documentation"}]}],
                  "subject":{"reference":"Patient/P1"},"date":"2026-11-02T10:14:00+00:00","author":[{"reference":"PractitionerRole/R1"}],
                  "section":[%3$s]}},
                 {"resource":{"resourceType":"PractitionerRole","id":"R1","practitioner":{"reference":"Practitioner/D1"},"organization":{"reference":"Organization/O1"}}},
                 {"resource":{"resourceType":"Practitioner","id":"D1","name":[{"text":"Dr Ash"}]}},
                 {"resource":{"resourceType":"Organization","id":"O1","name":"Larkfield Health Centre"}},
                 %4$s,
                 {"resource":{"resourceType":"Patient","id":"P1","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%2$s"}]}}]}""".formatted(
                scrId, number, each(sections, SampleSummaries::section), each(sections, SampleSummaries::condition));
    }

    private static String each(int count, java.util.function.IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(","));
    }

    private static String section(int number) {
        return """
                {"title":"Diagnoses %1$d","code":{"coding":[{"code":"DiagnosesHeader"}]},"text":{"status":"generated",
                 "div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><table><tbody><tr><td>12-May-2020</td><td>Hypertension</td><td/><td/><td>Problem; First</td></tr><tr><td>13-May-2020</td><td>Asthma</td><td/><td/><td>Review</td></tr></tbody></table></div>"},
                 "entry":[{"reference":"Condition/C%1$d"}]}""".formatted(number);
    }

    private static String condition(int number) {
        return """
                {"resource":{"resourceType":"Condition","id":"C%1$d","identifier":[{"value":"C%1$d"}],
                 "clinicalStatus":{"coding":[{"system":"http://hl7.org/fhir/ValueSet/condition-clinical","code":"active"}]},
                 "category":[{"coding":[{"system":"http://snomed.info/sct","code":"163001000000103","display":"Diagnoses"}]}],
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"38341003","display":"Hypertension"}]},"onsetDateTime":"2014-05"}}""".formatted(number);
    }
}
