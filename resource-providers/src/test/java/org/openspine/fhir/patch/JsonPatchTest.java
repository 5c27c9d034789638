package org.openspine.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.Structures;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** The examples of RFC 6902, appendix A, and what FHIR adds: no change of type, nothing empty. */
class JsonPatchTest {
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '^', textBlock = """
            # A.1 adding an object member, A.2 an array element, A.16 an array value
            {"foo":"bar"} ¦ [{"op":"add","path":"/baz","value":"qux"}] ¦ {"foo":"bar","baz":"qux"}
            {"foo":["bar","baz"]} ¦ [{"op":"add","path":"/foo/1","value":"qux"}] ¦ {"foo":["bar","qux","baz"]}
            {"foo":["bar"]} ¦ [{"op":"add","path":"/foo/-","value":["abc","def"]}] ¦ {"foo":["bar",["abc","def"]]}
            {"foo":["bar"]} ¦ [{"op":"add","path":"/foo/1","value":"end"}] ¦ {"foo":["bar","end"]}
            # A.3 removing an object member, A.4 an array element
            {"baz":"qux","foo":"bar"} ¦ [{"op":"remove","path":"/baz"}] ¦ {"foo":"bar"}
            {"foo":["bar","qux","baz"]} ¦ [{"op":"remove","path":"/foo/1"}] ¦ {"foo":["bar","baz"]}
            # A.5 replacing
            {"baz":"qux","foo":"bar"} ¦ [{"op":"replace","path":"/baz","value":"boo"}] ¦ {"baz":"boo","foo":"bar"}
            # A.6 moving a value, A.7 an array element
            {"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}} ¦ [{"op":"move","from":"/foo/waldo","path":"/qux/thud"}] ¦ {"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}
            {"foo":["all","grass","cows","eat"]} ¦ [{"op":"move","from":"/foo/1","path":"/foo/3"}] ¦ {"foo":["all","cows","eat","grass"]}
            {"foo":"bar"} ¦ [{"op":"move","from":"/foo","path":"/foo"}] ¦ {"foo":"bar"}
            # A.8 testing
            {"baz":"qux","foo":["a",2,"c"]} ¦ [{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}] ¦ {"baz":"qux","foo":["a",2,"c"]}
            # numbers are equal by value
            {"a":1.00} ¦ [{"op":"test","path":"/a","value":1}] ¦ {"a":1.00}
            {"a":{"b":[1e2]}} ¦ [{"op":"test","path":"/a","value":{"b":[100.0]}}] ¦ {"a":{"b":[1e2]}}
            # A.10 adding a nested member, A.11 ignoring unrecognised members
            {"foo":"bar"} ¦ [{"op":"add","path":"/child","value":{"grandchild":{"x":1}}}] ¦ {"foo":"bar","child":{"grandchild":{"x":1}}}
            {"foo":"bar"} ¦ [{"op":"add","path":"/baz","value":"qux","xyz":123}] ¦ {"foo":"bar","baz":"qux"}
            # A.14 escapes
            {"/":9,"~1":10} ¦ [{"op":"test","path":"/~01","value":10}] ¦ {"/":9,"~1":10}
            {"a/b":1} ¦ [{"op":"replace","path":"/a~1b","value":2}] ¦ {"a/b":2}
            # copy
            {"foo":["a"]} ¦ [{"op":"copy","from":"/foo/0","path":"/foo/-"}] ¦ {"foo":["a","a"]}
            # nothing stays empty, and siblings keep their places
            {"foo":["a"]} ¦ [{"op":"remove","path":"/foo/0"}] ¦ {}
            {"a":{"b":{"c":1}}} ¦ [{"op":"remove","path":"/a/b/c"}] ¦ {}
            {"g":["a","b"],"_g":[{"id":"1"},{"id":"2"}]} ¦ [{"op":"remove","path":"/_g/0/id"}] ¦ {"g":["a","b"],"_g":[null,{"id":"2"}]}
            {"g":["a"],"_g":[{"id":"1"}]} ¦ [{"op":"remove","path":"/_g/0/id"}] ¦ {"g":["a"]}
            """)
    void examplesOfTheRfc(String before, String patch, String after) {
        assertThat(apply(before, patch)).isEqualTo(basic(after));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '^', textBlock = """
            # A.12 adding to a nonexistent target
            {"foo":"bar"} ¦ [{"op":"add","path":"/baz/bat","value":"qux"}] ¦ (add /baz/bat) has a path whose parent does not exist
            # A.9 and A.15 tests that fail; numbers are no strings
            {"baz":"qux"} ¦ [{"op":"test","path":"/baz","value":"bar"}] ¦ (test /baz) fails
            {"/":9,"~1":10} ¦ [{"op":"test","path":"/~01","value":"10"}] ¦ fails
            {"foo":["a"]} ¦ [{"op":"test","path":"/foo/-","value":"a"}] ¦ does not exist
            {"foo":["a"]} ¦ [{"op":"remove","path":"/foo/-"}] ¦ does not exist
            {"foo":["a","b"]} ¦ [{"op":"remove","path":"/foo/01"}] ¦ does not exist
            {"foo":["a","b"]} ¦ [{"op":"replace","path":"/foo/2","value":"c"}] ¦ (replace /foo/2) has a path that does not exist
            {"foo":["a"]} ¦ [{"op":"add","path":"/foo/2","value":"c"}] ¦ beyond the end of the list
            {"foo":["a"]} ¦ [{"op":"add","path":"/foo/00","value":"c"}] ¦ beyond the end of the list
            {"foo":["a"]} ¦ [{"op":"add","path":"/foo/-1","value":"c"}] ¦ beyond the end of the list
            {"foo":"a"} ¦ [{"op":"replace","path":"/bar","value":"c"}] ¦ does not exist
            {"foo":{"a":1}} ¦ [{"op":"move","from":"/foo","path":"/foo/b"}] ¦ moves a value into itself
            {"foo":"a"} ¦ [{"op":"remove","path":""}] ¦ (remove the root) removes the whole resource
            {"foo":"a"} ¦ [{"op":"add","path":"/9000000009","value":1},{"op":"remove","path":"/9000000017"}] ¦ (remove /?)
            {"foo":"a"} ¦ [{"op":"add","path":"foo","value":1}] ¦ needs a path
            {"foo":"a"} ¦ [{"op":"add","path":"/f~2","value":1}] ¦ needs a path
            {"foo":"a"} ¦ [{"op":"add","path":"/foo"}] ¦ needs a value
            {"foo":"a"} ¦ [{"op":"move","path":"/foo"}] ¦ needs a from
            {"foo":"a"} ¦ [{"op":"spam","path":"/foo"}] ¦ has no valid op
            {"foo":"a"} ¦ [{"op":"replace","path":"","value":{"resourceType":"Group"}}] ¦ no resource of the same type
            {"foo":"a"} ¦ [{"op":"replace","path":"/resourceType","value":"Group"}] ¦ no resource of the same type
            {"foo":"a"} ¦ [{"op":"replace","path":"","value":[]}] ¦ no resource of the same type
            {"foo":"a"} ¦ [] ¦ 1 to 100 operations
            {"foo":"a"} ¦ {"op":"add"} ¦ array of operations
            """)
    void whatCannotBeDoneIsRefused(String before, String patch, String message) {
        ObjectNode resource = basic(before);

        assertThatThrownBy(() -> parse(patch).apply(resource, STRUCTURES))
                .isInstanceOf(SpineException.class)
                .hasMessageContaining(message);
        assertThat(resource).isEqualTo(basic(before));
    }

    @Test
    void failedTestIsUnprocessable() {
        assertThatThrownBy(() -> apply("{\"a\":1}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]"))
                .extracting(failure -> ((SpineException) failure).code())
                .isEqualTo(FhirError.BUSINESS_RULE);
    }

    @Test
    void rootMayBeReplacedByAResourceOfTheSameType() {
        assertThat(apply("{\"foo\":\"a\"}", """
                [{"op":"replace","path":"","value":{"resourceType":"Basic","bar":"b"}}]""")).isEqualTo(basic("{\"bar\":\"b\"}"));
    }

    private static ObjectNode apply(String before, String patch) {
        return parse(patch).apply(basic(before), STRUCTURES);
    }

    private static Patch parse(String patch) {
        return Patches.ofJson(patch.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode basic(String members) {
        String json = "{\"resourceType\":\"Basic\"" + (members.equals("{}") ? "" : ",") + members.substring(1);
        return ResourceJson.parse(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
    }
}
