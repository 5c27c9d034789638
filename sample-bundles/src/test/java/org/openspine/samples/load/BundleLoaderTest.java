package org.openspine.samples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.samples.Progress;
import org.openspine.samples.Stories;
import org.openspine.samples.Story;
import org.openspine.samples.load.StandInServer.Answer;
import org.openspine.samples.population.PopulationGenerator;

class BundleLoaderTest {
    private static final String DIRECTORY = """
            {"resourceType":"Bundle","identifier":{"value":"directory-1"},"type":"transaction","entry":[{},{}]}
            """;
    private static final String HOUSEHOLD = """
            {"resourceType":"Bundle","identifier":{"value":"household-1"},"type":"transaction","entry":[{},{},{}]}
            """;

    private final Path folder;

    BundleLoaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void storiesArePostedToTheBase() throws Exception {
        try (var server = new StandInServer(request -> Answer.OK)) {
            List<BundleSource> sources =
                    Stories.all().stream().map(BundleSource::of).toList();
            List<Double> fractions = new ArrayList<>();

            LoadResult result = new BundleLoader(LoadTarget.of(server.base()))
                    .load(sources, state -> fractions.add(state.fraction().orElseThrow()));

            assertThat(result.bundles()).isEqualTo(sources.size());
            assertThat(result.resources()).isGreaterThan(150);
            assertThat(result.rate()).isPositive();
            assertThat(server.received).hasSize(sources.size()).allSatisfy(request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.path()).isEqualTo("/FHIR/R4");
            });
            assertThat(fractions).isSorted().last().isEqualTo(1.0);
        }
    }

    @Test
    void aGeneratedCompressedPopulationArrivesWhole() throws Exception {
        Path file = folder.resolve("people.ndjson.gz");
        long written;
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            written = new PopulationGenerator(1, 50, LocalDate.of(2026, 11, 23)).writeTo(out, Progress.SILENT);
        }
        try (var server = new StandInServer(request -> Answer.OK)) {
            LoadResult result = load(server, BundleSource.of(file));

            assertThat(result.resources()).isEqualTo(written);
        }
    }

    @Test
    void theDirectoryIsThereBeforeThePeople() throws Exception {
        Path file = write("mixed.ndjson", DIRECTORY.repeat(5) + HOUSEHOLD.repeat(20));
        var answered = new AtomicInteger();
        var early = new AtomicInteger();
        try (var server = new StandInServer(request -> {
            if (request.body().contains("household") && answered.get() < 5) {
                early.incrementAndGet();
            }
            answered.incrementAndGet();
            return Answer.OK;
        })) {
            assertThat(load(server, BundleSource.of(file)).bundles()).isEqualTo(25);
        }
        assertThat(early).hasValue(0);
    }

    @Test
    void aResourceIsPutUnderItsIdAndPostedWithoutOne() throws Exception {
        Path file = write(
                "patients.ndjson",
                "{\"resourceType\":\"Patient\",\"id\":\"9700000028\"}\n\n{\"resourceType\":\"Patient\"}\n");
        try (var server = new StandInServer(request -> Answer.OK)) {
            LoadResult result = new BundleLoader(new LoadTarget(server.base(), 1, Map.of()))
                    .load(List.of(BundleSource.of(file)), Progress.SILENT);

            assertThat(result.resources()).isEqualTo(2);
            assertThat(server.received)
                    .extracting(request -> request.method() + " " + request.path())
                    .containsExactly("PUT /FHIR/R4/Patient/9700000028", "POST /FHIR/R4/Patient");
        }
    }

    @Test
    void aBusyServerIsAskedAgain() throws Exception {
        var asked = new AtomicInteger();
        try (var server =
                new StandInServer(request -> asked.incrementAndGet() < 3 ? new Answer(503, "{}") : Answer.OK)) {
            LoadResult result = load(server, BundleSource.of(new Story("one", HOUSEHOLD)));

            assertThat(result.resources()).isEqualTo(3);
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void aRefusalStopsTheLoadAndNamesThePlaceAndTheReason() throws Exception {
        Path file = write("people.ndjson", HOUSEHOLD + HOUSEHOLD.replace("household-1", "bad") + HOUSEHOLD.repeat(200));
        String outcome = """
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid",
                 "diagnostics":"gender is not a code","expression":["Bundle.entry[0]"]}]}
                """;
        try (var server =
                new StandInServer(request -> request.body().contains("bad") ? new Answer(422, outcome) : Answer.OK)) {
            assertThatThrownBy(() -> load(server, BundleSource.of(file)))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("people.ndjson line 2")
                    .hasMessageContaining("422")
                    .hasMessageContaining("gender is not a code (Bundle.entry[0])");
            assertThat(server.received).hasSizeLessThan(50);
        }
    }

    @Test
    void whatIsNotJsonIsNotSent() throws Exception {
        Path file = write("people.ndjson", HOUSEHOLD + "{\"resourceType\":\n");
        try (var server = new StandInServer(request -> Answer.OK)) {
            assertThatThrownBy(() -> load(server, BundleSource.of(file)))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("people.ndjson line 2");
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        var target = LoadTarget.of(URI.create("http://localhost:1/FHIR/R4"));
        assertThatThrownBy(() -> new BundleLoader(target)
                        .load(List.of(BundleSource.of(new Story("one", HOUSEHOLD))), Progress.SILENT))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("http://localhost:1/FHIR/R4 cannot be reached");
    }

    @Test
    void aFolderIsLoadedInTheOrderOfItsNames() throws Exception {
        write("b.json", HOUSEHOLD);
        write("a.ndjson", DIRECTORY);
        write("notes.md", "not for loading");
        assertThat(BundleSource.in(folder))
                .extracting(source -> Path.of(source.name()).getFileName().toString())
                .containsExactly("a.ndjson", "b.json");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static LoadResult load(StandInServer server, BundleSource source) throws Exception {
        return new BundleLoader(LoadTarget.of(server.base())).load(List.of(source), Progress.SILENT);
    }
}
