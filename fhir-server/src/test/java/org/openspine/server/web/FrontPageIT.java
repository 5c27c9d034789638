package org.openspine.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;

/** The front page in a real browser against the real server with its samples. Skipped where there is no Chromium. */
class FrontPageIT {
    private static final String ANSWERED = "document.querySelector('#type .status.good')";

    private static OpenSpine program;
    private static Chromium browser;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Optional<Path> chromium = Chromium.program();
        if (chromium.isEmpty()) {
            System.out.println("FrontPageIT is skipped: no chromium on the PATH (Debian: apt-get install chromium)");
        }
        assumeTrue(chromium.isPresent(), "no chromium on the PATH");
        Map<Setting, String> settings = Map.of(Setting.HTTP_PORT, "0", Setting.DATA_DIR, data.toString());
        program = OpenSpine.start(ServerConfig.read(settings, Map.of(), Optional.empty()), Clock.systemUTC());
        browser = new Chromium(chromium.get());
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (program != null) {
            program.close();
        }
    }

    @BeforeEach
    void desktop() {
        browser.block();
        browser.resize(1280, 900);
        browser.prefer("prefers-color-scheme", "light");
    }

    @Test
    void overviewTellsWhatRunsHere() {
        openOverview();
        browser.await("/^\\d+$/.test(document.getElementById('total').textContent)");
        browser.await("document.querySelector('#health.good')");

        assertThat(text("#facts")).contains("4.0.1").contains("Stored resources");
        assertThat(text("#service-list")).contains("/FHIR/R4").contains("/health/ready");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void requestsAtTheTopAnswerHere() {
        openOverview();
        browser.await("document.querySelectorAll('#request-list li').length === 3");
        for (int i = 1; i <= 3; i++) {
            String item = "#request-list li:nth-child(%d) ".formatted(i);
            assertThat(text(item + "code")).startsWith("curl ").contains(program.address() + "/FHIR/R4/");
            browser.click(item + "button.primary");
            browser.await("document.querySelector('%s.status.good')".formatted(item));
            assertThat(text(item + ".status")).matches("20[01] .* in .* ms, .*");
        }
        assertThat(text("#request-list li:nth-child(2) .body")).contains("MedicationRequest", "\"include\"");
        assertThat(text("#request-list li:nth-child(3) .headers")).contains("Location", "ETag");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void coreTypesComeFirstThenThoseWithDataThenTheRest() {
        openOverview();
        List<String> shown = typesShown();

        assertThat(shown).startsWith("Patient", "Consent", "MedicationRequest", "ServiceRequest", "Flag");
        assertThat(shown).contains("Organization").doesNotContain("Account");
        browser.evaluate("document.querySelector('.matrix').scrollIntoView()");
        browser.await("/^\\d+$/.test(document.querySelector('.matrix td.number').textContent)");
        browser.evaluate("document.querySelector('.scroller + button').click()");
        assertThat(typesShown()).hasSizeGreaterThan(140).contains("Account").doesNotHaveDuplicates();
        assertThat(browser.evaluate("document.activeElement.textContent").asText())
                .as("the focus is on the first of the new ones")
                .isEqualTo("Account");
    }

    @Test
    void filterFindsTypesAndParameters() {
        openOverview();
        browser.evaluate("document.getElementById('filter').focus()");
        browser.type("patient birthdate");
        browser.await("document.querySelector('.matrix .matches')");
        assertThat(typesShown()).containsExactly("Patient");
        assertThat(text(".found")).isEqualTo("1 type, 1 search parameter");

        browser.click(".matches a");
        browser.await(ANSWERED);
        assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("Patient/birthdate");

        browser.evaluate("history.back()");
        browser.await("!document.getElementById('overview').hidden");
        assertThat(typesShown()).containsExactly("Patient");

        browser.evaluate("document.getElementById('filter').select()");
        browser.type("nothing has such a name");
        browser.await("document.querySelector('.found').textContent.startsWith('Nothing matches')");
    }

    @Test
    void deepLinkOpensATypeWithALiveAnswer() {
        open("#Patient");
        browser.await(ANSWERED);
        browser.await("document.querySelector('.stored').textContent.endsWith('stored')");

        assertThat(browser.evaluate("document.title").asText()).isEqualTo("Patient · OpenSpine");
        assertThat(text("#type .status")).startsWith("200 OK in ");
        assertThat(text("#type .body")).contains("\"resourceType\": \"Patient\"");
        assertThat(text(".parameters")).contains("birthdate", "date", "http://hl7.org/fhir/SearchParameter/");
        assertThat(text("#type")).contains("_revinclude", "Profiles", "openspine-patient");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void editedRequestIsRunByEnter() {
        open("#Patient");
        browser.await(ANSWERED);
        browser.evaluate("document.querySelector('#type .address input').select()");
        browser.type("/FHIR/R4/Patient/9700000036");
        assertThat(text("#type .command code")).isEqualTo("curl " + program.address() + "/FHIR/R4/Patient/9700000036");
        browser.pressEnter();
        browser.await("document.querySelector('#type .headers')?.textContent.includes('ETag')");
        assertThat(text("#type .body")).startsWith("{\n  \"resourceType\": \"Patient\",\n  \"id\": \"9700000036\"");
    }

    @Test
    void refusalsAreShownAsTheyAre() {
        open("#Patient");
        browser.await(ANSWERED);
        browser.evaluate("document.querySelector('#type .address input').select()");
        browser.type("/FHIR/R4/Patient?no-such-parameter=1");
        browser.pressEnter();
        browser.await("document.querySelector('#type .status.bad strong')");
        assertThat(text("#type .status")).startsWith("400 ");
        assertThat(text("#type .body")).contains("OperationOutcome", "no-such-parameter");
    }

    @Test
    void referencesInAnswersCanBeFollowed() {
        open("#MedicationRequest");
        browser.await(ANSWERED);
        browser.click("#type .body a[href^='/FHIR/R4/Patient/']");
        browser.await(
                "document.querySelector('#type .body').textContent.startsWith('{\\n  \"resourceType\": \"Patient\"')");
        assertThat(browser.evaluate("document.querySelector('#type .address input').value")
                        .asText())
                .startsWith("/FHIR/R4/Patient/");
    }

    @Test
    void everyTypeWithDataHasExamplesThatFindSomething() {
        openOverview();
        String script = """
                (async () => {
                  const { examplesFrom, firstOf } = await import('/examples.js');
                  const { readStatement } = await import('/statement.js');
                  const { Population } = await import('/population.js');
                  const { types } = await readStatement('/FHIR/R4/metadata');
                  const wrong = [];
                  for (const name of await new Population('/FHIR/R4').present([...types.keys()])) {
                    const first = await (await fetch(firstOf('/FHIR/R4', name))).json();
                    const examples = examplesFrom('/FHIR/R4', types.get(name), first.entry[0].resource);
                    if (examples.length < 3) wrong.push(`${name} has only ${examples.length}`);
                    for (const { path } of examples) {
                      const answer = await fetch(path);
                      const body = await answer.text();
                      if (!answer.ok || (body.startsWith('{"resourceType":"Bundle","type"') && !body.includes('"entry"'))) {
                        wrong.push(`${path}: ${answer.status}`);
                      }
                    }
                  }
                  return wrong;
                })()
                """;
        assertThat(browser.evaluate(script)).isEmpty();
    }

    @Test
    void storedMarkupIsShownAsText() {
        open("#Flag");
        browser.await(ANSWERED);
        String script = """
                fetch('/FHIR/R4/Flag', { method: 'POST', headers: { 'Content-Type': 'application/fhir+json' }, body: JSON.stringify({
                  resourceType: 'Flag', status: 'active', subject: { reference: 'Patient/9700000036' },
                  code: { text: '<img src=x onerror="document.title=1"><script>document.title=1</script>' } }) })
                  .then((answer) => new URL(answer.headers.get('Location')).pathname)
                """;
        String path = browser.evaluate(script).asText();
        browser.evaluate("document.querySelector('#type .address input').select()");
        browser.type(path);
        browser.pressEnter();
        browser.await("document.querySelector('#type .body').textContent.includes('<img src=x')");
        assertThat(browser.evaluate("document.querySelectorAll('#type .body :is(img, script)').length")
                        .asInt())
                .isZero();
        assertThat(browser.evaluate("document.title").asText()).startsWith("Flag");
    }

    @Test
    void serverThatCannotBeReachedIsSaidClearly() {
        browser.block("*/FHIR/R4*");
        open("");
        browser.await("document.querySelector('#alert .notice')");
        assertThat(text("#alert")).contains("No answer from " + program.address(), "Try again");

        browser.block();
        browser.click("#alert button");
        browser.await("document.querySelector('.matrix')");
        assertThat(text("#alert")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 360, 390, 768})
    void pageFitsNarrowScreens(int width) {
        browser.resize(width, 740);
        openOverview();
        browser.await("document.querySelectorAll('#request-list li').length === 3");
        browser.click("#request-list button.primary");
        browser.await("document.querySelector('#request-list .body')");
        browser.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        assertFits(width);

        for (String place : List.of("#Patient", "#definition/StructureDefinition/openspine-patient")) {
            open(place);
            browser.await(ANSWERED);
            browser.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
            assertFits(width);
        }
    }

    @Test
    void profilesAreBrowsedAsElementTreesWithAnExample() {
        openOverview();
        browser.await("document.querySelector('#definition-list a')");
        assertThat(text("#definition-list")).contains("OpenSpine Patient", "Value sets", "Code systems", "Operations");

        open("#definition/StructureDefinition/openspine-medicationrequest");
        browser.await(ANSWERED);
        assertThat(text(".tree"))
                .contains("identifier:lineItem", "1..1", "required binding: prescription-intent", "os-lineitem")
                .doesNotContain("reportedBoolean");
        assertThat(text("#type .body")).contains("\"resourceType\": \"Bundle\"");
        browser.evaluate("document.querySelector('#all-elements').click()");
        assertThat(text(".tree")).contains("reported[x]");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void codesOfValueSetsAndCodeSystemsAreListed() {
        open("#definition/CodeSystem/eps-task-business-status");
        browser.await("document.querySelector('#type table')");
        assertThat(text("#type")).contains("0003", "With Dispenser - Active");
        open("#definition/ValueSet/prescription-item-status");
        browser.await("document.querySelector('#type table')?.textContent.includes('0008')");
        open("#codes/http%3A%2F%2Fhl7.org%2Ffhir%2FValueSet%2Fadministrative-gender");
        browser.await("document.querySelector('#type table')?.textContent.includes('female')");
        open("#definition/OperationDefinition/release");
        browser.await("document.querySelector('#type table')?.textContent.includes('group-identifier')");
        open("#definition/ValueSet/none");
        browser.await("document.querySelector('#type [role=alert]')");
    }

    @ParameterizedTest
    @CsvSource({
        "light, ''",
        "dark, ''",
        "light, #Patient",
        "dark, #Patient",
        "light, #definition/StructureDefinition/openspine-medicationrequest",
        "dark, #definition/StructureDefinition/openspine-medicationrequest"
    })
    void pageIsAccessible(String scheme, String place) {
        browser.prefer("prefers-color-scheme", scheme);
        open(place);
        browser.await(place.isEmpty() ? "document.querySelectorAll('#request-list li').length === 3" : ANSWERED);
        browser.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        browser.await("!document.querySelector('[aria-busy]')");
        boolean isDark = browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
                .asBoolean();
        assertThat(isDark).isEqualTo(scheme.equals("dark"));
        assertThat(AccessibilityCheck.faultsOf(browser)).isEmpty();
    }

    @Test
    void everythingIsReachedByKeyboardInReadingOrder() {
        openOverview();
        browser.await("document.querySelectorAll('#request-list li').length === 3");
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            browser.press("Tab", 9);
            reached.add(browser.evaluate("document.activeElement.textContent").asText());
            assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                            .asText())
                    .as("focus is seen on " + reached)
                    .isEqualTo("solid");
        }
        assertThat(reached)
                .startsWith(
                        "Skip to the content",
                        "OpenSpine",
                        "Requests",
                        "Base paths",
                        "Capabilities",
                        "Profiles",
                        "Ready")
                .containsSequence(
                        "Access token, for a server that asks for one",
                        "Copy",
                        "Run",
                        "Copy",
                        "Run",
                        "Copy",
                        "Run: stores a Flag");
    }

    @Test
    void skipLinkLeadsToTheContentAndKeepsTheType() {
        open("#Flag");
        browser.await(ANSWERED);
        browser.evaluate("document.querySelector('.skip').focus()");
        browser.pressEnter();
        browser.await("document.activeElement.id === 'main'");
        assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#Flag");
    }

    private static void open(String place) {
        browser.open(program.address() + "/" + place);
    }

    private static void openOverview() {
        open("");
        browser.await("document.querySelectorAll('.matrix .group').length === 2");
    }

    private static String text(String selector) {
        return browser.evaluate("document.querySelector(\"%s\").textContent".formatted(selector))
                .asText();
    }

    private static List<String> typesShown() {
        List<String> types = new ArrayList<>();
        browser.evaluate("[...document.querySelectorAll('.matrix th[scope=row] a')].map((link) => link.textContent)")
                .forEach(type -> types.add(type.asText()));
        return types;
    }

    private static void assertFits(int width) {
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(width);
    }
}
