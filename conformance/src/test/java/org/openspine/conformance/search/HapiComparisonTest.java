package org.openspine.conformance.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.SampleResources;

/** Every expression of every resource type selects what HAPI's own FHIRPath engine selects. */
class HapiComparisonTest {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final SearchParameterRegistry REGISTRY = SearchParameterRegistry.r4(CONTEXT);
    private static final int VARIANTS = 6;

    private final IFhirPath hapi = CONTEXT.newFhirPath();
    private final IParser parser = CONTEXT.newJsonParser();

    HapiComparisonTest() {
        hapi.setEvaluationContext(new IFhirPathEvaluationContext() {
            @Override
            public @Nullable IBase resolveReference(IIdType id, @Nullable IBase context) {
                return CONTEXT.getResourceDefinition(id.getResourceType()).newInstance();
            }
        });
    }

    @TestFactory
    List<DynamicTest> selectsTheSame() {
        var samples = new SampleResources(REGISTRY.structures());
        var tests = new ArrayList<DynamicTest>();
        for (String type : REGISTRY.structures().resourceTypes()) {
            tests.add(DynamicTest.dynamicTest(type, () -> {
                for (int variant = 0; variant < VARIANTS; variant++) {
                    compare(type, samples.resource(type, variant));
                }
            }));
        }
        return tests;
    }

    private void compare(String type, ObjectNode tree) throws Exception {
        String json = new String(ResourceJson.write(tree), UTF_8);
        IBaseResource resource = parser.parseResource(json);
        for (SearchParameterDefinition definition : REGISTRY.of(type)) {
            if (definition.expression().isEmpty()) {
                continue;
            }
            // branch by branch, because HAPI compares two quantities of a union through UCUM, which it lacks here
            List<String> expected = new ArrayList<>();
            for (String branch : definition.expression().split(" \\| ")) {
                hapi.evaluate(resource, branch, IBase.class).forEach(value -> expected.add(shown(value)));
            }
            List<String> actual = definition.evaluate(tree).stream()
                    .map(this::shown)
                    .distinct()
                    .toList();
            assertThat(actual)
                    .as("%s.%s: %s in %s", type, definition.code(), definition.expression(), json)
                    .isEqualTo(expected.stream().distinct().toList());
        }
    }

    private String shown(IBase value) {
        String type = value.fhirType();
        if (value instanceof IPrimitiveType<?> primitive) {
            return type + " " + primitive.getValueAsString();
        }
        return type.indexOf('.') < 0 && !(value instanceof IBaseResource)
                ? type + " " + parser.encodeToString(value)
                : type;
    }

    private String shown(TypedNode value) {
        if (value.node().isValueNode()) {
            return value.type() + " " + value.node().asText();
        }
        boolean datatype = value.type().indexOf('.') < 0 && !value.node().has("resourceType");
        return datatype ? value.type() + " " + new String(ResourceJson.write(value.node()), UTF_8) : value.type();
    }
}
