package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the server while summaries are uploaded: every answered one is there, one is the newest, and a retry is no duplicate. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SummaryCrashTest {
    private static final int KILLS = 2;
    private static final int UPLOADS = 150;

    @Test
    void answeredUploadsSurviveTheDeathOfTheServer(@TempDir Path folder) throws Exception {
        SummaryCrash crash = new SummaryCrash(document());
        for (int kill = 0; kill < KILLS; kill++) {
            try (ServerProcess server = start(folder)) {
                crash.uploadUntilKilled(server, UPLOADS);
            }
            assertThat(UnfinishedRows.in(folder.resolve("h2"))).isEmpty();
            try (ServerProcess server = start(folder)) {
                assertThat(crash.faults(server.address())).isEmpty();
            }
        }
        assertThat(crash.answers()).isGreaterThanOrEqualTo(KILLS * UPLOADS);
    }

    private static ServerProcess start(Path folder) throws InterruptedException {
        return ServerProcess.sandbox(folder, Crash.JAVA_OPTIONS, "--data.dir=h2", "--samples=none");
    }

    private static ObjectNode document() throws IOException {
        return (ObjectNode) new ObjectMapper().readTree("""
                {"resourceType": "Bundle", "identifier": {"system": "https://tools.ietf.org/html/rfc4122", "value": "SCR-ID"},
                 "type": "document", "timestamp": "2026-11-02T10:15:00+00:00", "entry": [
                 {"resource": {"resourceType": "Composition", "id": "SCR-ID",
                   "identifier": {"system": "https://tools.ietf.org/html/rfc4122", "value": "SCR-ID"}, "status": "final",
                   "type": {"coding": [{"system": "http://snomed.info/sct", "code": "196981000000101", "display": "General Practice Summary"}]},
                   "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "163171000000105",
                     "display": "Care Professional Documentation"}]}],
                   "subject": {"reference": "Patient/P1"}, "date": "2026-11-02T10:14:00+00:00",
                   "author": [{"reference": "Organization/O1"}], "title": "General Practice Summary",
                   "section": [{"title": "Allergies", "code": {"coding": [{"code": "AllergiesHeader"}]}}]}},
                 {"resource": {"resourceType": "Organization", "id": "O1", "name": "Larkfield Health Centre"}},
                 {"resource": {"resourceType": "Patient", "id": "P1",
                   "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "NHS-NUMBER"}]}}]}""");
    }
}
