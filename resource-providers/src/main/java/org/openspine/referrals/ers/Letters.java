package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.referrals.Attachment;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;

/** A012: the referrer's letters of a referral become those that are named. */
final class Letters {
    private final ErsParts parts;
    private final Reading reading;

    Letters(ErsParts parts, Reading reading) {
        this.parts = parts;
        this.reading = reading;
    }

    FhirResponse maintain(ErsRequest request) {
        Inputs inputs = request.inputs(Inputs.Input.several("referralLetterFile", "resource", 1));
        return parts.records()
                .change(request.path(1), Records.Kind.REFERRAL, request.ifMatch(), request.caller(), referral -> {
                    if (!referral.isActive()) {
                        throw BusinessError.INVALID_REQUEST_STATE.because("The referral is not active");
                    }
                    List<Attachment> named =
                            parts.files().named("referralLetterFile", inputs.all("referralLetterFile"), referral, true);
                    requireDifferentNames(named);
                    List<Attachment> before = parts.files().read(referral.documents());
                    Set<String> letters = new LinkedHashSet<>();
                    List<String> others = new ArrayList<>();
                    for (Attachment document : before) {
                        boolean letter = document.kind()
                                .filter(kind -> kind == Attachment.Kind.REFERRER)
                                .isPresent();
                        (letter ? letters : others).add(document.id());
                    }
                    Set<String> wanted = new LinkedHashSet<>();
                    named.forEach(file -> wanted.add(file.id()));
                    if (wanted.stream().anyMatch(others::contains)) {
                        throw BusinessError.INAPPROPRIATE_VALUE.because("A file of the provider is no referral letter");
                    }
                    if (letters.equals(wanted)) {
                        throw BusinessError.NO_CHANGES_DETECTED.because("The letters are these already");
                    }
                    letters.stream().filter(id -> !wanted.contains(id)).forEach(id -> parts.files()
                            .detach(id, referral));
                    List<String> documents =
                            new ArrayList<>(parts.files().attach(named, Attachment.Kind.REFERRER, referral));
                    documents.addAll(others);
                    referral.setDocuments(documents);
                    String now = Times.text(parts.clock().instant());
                    if (Elements.extension(referral.tree(), ErsExtension.CLINICAL_INFO_FIRST)
                            .isMissingNode()) {
                        Elements.setExtension(
                                referral.tree(),
                                ErsExtension.CLINICAL_INFO_FIRST,
                                "valueDateTime",
                                TextNode.valueOf(now));
                    }
                    Elements.setExtension(
                            referral.tree(), ErsExtension.CLINICAL_INFO_LAST, "valueDateTime", TextNode.valueOf(now));
                    referral.clearLetterDue();
                    parts.records().store(referral);
                    return Answers.versioned(200, reading.view(referral), referral.version() + 1, request);
                });
    }

    private static void requireDifferentNames(List<Attachment> files) {
        Set<String> names = new HashSet<>();
        for (Attachment file : files) {
            if (!names.add(file.title())) {
                throw BusinessError.DUPLICATE_FILENAME.because("Two letters have the same file name");
            }
        }
    }
}
