package org.openspine.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.access.Caller;
import org.openspine.api.HttpMethod;
import org.openspine.api.Visibility;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.ValueMatch;

/** What a {@link Visibility} hides is hidden by every door. */
class VisibilityTest {
    /** Flags tagged {@code hidden} are not visible. */
    private static final Visibility WITHOUT_HIDDEN = new Visibility() {
        @Override
        public List<Criterion> criteria(Caller caller, String type) {
            return type.equals("Flag")
                    ? List.of(new Criterion.Not(new Criterion.Indexed(
                            IndexId.parameter("Flag", "_tag"),
                            List.of(new ValueMatch.Token(OptionalLong.empty(), "hidden")))))
                    : List.of();
        }
    };

    private UnifiedBaseOnH2 server;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = new UnifiedBaseOnH2(folder, Clock.systemUTC(), List.of(new SpineService() {
            @Override
            public List<Visibility> visibilities() {
                return List.of(WITHOUT_HIDDEN);
            }
        }));
        server.put("Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"family\":\"Moss\"}]}");
        server.put("Flag/open", flag("open", ""));
        server.put("Flag/secret", flag("secret", "\"meta\":{\"tag\":[{\"system\":\"urn:t\",\"code\":\"hidden\"}]},"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flag/secret", "Flag/secret/_history/1", "Flag/secret/_history", "Flag/secret/$meta"})
    void aHiddenResourceAnswersAsOneThatNeverWas(String path) {
        assertThatThrownBy(() -> server.get(path))
                .isInstanceOf(SpineException.class)
                .hasMessageMatching("No Flag has this id|Flag has no such version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Flag",
                "Flag?patient=p",
                "Flag?_total=accurate",
                "Flag/_history",
                "_history?_since=2020-01-01",
                "Patient?_id=p&_revinclude=Flag:patient",
                "Patient/p/Flag",
                "Patient/p/*",
                "Patient/p/$everything",
                "?_type=Flag,Patient"
            })
    void aHiddenResourceIsInNoBundle(String path) {
        String answer = UnifiedBaseOnH2.tree(server.get(path)).toString();
        assertThat(answer).contains("Flag/open").doesNotContain("Flag/secret").doesNotContain("\"total\":2");
    }

    @Test
    void nobodyFindsAPatientByWhatIsHidden() {
        ObjectNode found = UnifiedBaseOnH2.tree(server.get("Patient?_has:Flag:patient:_tag=hidden"));
        assertThat(found.path("entry")).isEmpty();
        assertThat(UnifiedBaseOnH2.tree(server.get("Patient?_has:Flag:patient:_id=open"))
                        .path("entry"))
                .hasSize(1);
    }

    @Test
    void whatIsHiddenIsNotChangedEither() {
        assertThatThrownBy(() -> server.put("Flag/secret", flag("secret", ""))).isInstanceOf(SpineException.class);
        assertThat(server.send(HttpMethod.DELETE, "Flag/secret", "", Preferences.NONE)
                        .status())
                .isEqualTo(204);
        assertThat(server.repository()
                        .read(new ResourceKey("Flag", "secret"))
                        .orElseThrow()
                        .isDeleted())
                .isFalse();
    }

    private static String flag(String id, String meta) {
        return """
                {"resourceType":"Flag","id":"%s",%s"status":"active","code":{"text":"x"},"subject":{"reference":"Patient/p"}}""".formatted(id, meta);
    }
}
