package org.openspine.server.http;

import java.nio.charset.StandardCharsets;

/** Bodies that no Patient has. Each holds {@link #SECRET}, which no answer may repeat. */
@SuppressWarnings({"ImmutableEnumChecker", "ArrayRecordComponent"}) // bytes are what is sent
enum BadBody {
    EMPTY(json(""), 400),
    BLANK(json("   "), 400),
    NOT_JSON(json("zebedee"), 400),
    CUT_OFF(json("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"zebedee\""), 400),
    MORE_AFTER_THE_END(json(patient("\"gender\":\"male\"") + " zebedee"), 400),
    TWO_RESOURCES(json(patient("\"gender\":\"male\"") + patient("\"gender\":\"male\"")), 400),
    A_LIST(json("[\"zebedee\"]"), 400),
    A_STRING(json("\"zebedee\""), 400),
    NULL(json("null"), 400),
    NO_RESOURCE_TYPE(json("{\"name\":[{\"family\":\"zebedee\"}]}"), 400),
    UNKNOWN_RESOURCE_TYPE(json("{\"resourceType\":\"Wizard\",\"name\":[{\"family\":\"zebedee\"}]}"), 400),
    RESOURCE_TYPE_OF_ANOTHER_TYPE(json("{\"resourceType\":7,\"name\":[{\"family\":\"zebedee\"}]}"), 400),
    UNKNOWN_ELEMENT(json(patient("\"colour\":\"zebedee\"")), 400),
    UNKNOWN_ELEMENT_DEEP_DOWN(json(patient("\"name\":[{\"colour\":\"zebedee\"}]")), 400),
    DUPLICATE_KEY(json(patient("\"gender\":\"zebedee\",\"gender\":\"male\"")), 400),
    DUPLICATE_KEY_BY_ESCAPE(json(patient("\"gender\":\"male\",\"\\u0067ender\":\"zebedee\"")), 400),
    STRING_FOR_LIST(json(patient("\"name\":\"zebedee\"")), 400),
    OBJECT_FOR_LIST(json(patient("\"name\":{\"family\":\"zebedee\"}")), 400),
    LIST_FOR_STRING(json(patient("\"gender\":[\"zebedee\"]")), 400),
    STRING_FOR_BOOLEAN(json(patient("\"active\":\"zebedee\"")), 400),
    NUMBER_FOR_STRING(json(patient("\"birthDate\":1970,\"language\":\"zebedee\"")), 400),
    NULL_FOR_ELEMENT(json(patient("\"gender\":null,\"language\":\"zebedee\"")), 400),
    EMPTY_LIST(json(patient("\"name\":[],\"language\":\"zebedee\"")), 400),
    EMPTY_OBJECT(json(patient("\"name\":[{}],\"language\":\"zebedee\"")), 400),
    EMPTY_STRING(json(patient("\"gender\":\"\",\"language\":\"zebedee\"")), 400),
    UNKNOWN_CODE(json(patient("\"gender\":\"zebedee\"")), 400),
    NO_SUCH_DAY(json(patient("\"birthDate\":\"2023-02-30\",\"language\":\"zebedee\"")), 400),
    NO_DATE(json(patient("\"birthDate\":\"zebedee\"")), 400),
    TWO_OF_A_CHOICE(
            json(patient("\"deceasedBoolean\":false,\"deceasedDateTime\":\"2020\",\"language\":\"zebedee\"")), 400),
    HUGE_NUMBER(json(patient("\"multipleBirthInteger\":" + "9".repeat(60) + ",\"language\":\"zebedee\"")), 400),
    HUGE_EXPONENT(json(patient("\"multipleBirthInteger\":1e999999999,\"language\":\"zebedee\"")), 400),
    FRACTION_FOR_INTEGER(json(patient("\"multipleBirthInteger\":1.5,\"language\":\"zebedee\"")), 400),
    BARE_NAN(json(patient("\"multipleBirthInteger\":NaN,\"language\":\"zebedee\"")), 400),
    TOO_DEEP(json(patient("\"extension\":" + "[{\"extension\":".repeat(200) + "\"zebedee\"" + "}]".repeat(200))), 400),
    FAR_TOO_DEEP(json("[".repeat(100_000)), 400),
    TOO_MANY_VALUES(
            json(patient("\"name\":[" + "{\"family\":\"z\"},".repeat(150_000) + "{\"family\":\"zebedee\"}]")),
            400,
            413),
    TOO_LONG_STRING(json(patient("\"language\":\"" + "zebedee".repeat(200_000) + "\"")), 400),
    TOO_LARGE(json(patient("\"language\":\"" + "zebedee".repeat(400_000) + "\"")), 413),
    NUL_ESCAPED(json(patient("\"language\":\"zebedee\\u0000\"")), 400),
    NUL_RAW(json(patient("\"language\":\"zebedee\u0000\"")), 400),
    LONE_SURROGATE(json(patient("\"language\":\"zebedee\\ud800\"")), 400),
    INVALID_UTF_8(content(new byte[] {'{', '"', (byte) 0xC3, '(', '"', ':', '1', '}'}, ServedBase.JSON), 400),
    UTF_16(content(patient("\"gender\":\"male\"").getBytes(StandardCharsets.UTF_16), ServedBase.JSON), 400),
    SCRIPT_IN_NARRATIVE(
            json(
                    patient(
                            "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><script>zebedee()</script></div>\"}")),
            400),
    XML_CUT_OFF(xml("<Patient xmlns=\"http://hl7.org/fhir\"><gender value=\"zebedee\""), 400),
    XML_UNKNOWN_ELEMENT(xml("<Patient xmlns=\"http://hl7.org/fhir\"><colour value=\"zebedee\"/></Patient>"), 400),
    XML_UNKNOWN_ATTRIBUTE(
            xml("<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"true\" zip=\"zebedee\"/></Patient>"), 400),
    XML_UNKNOWN_CODE(xml("<Patient xmlns=\"http://hl7.org/fhir\"><gender value=\"zebedee\"/></Patient>"), 400),
    XML_OTHER_NAMESPACE(xml("<Patient xmlns=\"urn:zebedee\"><gender value=\"male\"/></Patient>"), 400),
    XML_OTHER_ROOT(xml("<Wizard xmlns=\"http://hl7.org/fhir\"><gender value=\"zebedee\"/></Wizard>"), 400),
    XML_DOCTYPE(
            xml(
                    "<!DOCTYPE Patient [<!ENTITY z \"zebedee\">]><Patient xmlns=\"http://hl7.org/fhir\"><language value=\"&z;\"/></Patient>"),
            400),
    XML_EXTERNAL_ENTITY(
            xml(
                    "<!DOCTYPE Patient [<!ENTITY z SYSTEM \"file:///etc/passwd\">]><Patient xmlns=\"http://hl7.org/fhir\"><language value=\"en\"/><!-- zebedee --></Patient>"),
            400),
    XML_EXTERNAL_ENTITY_IN_UTF_16(
            content(
                    "<?xml version=\"1.0\" encoding=\"UTF-16\"?><!DOCTYPE Patient [<!ENTITY z SYSTEM \"file:///etc/passwd\">]><Patient xmlns=\"http://hl7.org/fhir\"><language value=\"&z;\"/></Patient>"
                            .getBytes(StandardCharsets.UTF_16),
                    ServedBase.XML),
            400),
    XML_BUNDLE_WITH_UNKNOWN_METHOD(
            xml("<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"transaction\"/><entry><request>"
                    + "<method value=\"zebedee\"/><url value=\"Patient\"/></request></entry></Bundle>"),
            400),
    XML_UNDECLARED_ENTITY(xml("<Patient xmlns=\"http://hl7.org/fhir\"><language value=\"&zebedee;\"/></Patient>"), 400),
    XML_NUL(xml("<Patient xmlns=\"http://hl7.org/fhir\"><language value=\"zebedee&#0;\"/></Patient>"), 400),
    XML_TOO_DEEP(
            xml("<Patient xmlns=\"http://hl7.org/fhir\">" + "<extension url=\"urn:x\">".repeat(5_000)
                    + "<valueString value=\"zebedee\"/>" + "</extension>".repeat(5_000) + "</Patient>"),
            400),
    JSON_SENT_AS_XML(xml(patient("\"language\":\"zebedee\"")), 400),
    XML_SENT_AS_JSON(json("<Patient xmlns=\"http://hl7.org/fhir\"><language value=\"zebedee\"/></Patient>"), 400),
    PLAIN_TEXT(text(patient("\"language\":\"zebedee\""), "text/plain"), 415),
    AN_UNKNOWN_TYPE(text(patient("\"language\":\"zebedee\""), "application/zebedee"), 415);

    static final String SECRET = "zebedee";

    private final Sent sent;
    private final int[] statuses;

    BadBody(Sent sent, int... statuses) {
        this.sent = sent;
        this.statuses = statuses;
    }

    byte[] bytes() {
        return sent.bytes;
    }

    String contentType() {
        return sent.contentType;
    }

    /** Any of them will do. */
    int[] statuses() {
        return statuses;
    }

    private record Sent(byte[] bytes, String contentType) {}

    private static String patient(String elements) {
        return "{\"resourceType\":\"Patient\"," + elements + "}";
    }

    private static Sent json(String text) {
        return text(text, ServedBase.JSON);
    }

    private static Sent xml(String text) {
        return text(text, ServedBase.XML);
    }

    private static Sent text(String text, String contentType) {
        return content(text.getBytes(StandardCharsets.UTF_8), contentType);
    }

    private static Sent content(byte[] bytes, String contentType) {
        return new Sent(bytes, contentType);
    }
}
