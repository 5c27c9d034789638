package org.openspine.server.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openspine.terminology.identifier.NhsNumber;

/** Small resources and Bundles to send. Words and numbers are new with every call, so that tests do not meet. */
final class Sample {
    private static final AtomicInteger LAST_WORD = new AtomicInteger();
    private static final AtomicInteger LAST_NUMBER = new AtomicInteger(990_500_000);

    private Sample() {}

    /** A word that no other test uses, and that begins no other word. */
    static String word() {
        return "word%05d".formatted(LAST_WORD.incrementAndGet());
    }

    static String nhsNumber() {
        Optional<String> number = Optional.empty();
        while (number.isEmpty()) {
            int body = LAST_NUMBER.incrementAndGet();
            number = IntStream.rangeClosed(0, 9)
                    .mapToObj(digit -> "" + body + digit)
                    .filter(text -> NhsNumber.parse(text).isPresent())
                    .findFirst();
        }
        return number.get();
    }

    /** The number with another last digit. */
    static String withWrongCheckDigit(String nhsNumber) {
        int last = nhsNumber.charAt(9) - '0';
        return nhsNumber.substring(0, 9) + (last + 1) % 10;
    }

    static String patient(String family) {
        return """
                {"resourceType":"Patient","active":true,"name":[{"family":"%s","given":["Ada"]}],"gender":"female",\
                "birthDate":"1970-03-30"}""".formatted(family);
    }

    static String patient(String id, String family) {
        return withId(id, patient(family));
    }

    static String patientWithNhsNumber(String number, String family) {
        return """
                {"resourceType":"Patient","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],\
                "name":[{"family":"%s"}]}""".formatted(number, family);
    }

    /** A heart rate with a tag, which tells the observations of one test from those of another. */
    static String heartRate(String tag, String subject, int perMinute) {
        return """
                {"resourceType":"Observation","meta":{"tag":[{"system":"urn:test","code":"%s"}]},"status":"final",\
                "code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}]},\
                "subject":{"reference":"%s"},"effectiveDateTime":"2024-05-01T10:30:00Z",\
                "valueQuantity":{"value":%d,"unit":"beats/minute","system":"http://unitsofmeasure.org","code":"/min"}}""".formatted(tag, subject, perMinute);
    }

    /** Something small that can be told apart by name, with an identifier {@code urn:test|name}. */
    static String organization(String name) {
        return """
                {"resourceType":"Organization","identifier":[{"system":"urn:test","value":"%1$s"}],"name":"%1$s"}""".formatted(name);
    }

    static String withId(String id, String json) {
        return json.replaceFirst("(\"resourceType\":\"[A-Za-z]+\")", "$1,\"id\":\"" + id + "\"");
    }

    static String transaction(String... entries) {
        return bundle("transaction", entries);
    }

    static String batch(String... entries) {
        return bundle("batch", entries);
    }

    private static String bundle(String type, String... entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
                .formatted(type, String.join(",", List.of(entries)));
    }

    static String entry(String method, String url) {
        return "{\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}".formatted(method, url);
    }

    static String entry(String method, String url, String resource) {
        return "{\"resource\":%s,\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}".formatted(resource, method, url);
    }

    static String entry(String fullUrl, String method, String url, String resource) {
        return "{\"fullUrl\":\"%s\",\"resource\":%s,\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}"
                .formatted(fullUrl, resource, method, url);
    }

    /** The entry with one more condition in its request: {@code ifMatch}, {@code ifNoneExist} … */
    static String when(String condition, String value, String entry) {
        return entry.substring(0, entry.length() - 2)
                + ",\"%s\":\"%s\"}}".formatted(condition, value.replace("\"", "\\\""));
    }
}
