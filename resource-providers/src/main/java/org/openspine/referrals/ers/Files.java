package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.referrals.Attachment;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.Referral;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.OdsCode;

/** Files: a Binary with the content, and a DocumentReference that says what it is and to which request it belongs. */
final class Files {
    private static final int LONGEST_DESCRIPTION = 1000;

    private final ResourceRepository repository;
    private final Staff staff;
    private final Runnable afterUpload;
    private final Clock clock;

    Files(ResourceRepository repository, Staff staff, Runnable afterUpload, Clock clock) {
        this.repository = repository;
        this.staff = staff;
        this.afterUpload = afterUpload;
        this.clock = clock;
    }

    /** The documents with these ids that exist, in their order; one statement. */
    List<Attachment> read(Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<ResourceKey, StoredResource> found = repository.read(
                ids.stream().filter(ResourceKey::isLogicalId).map(Files::key).toList());
        return ids.stream()
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> Optional.ofNullable(found.get(key(id))).stream())
                .map(stored -> new Attachment(stored.tree()))
                .toList();
    }

    /** The document whose file is this Binary. */
    Optional<StoredResource> ofBinary(String binary) {
        Optional<StoredResource> own = repository.read(key(binary)).filter(stored -> !stored.isDeleted());
        if (own.isPresent()) {
            return own;
        }
        Criterion located = new Criterion.Indexed(
                IndexId.parameter(Attachment.TYPE, "location"),
                List.of(new ValueMatch.Uri(ValueMatch.Uri.Mode.EQUAL, "Binary/" + binary)));
        return repository
                .search(new SearchQuery(Attachment.TYPE, List.of(located), List.of(), 1, Optional.empty()))
                .matches()
                .stream()
                .findFirst();
    }

    /** The request that contains the document of this Binary, as records made elsewhere may. */
    Optional<Referral> containing(String binary) {
        Criterion tagged = new Criterion.Indexed(
                IndexId.parameter(Referral.TYPE, "_tag"),
                List.of(new ValueMatch.Token(java.util.OptionalLong.of(IndexId.system(Attachment.FILE_TAGS)), binary)));
        return repository
                .search(new SearchQuery(Referral.TYPE, List.of(tagged), List.of(), 1, Optional.empty()))
                .matches()
                .stream()
                .map(Referral::of)
                .findFirst();
    }

    /** Stores a new file, which nobody can open until it was scanned; returns its id. */
    String add(String mediaType, String name, byte[] content, Optional<String> ubrn, ErsCaller caller) {
        String id = java.util.UUID.randomUUID().toString();
        repository.inTransaction(() -> {
            ObjectNode binary = Elements.resource("Binary");
            binary.put("contentType", mediaType);
            binary.put("data", java.util.Base64.getEncoder().encodeToString(content));
            repository.store(new ResourceWrite(new ResourceKey("Binary", id), Verb.POST, 0, binary));
            ObjectNode document = describe(mediaType, name, content.length, id, caller);
            document.putObject("meta").putArray("tag").add(Elements.coding(Attachment.SCAN_TAGS, Attachment.TO_SCAN));
            ubrn.ifPresent(number -> document.putArray("identifier").add(Elements.identifier(Elements.UBRN, number)));
            new Attachment(document).setAvailability(Attachment.Availability.PENDING);
            return repository.store(new ResourceWrite(key(id), Verb.POST, 0, document));
        });
        afterUpload.run();
        return id;
    }

    /** Stores a file that this service wrote itself; within the caller's transaction. Returns the document. */
    Attachment write(
            String mediaType, String name, byte[] content, Attachment.Kind kind, Referral referral, ErsCaller caller) {
        String id = java.util.UUID.randomUUID().toString();
        ObjectNode binary = Elements.resource("Binary");
        binary.put("contentType", mediaType);
        binary.put("data", java.util.Base64.getEncoder().encodeToString(content));
        repository.store(new ResourceWrite(new ResourceKey("Binary", id), Verb.POST, 0, binary));
        var document = new Attachment(describe(mediaType, name, content.length, id, caller));
        document.setAvailability(Attachment.Availability.AVAILABLE);
        document.setKind(kind);
        document.attachTo(referral);
        repository.store(new ResourceWrite(key(id), Verb.POST, 0, document.tree()));
        return document;
    }

    private ObjectNode describe(String mediaType, String name, int size, String binary, ErsCaller caller) {
        String now = Times.text(clock.instant());
        ObjectNode document = Elements.resource(Attachment.TYPE);
        document.put("status", "current").put("date", now).put("description", name);
        ObjectNode attachment = document.putArray("content").addObject().putObject("attachment");
        attachment.put("contentType", mediaType).put("url", "Binary/" + binary).put("size", size);
        attachment.put("title", name).put("creation", now);
        staff.userOf(caller)
                .ifPresent(user -> Elements.setExtension(
                        attachment,
                        ErsExtension.ATTACHED_BY,
                        "valueReference",
                        Elements.logicalReference(Elements.USER_ID, user)));
        caller.organisation()
                .ifPresent(ods -> Elements.setExtension(
                        attachment,
                        ErsExtension.ATTACHED_BY_ORGANISATION,
                        "valueReference",
                        Elements.logicalReference(OdsCode.SYSTEM, ods)));
        caller.onBehalfOf()
                .ifPresent(user -> Elements.setExtension(
                        attachment,
                        ErsExtension.ATTACHED_ON_BEHALF_OF,
                        "valueReference",
                        Elements.logicalReference(Elements.USER_ID, user)));
        return document;
    }

    /**
     * The files that the DocumentReferences of a request name, within the caller's transaction. Throws the {@link BusinessError} of
     * the first that is unknown, meant for another UBRN, or named twice.
     *
     * @param forThisRequest whether only files that were uploaded for the UBRN of the referral are taken
     */
    List<Attachment> named(String parameter, List<JsonNode> documents, Referral referral, boolean forThisRequest) {
        Map<String, Attachment> files = new LinkedHashMap<>();
        for (JsonNode document : documents) {
            if (!document.path("resourceType").asText().equals(Attachment.TYPE)) {
                throw BusinessError.INVALID_FHIR_STRUCTURE.because(
                        "'%s' must be a DocumentReference".formatted(parameter));
            }
            if (!document.path("status").asText("current").equals("current")) {
                throw BusinessError.INVALID_VALUE.because("'%s/status' must be 'current'".formatted(parameter));
            }
            if (document.path("content").size() > 1) {
                throw BusinessError.TOO_MANY_ITEMS.because("'%s/content' may name one file only".formatted(parameter));
            }
            String url = document.path("content")
                    .path(0)
                    .path("attachment")
                    .path("url")
                    .asText();
            String binary = Elements.idOf(url, "Binary")
                    .orElseThrow(() -> BusinessError.MISSING_VALUE.because(
                            "'%s' has no 'content[0].attachment.url' of the form Binary/[id]".formatted(parameter)));
            Attachment file = lock(binary)
                    .orElseThrow(() -> BusinessError.REFERENCE_NOT_FOUND.because(
                            "The file of '%s' was not found".formatted(parameter)));
            boolean here = file.requests().contains(referral.id());
            boolean meant = file.intendedFor().equals(Optional.of(referral.ubrn()));
            if (forThisRequest
                    ? !here && !meant
                    : file.intendedFor().isPresent() || !file.requests().isEmpty()) {
                throw BusinessError.INAPPROPRIATE_VALUE.because(
                        "The file of '%s' was not uploaded for this request".formatted(parameter));
            }
            String description = Inputs.optional(document, "description", LONGEST_DESCRIPTION);
            if (!description.isEmpty()) {
                file.tree().put("description", description);
            }
            if (files.put(binary, file) != null) {
                throw BusinessError.DUPLICATE_FILENAME.because("'%s' names a file twice".formatted(parameter));
            }
        }
        requireOwnNames(files.values(), referral);
        return List.copyOf(files.values());
    }

    /** No two files that are attached at once have one name, and none has that of another that is linked already. */
    private void requireOwnNames(Collection<Attachment> files, Referral referral) {
        Set<String> ids = new HashSet<>();
        files.forEach(file -> ids.add(file.id()));
        Set<String> names = new HashSet<>();
        if (!files.isEmpty()) {
            read(referral.documents()).stream()
                    .filter(linked -> !ids.contains(linked.id()))
                    .forEach(linked -> names.add(linked.title()));
        }
        for (Attachment file : files) {
            if (!names.add(file.title())) {
                throw BusinessError.DUPLICATE_FILENAME.because(
                        "A file of this name is attached already, or is attached twice");
            }
        }
    }

    /** The file under its lock, so that nothing that is stored of it later overtakes the scan. */
    private Optional<Attachment> lock(String binary) {
        if (!ResourceKey.isLogicalId(binary)) {
            return Optional.empty();
        }
        return ofBinary(binary)
                .flatMap(stored -> repository.lock(stored.key()))
                .filter(stored -> !stored.isDeleted())
                .map(stored -> new Attachment(stored.tree()));
    }

    /** Makes {@code files} those of a request, within the caller's transaction; returns their ids. */
    List<String> attach(List<Attachment> files, Attachment.Kind kind, Referral referral) {
        List<String> ids = new ArrayList<>();
        for (Attachment file : files) {
            file.setKind(kind);
            file.attachTo(referral);
            store(file);
            ids.add(file.id());
        }
        return ids;
    }

    /** Makes the files of one request those of another too, within the caller's transaction; returns the ids of those there are. */
    List<String> share(List<String> ids, Referral referral) {
        List<String> shared = new ArrayList<>();
        for (String id : ids) {
            repository.lock(key(id)).filter(stored -> !stored.isDeleted()).ifPresent(stored -> {
                var file = new Attachment(stored.tree());
                file.attachTo(referral);
                store(file);
                shared.add(id);
            });
        }
        return shared;
    }

    void detach(String id, Referral referral) {
        repository.lock(key(id)).filter(stored -> !stored.isDeleted()).ifPresent(stored -> {
            var file = new Attachment(stored.tree());
            file.detachFrom(referral);
            store(file);
        });
    }

    private void store(Attachment file) {
        ResourceKey key = key(file.id());
        long version = file.tree().path("meta").path("versionId").asLong();
        repository.store(new ResourceWrite(key, Verb.PUT, version, file.tree()));
    }

    private static ResourceKey key(String id) {
        return new ResourceKey(Attachment.TYPE, id);
    }
}
