package org.openspine.samples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.openspine.samples.Progress;
import org.openspine.samples.load.StandInServer.Answer;

/** Tables of the Organisation Data Service become transactions of the directory. */
class OdsDocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PRACTICE = row("W91001", "PENROSE \"OLD MILL\" SURGERY", "1 MILL LANE", "QX9", "4");

    private static String row(String code, String name, String line, String parent, String setting) {
        String[] columns = new String[27];
        Arrays.fill(columns, "");
        columns[0] = code;
        columns[1] = name;
        columns[4] = line;
        columns[7] = "TRURO";
        columns[8] = "CORNWALL";
        columns[9] = "TR1 2AA";
        columns[10] = "19740401";
        columns[12] = "A";
        columns[14] = parent;
        columns[17] = "01872 000000";
        columns[25] = setting;
        return '"'
                + String.join(
                        "\",\"",
                        List.of(columns).stream()
                                .map(c -> c.replace("\"", "\"\""))
                                .toList()) + "\"\r\n";
    }

    private static List<JsonNode> bundles(String name, byte[] content) throws IOException {
        BundleSource source = new BundleSource(name, content.length, () -> new ByteArrayInputStream(content));
        List<JsonNode> bundles = new ArrayList<>();
        try (Documents documents = Documents.of(source)) {
            for (Optional<Document> next = documents.next(); next.isPresent(); next = documents.next()) {
                assertThat(next.get().outline().isDirectory()).isTrue();
                bundles.add(JSON.readTree(next.get().json()));
            }
            assertThat(documents.bytesRead()).isEqualTo(content.length);
        }
        return bundles;
    }

    private static List<JsonNode> bundles(String name, String content) throws IOException {
        return bundles(name, content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPracticeBecomesAnOrganisationUnderItsCode() throws Exception {
        JsonNode entry = bundles("epraccur.csv", PRACTICE).get(0).at("/entry/0");
        assertThat(entry.at("/request").toString()).isEqualTo("{\"method\":\"PUT\",\"url\":\"Organization/W91001\"}");
        assertThat(entry.at("/resource")).isEqualTo(JSON.readTree("""
                {"resourceType": "Organization", "id": "W91001",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "W91001",
                   "period": {"start": "1974-04-01"}}],
                 "active": true,
                 "type": [
                   {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/organisation-role", "code": "RO177",
                     "display": "PRESCRIBING COST CENTRE"}]},
                   {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/organisation-role", "code": "RO76", "display": "GP PRACTICE"}]}],
                 "name": "PENROSE \\"OLD MILL\\" SURGERY",
                 "telecom": [{"system": "phone", "value": "01872 000000", "use": "work"}],
                 "address": [{"line": ["1 MILL LANE"], "city": "TRURO", "district": "CORNWALL", "postalCode": "TR1 2AA", "use": "work"}],
                 "partOf": {"reference": "Organization/QX9",
                   "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "QX9"}}}"""));
    }

    @Test
    void theNameOfTheFileTellsTheRole() throws Exception {
        assertThat(role("etr.csv")).isEqualTo("RO197");
        assertThat(role("folder/edispensary_2026.csv")).isEqualTo("RO182");
        assertThat(role("ephpsite.csv")).isEqualTo("RO176");
        assertThat(role("unknown.csv")).isEmpty();
    }

    private static String role(String file) throws IOException {
        return bundles(file, PRACTICE)
                .get(0)
                .at("/entry/0/resource/type/0/coding/0/code")
                .asText();
    }

    @Test
    void sitesAreLocationsTooAndPractitionersHaveARole() throws Exception {
        JsonNode site = bundles("ets.csv", row("RX101", "MAIN SITE", "2 MILL LANE", "RX1", ""))
                .get(0);
        assertThat(site.at("/entry/1/resource/resourceType").asText()).isEqualTo("Location");
        assertThat(site.at("/entry/1/resource/managingOrganization/reference").asText())
                .isEqualTo("Organization/RX1");
        JsonNode doctor = bundles("egpcur.csv", row("G9100001", "POLDARK DA", "", "W91001", ""))
                .get(0);
        assertThat(doctor.at("/entry/0/resource/name/0/family").asText()).isEqualTo("POLDARK");
        assertThat(doctor.at("/entry/1/resource/organization/reference").asText())
                .isEqualTo("Organization/W91001");
    }

    @Test
    void aLongTableIsManyTransactions() throws Exception {
        StringBuilder table = new StringBuilder("Organisation Code,Name\n");
        for (int i = 0; i < 250; i++) {
            table.append(row("W%05d".formatted(i), "PRACTICE " + i, "", "", "4"));
        }
        assertThat(bundles("epraccur.csv", table.toString()))
                .extracting(bundle -> bundle.path("entry").size())
                .containsExactly(99, 100, 51);
    }

    @Test
    void thePublishedArchiveIsReadAsItIs() throws Exception {
        var archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("etr.csv"));
            zip.write(row("RX1", "TRUST", "", "", "").getBytes(StandardCharsets.UTF_8));
        }
        byte[] content = archive.toByteArray();
        BundleSource source = new BundleSource("download.zip", content.length, () -> new ByteArrayInputStream(content));
        try (var server = new StandInServer(request -> Answer.OK)) {
            LoadResult result =
                    new BundleLoader(LoadTarget.of(server.base())).load(List.of(source), (Progress.State state) -> {});
            assertThat(result.resources()).isEqualTo(1);
            assertThat(server.received).singleElement().satisfies(request -> assertThat(request.path())
                    .isEqualTo("/FHIR/R4"));
        }
    }

    private static String ord(String code, String primaryRole, String more) {
        return """
                {"Organisation": {"Name": "PENROSE SURGERY", "Status": "Active", "OrgId": {"extension": "%s"},
                  "Date": [{"Type": "Legal", "Start": "1970-01-01"}, {"Type": "Operational", "Start": "1974-04-01"}],
                  "GeoLoc": {"Location": {"AddrLn1": "1 MILL LANE", "Town": "TRURO", "PostCode": "TR1 2AA", "Country": "ENGLAND"}},
                  "Contacts": {"Contact": [{"type": "tel", "value": "01872 000000"}, {"type": "http", "value": "www.example.org"}]},
                  "Roles": {"Role": [{"id": "%s", "primaryRole": true, "Status": "Active"}%s]},
                  "Rels": {"Rel": [
                    {"id": "RE4", "Status": "Inactive", "Target": {"OrgId": {"extension": "OLD"}}},
                    {"id": "RE5", "Status": "Active", "Target": {"OrgId": {"extension": "Q99"}}},
                    {"id": "RE4", "Status": "Active", "Target": {"OrgId": {"extension": "QX9"}}}]}}}""".formatted(code, primaryRole, more).replace("\n", " ");
    }

    @Test
    void anOrganisationOfTheOrdInterfaceHasAllItsRolesContactsAndItsParent() throws Exception {
        String roles = ", {\"id\": \"RO76\", \"Status\": \"Active\"}, {\"id\": \"RO1\", \"Status\": \"Inactive\"}";
        JsonNode entry =
                bundles("W91001.json", ord("W91001", "RO177", roles)).get(0).at("/entry/0");
        assertThat(entry.at("/request").toString()).isEqualTo("{\"method\":\"PUT\",\"url\":\"Organization/W91001\"}");
        assertThat(entry.at("/resource")).isEqualTo(JSON.readTree("""
                {"resourceType": "Organization", "id": "W91001",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "W91001",
                   "period": {"start": "1974-04-01"}}],
                 "active": true,
                 "type": [
                   {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/organisation-role", "code": "RO177",
                     "display": "PRESCRIBING COST CENTRE"}]},
                   {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/organisation-role", "code": "RO76", "display": "GP PRACTICE"}]}],
                 "name": "PENROSE SURGERY",
                 "telecom": [{"system": "phone", "value": "01872 000000", "use": "work"},
                   {"system": "url", "value": "www.example.org", "use": "work"}],
                 "address": [{"line": ["1 MILL LANE"], "city": "TRURO", "postalCode": "TR1 2AA", "use": "work"}],
                 "partOf": {"reference": "Organization/QX9",
                   "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "QX9"}}}"""));
    }

    @Test
    void organisationsOfTheOrdInterfaceMayStandOneToALine() throws Exception {
        List<JsonNode> bundles =
                bundles("sites.ndjson", ord("RX101", "RO198", "") + "\n" + ord("ABC", "RO999", "") + "\n");
        assertThat(bundles.get(0).path("entry").findValuesAsText("url"))
                .contains("Organization/RX101", "Location/RX101");
        assertThat(bundles.get(1).at("/entry/0/resource/type/0/coding/0").toString())
                .isEqualTo("{\"system\":\"https://fhir.nhs.uk/CodeSystem/organisation-role\",\"code\":\"RO999\"}");
    }

    @Test
    void anOrganisationWithoutACodeIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> bundles("x.ndjson", ord("A", "RO177", "") + "\n"))
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("x.ndjson line 1: tells neither an ODS code");
        assertThatThrownBy(() -> bundles("x.json", "{\"Organisation\": []}")).isInstanceOf(LoadException.class);
    }

    @Test
    void anotherTableIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> bundles("epraccur.csv", PRACTICE + "\n\nW91002,two columns\n"))
                .isInstanceOf(LoadException.class)
                .hasMessage(
                        "epraccur.csv line 4: has 2 columns; the standard layout of the Organisation Data Service has 27");
        assertThatThrownBy(() -> bundles("epraccur.csv", PRACTICE + PRACTICE.replace("W91001", "w 1")))
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("epraccur.csv line 2");
    }
}
